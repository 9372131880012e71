#!/usr/bin/env bash
# Trains the phone recogniser from the speech sets (or from shards) to exported weights, in legs that can be stopped and resumed.
#
#   models/training/train_recogniser.sh WORK            everything, default budget on a CPU
#   BUDGET=540 BATCH=60000 models/training/train_recogniser.sh WORK    one ten-minute leg on a GPU
#
# WORK keeps every intermediate result: a step whose result is there is not run again, and training resumes from its checkpoint.
# VIRTUALTA_SPEECH: folder of the sets. SHARDS: folder of packed shards, used instead. CMUDICT: index.js of cmu-pronouncing-dictionary.
# VARIANTS: share of the training utterances that also come with another pitch or in a made-up room (0.3 suits long runs).
# FLITE: hours of synthetic speech (default 2; needs flite; espeak-ng pronounces words outside CMUdict unless WORK/espeak.json is there).
set -euo pipefail
work=$(realpath -m "${1:?usage: train_recogniser.sh WORK}")
cd "$(dirname "$0")"
mkdir -p "$work"
python=${PYTHON:-python3}
cmudict=${CMUDICT:-$work/node_modules/cmu-pronouncing-dictionary/index.js}
[ -f "$cmudict" ] || (cd "$work" && npm install --no-fund --no-audit cmu-pronouncing-dictionary)
run() { "$python" -m "virtualta_training.$@"; }

if [ ! -f "$work/cache/vctk_extra.json" ]; then
  if [ -n "${SHARDS:-}" ]; then run data.shards unpack --shards "$SHARDS" --out "$work/cache"; else run data.cache --out "$work/cache"; fi
fi
[ -f "$work/real/index.json" ] || run recogniser.prepare --cache "$work/cache" --out "$work/real" --variants "${VARIANTS:-0}"
if [ ! -f "$work/frames.npy" ]; then
  [ -f "$work/flite.npz" ] || run data.synthetic --cache "$work/cache" --out "$work/flite.npz" --hours "${FLITE:-2}"
  [ -f "$work/flite/frames.npy" ] || run recogniser.prepare --synthetic "$work/flite.npz" --out "$work/flite"
  run recogniser.train --store "$work/flite" --labels "$work/flite/frames.npy" --cmudict "$cmudict" --folder "$work/pretrain" --ctc 0 \
    --batch 4000 --leg "${PRETRAIN:-300}" --budget "${PRETRAIN:-300}"
  run recogniser.realign --store "$work/real" --cmudict "$cmudict" --checkpoint "$work/pretrain/checkpoint.pt" --out "$work/frames.npy"
fi
budget=${BUDGET:-3600}
for ((used = 0; used < budget; used += 600)); do
  run recogniser.train --store "$work/real" --labels "$work/frames.npy" --cmudict "$cmudict" --folder "$work/main" --start "$work/pretrain/checkpoint.pt" \
    --same-heads --leg 600 --budget "$budget" --batch "${BATCH:-6000}" --rate "${RATE:-2e-3}" --augment "${AUGMENT:-0.5}"
done
run recogniser.export --checkpoint "$work/main/checkpoint.pt" --labels "$work/frames.npy" --out "$work/phones.safetensors"
