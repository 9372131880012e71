"""Stage 2: encoder and codebooks stay as they are; the decoder learns against discriminators.

    python3 -m virtualta_training.codec.stage2 --stage1 S1/checkpoint.pt --cache DIR --pitch DIR --out DIR --leg-seconds 540 --budget-seconds 1080
"""
from __future__ import annotations

import argparse
import contextlib
import dataclasses
import math
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from ..feed import Feed, workers_of
from ..legs import load_checkpoint, run_leg
from ..products import multiplies_bfloat16, use_narrow_products
from .analysis import CLASSES_PER_OCTAVE, LOWEST_PITCH
from .balance import GradientBalance
from .batches import CodecBatch, Crops
from .decoder import Decoder
from .discriminators import Discriminators, discriminator_loss, generator_losses
from .layers import use_mixed_precision
from .losses import SpectralLoss, pitch_loss
from .spoken import MixedCrops, SpokenBatch, SpokenCrops
from .stage1 import add_data_arguments, load_codec, open_crops

#: Of the gradient that reaches the samples. EnCodec gives its discriminators three times the share, but trains them far longer.
SHARES = {"spectrum": 1.0, "adversarial": 1.0, "matching": 1.0}


class DecoderShape(NamedTuple):
    """A decoder of another size on the same codes."""

    width: int
    inner: int
    blocks: int

    @staticmethod
    def parse(text: str) -> "DecoderShape | None":
        """"384,1152,8" or nothing."""
        return DecoderShape(*(int(part) for part in text.split(","))) if text else None


class Stage2Task:
    """What the leg runner drives.

    `shape` starts a fresh decoder; `warm` is the share of the budget in which the decoder learns from the spectra alone,
    `lead` the share after it in which the discriminators learn alone.
    """

    def __init__(
        self, stage1: Path, crops: Crops, batch: int, rate: float, channels: int = 32, periods: tuple[int, ...] = (2, 3, 5, 7, 11), lead: float = 0.02,
        kind: str = "full", shape: DecoderShape | None = None, warm: float = 0.0, spoken: SpokenCrops | None = None, share: float = 0.5,
    ) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = load_codec(stage1).to(self.device).eval()
        judges = load_checkpoint(stage1)["task"].get("judges")
        if shape is not None or (spoken is not None and not self.model.configuration.decoder_speaker):
            self._replace_decoder(shape, spoken)
        self.model.decoder.train()
        if self.device == "cuda":
            use_mixed_precision(self.model.decoder)
        self.spectral = SpectralLoss(self.model.configuration.sample_rate).to(self.device)
        self.judges = Discriminators(channels=channels, periods=periods, period_channels=max(4, channels // 2), kind=kind).to(self.device)
        if judges is not None and {name: value.shape for name, value in judges.items()} == {name: value.shape for name, value in self.judges.state_dict().items()}:
            self.judges.load_state_dict(judges)  # an earlier run of this stage has taught them
        for parameter in (*self.model.encoder.parameters(), *self.model.quantiser.parameters()):
            parameter.requires_grad_(False)
        self.own = [*self.model.decoder.parameters()]
        self.optimiser = torch.optim.AdamW(self.own, lr=rate, betas=(0.8, 0.95), weight_decay=0.01)
        self.opponent = torch.optim.AdamW(self.judges.parameters(), lr=3 * rate, betas=(0.8, 0.95), weight_decay=0.01)
        self.balance = GradientBalance(SHARES)
        self.crops, self.size, self.rate, self.lead, self.warm, self.steps = MixedCrops(crops, spoken, share), batch, rate, lead, warm, 0
        self.feed = Feed(lambda number: MixedCrops.again(self.crops, number), lambda source: source.batch(batch), workers_of(self.device))

    def _replace_decoder(self, shape: DecoderShape | None, spoken: SpokenCrops | None) -> None:
        """A fresh decoder of another shape, or the old one with a place for the speaker."""
        configuration, old = self.model.configuration, self.model.decoder
        if shape is not None:
            configuration = dataclasses.replace(
                configuration, name=f"{configuration.name}-{shape.width}", decoder_width=shape.width, decoder_inner=shape.inner, decoder_blocks=shape.blocks)
        if spoken is not None:
            configuration = dataclasses.replace(configuration, decoder_speaker=spoken.corpus.vectors.shape[1])
        self.model.configuration, self.model.decoder = configuration, Decoder(configuration).to(self.device)
        if shape is None:
            self.model.decoder.load_state_dict(old.state_dict(), strict=False)

    def step(self, progress: float) -> dict[str, float]:
        """One update of each side."""
        pace = min(1.0, (self.steps + 1) / 100) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * progress)))
        for optimiser, times in ((self.optimiser, 1), (self.opponent, 3)):
            for group in optimiser.param_groups:
                group["lr"] = times * self.rate * pace
        self.steps += 1
        batch, vectors, speaker = self._input(self.feed.next(self.crops), np.random.random() < 0.2)
        hertz = LOWEST_PITCH * torch.pow(2.0, batch.classes / CLASSES_PER_OCTAVE)
        decoded = self.model.decoder(vectors, hertz if self.model.decoder.harmonic and np.random.random() < 0.5 else None, speaker=speaker)
        samples = decoded.samples.detach().requires_grad_()
        mel, linear = self.spectral(samples, batch.samples)
        losses = {"mel": mel, "linear": linear, "spectrum": mel + linear / 15.0}
        if progress >= self.warm:
            losses |= self._against(batch.samples, samples, heard=progress >= self.warm + self.lead)
        if progress < self.warm or progress >= self.warm + self.lead:
            self.optimiser.zero_grad(set_to_none=True)
            ends, gradients = [decoded.samples], [self.balance.gradient(losses, samples)]
            if decoded.pitch_logits is not None:
                losses["pitch"] = pitch_loss(decoded.pitch_logits, batch.classes, batch.voiced)
                ends, gradients = [*ends, losses["pitch"] / 5.0], [*gradients, None]
            torch.autograd.backward(ends, gradients)
            norm = torch.nn.utils.clip_grad_norm_(self.own, 2.0)
            if torch.isfinite(norm):
                self.optimiser.step()
        return {name: float(value.detach()) for name, value in losses.items()}

    @torch.no_grad()
    def _input(self, drawn: SpokenBatch, fewer_levels: bool = False) -> tuple[CodecBatch, Tensor, Tensor | None]:
        """-> all rows, what the decoder is given of them, and whose voice each is (zeros for those by the encoder)."""
        coded = CodecBatch(*(value.to(self.device) for value in drawn.coded))
        codes = self.model.encode(coded.samples)
        if fewer_levels:
            codes = codes[..., : np.random.randint(2, codes.shape[-1] + 1)]
        vectors = self.model.quantiser.look_up(codes)
        if drawn.spoken is None or drawn.codes is None or drawn.speaker is None:
            return coded, vectors, None
        batch = CodecBatch(*(torch.cat([own, other.to(self.device)]) for own, other in zip(coded, drawn.spoken)))
        known = drawn.speaker.to(self.device)
        speaker = torch.cat([known.new_zeros(len(codes), known.shape[1]), known])
        return batch, torch.cat([vectors, self.model.quantiser.look_up(drawn.codes.to(self.device))]), speaker

    def _against(self, wanted: Tensor, samples: Tensor, heard: bool) -> dict[str, Tensor]:
        """One update of the discriminators, and what they say of `samples` if the decoder listens to them already."""
        precision = torch.autocast("cuda", dtype=torch.bfloat16) if self.device == "cuda" else contextlib.nullcontext()
        with precision:
            real, fake = self.judges(wanted), self.judges(samples.detach())
            losses = {"against": discriminator_loss(real, fake)}
        self.opponent.zero_grad(set_to_none=True)
        losses["against"].backward()
        torch.nn.utils.clip_grad_norm_(self.judges.parameters(), 10.0)
        self.opponent.step()
        if heard:
            for parameter in self.judges.parameters():
                parameter.requires_grad_(False)
            with precision:
                losses["adversarial"], losses["matching"] = generator_losses(real, self.judges(samples))
            for parameter in self.judges.parameters():
                parameter.requires_grad_(True)
        return losses

    def evaluate(self) -> dict[str, float]:
        """Losses of the spectra, with predicted pitch, on fixed dev crops. The judge of the project listens to exports."""
        held_out, found = [("dev", self.crops.coded.held_out)], {}
        if self.crops.spoken is not None:
            held_out.append(("dev_spoken", self.crops.spoken.held_out))
        self.model.decoder.eval()
        for name, rows in held_out:
            if rows is None:
                continue
            with torch.no_grad():
                if isinstance(rows, CodecBatch):
                    batch, codes, speaker = rows, self.model.encode(rows.samples.to(self.device)), None
                else:
                    batch, codes, speaker = rows[0], rows[1].to(self.device), rows[2].to(self.device)
                decoded = self.model.decoder(self.model.quantiser.look_up(codes), speaker=speaker)
                mel, linear = self.spectral(decoded.samples, batch.samples.to(self.device))
            found |= {f"{name}_mel": float(mel), f"{name}_linear": float(linear)}
        self.model.decoder.train()
        return found

    def state(self) -> dict[str, Any]:
        """Everything to go on, and all that the export needs."""
        return {"model": self.model.state_dict(), "configuration": self.model.configuration.to_dict(), "judges": self.judges.state_dict(),
                "optimiser": self.optimiser.state_dict(), "opponent": self.opponent.state_dict(), "balance": self.balance.state(), "steps": self.steps}

    def load(self, state: dict[str, Any]) -> None:
        """Continues."""
        self.model.load_state_dict(state["model"])
        if "optimiser" not in state:
            return
        self.judges.load_state_dict(state["judges"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.opponent.load_state_dict(state["opponent"])
        self.balance.load(state["balance"])
        self.steps = state["steps"]


def main() -> None:
    """Command line: one leg."""
    parser = argparse.ArgumentParser(description="Codec, stage 2.")
    add_data_arguments(parser)
    parser.add_argument("--stage1", type=Path, required=True)
    parser.add_argument("--channels", type=int, default=32)
    parser.add_argument("--periods", default="2,3,5,7,11")
    parser.add_argument("--judges", default="full", choices=("full", "flat", "narrow"), help="discriminators; for a CPU narrow ones (flat ones never learnt)")
    parser.add_argument("--spoken", type=Path, default=None, help="corpus with what `voice.refined` wrote: part of the crops as the voice makes them, and the speaker told")
    parser.add_argument("--share", type=float, default=0.5, help="of the crops that come from --spoken")
    parser.add_argument("--decoder", default="", help="width,inner,blocks of a fresh decoder; without it the decoder of stage 1 goes on")
    parser.add_argument("--warm", type=float, default=0.0, help="share of the budget before the discriminators join")
    parser.add_argument("--lead", type=float, default=0.02, help="share of the budget after it in which they learn alone")
    parser.add_argument("--processor-seconds", action="store_true", help="count the seconds that the processor worked")
    options = parser.parse_args()
    use_narrow_products(not torch.cuda.is_available() and multiplies_bfloat16())
    torch.manual_seed(options.seed)
    crops, data_hash = open_crops(options)
    periods = tuple(int(period) for period in options.periods.split(",") if period)
    spoken = None if options.spoken is None else SpokenCrops(options.spoken, crops.cache, crops.pitch, options.frames, options.seed + 1)
    task = Stage2Task(options.stage1, crops, options.batch, options.rate, options.channels, periods, kind=options.judges,
                      shape=DecoderShape.parse(options.decoder), warm=options.warm, lead=options.lead, spoken=spoken, share=options.share)
    run_leg(task, options.out, leg_seconds=options.leg_seconds, budget_seconds=options.budget_seconds, seed=options.seed, data_hash=data_hash,
            parts=options.parts, clock=time.process_time if options.processor_seconds else time.monotonic,
            config={"stage1": options.stage1.name, "channels": options.channels, "batch": options.batch, "rate": options.rate,
                                         "judges": options.judges, "spoken": options.spoken is not None and options.share, "periods": options.periods, "decoder": options.decoder, "warm": options.warm, "frames": options.frames})


if __name__ == "__main__":
    main()
