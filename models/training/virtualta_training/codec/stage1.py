"""Stage 1: encoder, codebooks and decoder against metric losses.

    python3 -m virtualta_training.codec.stage1 --cache DIR --pitch DIR --out DIR --configuration vta-16-50 --leg-seconds 540 --budget-seconds 540
"""
from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..data.cache import AudioCache, utterances_hash
from ..data.phones import CLASSES
from ..feed import Feed, workers_of
from ..legs import load_checkpoint, run_leg
from .analysis import CLASSES_PER_OCTAVE, LOWEST_PITCH
from .batches import CodecBatch, Crops, PhoneLabels
from .configuration import CONFIGURATIONS, CodecConfiguration
from .layers import use_mixed_precision
from .losses import SpectralLoss, phone_losses, pitch_loss
from .model import Codec
from .pitch import PitchCache

SETS = ("kathleen", "arctic_extra", "ljspeech_part", "vctk_extra", "librispeech", "librispeech_more", "commonvoice_world", "speechocean762")
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


class Stage1Task:
    """What the leg runner drives. The first `warm` steps pass the vectors on unquantised."""

    def __init__(self, configuration: CodecConfiguration, crops: Crops, batch: int, rate: float, warm: int = 150) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = Codec(configuration).to(self.device).train()
        if self.device == "cuda":
            use_mixed_precision(self.model)
        self.spectral = SpectralLoss(configuration.sample_rate).to(self.device)
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=rate, betas=(0.8, 0.95), weight_decay=0.01)
        self.crops, self.size, self.rate, self.warm, self.steps = crops, batch, rate, warm, 0
        self.feed = Feed(lambda number: Crops.again(crops, number + 100 * self.steps), lambda source: source.batch(batch), workers_of(self.device))

    def step(self, progress: float) -> dict[str, float]:
        """One update."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * min(1.0, (self.steps + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))
        batch = CodecBatch(*(value.to(self.device) for value in self.feed.next(self.crops)))
        losses = stage1_losses(self.model, self.spectral, batch, teacher=np.random.random() < 0.7, warm=self.steps < self.warm)
        self.optimiser.zero_grad(set_to_none=True)
        total_loss(losses).backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 2.0)
        if torch.isfinite(norm):
            self.optimiser.step()
        self.steps += 1
        return {name: float(value.detach()) for name, value in losses.items()}

    def evaluate(self) -> dict[str, float]:
        """Losses with predicted pitch on fixed dev crops."""
        if self.crops.held_out is None:
            return {}
        self.model.eval()
        with torch.no_grad():
            batch = CodecBatch(*(value.to(self.device) for value in self.crops.held_out))
            losses = stage1_losses(self.model, self.spectral, batch, teacher=False, warm=False)
        self.model.train()
        return {f"dev_{name}": float(value) for name, value in losses.items() if name != "fresh"}

    def state(self) -> dict[str, Any]:
        """Everything to go on."""
        return {"model": self.model.state_dict(), "configuration": self.model.configuration.to_dict(), "optimiser": self.optimiser.state_dict(), "steps": self.steps}

    def load(self, state: dict[str, Any]) -> None:
        """Continues; a phone head that the state lacks starts fresh, with a fresh optimiser."""
        missing = self.model.load_state_dict(state["model"], strict=False)
        if "optimiser" in state and not missing.missing_keys and not missing.unexpected_keys:
            self.optimiser.load_state_dict(state["optimiser"])
        self.steps = state["steps"]


def load_codec(path: Path, noise_yield: float | None = None) -> Codec:
    """The codec of a checkpoint of either stage, with another `noise_yield` if one is given."""
    saved = load_checkpoint(path)
    state = saved.get("task", saved)
    model = Codec(CodecConfiguration.from_dict(state["configuration"] if noise_yield is None else {**state["configuration"], "noise_yield": noise_yield}))
    model.load_state_dict(state["model"])
    return model.eval()


def add_data_arguments(parser: argparse.ArgumentParser) -> None:
    """Options that both stages share."""
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--pitch", type=Path, required=True)
    parser.add_argument("--phones", type=Path, default=None, help="frame labels by the aligner")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--leg-seconds", type=float, default=540)
    parser.add_argument("--budget-seconds", type=float, default=540)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--frames", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", action="store_true", help="also cut the checkpoint into pieces of 16 MiB")


def open_crops(options: argparse.Namespace) -> tuple[Crops, str]:
    """The training crops and a hash of what they are drawn from."""
    pitch = PitchCache(options.pitch)
    sets = [name for name in options.sets.split(",") if pitch.has(name)]
    cache = AudioCache(options.cache, sets)
    return Crops(cache, pitch, PhoneLabels(options.phones), sets, options.frames, options.seed), utterances_hash(cache)


def main() -> None:
    """Command line: one leg."""
    parser = argparse.ArgumentParser(description="Codec, stage 1.")
    add_data_arguments(parser)
    parser.add_argument("--configuration", default="vta-16-50", choices=sorted(CONFIGURATIONS))
    options = parser.parse_args()
    crops, data_hash = open_crops(options)
    phones = len(CLASSES) if options.phones is not None else 0
    configuration = CodecConfiguration.from_dict({**CONFIGURATIONS[options.configuration].to_dict(), "phones": phones})
    torch.manual_seed(options.seed)
    task = Stage1Task(configuration, crops, options.batch, options.rate)
    run_leg(task, options.out, leg_seconds=options.leg_seconds, budget_seconds=options.budget_seconds, seed=options.seed, data_hash=data_hash,
            parts=options.parts, config={"configuration": configuration.name, "batch": options.batch, "frames": options.frames, "rate": options.rate, "sets": options.sets})


if __name__ == "__main__":
    main()
