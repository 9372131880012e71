"""How long symbols last, and the guard that keeps the pointer going; the same table and moves as `PhoneDurations` and `PointerGuard` of the engine."""
from __future__ import annotations

from typing import Sequence

from .symbols import BOUNDARY, PUNCTUATION, SYMBOLS

MOST_STEPS_OF_PAUSE, MOST_STEPS_OF_BOUNDARY, MOST_STEPS_OF_END = 25, 8, 12
STEPS_OF_MARK, FRAMES_PER_STEP, PATIENCE = 4.0, 2, 3

#: phone without stress -> frames of 20 ms: mean, and the length that one in a thousand exceeds (490,000 aligned phones of the training sets)
FRAMES: dict[str, tuple[float, int]] = {
    "B": (3.1, 10), "CH": (6.5, 23), "D": (2.7, 13), "DH": (2.4, 10), "F": (4.5, 17), "G": (3.2, 12), "HH": (3.2, 25), "JH": (5.0, 17),
    "K": (4.5, 20), "L": (4.5, 21), "M": (3.3, 12), "N": (2.9, 11), "NG": (3.7, 12), "P": (4.3, 14), "R": (4.0, 17), "S": (5.9, 17),
    "SH": (6.9, 23), "T": (3.7, 21), "TH": (4.3, 14), "V": (2.6, 10), "W": (3.6, 12), "Y": (3.7, 13), "Z": (4.5, 14), "ZH": (4.7, 15),
    "AA": (5.1, 22), "AE": (5.5, 18), "AH": (2.8, 12), "AO": (5.0, 19), "AW": (8.0, 27), "AY": (7.9, 25), "EH": (4.5, 15), "ER": (5.7, 19),
    "EY": (6.8, 18), "IH": (3.1, 12), "IY": (5.1, 18), "OW": (6.0, 22), "OY": (8.5, 21), "UH": (2.8, 11), "UW": (3.5, 18),
}


def most_steps(symbol: int) -> int:
    """Most steps that a symbol lasts."""
    name = SYMBOLS[symbol]
    if name in PUNCTUATION or name.rstrip("012") not in FRAMES:
        return MOST_STEPS_OF_BOUNDARY if name == BOUNDARY else MOST_STEPS_OF_PAUSE
    return -(-FRAMES[name.rstrip("012")][1] // FRAMES_PER_STEP) + 1


def expected_steps(symbols: Sequence[int]) -> float:
    """Steps that symbols last on average."""
    total = 0.0
    for symbol in symbols:
        name = SYMBOLS[symbol]
        total += FRAMES[name.rstrip("012")][0] / FRAMES_PER_STEP if name.rstrip("012") in FRAMES else 0.0 if name == BOUNDARY else STEPS_OF_MARK
    return total


class PointerGuard:
    """`begin` with the symbols of a piece, `move` once a step."""

    def __init__(self) -> None:
        self.rested = self.steps = self.most = self.forced = 0

    def begin(self, symbols: Sequence[int]) -> None:
        """Starts a piece."""
        self.rested = self.steps = 0
        self.most = int(PATIENCE * expected_steps(symbols)) + MOST_STEPS_OF_END

    def move(self, symbol: int, drawn: int, is_end: bool) -> int:
        """The move to make instead of the one drawn; `is_end`: on the last symbol of a sentence."""
        self.steps += 1
        self.rested += 1
        if drawn == 0 and not is_end and self.rested >= most_steps(symbol):
            drawn = 1
            self.forced += 1
        self.rested = 0 if drawn > 0 and not is_end else self.rested
        return drawn

    @property
    def overdue(self) -> bool:
        """Whether the piece has used up its time."""
        return self.steps >= self.most

    def must_end(self, is_end: bool) -> bool:
        """Whether a sentence that the model does not end must be ended."""
        return is_end and (self.rested >= MOST_STEPS_OF_END or self.overdue)
