"""From the aligner's frame classes to the pointer into the symbols."""
from __future__ import annotations

from typing import Sequence

import numpy as np

from ..data.phones import INDEX as CLASS
from ..recogniser.align import viterbi

MISMATCH = -4.0


def pointer_from_classes(classes: np.ndarray, words: Sequence[Sequence[str]], spans: Sequence[tuple[int, int]]) -> np.ndarray | None:
    """[frames] classes (0 silence, phones as numbered by `data.phones`) -> [frames] index into the symbols.

    `words` are the phones without stress, `spans` the places of their symbols; the mark after word i has index
    `spans[i][1]`. Silence before the first word points at its first symbol. None when the classes do not fit the text."""
    states, optional, target = [0], [True], [spans[0][0]]
    for phones, (start, end) in zip(words, spans):
        for offset, phone in enumerate(phones):
            states.append(CLASS[phone])
            optional.append(False)
            target.append(start + offset)
        states.append(0)
        optional.append(True)
        target.append(end)
    scores = np.full((len(classes), max(CLASS.values()) + 1), MISMATCH)
    scores[np.arange(len(classes)), classes] = 0.0
    path = viterbi(scores, np.array(states), np.array(optional))
    if path is None or (np.array(states)[path] != classes).mean() > 0.1:
        return None
    return np.array(target)[path]
