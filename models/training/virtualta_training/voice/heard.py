"""Recordings without a transcript, as the phone recogniser hears them: symbols and pointers that are good enough for the NAR model.

The NAR model wants many speakers more than exact words: it completes codes whose first level, which carries the phones, it is
given. Long recordings are cut into pieces, so that one piece of a speaker heard only once can be the prompt of another.
"""
from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch

from ..data.phones import INDEX as CLASS
from ..recogniser.features import log_mel
from ..recogniser.model import PhoneNet
from .symbols import BOUNDARY, INDEX, VOWELS

SHORTEST_RUN = 2  #: frames; shorter runs go to the phone before them
PIECE = 250  #: frames, about

NAMES = {number: phone for phone, number in CLASS.items()}


class Heard(NamedTuple):
    """One piece of a recording."""

    first: int  #: frame of the recording
    symbols: list[int]
    pointer: np.ndarray  #: [frames] index into the symbols, never falling


@torch.no_grad()
def frame_classes(net: PhoneNet, samples: np.ndarray) -> np.ndarray:
    """Phone class of every frame of 20 ms, 0 for silence; runs of one frame are smoothed away."""
    scores = net(net.normalise(torch.from_numpy(log_mel(samples)))[None])[1][0]
    return smoothed(scores.argmax(-1).numpy())


def smoothed(classes: np.ndarray) -> np.ndarray:
    """Runs shorter than `SHORTEST_RUN` take the class before them."""
    result = classes.copy()
    start = 0
    for frame in range(1, len(classes) + 1):
        if frame == len(classes) or classes[frame] != classes[start]:
            if frame - start < SHORTEST_RUN and start > 0:
                result[start:frame] = result[start - 1]
            start = frame
    return result


def pieces(classes: np.ndarray, length: int = PIECE) -> list[Heard]:
    """Cuts the classes [frames] into pieces of at least half of `length`; vowels are taken as stressed."""
    count = max(1, len(classes) // length)
    edges = np.linspace(0, len(classes), count + 1).astype(int)
    found = []
    for begin, end in zip(edges, edges[1:]):
        own = classes[begin:end]
        if not (own > 0).any():
            continue
        change = np.concatenate([[True], own[1:] != own[:-1]])
        names = [NAMES[int(number)] if number else BOUNDARY for number in own[change]]
        found.append(Heard(int(begin), [INDEX[f"{name}1" if name in VOWELS else name] for name in names], np.cumsum(change) - 1))
    return found
