"""Augmentation in the log-mel domain: cheap enough for one core, new in every epoch."""
from __future__ import annotations

import numpy as np

from .features import BANDS, STACK


def warp(features: np.ndarray, tempo: float, formant: float) -> np.ndarray:
    """Resamples time by `tempo` (> 1 is faster) and the band axis by `formant`, bilinearly; [frames, 64] → [multiple of 4, 64]."""
    frames = max(STACK, int(round(len(features) / tempo / STACK)) * STACK)
    time = np.minimum(np.arange(frames) * (len(features) / frames), len(features) - 1.001)
    low = time.astype(np.int64)
    part = (time - low).astype(np.float32)[:, None]
    stretched = features[low] * (1 - part) + features[np.minimum(low + 1, len(features) - 1)] * part
    band = np.clip(np.arange(BANDS) * formant, 0, BANDS - 1.001)
    below = band.astype(np.int64)
    share = (band - below).astype(np.float32)
    return stretched[:, below] * (1 - share) + stretched[:, below + 1] * share


def noise_like(draw: np.random.Generator, frames: int, level: float) -> np.ndarray:
    """Log-mel of stationary noise of a random smooth colour around `level` (ln power) [frames, 64]."""
    anchors = draw.normal(0.0, 1.2, 6)
    colour = np.interp(np.linspace(0, 5, BANDS), np.arange(6), anchors) + draw.normal(0, 0.02) * np.arange(BANDS)
    flutter = np.log(draw.gamma(2.5, 1 / 2.5, (frames, BANDS)) + 1e-3)
    return (level + colour + flutter).astype(np.float32)


def augment(draw: np.random.Generator, features: np.ndarray, strength: float) -> tuple[np.ndarray, float]:
    """A changed copy and the factor by which times were divided; `strength` 1 suits dozens of epochs, less suits few."""
    tempo = float(np.exp(draw.normal(0.0, 0.08 * strength)))
    tempo = min(max(tempo, 0.8), 1.25)
    changed = warp(features, tempo, float(1.0 + strength * draw.uniform(-0.08, 0.08)))
    tempo = len(features) / len(changed)
    changed += draw.uniform(-2.0, 1.5) + draw.uniform(-1.0, 1.0) * np.linspace(-1, 1, BANDS, dtype=np.float32)
    if draw.random() < 0.4 * strength:
        loud = float(np.quantile(changed.mean(axis=1), 0.9))
        changed = np.logaddexp(changed, noise_like(draw, len(changed), loud - draw.uniform(1.5, 9.0)))
    return np.maximum(changed, np.float32(np.log(1e-6))), tempo


def mask(draw: np.random.Generator, normalised: np.ndarray, strength: float) -> None:
    """SpecAugment on normalised features, in place: at strength 1, two masks of up to 10 bands and up to 6 % of time."""
    for _ in range(2):
        width = int(draw.integers(0, int(10 * strength) + 1))
        start = int(draw.integers(0, BANDS - width))
        normalised[:, start : start + width] = 0.0
    for _ in range(max(1, len(normalised) // 400)):
        width = int(draw.integers(0, int(25 * strength) + 1))
        start = int(draw.integers(0, max(1, len(normalised) - width)))
        normalised[start : start + width] = 0.0
