"""Repetition-aware sampling (VALL-E 2) and the reference generation loop."""
from __future__ import annotations

from typing import Callable, Sequence

import torch
from torch import Tensor

from .autoregressive import Autoregressive, AutoregressiveInput
from .symbols import NONE
from .transformer import rotary_table


def sample(logits: Tensor, recent: Sequence[int], draw: Callable[[], float], top_p: float = 0.8, window: int = 10, threshold: float = 0.1) -> int:
    """Nucleus sampling of [classes]; when the token fills more than `threshold` of the last `window`, drawn again from all.

    `draw` gives uniform numbers in [0, 1): the same numbers give the same tokens in every implementation."""
    probabilities = torch.softmax(logits.double(), -1)
    ordered, order = torch.sort(probabilities, descending=True, stable=True)
    total = torch.cumsum(ordered, 0)
    kept = int((total < top_p).sum()) + 1
    token = int(order[min(kept - 1, int((total < draw() * float(total[kept - 1])).sum()))])
    tail = list(recent)[-window:]
    if tail and tail.count(token) / window > threshold:
        token = int(order[min(len(order) - 1, int((total < draw()).sum()))])
    return token


class Generator:
    """Runs the AR model step by step over a cache. Feed the prompt first, then clauses."""

    def __init__(self, model: Autoregressive, speaker: Tensor, seed: int, top_p: float = 0.8) -> None:
        self.model, self.top_p = model.eval(), top_p
        self.random = torch.Generator().manual_seed(seed)
        self.caches: list[list[Tensor]] = [[] for _ in model.blocks]
        self.position = 0
        self.speaker = speaker[None]
        self._run([NONE], [(0, 0)], [(-1,) * model.configuration.group], False, True)

    def _run(self, symbol: list[int], following: list[tuple[int, int]], previous: list[tuple[int, ...]], step: bool, first: bool = False) -> tuple[Tensor, Tensor]:
        source = AutoregressiveInput(
            torch.tensor([symbol]), torch.tensor([following]), torch.tensor([previous]),
            torch.full((1, len(symbol)), step), self.speaker, torch.zeros(1, dtype=torch.long))
        with torch.no_grad():
            hidden = self.model.embed(source)
            if not first:
                padded = AutoregressiveInput(*(torch.cat([value[:, :1], value], 1) if value.dim() > 1 and index < 4 else value for index, value in enumerate(source)))
                hidden = self.model.embed(padded)[:, 1:]
            count = hidden.shape[1]
            places = torch.arange(self.position, self.position + count)[None]
            table = rotary_table(places, self.model.configuration.width // self.model.configuration.heads)
            mask = torch.ones(count, self.position + count, dtype=torch.bool).tril(self.position)
            for block, cache in zip(self.model.blocks, self.caches):
                hidden = block(hidden, table, mask, False, cache=cache)
            self.position += count
            return self.model.heads(hidden[:, -1:])

    def _text(self, symbols: Sequence[int]) -> None:
        self._run(list(symbols), [(0, 0)] * len(symbols), [(-1,) * self.model.configuration.group] * len(symbols), False)

    def prompt(self, symbols: Sequence[int], pointer: Sequence[int], codes: Sequence[Sequence[int]]) -> None:
        """A recording: its symbols, the pointer of each step and the codes [steps, group]."""
        self._text(symbols)
        padded = [*symbols, NONE, NONE]
        before = [(-1,) * self.model.configuration.group, *(tuple(map(int, step)) for step in codes)]
        self._run([int(symbols[p]) for p in pointer], [(int(padded[p + 1]), int(padded[p + 2])) for p in pointer], before[: len(codes)], True)

    def speak(self, clauses: Sequence[Sequence[int]], most_steps: int) -> tuple[list[tuple[int, ...]], list[int], bool]:
        """-> codes of each step, the symbol index of each step over all clauses, and whether it ended by itself."""
        group, end = self.model.configuration.group, self.model.configuration.codes
        codes: list[tuple[int, ...]] = []
        pointers: list[int] = []
        previous: tuple[int, ...] = (-1,) * group
        recent: list[list[int]] = [[] for _ in range(group)]
        low, place = 0, 0
        draw = lambda: float(torch.rand((), generator=self.random))
        for number, clause in enumerate(clauses):
            self._text(clause)
            final, high = number == len(clauses) - 1, low + len(clause)
            padded = [*clause, NONE, NONE, NONE]
            while place < high or final:
                if len(codes) >= most_steps:
                    return codes, pointers, False
                here = min(place, high - 1) - low
                logits, advance = self._run([int(padded[here])], [(int(padded[here + 1]), int(padded[here + 2]))], [previous], True)
                values = logits[0, 0]
                values[:, end] = values[:, end] if final and place >= high - 1 else -1e9
                values[1:, end] = -1e9
                step = tuple(sample(values[slot], recent[slot], draw, self.top_p) for slot in range(group))
                if step[0] == end:
                    return codes, pointers, True
                move = int(torch.multinomial(torch.softmax(advance[0, 0], -1), 1, generator=self.random))
                for slot in range(group):
                    recent[slot].append(step[slot])
                codes.append(step)
                pointers.append(low + here)
                previous = step
                place += move
                if final:
                    place = min(place, high - 1)
            low = high
        return codes, pointers, False
