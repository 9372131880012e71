"""Random crops of the sets for codec training."""
from __future__ import annotations

import copy
from pathlib import Path
from typing import NamedTuple, Sequence

import numpy as np
import torch
from torch import Tensor

from ..data.cache import AudioCache, CachedUtterance
from .pitch import HOP, PitchCache

#: How often a set is drawn, relative to its hours.
WEIGHTS = {
    "librispeech": 1.0, "kathleen": 3.0, "arctic_extra": 2.0, "ljspeech_part": 2.0, "vctk_extra": 2.0,
    "librispeech_more": 2.0, "commonvoice_world": 0.25, "speechocean762": 0.2, "commonvoice_en": 0.5,
}


class CodecBatch(NamedTuple):
    """Crops and their labels; frames = samples / hop + 1."""

    samples: Tensor  #: float32 [batch, samples]
    classes: Tensor  #: pitch classes, float32 [batch, frames]
    voiced: Tensor  #: float32 [batch, frames]
    phones: Tensor  #: int64 [batch, frames], -1 where unknown


class PhoneLabels:
    """Frame labels by the aligner: `<set>.phones` (int16 frames) and `<set>.phones.json` (name -> first frame)."""

    def __init__(self, folder: Path | None) -> None:
        import json

        self._sets = {}
        for path in sorted(Path(folder).glob("*.phones.json")) if folder else []:
            name = path.name.split(".")[0]
            self._sets[name] = json.loads(path.read_text()), np.memmap(path.with_suffix(""), dtype=np.int16, mode="r")

    def labels(self, item: CachedUtterance) -> np.ndarray | None:
        """int16 [frames] or nothing."""
        starts, values = self._sets.get(item.set, ({}, None))
        if item.name not in starts:
            return None
        start = starts[item.name]
        return values[start : start + item.length // HOP + 1]


class Crops:
    """Draws crops of `frames` frames; length-weighted, gain varied."""

    def __init__(self, cache: AudioCache, pitch: PitchCache, phones: PhoneLabels, sets: Sequence[str], frames: int, seed: int) -> None:
        self.cache, self.pitch, self.phones, self.frames = cache, pitch, phones, frames
        self.items = cache.select(split="train", sets=sets, seconds=(frames * HOP / 16000 + 0.1, 60))
        weight = np.array([item.length * WEIGHTS.get(item.set, 1.0) for item in self.items])
        self.share = np.cumsum(weight / weight.sum())
        dev = cache.select(split="dev", sets=[name for name in ("librispeech", "kathleen", "vctk_extra") if name in sets], seconds=(frames * HOP / 16000 + 0.1, 60))
        self.random = np.random.default_rng(0)
        self.held_out = self._stack(dev[:: max(1, len(dev) // 16)][:16]) if dev else None
        self.random = np.random.default_rng(seed)

    @classmethod
    def again(cls, other: "Crops", number: int) -> "Crops":
        """The same crops drawn by another process."""
        copied = copy.copy(other)
        copied.random = np.random.default_rng(int(other.random.integers(1 << 31)) + number)
        return copied

    def _stack(self, items: Sequence[CachedUtterance]) -> CodecBatch:
        rows = [self._crop(item) for item in items]
        return CodecBatch(*(torch.from_numpy(np.stack(column)) for column in zip(*rows)))

    def batch(self, size: int) -> CodecBatch:
        """`size` crops."""
        return self._stack([self.items[min(int(np.searchsorted(self.share, draw)), len(self.items) - 1)] for draw in self.random.random(size)])

    def _crop(self, item: CachedUtterance) -> tuple[np.ndarray, ...]:
        start = int(self.random.integers(0, item.length // HOP - self.frames))
        samples = self.cache.audio(item)[start * HOP : (start + self.frames) * HOP].astype(np.float32) / 32768
        peak = max(1e-3, float(np.abs(samples).max()))
        gain = min(10 ** (self.random.uniform(-8, 6) / 20), 0.98 / peak)
        classes, voiced = self.pitch.classes(item)
        section = slice(start, start + self.frames + 1)
        labels = self.phones.labels(item)
        phones = np.full(self.frames + 1, -1, np.int64) if labels is None else labels[section].astype(np.int64)
        return samples * np.float32(gain), classes[section], voiced[section].astype(np.float32), phones
