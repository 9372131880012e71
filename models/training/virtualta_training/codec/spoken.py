"""Crops whose codes are those that the voice makes: what the decoder will be given when an answer is spoken.

The NAR model's guesses of levels 2 to 6 are not the encoder's codes. A decoder that has met them, and is told whose voice it is,
leaves less of the difference to be heard. `virtualta_training.voice.refined` writes the guesses beside the corpus.
"""
from __future__ import annotations

import copy
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from ..data.cache import AudioCache
from ..voice.corpus import Corpus, Spoken
from .batches import WEIGHTS, CodecBatch, Crops
from .pitch import HOP, PitchCache

REFINED = "refined.i16"  #: beside the corpus: [frames, levels], -1 in utterances that were left out
PEAK = 0.6  #: of every recording of the corpus before it was encoded


class SpokenBatch(NamedTuple):
    """Rows by the encoder first, then rows by the voice."""

    coded: CodecBatch
    spoken: CodecBatch | None
    codes: Tensor | None  #: of `spoken`, int64 [batch, frames, levels]
    speaker: Tensor | None  #: of `spoken`, float32 [batch, 256]


class SpokenCrops:
    """Draws crops of `frames` frames from what the voice made, each with the vector of another utterance of its speaker."""

    def __init__(self, corpus: Path, cache: AudioCache, pitch: PitchCache, frames: int, seed: int) -> None:
        self.corpus, self.cache, self.pitch, self.frames = Corpus(corpus), cache, pitch, frames
        self.refined = np.fromfile(corpus / REFINED, np.int16).reshape(-1, self.corpus.levels)
        items = {item.name: item for item in cache.utterances}
        made = [entry for entry in self.corpus.entries
                if entry.recording in items and entry.frames > frames + 2 and self.refined[entry.start, 0] >= 0 and pitch.has(entry.set)]
        self.items = {entry.recording: items[entry.recording] for entry in made}
        self.train = [entry for entry in made if entry.split == "train"]
        if not self.train:
            raise ValueError(f"{corpus / REFINED} has nothing that is longer than {frames} frames and in the cache")
        self.by_speaker: dict[str, list[Spoken]] = {}
        for entry in made:
            self.by_speaker.setdefault(entry.speaker, []).append(entry)
        weight = np.array([entry.frames * WEIGHTS.get(entry.set, 1.0) for entry in self.train])
        self.share = np.cumsum(weight / weight.sum())
        dev = [entry for entry in made if entry.split == "dev"]
        self.random = np.random.default_rng(0)
        self.held_out = self._stack(dev[:: max(1, len(dev) // 16)][:16]) if dev else None
        self.random = np.random.default_rng(seed)

    def again(self, number: int) -> "SpokenCrops":
        """The same crops drawn by another process."""
        copied = copy.copy(self)
        copied.random = np.random.default_rng(int(self.random.integers(1 << 31)) + number)
        return copied

    def batch(self, size: int) -> tuple[CodecBatch, Tensor, Tensor]:
        """`size` crops with codes and speaker vectors."""
        return self._stack([self.train[min(int(np.searchsorted(self.share, draw)), len(self.train) - 1)] for draw in self.random.random(size)])

    def _stack(self, entries: list[Spoken]) -> tuple[CodecBatch, Tensor, Tensor]:
        rows = [self._crop(entry) for entry in entries]
        samples, classes, voiced, codes, vectors = (torch.from_numpy(np.stack(column)) for column in zip(*rows))
        return CodecBatch(samples, classes, voiced, torch.full_like(codes[..., 0], -1)), codes, vectors

    def _crop(self, entry: Spoken) -> tuple[np.ndarray, ...]:
        item = self.items[entry.recording]
        last = min(entry.frames - self.frames - 1, item.length // HOP - entry.first - self.frames)
        start = int(self.random.integers(0, max(1, last)))
        sound = self.cache.audio(item)
        gain = PEAK / max(1.0, float(np.abs(sound.astype(np.int32)).max()))
        begin = entry.first + start
        samples = sound[begin * HOP : (begin + self.frames) * HOP].astype(np.float32) * np.float32(gain)
        classes, voiced = self.pitch.classes(item)
        section = slice(begin, begin + self.frames + 1)
        others = self.by_speaker[entry.speaker]
        vector = self.corpus.vectors[others[self.random.integers(len(others))].number]
        codes = self.refined[entry.start + start : entry.start + start + self.frames + 1].astype(np.int64)
        return samples, classes[section], voiced[section].astype(np.float32), codes, vector


class MixedCrops:
    """Both kinds: `share` of each batch from what the voice made."""

    def __init__(self, coded: Crops, spoken: SpokenCrops | None, share: float) -> None:
        self.coded, self.spoken, self.share = coded, spoken, share

    @classmethod
    def again(cls, other: "MixedCrops", number: int) -> "MixedCrops":
        """The same crops drawn by another process."""
        return cls(Crops.again(other.coded, number), None if other.spoken is None else other.spoken.again(number), other.share)

    def batch(self, size: int) -> SpokenBatch:
        """`size` crops in all."""
        if self.spoken is None:
            return SpokenBatch(self.coded.batch(size), None, None, None)
        own = max(1, round(size * self.share))
        return SpokenBatch(self.coded.batch(max(1, size - own)), *self.spoken.batch(own))
