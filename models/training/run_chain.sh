#!/usr/bin/env bash
# The whole chain: data, alignment, codec, speaker encoder, tokens, AR, NAR, exports. CODEC_AND_VOICE.md tells how it is used.
#
#   run_chain.sh pack PARCELS            where the speech is: parcels of at most MOST (38) MiB, from SPEECH, with PHONEMES
#   run_chain.sh feed PARCEL WORK        where it is trained: takes a parcel in (one a call, whole ones)
#   run_chain.sh go WORK [options]       the next steps for --call seconds (560); status 3: call it again
#   run_chain.sh take WORK WHAT OUT      brings WHAT (codec, voice, ar, nar, corpus) as pieces of 15 MiB
#   run_chain.sh join FOLDER PIECES...   puts pieces (*.tar.parts.json) together again
#   run_chain.sh miniature WORK          everything above on a few clips with tiny networks, in interrupted calls
#
# SPEECH    folder of <set>.tar and <set>.tsv (default ../../../shared/data/speech)
# PHONEMES  table by `virtualta text export`; without it one is made by dictionary (CMUDICT, ESPEAK, and AUDIO, the decoded sets)
# OPUS      libopus.so.0 to send along, for a machine without soundfile
# CMUDICT, ESPEAK   dictionary and espeak.json; sent along too, for --recogniser-seconds
set -euo pipefail
action=${1:?name an action: see the head of this file}
shift
absolute() { realpath -m "$1"; }
case "$action" in
  pack | feed | take | go | miniature) target=$(absolute "${2:-${1:?see the head of this file}}") first=$(absolute "${1:?see the head of this file}") third=${3:-} ;;
esac
[ -z "${3:-}" ] || [ "$action" != take ] || third=$(absolute "$3")
case "$action" in join) pieces=(); for piece in "$@"; do pieces+=("$(absolute "$piece")"); done ;; esac
for name in SPEECH PHONEMES OPUS CMUDICT ESPEAK AUDIO; do [ -z "${!name:-}" ] || export "$name=$(absolute "${!name}")"; done
cd "$(dirname "$0")"
PYTHON=${PYTHON:-python3} SPEECH=${SPEECH:-../../../shared/data/speech}
run() { "$PYTHON" -m "virtualta_training.$@"; }
optional() { [ -z "$2" ] || printf '%s\n' "$1" "$2"; }
pack() {
  local table=${PHONEMES:-} extra
  mapfile -t extra < <(optional --opus "${OPUS:-}"; optional --cmudict "${CMUDICT:-}"; optional --espeak "${ESPEAK:-}")
  if [ -z "$table" ]; then
    table=$(mktemp) && trap 'rm -f "$table"' EXIT
    run voice.phonemes --cache "${AUDIO:?PHONEMES, or AUDIO with CMUDICT and ESPEAK}" --cmudict "$CMUDICT" --letter-to-sound "$ESPEAK" --out "$table"
  fi
  run parcels pack --root "$SPEECH" --phonemes "$table" --most "${MOST:-38}" "${extra[@]}" --out "$@"
}
case "$action" in
  pack) pack "$first" ;;
  feed) run parcels feed --parcel "$first" --work "$target" ;;
  go) shift; run chain --work "$first" "$@" ;;
  take) run parcels take --work "$first" --what "${2:?codec, voice, ar, nar or corpus}" --out "${third:?folder for the pieces}" ;;
  join) run parcels join --out "${pieces[0]}" "${pieces[@]:1}" ;;
  miniature)
    pack "$first/parcels" --few "${FEW:-16}" --most 9 --sets kathleen,arctic_extra,librispeech
    for parcel in "$first"/parcels/*; do run parcels feed --parcel "$parcel" --work "$first/work"; done
    code=3
    while [ "$code" = 3 ]; do
      code=0
      run chain --work "$first/work" --call "${CALL:-75}" --miniature ${CMUDICT:+--recogniser-seconds 8} || code=$?
    done
    [ "$code" = 0 ] || exit "$code"
    for what in codec voice ar nar; do run parcels take --work "$first/work" --what "$what" --out "$first/out"; done
    run parcels join --out "$first/joined" "$first"/out/*.parts.json
    (cd "$first/joined" && find . -type f | sort) ;;
  *) echo "unknown action '$action': see the head of this file" >&2; exit 2 ;;
esac
