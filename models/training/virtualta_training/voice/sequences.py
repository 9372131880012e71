"""Training sequences of the AR model: a prompt by the same speaker, then an utterance cut into clauses."""
from __future__ import annotations

from typing import NamedTuple, Sequence

import numpy as np
import torch

from .autoregressive import AutoregressiveInput
from .corpus import Corpus, Spoken
from .symbols import INDEX, NONE, PUNCTUATION

MARKS = frozenset(INDEX[mark] for mark in PUNCTUATION)
MOST = 2  #: symbols that the pointer advances in one step


class Stretch(NamedTuple):
    """Consecutive steps of one recording with their symbols."""

    symbols: np.ndarray  #: [n]
    pointer: np.ndarray  #: [steps] into symbols
    codes: np.ndarray  #: [steps, group]


class Example(NamedTuple):
    """One sequence; see `AutoregressiveInput` for the first four."""

    symbol: np.ndarray
    following: np.ndarray
    previous: np.ndarray
    step: np.ndarray
    wanted: np.ndarray  #: [time, group], -1 where not counted
    moves: np.ndarray  #: [time]
    speaker: np.ndarray


def step_pointer(pointer: np.ndarray, group: int) -> np.ndarray:
    """Pointer of each step: that of its first frame, held back so that no step advances by more than two."""
    wanted = pointer[: len(pointer) // group * group : group].astype(np.int64)
    result = np.empty_like(wanted)
    position = 0
    for step, goal in enumerate(wanted):
        position = min(int(goal), position + MOST) if step else min(int(goal), MOST)
        result[step] = position
    return result


def stretch(corpus: Corpus, entry: Spoken, group: int, first: int = 0, last: int | None = None) -> Stretch:
    """Steps `first` to `last` of an utterance with just the symbols they point at."""
    pointer = step_pointer(corpus.pointer(entry), group)[first:last]
    codes = corpus.codes(entry)[:, 0].astype(np.int64)
    codes = codes[: len(codes) // group * group].reshape(-1, group)[first:last]
    low, high = (0 if first == 0 else int(pointer[0])), (len(entry.symbols) if last is None else int(pointer[-1]) + 1)
    return Stretch(np.array(entry.symbols[low:high], np.int64), pointer - low, codes)


def cuts(symbols: np.ndarray, random: np.random.Generator) -> list[int]:
    """Where clauses end: after randomly chosen marks, and at the end."""
    places = [index + 1 for index in np.flatnonzero(np.isin(symbols, list(MARKS))) if index + 1 < len(symbols)]
    count = int(random.choice([0, 1, 2, 3], p=[0.4, 0.3, 0.2, 0.1]))
    chosen = sorted(random.choice(places, min(count, len(places)), replace=False).tolist()) if places and count else []
    return [*chosen, len(symbols)]


class SequenceBuilder:
    """Turns stretches into an `Example`; the end code is `codes`."""

    def __init__(self, codes: int, group: int) -> None:
        self.end, self.group = codes, group

    def build(self, prompt: Stretch | None, target: Stretch, ends: Sequence[int], vector: np.ndarray, pointed: bool = True, conditioned: bool = True) -> Example:
        """`ends` as from `cuts`. Without `pointed` the pointer is hidden (plain VALL-E mode)."""
        rows: list[tuple[int, tuple[int, int], tuple[int, ...], bool, tuple[int, ...], int]] = []
        nothing = (-1,) * self.group
        rows.append((NONE, (0, 0), nothing, False, nothing, -1))

        def text(symbols: np.ndarray) -> None:
            rows.extend((int(value) if conditioned else NONE, (0, 0), nothing, False, nothing, -1) for value in symbols)

        def audio(part: Stretch, low: int, high: int, begin: int, end: int, last: bool) -> None:
            for step in range(begin, end):
                here = int(part.pointer[step])
                ahead = [int(part.symbols[here + k]) if here + k < high else NONE for k in (0, 1, 2)] if pointed and conditioned else [NONE] * 3
                move = int(part.pointer[step + 1]) - here if step + 1 < len(part.pointer) else -1
                before = tuple(part.codes[step - 1]) if step else nothing
                rows.append((ahead[0], (ahead[1], ahead[2]), before, True, tuple(part.codes[step]), move if pointed and conditioned else -1))
            if last and end > begin:
                here = int(part.pointer[-1])
                mark = int(part.symbols[here]) if pointed and conditioned else NONE
                rows.append((mark, (0, 0), tuple(part.codes[-1]), True, (self.end, *nothing[1:]), -1))

        if prompt is not None and len(prompt.codes):
            text(prompt.symbols)
            audio(prompt, 0, len(prompt.symbols), 0, len(prompt.codes), False)
        low = begin = 0
        for high in ends:
            end = int(np.searchsorted(target.pointer, high)) if high < len(target.symbols) else len(target.codes)
            text(target.symbols[low:high])
            audio(target, low, high, begin, end, high == len(target.symbols))
            low, begin = high, end
        symbol, following, previous, step, wanted, moves = zip(*rows)
        return Example(np.array(symbol), np.array(following), np.array(previous), np.array(step), np.array(wanted), np.array(moves), vector)


class AutoregressiveBatches:
    """Draws batches of about `positions` positions, similar lengths together."""

    def __init__(self, corpus: Corpus, split: str, codes: int, group: int, positions: int, seed: int, longest: int = 640) -> None:
        self.corpus, self.group, self.positions, self.longest = corpus, group, positions, longest
        self.builder = SequenceBuilder(codes, group)
        self.random = np.random.default_rng(seed)
        self.entries = [entry for entry in corpus.drawn(split) if 25 <= entry.frames <= 700]
        if not self.entries:
            raise ValueError(f"no utterances of split {split} between 0.5 and 14 s in the corpus")
        self.entries.sort(key=lambda entry: entry.frames)
        self.by_speaker: dict[str, list[Spoken]] = {}
        for entry in {entry.number: entry for entry in self.entries}.values():
            self.by_speaker.setdefault(entry.speaker, []).append(entry)

    def example(self, entry: Spoken) -> Example:
        """One sequence with a fresh prompt, clause cuts and drop-outs."""
        random, group = self.random, self.group
        steps = entry.frames // group
        others = self.by_speaker[entry.speaker]
        length = int(random.uniform(1.0, 5.0) * 50 / group)
        prompt, first = None, 0
        if len(others) > 1 and random.random() < 0.7:
            other = entry
            while other is entry:
                other = others[random.integers(len(others))]
            available = other.frames // group
            start = int(random.integers(0, max(1, available - length)))
            prompt = stretch(self.corpus, other, group, start, min(available, start + length))
        elif steps > 50:
            first = min(length, steps // 2)
            prompt = stretch(self.corpus, entry, group, 0, first)
        conditioned, known = random.random() >= 0.1, random.random() >= 0.1
        if not conditioned and random.random() < 0.5:
            prompt, first, known = None, 0, False  # speech of nobody about nothing, which guidance can lead away from
        target = stretch(self.corpus, entry, group, first)
        return self.builder.build(prompt, target, cuts(target.symbols, random), self.corpus.vectors[entry.number] * known, random.random() >= 0.15, conditioned)

    def batch(self, share: float = 1.0) -> tuple[AutoregressiveInput, torch.Tensor, torch.Tensor]:
        """A batch from the shortest `share` of the utterances."""
        limit = max(1, int(len(self.entries) * share))
        centre = int(self.random.integers(limit))
        rows: list[Example] = []
        widest, tries = 0, 0
        while tries < 4096:
            tries += 1
            near = int(np.clip(centre + self.random.integers(-200, 201), 0, limit - 1))
            example = self.example(self.entries[near])
            if len(example.symbol) > self.longest:
                continue
            width = -(-max(widest, len(example.symbol)) // 64) * 64
            if rows and width * (len(rows) + 1) > self.positions:
                break
            widest = width
            rows.append(example)
        return collate(rows, widest)


def collate(rows: Sequence[Example], width: int) -> tuple[AutoregressiveInput, torch.Tensor, torch.Tensor]:
    """Pads to `width`."""

    def pad(name: str, value: int) -> torch.Tensor:
        arrays = [getattr(row, name) for row in rows]
        return torch.from_numpy(np.stack([
            np.pad(array, ((0, width - len(array)), *((0, 0),) * (array.ndim - 1)), constant_values=value) for array in arrays]))

    source = AutoregressiveInput(
        pad("symbol", 0), pad("following", 0), pad("previous", -1), pad("step", 0).bool(),
        torch.from_numpy(np.stack([row.speaker for row in rows]).astype(np.float32)), torch.zeros(len(rows), dtype=torch.long))
    return source, pad("wanted", -1), pad("moves", -1)
