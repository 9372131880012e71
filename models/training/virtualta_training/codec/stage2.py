"""Stage 2: encoder and codebooks stay as they are; the decoder learns against discriminators.

    python3 -m virtualta_training.codec.stage2 --stage1 S1/checkpoint.pt --cache DIR --pitch DIR --out DIR --leg-seconds 540 --budget-seconds 1080
"""
from __future__ import annotations

import argparse
import contextlib
import math
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..feed import Feed, workers_of
from ..legs import run_leg
from .analysis import CLASSES_PER_OCTAVE, LOWEST_PITCH
from .batches import CodecBatch, Crops
from .discriminators import Discriminators, discriminator_loss, generator_losses
from .layers import use_mixed_precision
from .losses import SpectralLoss, pitch_loss
from .stage1 import add_data_arguments, load_codec, open_crops


class Stage2Task:
    """What the leg runner drives. `lead` is the share of the budget in which the discriminators learn alone."""

    def __init__(self, stage1: Path, crops: Crops, batch: int, rate: float, channels: int = 32, periods: tuple[int, ...] = (2, 3, 5, 7, 11), lead: float = 0.02, flat: bool = False) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = load_codec(stage1).to(self.device).eval()
        self.model.decoder.train()
        if self.device == "cuda":
            use_mixed_precision(self.model.decoder)
        self.spectral = SpectralLoss(self.model.configuration.sample_rate).to(self.device)
        self.judges = Discriminators(channels=channels, periods=periods, period_channels=max(4, channels // 2), flat=flat).to(self.device)
        for parameter in (*self.model.encoder.parameters(), *self.model.quantiser.parameters()):
            parameter.requires_grad_(False)
        self.own = [*self.model.decoder.parameters()]
        self.optimiser = torch.optim.AdamW(self.own, lr=rate, betas=(0.8, 0.95), weight_decay=0.01)
        self.opponent = torch.optim.AdamW(self.judges.parameters(), lr=rate, betas=(0.8, 0.95), weight_decay=0.01)
        self.crops, self.size, self.rate, self.lead = crops, batch, rate, lead
        self.feed = Feed(lambda number: Crops.again(crops, number), lambda source: source.batch(batch), workers_of(self.device))

    def step(self, progress: float) -> dict[str, float]:
        """One update of each side."""
        for optimiser in (self.optimiser, self.opponent):
            for group in optimiser.param_groups:
                group["lr"] = self.rate * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * progress)))
        batch = CodecBatch(*(value.to(self.device) for value in self.feed.next(self.crops)))
        hertz = LOWEST_PITCH * torch.pow(2.0, batch.classes / CLASSES_PER_OCTAVE)
        with torch.no_grad():
            codes = self.model.encode(batch.samples)
            if np.random.random() < 0.2:
                codes = codes[..., : np.random.randint(2, codes.shape[-1] + 1)]
            vectors = self.model.quantiser.look_up(codes)
        precision = torch.autocast("cuda", dtype=torch.bfloat16) if self.device == "cuda" else contextlib.nullcontext()
        decoded = self.model.decoder(vectors, hertz if self.model.decoder.harmonic and np.random.random() < 0.5 else None)
        with precision:
            real, fake = self.judges(batch.samples), self.judges(decoded.samples.detach())
            against = discriminator_loss(real, fake)
        self.opponent.zero_grad(set_to_none=True)
        against.backward()
        torch.nn.utils.clip_grad_norm_(self.judges.parameters(), 10.0)
        self.opponent.step()
        mel, linear = self.spectral(decoded.samples, batch.samples)
        loss = 15.0 * mel + linear
        losses = {"mel": mel, "linear": linear, "against": against}
        if decoded.pitch_logits is not None:
            losses["pitch"] = pitch_loss(decoded.pitch_logits, batch.classes, batch.voiced)
            loss = loss + losses["pitch"]
        if progress >= self.lead:
            with precision:
                with torch.no_grad():
                    real = self.judges(batch.samples)
                losses["adversarial"], losses["matching"] = generator_losses(real, self.judges(decoded.samples))
            loss = loss + losses["adversarial"] + 2.0 * losses["matching"]
            self.optimiser.zero_grad(set_to_none=True)
            (loss / 15.0).backward()
            norm = torch.nn.utils.clip_grad_norm_(self.own, 1.0)
            if torch.isfinite(norm):
                self.optimiser.step()
        return {name: float(value.detach()) for name, value in losses.items()}

    def evaluate(self) -> dict[str, float]:
        """Nothing: the judge of the project listens to exports."""
        return {}

    def state(self) -> dict[str, Any]:
        """Everything to go on, and all that the export needs."""
        return {"model": self.model.state_dict(), "configuration": self.model.configuration.to_dict(), "judges": self.judges.state_dict(),
                "optimiser": self.optimiser.state_dict(), "opponent": self.opponent.state_dict()}

    def load(self, state: dict[str, Any]) -> None:
        """Continues."""
        self.model.load_state_dict(state["model"])
        if "optimiser" not in state:
            return
        self.judges.load_state_dict(state["judges"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.opponent.load_state_dict(state["opponent"])


def main() -> None:
    """Command line: one leg."""
    parser = argparse.ArgumentParser(description="Codec, stage 2.")
    add_data_arguments(parser)
    parser.add_argument("--stage1", type=Path, required=True)
    parser.add_argument("--channels", type=int, default=32)
    parser.add_argument("--periods", default="2,3,5,7,11")
    parser.add_argument("--flat", action="store_true", help="cheap discriminators, for a CPU")
    options = parser.parse_args()
    crops, data_hash = open_crops(options)
    periods = tuple(int(period) for period in options.periods.split(",") if period)
    task = Stage2Task(options.stage1, crops, options.batch, options.rate, options.channels, periods, flat=options.flat)
    run_leg(task, options.out, leg_seconds=options.leg_seconds, budget_seconds=options.budget_seconds, seed=options.seed, data_hash=data_hash,
            parts=options.parts, config={"stage1": options.stage1.name, "channels": options.channels, "batch": options.batch, "rate": options.rate})


if __name__ == "__main__":
    main()
