#!/usr/bin/env bash
# Speaks questions.txt with flite's voices and reports the word error rate of the installed recogniser,
# with the demo course's language and without. Needs: flite, python3, a built virtualta.
# usage: tests/assets/questions/measure.sh [VOICE…]     (default: rms slt awb kal16)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
virtualta="dotnet ${VIRTUALTA:-$here/../../../artifacts/bin/VirtualTA.Cli/debug/virtualta.dll}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for voice in "${@:-rms slt awb kal16}"; do
  for name in $voice; do
    number=0
    while IFS= read -r question; do
      number=$((number + 1))
      flite -voice "$name" -t "$question" -o "$work/$name-$(printf %02d $number).wav"
    done < "$here/questions.txt"
    for course in "" "--course speech-synthesis"; do
      # shellcheck disable=SC2086
      $virtualta transcribe "$work/$name"-*.wav $course --json > "$work/transcripts.jsonl"
      python3 "$here/word_error_rate.py" "$here/questions.txt" "$work/transcripts.jsonl" "$name ${course:-general}"
    done
  done
done
