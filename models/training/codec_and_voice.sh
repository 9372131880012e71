#!/usr/bin/env bash
# The chain from recordings to a voice, one stage a call, each in legs of at most LEG seconds that resume where they were.
#
#   ./codec_and_voice.sh STAGE        STAGE: data pitch codec1 codec2 speaker labels tokens ar nar export all
#
# WORK    folder of everything made here (default ./work). Checkpoints are cut into pieces of 16 MiB under */parts.
# SPEECH  folder with the <set>.tar and <set>.tsv (default ../../../shared/data/speech). A machine that takes 64 MiB at a
#         time gets them one or two sets a call: stage `data` decodes the sets that are there and keeps those it has.
# LEG     seconds of one leg (default 540); BUDGET_<stage> seconds in all.
# CONFIG  codec configuration (default vta-16-50; on a CPU vta-16-50-small).
# FRAMES, STORE: the aligner's frames.npy and feature store (labels); PHONEMES: the table of phonemes (tokens).
# `run_chain.sh` runs everything under one clock; this file is for single stages and long legs on a CPU.
set -euo pipefail
cd "$(dirname "$0")"
WORK=${WORK:-work} LEG=${LEG:-540} CONFIG=${CONFIG:-vta-16-50}
PYTHON=${PYTHON:-python3} CODEC_BATCH=${CODEC_BATCH:-96} POSITIONS=${POSITIONS:-65536} SPEAKERS=${SPEAKERS:-64}
export VIRTUALTA_SPEECH=${SPEECH:-../../../shared/data/speech}
CODEC_SETS=${CODEC_SETS:-kathleen,arctic_extra,ljspeech_part,vctk_extra,librispeech,librispeech_more,commonvoice_world,speechocean762}
run() { echo "== $*" >&2; "$PYTHON" -m "virtualta_training.$@"; }
labels() { [ -d "$WORK/phones" ] && echo "--phones $WORK/phones" || true; }
codec() { [ -f "$WORK/codec2/checkpoint.pt" ] && echo "$WORK/codec2/checkpoint.pt" || echo "$WORK/codec1/checkpoint.pt"; }
leg() { echo "--leg-seconds $LEG --budget-seconds $1 --parts"; }
present() { local found=(); for name in ${CODEC_SETS//,/ }; do [ -f "$VIRTUALTA_SPEECH/$name.tar" ] && found+=("$name"); done; local IFS=,; echo "${found[*]}"; }

stage() {
  case "$1" in
    data) run data.cache --root "$VIRTUALTA_SPEECH" --out "$WORK/audio" --sets "$(present)" ;;
    pitch) run codec.pitch --cache "$WORK/audio" --out "$WORK/pitch" --sets "$(cd "$WORK/audio" && ls *.json | sed 's/.json$//' | paste -sd,)" ;;
    labels) run codec.labels --store "$STORE" --frames "$FRAMES" --cache "$WORK/audio" --out "$WORK/phones" ;;
    codec1) run codec.stage1 --cache "$WORK/audio" --pitch "$WORK/pitch" $(labels) --out "$WORK/codec1" --configuration "$CONFIG" --batch "$CODEC_BATCH" $(leg "${BUDGET_codec1:-540}") ;;
    codec2) run codec.stage2 --stage1 "$WORK/codec1/checkpoint.pt" --cache "$WORK/audio" --pitch "$WORK/pitch" --out "$WORK/codec2" --batch $((CODEC_BATCH / 2)) --rate 3e-4 $(leg "${BUDGET_codec2:-1080}") ;;
    speaker) run speaker.train --cache "$WORK/audio" --out "$WORK/speaker" --speakers "$SPEAKERS" --utterances 8 $(leg "${BUDGET_speaker:-300}") ;;
    tokens) run voice.tokenise --cache "$WORK/audio" --codec "$WORK/codec1/checkpoint.pt" --speaker "$WORK/speaker/checkpoint.pt" --labels "$WORK/phones" --phonemes "$PHONEMES" --out "$WORK/corpus" ;;
    ar) run voice.train ar --corpus "$WORK/corpus" --out "$WORK/ar" --positions "$POSITIONS" $(leg "${BUDGET_ar:-540}") ;;
    nar) run voice.train nar --corpus "$WORK/corpus" --out "$WORK/nar" --positions "$POSITIONS" $(leg "${BUDGET_nar:-540}") ;;
    export)
      run export codec --checkpoint "$(codec)" --out "$WORK/export/codec/vta-16-50.safetensors"
      run export speaker --checkpoint "$WORK/speaker/checkpoint.pt" --out "$WORK/export/speaker/encoder.safetensors"
      run export ar --checkpoint "$WORK/ar/checkpoint.pt" --out "$WORK/export/voice/autoregressive.safetensors"
      run export nar --checkpoint "$WORK/nar/checkpoint.pt" --out "$WORK/export/voice/refinement.safetensors" ;;
    all) for each in data pitch codec1 codec2 speaker tokens ar nar export; do stage "$each"; done ;;
    *) echo "unknown stage '$1': see the head of this file" >&2; exit 2 ;;
  esac
}
stage "${1:?name a stage: see the head of this file}"
