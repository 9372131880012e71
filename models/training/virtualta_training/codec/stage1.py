"""Stage 1: encoder, codebooks and decoder against metric losses.

    python3 -m virtualta_training.codec.stage1 --cache DIR --pitch DIR --out DIR --configuration vta-16-50 --minutes 9
"""
from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch

from ..data.cache import AudioCache
from .analysis import CLASSES_PER_OCTAVE, LOWEST_PITCH
from .batches import CodecBatch, Crops, PhoneLabels
from .configuration import CONFIGURATIONS, CodecConfiguration
from .losses import SpectralLoss, phone_losses, pitch_loss
from .model import Codec
from .pitch import PitchCache

WEIGHTS = {"mel": 15.0, "linear": 1.0, "commitment": 1.0, "pitch": 1.0, "phone": 5.0, "ctc": 12.0}


def stage1_losses(model: Codec, spectral: SpectralLoss, batch: CodecBatch, teacher: bool, warm: bool) -> dict[str, torch.Tensor]:
    """Every loss of one batch, unweighted."""
    hertz = LOWEST_PITCH * torch.pow(2.0, batch.classes / CLASSES_PER_OCTAVE)
    result = model(batch.samples, hertz if teacher and model.decoder.harmonic else None, learn=model.training, warm=warm)
    mel, linear = spectral(result.samples, batch.samples)
    losses = {"mel": mel, "linear": linear, "commitment": result.quantised.commitment}
    if result.pitch_logits is not None:
        losses["pitch"] = pitch_loss(result.pitch_logits, batch.classes, batch.voiced)
    if result.phone_logits is not None:
        losses["phone"], losses["ctc"] = phone_losses(result.phone_logits, batch.phones)
    losses["fresh"] = torch.tensor(float(result.quantised.fresh))
    return losses


def total_loss(losses: dict[str, torch.Tensor]) -> torch.Tensor:
    """Weighted sum; the CTC term is per label already."""
    return sum(WEIGHTS[name] * value for name, value in losses.items() if name in WEIGHTS) / 15.0


def main() -> None:
    """Command line: one leg, resumed from `--out`/state.pt where that exists."""
    parser = argparse.ArgumentParser(description="Codec, stage 1.")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--pitch", type=Path, required=True)
    parser.add_argument("--phones", type=Path, default=None)
    parser.add_argument("--phone-classes", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--configuration", default="vta-16-50", choices=sorted(CONFIGURATIONS))
    parser.add_argument("--sets", default="kathleen,arctic_extra,ljspeech_part,vctk_extra,librispeech,librispeech_more,commonvoice_world,speechocean762")
    parser.add_argument("--minutes", type=float, default=9.0)
    parser.add_argument("--steps", type=int, default=100_000, help="length of the learning-rate schedule")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--frames", type=int, default=64)
    parser.add_argument("--warm", type=int, default=150, help="first steps without quantisation")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    started = time.monotonic()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    configuration = CodecConfiguration.from_dict({**CONFIGURATIONS[options.configuration].to_dict(), "phones": options.phone_classes})
    model, spectral = Codec(configuration), SpectralLoss(configuration.sample_rate)
    optimiser = torch.optim.AdamW(model.parameters(), lr=options.rate, betas=(0.8, 0.95), weight_decay=0.01)
    step, state = 0, options.out / "state.pt"
    if state.exists():
        saved = torch.load(state, map_location="cpu")
        missing = model.load_state_dict(saved["model"], strict=False)
        if not missing.missing_keys and not missing.unexpected_keys:
            optimiser.load_state_dict(saved["optimiser"])
        step = saved["step"]
    pitch = PitchCache(options.pitch)
    sets = [name for name in options.sets.split(",") if pitch.has(name)]
    crops = Crops(AudioCache(options.cache, sets), pitch, PhoneLabels(options.phones), sets, options.frames, options.seed + step)
    print(json.dumps({"parameters": sum(p.numel() for p in model.parameters()), "clips": len(crops.items), "sets": sets, "step": step}), flush=True)
    curve = open(options.out / "curve.jsonl", "a", encoding="utf-8")
    sums: dict[str, float] = {}
    model.train()

    def save() -> None:
        torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step,
                    "configuration": configuration.to_dict()}, state.with_suffix(".part"))
        state.with_suffix(".part").replace(state)

    while step < options.steps and time.monotonic() - started < options.minutes * 60:
        rate = options.rate * min(1.0, (step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, step / options.steps))))
        for group in optimiser.param_groups:
            group["lr"] = rate
        losses = stage1_losses(model, spectral, crops.batch(options.batch), teacher=np.random.random() < 0.7, warm=step < options.warm)
        loss = total_loss(losses)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        if torch.isfinite(norm):
            optimiser.step()
        step += 1
        for name, value in losses.items():
            sums[name] = sums.get(name, 0.0) + float(value)
        if step % 50 == 0:
            line = {"step": step, "seconds": round(time.monotonic() - started, 1), **{name: round(value / 50, 4) for name, value in sums.items()}}
            print(json.dumps(line), flush=True)
            curve.write(json.dumps(line) + "\n")
            curve.flush()
            sums = {}
        if step % 250 == 0:
            save()
    save()


if __name__ == "__main__":
    main()
