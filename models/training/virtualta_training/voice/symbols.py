"""The symbols that the voice reads: ARPAbet with stress, word boundaries and punctuation."""
from __future__ import annotations

from typing import Sequence

from ..data.phones import PHONES

VOWELS = frozenset("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())
BOUNDARY = "_"
PUNCTUATION = (BOUNDARY, ",", ".", "?", "!", ";", ":", "-", "(", ")", '"')

#: 0 is "nothing" (before the start, after the end, dropped).
SYMBOLS: tuple[str, ...] = (
    "<none>", *PUNCTUATION,
    *(name for phone in PHONES for name in ((f"{phone}0", f"{phone}1", f"{phone}2") if phone in VOWELS else (phone,))),
)
INDEX = {name: index for index, name in enumerate(SYMBOLS)}
NONE = 0


def with_stress(phones: Sequence[str], stressed: Sequence[Sequence[str]]) -> list[str]:
    """Stress of the first pronunciation in `stressed` whose phones are `phones`; otherwise primary on the first vowel."""
    plain = list(phones)
    for candidate in stressed:
        if [name.rstrip("012") for name in candidate] == plain:
            return list(candidate)
    result, seen = [], False
    for phone in plain:
        result.append(f"{phone}{0 if seen else 1}" if phone in VOWELS else phone)
        seen = seen or phone in VOWELS
    return result


def sequence(words: Sequence[Sequence[str]], marks: Sequence[str]) -> tuple[list[int], list[tuple[int, int]]]:
    """Symbols of an utterance and where each word's phones start and end in it.

    After word i stands `marks[i]`: punctuation, or `BOUNDARY`. A mark is a place where the voice may pause."""
    symbols: list[int] = []
    spans: list[tuple[int, int]] = []
    for phones, mark in zip(words, marks):
        start = len(symbols)
        symbols += [INDEX[phone] for phone in phones]
        spans.append((start, len(symbols)))
        symbols.append(INDEX[mark])
    return symbols, spans
