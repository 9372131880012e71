"""Speaker encoder leg.

    python3 -m virtualta_training.speaker.train --cache DIR --out DIR --leg-seconds 540 --budget-seconds 540
"""
from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..data.cache import AudioCache, utterances_hash
from ..feed import Feed, workers_of
from ..legs import run_leg
from .evaluation import evaluate
from .losses import AdditiveMargin, GeneralisedEndToEnd
from .model import SpeakerConfiguration, SpeakerEncoder

SPEEDS = (1.0, 0.9, 1.1)  #: each speed of a speaker is a speaker of its own
WINDOW = 25600  #: samples: 1.6 s


class SpeakerBatches:
    """Speakers x utterances crops; speakers with one clip give several crops of it."""

    def __init__(self, cache: AudioCache, seed: int) -> None:
        self.cache = cache
        by_speaker: dict[str, list] = {}
        for item in cache.select(split="train", seconds=(1.7, 60)):
            by_speaker.setdefault(item.speaker, []).append(item)
        self.names = sorted(by_speaker)
        self.items = [by_speaker[name] for name in self.names]
        rich = np.array([min(8, len(items)) for items in self.items], float)
        self.share = rich / rich.sum()
        self.random = np.random.default_rng(seed)

    @property
    def classes(self) -> int:
        """Speakers times speeds."""
        return len(self.names) * len(SPEEDS)

    def batch(self, speakers: int, utterances: int) -> tuple[torch.Tensor, torch.Tensor]:
        """([speakers * utterances, WINDOW] float, [speakers] classes)."""
        chosen = self.random.choice(len(self.names), speakers, replace=False, p=self.share)
        speeds = self.random.choice(len(SPEEDS), speakers, p=(0.5, 0.25, 0.25))
        rows = [self._crop(self.items[who], SPEEDS[speed]) for who, speed in zip(chosen, speeds) for _ in range(utterances)]
        return torch.from_numpy(np.stack(rows)), torch.from_numpy(chosen * len(SPEEDS) + speeds)

    def _crop(self, items: list, speed: float) -> np.ndarray:
        item = items[self.random.integers(len(items))]
        need = int(WINDOW * speed) + 2
        audio = self.cache.audio(item)
        start = int(self.random.integers(0, max(1, len(audio) - need)))
        crop = audio[start : start + need].astype(np.float32) / 32768
        crop = np.pad(crop, (0, need - len(crop)))
        if speed != 1.0:
            crop = np.interp(np.arange(WINDOW) * speed, np.arange(need), crop).astype(np.float32)
        crop = crop[:WINDOW]
        level = float(np.sqrt((crop**2).mean()) + 1e-6)
        noise = level * 10 ** (-self.random.uniform(15, 45) / 20)
        if self.random.random() < 0.5:
            crop = crop + noise * self.random.standard_normal(WINDOW).astype(np.float32)
        if self.random.random() < 0.3:
            crop = np.convolve(crop, self._tilt(), "same")
        return (crop * (10 ** (self.random.uniform(-10, 6) / 20))).astype(np.float32)

    def _tilt(self) -> np.ndarray:
        taps = self.random.standard_normal(9) * 0.15
        taps[4] = 1.0
        return taps.astype(np.float32)


class SpeakerTask:
    """What the leg runner drives."""

    def __init__(self, cache: AudioCache, configuration: SpeakerConfiguration, speakers: int, utterances: int, rate: float, seed: int, per_speaker: int = 10) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.cache, self.speakers, self.utterances, self.rate, self.per_speaker = cache, speakers, utterances, rate, per_speaker
        self.batches = SpeakerBatches(cache, seed)
        self.speakers = speakers = min(speakers, len(self.batches.names))
        again = lambda number: SpeakerBatches(cache, seed + 1 + number + 100 * self.steps)
        self.feed = Feed(again, lambda source: source.batch(speakers, utterances), workers_of(self.device))
        self.model = SpeakerEncoder(configuration).to(self.device)
        self.pairs = GeneralisedEndToEnd().to(self.device)
        self.margin = AdditiveMargin(configuration.outputs, self.batches.classes).to(self.device)
        self.modules = torch.nn.ModuleDict({"model": self.model, "pairs": self.pairs, "margin": self.margin})
        self.optimiser = torch.optim.Adam(self.modules.parameters(), lr=rate)
        self.steps = 0

    def state(self) -> dict[str, Any]:
        """Weights, optimiser, count."""
        return {"modules": self.modules.state_dict(), "optimiser": self.optimiser.state_dict(), "steps": self.steps, "configuration": self.model.configuration.to_dict()}

    def load(self, state: dict[str, Any]) -> None:
        """Continues."""
        self.modules.load_state_dict(state["modules"])
        if "optimiser" in state:
            self.optimiser.load_state_dict(state["optimiser"])
        self.steps = state["steps"]
        self.batches.random = np.random.default_rng(1000 + self.steps)

    def step(self, progress: float) -> dict[str, float]:
        """One update."""
        self.steps += 1
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * min(1.0, self.steps / 50) * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * progress)))
        samples, classes = self.feed.next(self.batches)
        embeddings = self.model(samples.to(self.device))
        pairs = self.pairs(embeddings.view(self.speakers, self.utterances, -1))
        margin = self.margin(embeddings, classes.to(self.device).repeat_interleave(self.utterances))
        self.optimiser.zero_grad(set_to_none=True)
        (pairs + 0.3 * margin).backward()
        torch.nn.utils.clip_grad_norm_(self.modules.parameters(), 3.0)
        self.optimiser.step()
        return {"ge2e": pairs.item(), "margin": margin.item()}

    def evaluate(self) -> dict[str, float]:
        """EER on dev speakers."""
        self.model.to("cpu")
        result = evaluate(self.model, self.cache, self.per_speaker)
        self.model.to(self.device)
        return result


def main() -> None:
    """Command line: one leg."""
    parser = argparse.ArgumentParser(description="Speaker encoder.")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--leg-seconds", type=float, default=540)
    parser.add_argument("--budget-seconds", type=float, default=540)
    parser.add_argument("--speakers", type=int, default=16)
    parser.add_argument("--utterances", type=int, default=5)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", action="store_true")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    cache = AudioCache(options.cache)
    task = SpeakerTask(cache, SpeakerConfiguration(), options.speakers, options.utterances, options.rate, options.seed)
    run_leg(task, options.out, leg_seconds=options.leg_seconds, budget_seconds=options.budget_seconds, seed=options.seed,
            data_hash=utterances_hash(cache), evaluate_seconds=600, parts=options.parts, config={**vars(options), "cache": "", "out": ""})


if __name__ == "__main__":
    main()
