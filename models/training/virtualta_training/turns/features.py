"""What the program hears of speech, window by window: level, activity, bands and pitch. The C# side is VirtualTA.Core/Listening.

Everything here looks at the past only, so that a stream gives the same figures as a recording.
"""
from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

WINDOW = 320  #: samples at 16 kHz, 20 ms
EDGES = (2, 5, 8, 11, 15, 20, 26, 34, 44, 58, 76, 100, 140)  #: bins of 50 Hz between which the bands lie
BEFORE, AFTER = 60, 4  #: windows up to the last with speech, and after it
PAUSE = 8  #: windows of silence at which a pause is looked at
CHANNELS = len(EDGES) - 1 + 3
_SHORTEST, _LONGEST, _COMPARE, _STEP = 10, 66, 160, 80


@dataclass(frozen=True)
class Track:
    """A recording in windows of 20 ms."""

    level: np.ndarray  #: decibels, full scale being 0
    bands: np.ndarray  #: [windows, 12], decibels
    periodicity: np.ndarray  #: 0 to 1
    semitones: np.ndarray  #: over 1 Hz; means something where the signal is periodic


def track(samples: np.ndarray) -> Track:
    """The figures of a recording, int16 at 16 kHz."""
    count = len(samples) // WINDOW
    windows = samples[: count * WINDOW].astype(np.float64).reshape(count, WINDOW)
    level = 10 * np.log10(np.maximum((windows**2).mean(1) / 32768.0**2, 1e-12))
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    power = np.abs(np.fft.rfft(windows / 32768.0 * hann)) ** 2
    bands = np.stack([10 * np.log10(power[:, low:high].mean(1) + 1e-8) for low, high in zip(EDGES, EDGES[1:])], 1)
    thin = windows.reshape(count, _STEP, 4).mean(2).astype(np.float32).ravel()
    padded = np.concatenate([np.zeros(_COMPARE + _LONGEST - _STEP, np.float32), thin])
    frames = np.lib.stride_tricks.sliding_window_view(padded, _COMPARE + _LONGEST)[::_STEP]
    now = np.ascontiguousarray(frames[:, _LONGEST:])
    energy = (now**2).sum(1)
    squares = np.concatenate([[0.0], np.cumsum(padded.astype(np.float64) ** 2)])
    scores = np.full((count, _LONGEST + 1), -1.0, np.float32)
    starts = np.arange(count) * _STEP
    for lag in range(_SHORTEST, _LONGEST + 1):
        begin = starts + _LONGEST - lag
        norm = np.sqrt(np.maximum(energy * (squares[begin + _COMPARE] - squares[begin]), 0))
        product = np.einsum("ij,ij->i", now, frames[:, _LONGEST - lag : _LONGEST - lag + _COMPARE])
        scores[:, lag] = np.where(norm > 0, product / np.maximum(norm, 1e-9), 0)
    best = np.maximum(scores[:, _SHORTEST:].max(1), 0)
    following = np.concatenate([scores[:, 1:], np.full((count, 1), -2.0, np.float32)], 1)
    good = (scores >= 0.9 * best[:, None]) & (scores >= following)
    good[:, :_SHORTEST] = False
    lag = np.where(good.any(1), good.argmax(1), _LONGEST)
    return Track(level, bands, best, 12 * np.log2(4000 / lag))


def activity(level: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per window: whether it holds speech, and whether speech has begun by then (140 of 200 ms)."""
    floor, active, begun, recent = -60.0, np.zeros(len(level), bool), np.zeros(len(level), bool), 0
    speaking = False
    for at, value in enumerate(level.tolist()):
        active[at] = value > max(floor + 9, -50)
        floor = min(max(0.8 * floor + 0.2 * value if value < floor else floor + 0.03, -75.0), -35.0)
        recent += int(active[at]) - (int(active[at - 10]) if at >= 10 else 0)
        speaking = speaking or recent >= 7
        begun[at] = speaking
    return active, begun


def pauses(active: np.ndarray, begun: np.ndarray) -> list[tuple[int, int]]:
    """(last window with speech, windows of silence after it) of every pause long enough to be looked at."""
    found, spoken = [], np.flatnonzero(active)
    for last, following in zip(spoken, [*spoken[1:], len(active)]):
        if following - last - 1 >= PAUSE and begun[min(last + PAUSE, len(begun) - 1)]:
            found.append((int(last), int(following - last - 1)))
    return found


def describe(heard: Track, active: np.ndarray, last: int) -> np.ndarray:
    """What the network sees of a pause, [64, 15]: bands over the mean level of speech, periodicity, pitch over its median, voicing."""
    out = np.zeros((BEFORE + AFTER, CHANNELS), np.float32)
    so_far = np.flatnonzero(active[: last + 1])
    mean = heard.level[so_far].mean()
    voiced = heard.periodicity >= 0.6
    bins = np.bincount(np.clip(heard.semitones[so_far][voiced[so_far]].astype(int), 0, 119), minlength=120)
    half = int(bins.sum()) // 2
    median = int((np.cumsum(bins) > half).argmax()) + 0.5 if bins.sum() else 0.0
    first = max(0, last + 1 - BEFORE)
    rows = slice(BEFORE - (last + 1 - first), BEFORE + AFTER)
    window = slice(first, last + 1 + AFTER)
    out[rows, :12] = np.clip((heard.bands[window] - mean) / 20, -3, 3)
    out[rows, 12] = heard.periodicity[window]
    out[rows, 13] = np.where(voiced[window], np.clip((heard.semitones[window] - median) / 6, -2, 2), 0)
    out[rows, 14] = voiced[window]
    return out


def decibels(value: float) -> float:
    """As an amplitude of 16-bit samples."""
    return 32768 * math.pow(10, value / 20)
