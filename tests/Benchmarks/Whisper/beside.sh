#!/usr/bin/env bash
# The speed table of README.md: our stages and whisper.cpp's in turn, medians of ROUNDS.
# usage: WHISPER_CPP=path/to/whisper_cpp_stages [ROUNDS=5] [SIZES="tiny base small"] [THREADS="1 2"] tests/Benchmarks/Whisper/beside.sh
set -euo pipefail
cd "$(dirname "$0")/../../.."
: "${WHISPER_CPP:?path of whisper_cpp_stages, see tests/Benchmarks/README.md}" "${ROUNDS:=5}" "${SIZES:=tiny base small}" "${THREADS:=1 2}"
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
[ -n "${NO_BUILD:-}" ] || dotnet build tests/Benchmarks -c Release -v q --nologo >/dev/null
ours() { dotnet tests/artifacts/bin/VirtualTA.Benchmarks/release/VirtualTA.Benchmarks.dll "$@"; }
for size in $SIZES; do ours write-whisper "$size" "$work/$size.bin"; done
echo "size threads seconds program | encoder: processor ms, wall ms | token: processor ms, wall ms"
for size in $SIZES; do for threads in $THREADS; do for positions in 250 1500; do
  for round in $(seq "$ROUNDS"); do
    ours whisper-stages "$work/$size.bin" Exact $positions "$threads" >>"$work/exact"
    timeout 120 "$WHISPER_CPP" "$work/$size.bin" $positions "$threads" >>"$work/cpp" || echo "nan nan nan nan" >>"$work/cpp"
    ours whisper-stages "$work/$size.bin" Fast $positions "$threads" >>"$work/fast"
  done
  for program in exact fast cpp; do
    printf '%s %s %s %s |' "$size" "$threads" $((positions / 50)) $program
    for column in 1 2 3 4; do
      printf ' %s' "$(cut -d' ' -f$column "$work/$program" | sort -g | sed -n "$(((ROUNDS + 1) / 2))p")"
      [ $column != 2 ] || printf ' |'
    done
    echo; rm "$work/$program"
  done
done; done; done
