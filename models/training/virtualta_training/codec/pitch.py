"""Pitch tracks for training: autocorrelation (Boersma 1993) on the grid of pitch classes and a Viterbi path.

    python3 -m virtualta_training.codec.pitch --cache DIR --out DIR
"""
from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import numpy as np

from ..data.cache import AudioCache, CachedUtterance
from ..feed import in_order
from .analysis import pitch_of_class

HOP, WINDOW, CLASSES = 320, 1024, 128


def track(samples: np.ndarray, sample_rate: int = 16000) -> tuple[np.ndarray, np.ndarray]:
    """int16 or float samples -> (classes float32 [frames], voiced bool [frames]), frames = samples / hop + 1.

    Unvoiced stretches are bridged linearly."""
    signal = samples.astype(np.float32) / (32768.0 if samples.dtype == np.int16 else 1.0)
    count = len(signal) // HOP + 1
    padded = np.pad(signal, (WINDOW // 2, WINDOW // 2 + HOP))
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP][:count]
    shape = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    frames = (frames - frames.mean(1, keepdims=True)) * shape
    energy = (frames**2).mean(1)
    power = np.abs(np.fft.rfft(frames, 2 * WINDOW)) ** 2
    power[:, int(4000 * 2 * WINDOW / sample_rate):] *= 0.1
    correlation = np.fft.irfft(power)[:, :WINDOW]
    taper = np.fft.irfft(np.abs(np.fft.rfft(shape, 2 * WINDOW)) ** 2)[:WINDOW]
    normal = correlation / np.maximum(correlation[:, :1], 1e-9) / np.maximum(taper / taper[0], 0.02)
    lags = sample_rate / pitch_of_class(np.arange(CLASSES))
    low = lags.astype(int)
    part = (lags - low).astype(np.float32)
    strength = normal[:, low] * (1 - part) + normal[:, low + 1] * part
    score = np.clip(strength, 0, 1) + 0.04 * np.arange(CLASSES) / 40
    quiet = energy < max(1e-7, 0.0005 * np.percentile(energy, 95))
    score[quiet] *= 0.3
    path = _viterbi(score.astype(np.float32))
    picked = strength[np.arange(count), path]
    voiced = (picked > 0.5) & ~quiet
    left = strength[np.arange(count), np.maximum(path - 1, 0)]
    right = strength[np.arange(count), np.minimum(path + 1, CLASSES - 1)]
    curve = left - 2 * picked + right
    shift = np.where(curve < -1e-6, 0.5 * (left - right) / np.where(curve == 0, 1, curve), 0)
    classes = np.clip(path + np.clip(shift, -0.5, 0.5), 0, CLASSES - 1).astype(np.float32)
    if voiced.any():
        where = np.flatnonzero(voiced)
        classes = np.interp(np.arange(count), where, classes[where]).astype(np.float32)
    return classes, voiced


def _viterbi(score: np.ndarray, reach: int = 8, slope: float = 0.02, jump: float = 0.5) -> np.ndarray:
    """Best path: a move of n classes costs `slope` x n up to `reach`, any jump costs `jump`."""
    count, classes = score.shape
    offsets = np.arange(-reach, reach + 1)
    source = np.clip(np.arange(classes)[:, None] + offsets, 0, classes - 1)
    cost = (slope * np.abs(offsets)).astype(np.float32)
    total, back = score[0].copy(), np.zeros((count, classes), np.int16)
    everyone = np.arange(classes)
    for index in range(1, count):
        near = total[source] - cost
        best = near.argmax(1)
        value, origin = near[everyone, best], source[everyone, best]
        far = int(total.argmax())
        jumped = total[far] - jump > value
        back[index] = np.where(jumped, far, origin)
        total = np.where(jumped, total[far] - jump, value) + score[index]
    path = np.zeros(count, np.int64)
    path[-1] = int(total.argmax())
    for index in range(count - 1, 0, -1):
        path[index - 1] = back[index, path[index]]
    return path


class PitchCache:
    """Tracks of whole sets, written once by `build`."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._sets: dict[str, tuple[dict[str, int], np.ndarray]] = {}

    def has(self, name: str) -> bool:
        """Whether the set has been tracked."""
        return (self.folder / f"{name}.pitch.json").exists()

    def classes(self, item: CachedUtterance) -> tuple[np.ndarray, np.ndarray]:
        """(classes float32 [frames], voiced bool [frames])."""
        if item.set not in self._sets:
            starts = json.loads((self.folder / f"{item.set}.pitch.json").read_text())
            self._sets[item.set] = starts, np.memmap(self.folder / f"{item.set}.pitch", dtype=np.float16, mode="r")
        starts, values = self._sets[item.set]
        count = item.length // HOP + 1
        values = np.asarray(values[starts[item.name] : starts[item.name] + count], np.float32)
        return np.abs(values) - 1, values > 0


def build(cache: AudioCache, out: Path, names: list[str], workers: int = 1) -> None:
    """Tracks every utterance of the sets; voiced classes are stored as class + 1, unvoiced as its negative."""
    out.mkdir(parents=True, exist_ok=True)
    for name in names:
        if (out / f"{name}.pitch.json").exists():
            continue
        starts, position = {}, 0
        with open(out / f"{name}.pitch", "wb") as file:
            items = cache.select(sets=[name])
            for item, (classes, voiced) in zip(items, in_order(lambda item: track(cache.audio(item)), items, workers)):
                file.write(np.where(voiced, classes + 1, -classes - 1).astype(np.float16).tobytes())
                starts[item.name] = position
                position += len(classes)
        (out / f"{name}.pitch.json").write_text(json.dumps(starts))
        print(name, position, flush=True)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Track the pitch of the decoded sets.")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sets", default="kathleen,arctic_extra,ljspeech_part,vctk_extra,librispeech,librispeech_more,commonvoice_world,speechocean762,commonvoice_en")
    parser.add_argument("--workers", type=int, default=1, help="processes; 0: one a core")
    options = parser.parse_args()
    build(AudioCache(options.cache), options.out, options.sets.split(","), options.workers or os.cpu_count() or 1)


if __name__ == "__main__":
    main()
