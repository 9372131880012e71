"""Log-mel features and a store of them for the whole corpus.

Frames of 400 samples every 160 (25 and 10 ms at 16 kHz), Hann, 512-point power spectrum, 64 triangular mel bands
from 60 to 7600 Hz, ln(max(x, 1e-6)). Frame f covers samples [160 f, 160 f + 400); the signal is padded with zeros so that
there are 4 frames per network step of 640 samples, T = ceil(N / 640).
"""
from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Iterable

import numpy as np

try:
    from scipy import fft  # single precision, twice as fast
except ImportError:
    from numpy import fft

from ..data.sets import SAMPLE_RATE
from ..feed import in_order

WINDOW, HOP, FFT_SIZE, BANDS = 400, 160, 512, 64
STACK = 4  #: feature frames per network step (40 ms)
FLOOR = 1e-6


def mel_filters(bands: int = BANDS, low: float = 60.0, high: float = 7600.0) -> np.ndarray:
    """Triangular filters on the HTK mel scale, float32 [bands, 257]."""
    def to_mel(hertz: np.ndarray | float) -> np.ndarray:
        return 2595.0 * np.log10(1.0 + np.asarray(hertz) / 700.0)

    edges = 700.0 * (10.0 ** (np.linspace(to_mel(low), to_mel(high), bands + 2) / 2595.0) - 1.0)
    bins = np.arange(FFT_SIZE // 2 + 1) * SAMPLE_RATE / FFT_SIZE
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0.0, np.minimum(rising, falling)).astype(np.float32)


_FILTERS = mel_filters()
_HANN = (0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)


def log_mel(samples: np.ndarray) -> np.ndarray:
    """float32 [4 T, 64] of int16 or float samples."""
    signal = samples.astype(np.float32) / 32768.0 if samples.dtype == np.int16 else samples.astype(np.float32)
    steps = -(-len(signal) // (HOP * STACK))
    padded = np.zeros(steps * HOP * STACK + WINDOW - HOP, np.float32)
    padded[: len(signal)] = signal
    frames = np.lib.stride_tricks.as_strided(padded, (steps * STACK, WINDOW), (HOP * 4, 4))
    spectrum = fft.rfft(frames * _HANN, FFT_SIZE)
    power = spectrum.real**2 + spectrum.imag**2
    return np.log(np.maximum(power @ _FILTERS.T, FLOOR))


def _described(item: tuple[dict, np.ndarray]) -> tuple[dict, np.ndarray]:
    return item[0], log_mel(item[1]).astype(np.float16)


@dataclass(frozen=True)
class Entry:
    """One utterance of a feature store."""

    name: str
    set: str
    speaker: str
    split: str
    words: list[str]
    start: int  #: first feature frame
    frames: int  #: feature frames, a multiple of 4


class FeatureStore:
    """Features of many utterances in one float16 file."""

    def __init__(self, folder: Path | str) -> None:
        folder = Path(folder)
        self.entries = [Entry(**entry) for entry in json.loads((folder / "index.json").read_text())]
        self.features = np.memmap(folder / "features.f16", dtype=np.float16, mode="r").reshape(-1, BANDS)

    def get(self, entry: Entry) -> np.ndarray:
        """float32 [frames, 64]."""
        return self.features[entry.start : entry.start + entry.frames].astype(np.float32)

    @staticmethod
    def build(folder: Path, items: Iterable[tuple[dict, np.ndarray]], workers: int = 1) -> None:
        """Writes a store from (name, set, speaker, split, words) and samples."""
        folder.mkdir(parents=True, exist_ok=True)
        entries, position = [], 0
        with open(folder / "features.f16.partial", "wb") as file:
            for description, features in in_order(_described, items, workers):
                entries.append(asdict(Entry(**description, start=position, frames=len(features))))
                file.write(features.tobytes())
                position += len(features)
        os.replace(folder / "features.f16.partial", folder / "features.f16")
        (folder / "index.json.partial").write_text(json.dumps(entries))
        os.replace(folder / "index.json.partial", folder / "index.json")
