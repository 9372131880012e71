"""Variants of recordings, as if another speaker had said them or as if in a room; made when features are computed.

Tempo, formants, tilt, noise and gaps are changed anew in every epoch by `augment`; pitch and rooms need the waveform.
"""
from __future__ import annotations

import numpy as np

from ..data.sets import SAMPLE_RATE

REFLECTIONS = 8  #: early reflections of a room


def impulse_response(draw: np.random.Generator, decay: float, direct_decibels: float) -> np.ndarray:
    """A made-up room, float32: direct sound at sample 0, early reflections within 50 ms, a tail that falls by 60 dB in `decay` seconds.

    `direct_decibels` is the level of the direct sound over all that comes after it.
    """
    length = max(int(decay * SAMPLE_RATE), SAMPLE_RATE // 20 + 1)
    time = np.arange(length) / SAMPLE_RATE
    tail = draw.normal(0.0, 1.0, length) * 10.0 ** (-3.0 * time / decay)
    tail[: SAMPLE_RATE // 200] = 0.0  # nothing comes back within the first 5 ms
    for delay in draw.integers(SAMPLE_RATE // 400, SAMPLE_RATE // 20, REFLECTIONS):
        tail[delay] += draw.choice((-4.0, 4.0)) * 10.0 ** (-3.0 * time[delay] / decay)
    tail *= 10.0 ** (-direct_decibels / 20.0) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    return tail.astype(np.float32)


def in_room(samples: np.ndarray, response: np.ndarray) -> np.ndarray:
    """int16 of the same length, level and times: the direct sound is not delayed, and what rings after the end is cut off."""
    if len(samples) == 0:
        return samples
    size = 1 << (len(samples) + len(response) - 1).bit_length()
    sound = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(response, size), size)[: len(samples)]
    loudness = np.sqrt(np.mean(np.square(samples, dtype=np.float64)) / max(float(np.mean(sound**2)), 1e-9))
    return _to_int16(sound * loudness)


def another_speaker(samples: np.ndarray, factor: float) -> np.ndarray:
    """int16 with pitch and formants higher by `factor` and as much faster, band-limited; with a formant warp back only the pitch remains."""
    length = int(round(len(samples) / factor))
    if length < 2:
        return samples
    spectrum = np.fft.rfft(samples)
    kept = np.zeros(length // 2 + 1, spectrum.dtype)
    shared = min(len(kept), len(spectrum))
    kept[:shared] = spectrum[:shared]
    return _to_int16(np.fft.irfft(kept, length) * (length / len(samples)))


def variant(draw: np.random.Generator, samples: np.ndarray) -> np.ndarray:
    """Another speaker, a room, or both."""
    kind = draw.integers(0, 3)
    if kind != 0:
        lower = draw.random() < 0.5
        samples = another_speaker(samples, draw.uniform(0.84, 0.95) if lower else draw.uniform(1.05, 1.18))
    if kind != 1:
        samples = in_room(samples, impulse_response(draw, draw.uniform(0.15, 0.7), draw.uniform(0.0, 12.0)))
    return samples


def _to_int16(sound: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(sound), -32768, 32767).astype(np.int16)
