"""Forced alignment by Viterbi over frame posteriors: silence may stand between words, every phone lasts at least two frames."""
from __future__ import annotations

from typing import Sequence

import numpy as np

from ..data.phones import INDEX, Lexicon


def topology(lexicon: Lexicon, words: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """States of an utterance: class, whether the state may be skipped (silence), and its word (-1 for silence).

    Every phone is two states in a row, so that it lasts at least 40 ms.
    """
    return states([lexicon.variants(word)[0] for word in words])


def states(pronunciations: Sequence[Sequence[str]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same of the words' phones."""
    classes, optional, owner = [0], [True], [-1]
    for number, phones in enumerate(pronunciations):
        for phone in phones:
            classes += [INDEX[phone]] * 2
            optional += [False] * 2
            owner += [number] * 2
        classes.append(0)
        optional.append(True)
        owner.append(-1)
    return np.array(classes), np.array(optional), np.array(owner)


def viterbi(scores: np.ndarray, classes: np.ndarray, optional: np.ndarray) -> np.ndarray | None:
    """Best state per frame; `scores` [frames, classes] are log-likelihoods. None when the text does not fit."""
    frames, states = len(scores), len(classes)
    if (~optional).sum() > frames:
        return None
    emission = scores[:, classes]
    skippable = np.zeros(states, bool)
    skippable[2:] = optional[1:-1]
    best = np.full(states, -1e30)
    best[0] = emission[0, 0]
    best[1] = emission[0, 1]
    back = np.zeros((frames, states), np.int8)
    previous, jump = np.full(states, -1e30), np.full(states, -1e30)
    for frame in range(1, frames):
        previous[1:] = best[:-1]
        jump[2:] = np.where(skippable[2:], best[:-2], -1e30)
        step = back[frame]
        step[previous > best] = 1
        best = np.maximum(best, previous)
        step[jump > best] = 2
        best = np.maximum(best, jump) + emission[frame]
    state = states - 1 if best[-1] >= best[-2] else states - 2
    if best[state] < -1e29:
        return None
    path = np.empty(frames, np.int64)
    for frame in range(frames - 1, -1, -1):
        path[frame] = state
        state -= back[frame, state]
    return path
