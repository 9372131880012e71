"""Repetition-aware sampling (VALL-E 2) and the reference generation loop."""
from __future__ import annotations

from typing import Callable, Sequence

import torch
from torch import Tensor

from .autoregressive import Autoregressive, AutoregressiveInput
from .durations import PointerGuard
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


def draw_advance(logits: Tensor, draw: Callable[[], float]) -> int:
    """The pointer's advance from [3] by one uniform number, in the order 0, 1, 2."""
    total = torch.cumsum(torch.softmax(logits.double(), -1), 0)
    return min(len(total) - 1, int((total <= draw()).sum()))


class Generator:
    """Runs the AR model step by step over a cache. Feed the prompt first, then clauses.

    Draws, guards and ends as the engine does: the same uniform numbers give the same codes and moves. With `guidance` code logits
    are moved away from those of the same speech without text (classifier-free guidance, 2207.12598)."""

    def __init__(
            self, model: Autoregressive, speaker: Tensor, seed: int, top_p: float = 0.8, temperature: float = 1.0, draw: Callable[[], float] | None = None,
            guidance: float = 0.0) -> None:
        self.model, self.top_p, self.temperature = model.eval(), top_p, temperature
        random = torch.Generator().manual_seed(seed)
        self.draw = draw or (lambda: float(torch.rand((), generator=random, dtype=torch.float64)))
        self.guidance = guidance
        self.wordless: Generator | None = None
        if guidance > 0:
            self.wordless = Generator(model, speaker, seed)
        self.guard = PointerGuard()
        self.failures = 0
        self.caches: list[list[Tensor]] = [[] for _ in model.blocks]
        self.position = 0
        self.speaker = speaker[None]
        self._run([NONE], [(0, 0)], [(-1,) * model.configuration.group], False, True)

    def _run(self, symbol: list[int], following: list[tuple[int, int]], previous: list[tuple[int, ...]], step: bool, first: bool = False) -> Tensor:
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
            if self.wordless is not None and not first:
                self.wordless._run([NONE] * count, [(0, 0)] * count, previous, step)
            self.hidden = self.model.norm(hidden[0, -1])
            return self.hidden

    @torch.no_grad()
    def _logits(self, slot: int, first: int) -> Tensor:
        """Guided logits of a slot; `first` is the code of slot 0, once it is drawn."""
        code = torch.tensor(first)
        own = self.model.code_logits(self.hidden, slot, code)
        return own if self.wordless is None else own + self.guidance * (own - self.model.code_logits(self.wordless.hidden, slot, code))

    def _text(self, symbols: Sequence[int]) -> None:
        self._run(list(symbols), [(0, 0)] * len(symbols), [(-1,) * self.model.configuration.group] * len(symbols), False)

    def prompt(self, symbols: Sequence[int], pointer: Sequence[int], codes: Sequence[Sequence[int]]) -> None:
        """A recording: its symbols, the pointer of each step and the codes [steps, group]."""
        self._text(symbols)
        padded = [*symbols, NONE, NONE]
        before = [(-1,) * self.model.configuration.group, *(tuple(map(int, step)) for step in codes)]
        self._run([int(symbols[p]) for p in pointer], [(int(padded[p + 1]), int(padded[p + 2])) for p in pointer], before[: len(codes)], True)

    def speak(self, clauses: Sequence[Sequence[int]], most_steps: int) -> tuple[list[tuple[int, ...]], list[int], bool]:
        """-> codes of each step, the symbol index of each step over all clauses, and whether it ended by itself.

        The last clause ends the sentence. `failures` counts the clauses that the guard had to end."""
        group, end = self.model.configuration.group, self.model.configuration.codes
        codes: list[tuple[int, ...]] = []
        pointers: list[int] = []
        previous: tuple[int, ...] = (-1,) * group
        recent: list[list[int]] = [[] for _ in range(group)]
        low, place = 0, 0
        for number, clause in enumerate(clauses):
            self._text(clause)
            self.guard.begin(clause)
            final, high = number == len(clauses) - 1, low + len(clause)
            padded = [*clause, NONE, NONE, NONE]
            place = min(place, high - 1)
            while place < high or final:
                if len(codes) >= most_steps:
                    return codes, pointers, False
                here = min(place, high - 1) - low
                may_end = final and place >= high - 1
                hidden = self._run([int(padded[here])], [(int(padded[here + 1]), int(padded[here + 2]))], [previous], True)
                step: tuple[int, ...] = ()
                for slot in range(group):
                    values = self._logits(slot, step[0] if step else 0) / self.temperature
                    if slot or not may_end:
                        values[end] = -torch.inf
                    step += (sample(values, recent[slot], self.draw, self.top_p),)
                    if step[0] == end:
                        return codes, pointers, True
                    recent[slot].append(step[slot])
                move = self.guard.move(int(clause[here]), draw_advance(self.model.advance(hidden), self.draw), may_end)
                codes.append(step)
                pointers.append(low + here)
                previous = step
                place = min(place + move, high - 1) if final else place + move
                if self.guard.must_end(may_end) or (final and self.guard.overdue):
                    self.failures += 1
                    return codes, pointers, False
                if self.guard.overdue:
                    self.failures += 1
                    place = high
            low = high
        return codes, pointers, False
