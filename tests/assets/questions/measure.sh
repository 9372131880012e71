#!/usr/bin/env bash
# Speaks questions.txt with synthetic voices and reports the word error rates of the recognisers named, side by side,
# with the demo course's language and without. Needs: flite, espeak-ng, festival, python3, a built virtualta.
# usage: [MODELS="embedded tiny.en"] tests/assets/questions/measure.sh [VOICE…]
# voices: flite's rms slt awb kal16 (default; the embedded recogniser was pre-trained on them), festival, and those of espeak-ng (en-us, en-gb …)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
virtualta="dotnet ${VIRTUALTA:-$here/../../../artifacts/bin/VirtualTA.Cli/debug/virtualta.dll}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

speak() { # VOICE TEXT WAV: speaks at whatever rate the voice has; virtualta takes every rate
  case $1 in
    rms | slt | awb | kal16) flite -voice "$1" -t "$2" -o "$3" ;;
    festival) text2wave -o "$3" <<< "$2" ;;
    *) espeak-ng -v "$1" -w "$3" "$2" ;;
  esac
}

for name in ${*:-rms slt awb kal16}; do
  number=0
  while IFS= read -r question; do
    number=$((number + 1))
    speak "$name" "$question" "$work/$name-$(printf %02d $number).wav"
  done < "$here/questions.txt"
  for model in ${MODELS:-embedded}; do
    for course in "" "--course speech-synthesis"; do
      # shellcheck disable=SC2086
      $virtualta transcribe "$work/$name"-*.wav --model "$model" $course --json > "$work/transcripts.jsonl"
      python3 "$here/word_error_rate.py" "$here/questions.txt" "$work/transcripts.jsonl" "$model $name ${course:-general}"
    done
  done
done
