"""A small Whisper of our own, in legs: decoder cross-entropy and, to teach the encoder where the sounds are, CTC on letters.

    python3 -m virtualta_training.whisper.train --cache CACHE [--sets questions] --folder WORK/whisper --leg 600 --budget 3600
    python3 -m virtualta_training.whisper.export --checkpoint WORK/whisper/checkpoint.pt --out ggml-NAME.bin --type q8_0
"""
from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ..data.cache import AudioCache, CachedUtterance, utterances_hash
from ..data.text import normalise
from ..legs import run_leg
from ..recogniser.train import edit_distance
from .model import mel_filters
from .network import WhisperNet
from .seeded import Dimensions
from .vocabulary import END, NO_SPEECH, NO_TIMESTAMPS, SIZE, START, Vocabulary

LETTERS = "_abcdefghijklmnopqrstuvwxyz' "  # the first is CTC's blank
SAMPLES_PER_POSITION = 320
EMPTY_SHARE = 0.03  # of clips that hold no speech


def small(width: int = 128, layers: int = 4) -> Dimensions:
    """A shape below tiny; whisper.cpp knows models by their four layers."""
    return Dimensions(SIZE, width=width, heads=width // 64, layers=layers)


def log_mel(samples: Tensor, filters: Tensor) -> Tensor:
    """[clips, samples] to [clips, frames, mels], limited and scaled as Whisper does, each clip by its own maximum."""
    spectrum = torch.stft(samples, 400, 160, window=torch.hann_window(400), return_complex=True)
    logs = (filters @ (spectrum[:, :, :-1].abs() ** 2)).clamp(min=1e-10).log10()
    return ((torch.maximum(logs, logs.amax((1, 2), keepdim=True) - 8) + 4) / 4).transpose(1, 2)


class WhisperTask:
    """Trains on clips of at most `longest` seconds."""

    def __init__(
        self, cache: AudioCache, vocabulary: Vocabulary, size: Dimensions, *, longest: float = 6.0, rate: float = 2e-3, warm_up: float = 0.05,
        batch_seconds: float = 40.0, ctc_weight: float = 0.5, dev: int = 40, seed: int = 1,
    ) -> None:
        self.cache, self.vocabulary = cache, vocabulary
        self.rate, self.warm_up, self.batch_seconds, self.ctc_weight = rate, warm_up, batch_seconds, ctc_weight
        self.train_items = cache.select("train", seconds=(0.5, longest), where=lambda item: bool(item.text))
        self.dev_items = cache.select("dev", seconds=(0.5, longest), where=lambda item: bool(item.text))[:dev]
        self.net = WhisperNet(size, vocabulary.classes, len(LETTERS))
        self.optimiser = torch.optim.AdamW(self.net.parameters(), lr=rate, betas=(0.9, 0.98), weight_decay=0.02)
        self.filters = mel_filters(size.mels)
        self.draw = np.random.default_rng(seed)
        self.queue: list[list[CachedUtterance]] = []
        self.epoch = 0

    def step(self, progress: float) -> dict[str, float]:
        """One update."""
        if not self.queue:
            self._shuffle()
        shape = min(progress / self.warm_up, 1.0) * max(math.cos(progress * math.pi / 2), 0.02)
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * max(shape, 0.01)
        self.net.train()
        loss, values = self.losses(self.queue.pop(), augment=True)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        return values

    def losses(self, items: Sequence[CachedUtterance], augment: bool) -> tuple[Tensor, dict[str, float]]:
        """Loss of a batch, and its parts."""
        words = [normalise(item.text) for item in items]
        samples = [np.asarray(self.cache.audio(item), np.float32) / 32768 for item in items]
        if augment and self.draw.random() < EMPTY_SHARE * len(items):
            words[0], samples[0] = [], (self.draw.standard_normal(len(samples[0])) * 10 ** self.draw.uniform(-4, -1.5)).astype(np.float32)
        mel, positions = self._mel(samples, augment)
        audio = self.net.encoder(mel)
        tokens, targets = self._text(words)
        chances = self.net.log_chances(self.net.decoder(tokens, audio))
        attention = functional.nll_loss(chances.flatten(0, 1), targets.flatten(), ignore_index=-1)
        letters = [[LETTERS.index(letter) for letter in " ".join(text)] for text in words]
        frames = self.net.letters(audio).log_softmax(-1).transpose(0, 1)
        ctc = functional.ctc_loss(
            frames, torch.tensor([letter for text in letters for letter in text], dtype=torch.long),
            torch.tensor(positions), torch.tensor([len(text) for text in letters]), zero_infinity=True)
        return (1 - self.ctc_weight) * attention + self.ctc_weight * ctc, {"attention": attention.item(), "ctc": ctc.item()}

    @torch.no_grad()
    def transcribe(self, samples: np.ndarray, most: int = 48, positions: int | None = None) -> list[str]:
        """Greedy words of one clip."""
        self.net.eval()
        mel, _ = self._mel([samples], False, positions)
        audio = self.net.encoder(mel)
        index = self.vocabulary.index
        tokens = [index(START), index(NO_TIMESTAMPS)]
        for _ in range(most):
            scores = self.net.decoder(torch.tensor([tokens]), audio)[0, -1]
            scores[[index(START), index(NO_TIMESTAMPS), index(NO_SPEECH)]] = -math.inf
            tokens.append(int(scores.argmax()))
            if tokens[-1] == index(END):
                break
        return self.vocabulary.decode(tokens).split()

    def evaluate(self) -> dict[str, float]:
        """Word error rate of greedy decoding on development clips."""
        errors = count = 0
        for item in self.dev_items:
            words = normalise(item.text)
            heard = self.transcribe(np.asarray(self.cache.audio(item), np.float32) / 32768)
            errors += edit_distance(heard, words)
            count += len(words)
        return {"wer": errors / max(count, 1)}

    def state(self) -> dict[str, Any]:
        """Everything needed to go on."""
        return {"net": self.net.state_dict(), "optimiser": self.optimiser.state_dict(), "epoch": self.epoch, "draw": self.draw.bit_generator.state,
                "tokens": self.vocabulary.tokens, "width": self.net.size.width, "layers": self.net.size.layers}

    def load(self, state: dict[str, Any]) -> None:
        """Continues."""
        self.net.load_state_dict(state["net"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.epoch = state["epoch"]
        self.draw.bit_generator.state = state["draw"]

    def _shuffle(self) -> None:
        """Batches of clips of similar length, in random order."""
        order = sorted(self.train_items, key=lambda item: item.length * self.draw.uniform(0.9, 1.1))
        batch: list[CachedUtterance] = []
        for item in order:
            batch.append(item)
            if sum(other.length for other in batch) > self.batch_seconds * 16_000:
                self.queue.append(batch)
                batch = []
        self.queue += [batch] if batch else []
        self.draw.shuffle(self.queue)
        self.epoch += 1

    def _mel(self, samples: list[np.ndarray], augment: bool, positions: int | None = None) -> tuple[Tensor, list[int]]:
        """Mel frames of clips padded with silence, and the positions of each that hold sound. How much silence follows is part of the training."""
        heard = [-(-len(clip) // SAMPLES_PER_POSITION) for clip in samples]
        most = positions or max(heard) + (int(self.draw.integers(0, 96)) if augment else 64)
        padded = np.zeros((len(samples), most * SAMPLES_PER_POSITION), np.float32)
        for row, clip in zip(padded, samples):
            row[: len(clip)] = clip[: len(row)] * (10 ** self.draw.uniform(-0.6, 0.2) if augment else 1)
            if augment:
                row += self.draw.standard_normal(len(row), np.float32) * 10 ** self.draw.uniform(-5, -2.3)
        mel = log_mel(torch.from_numpy(padded), self.filters)
        if augment:
            for clip in mel:
                start, length = int(self.draw.integers(0, 70)), int(self.draw.integers(0, 12))
                clip[:, start : start + length] = clip.mean()
        return mel, heard

    def _text(self, words: list[list[str]]) -> tuple[Tensor, Tensor]:
        """Input classes and the classes that should follow, −1 where nothing is asked."""
        index = self.vocabulary.index
        rows = [self.vocabulary.encode(text) for text in words]
        length = max(map(len, rows)) + 2
        tokens = torch.full((len(rows), length), index(END))
        targets = torch.full((len(rows), length), -1)
        for number, row in enumerate(rows):
            tokens[number, : len(row) + 2] = torch.tensor([index(START), index(NO_TIMESTAMPS), *row])
            targets[number, : len(row) + 2] = torch.tensor([index(NO_TIMESTAMPS if row else NO_SPEECH), *row, index(END)])
        return tokens, targets


def main() -> None:
    """Command line: run one leg."""
    parser = argparse.ArgumentParser(description="Train a small Whisper for one leg.")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--sets", help="sets of the cache; all with transcripts if not given")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--leg", type=float, default=600)
    parser.add_argument("--budget", type=float, default=600)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--merges", type=int, default=600)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--ctc", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    cache = AudioCache(options.cache, options.sets.split(",") if options.sets else None)
    tokens = options.folder / "tokens.json"
    if not tokens.exists():
        Vocabulary.learn([normalise(item.text) for item in cache.select("train")], options.merges).save(tokens)
    task = WhisperTask(cache, Vocabulary.load(tokens), small(options.width), rate=options.rate, ctc_weight=options.ctc, seed=options.seed)
    run_leg(task, options.folder, leg_seconds=options.leg, budget_seconds=options.budget, seed=options.seed, data_hash=utterances_hash(cache),
            config={"width": options.width, "merges": options.merges, "rate": options.rate, "ctc": options.ctc})


if __name__ == "__main__":
    main()
