"""NAR model of levels 2 to 6: pass A gives {2, 3}, pass B {4, 5, 6}; block-causal with two frames of look-ahead.

Prompt frames see the prompt only, so their keys are cached per voice. A block sees the prompt, the blocks before it,
itself and copies of the next two frames; the copies see what the block sees, which is what the streaming engine does
when it computes look-ahead frames and computes them again with their own block.
"""
from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import NamedTuple, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..products import linear
from .symbols import SYMBOLS
from .transformer import Block, RootMeanSquareNorm, rotary_table

PASSES: tuple[tuple[int, ...], ...] = ((1, 2), (3, 4, 5))  #: levels, counted from 0, that each pass predicts
LOOK_AHEAD = 2


@dataclass(frozen=True)
class RefinementConfiguration:
    """Sizes."""

    layers: int = 6
    width: int = 512
    heads: int = 8
    inner: int = 1536
    codes: int = 1024
    levels: int = 6
    symbols: int = len(SYMBOLS)
    speaker: int = 256
    dropout: float = 0.1

    def to_dict(self) -> dict[str, int | float]:
        """As JSON."""
        return asdict(self)


class Layout(NamedTuple):
    """Order of the positions of one pass over prompt and target."""

    frame: np.ndarray  #: [positions] frame number, prompt first
    mask: np.ndarray  #: [positions, positions] true where the row may look
    counted: np.ndarray  #: [positions] true for target frames that are not copies


def layout(prompt: int, target: int, blocks: Sequence[int], look_ahead: int = LOOK_AHEAD) -> Layout:
    """`blocks` are the block lengths; the last repeats. Copies of the look-ahead frames follow the frames."""
    frame, block, copy = list(range(prompt)), [-1] * prompt, [False] * prompt
    copies: list[tuple[int, int]] = []
    start, number = 0, 0
    while start < target:
        size = min(blocks[min(number, len(blocks) - 1)], target - start)
        frame += range(prompt + start, prompt + start + size)
        block += [number] * size
        copy += [False] * size
        start += size
        copies += [(prompt + start + ahead, number) for ahead in range(look_ahead) if start + ahead < target]
        number += 1
    for position, owner in copies:
        frame.append(position)
        block.append(owner)
        copy.append(True)
    blocks_of, copies_of = np.array(block), np.array(copy)
    mask = np.where(copies_of[None], blocks_of[:, None] == blocks_of[None], blocks_of[:, None] >= blocks_of[None])
    return Layout(np.array(frame), mask, (blocks_of >= 0) & ~copies_of)


class Refinement(nn.Module):
    """The network of both passes."""

    def __init__(self, configuration: RefinementConfiguration = RefinementConfiguration()) -> None:
        super().__init__()
        self.configuration = configuration
        width = configuration.width
        self.codes = nn.ModuleList(nn.Embedding(configuration.codes, width) for _ in range(configuration.levels))
        self.symbols = nn.Embedding(configuration.symbols, width)
        self.speaker = nn.Linear(configuration.speaker, width)
        self.blocks = nn.ModuleList(
            Block(width, configuration.heads, configuration.inner, configuration.dropout, passes=len(PASSES)) for _ in range(configuration.layers))
        self.norm = RootMeanSquareNorm(width)
        for table in (*self.codes, self.symbols):
            nn.init.normal_(table.weight, std=0.02)

    def forward(self, codes: Tensor, symbols: Tensor, speaker: Tensor, frame: Tensor, mask: Tensor, pass_number: int, target: int,
                by_position: bool = False) -> Tensor:
        """codes [batch, frames, levels], symbols [batch, frames], frame [positions], mask [positions, positions] or
        [batch, 1, positions, positions]; prompt frames (all before the last `target`) show every level. `by_position`: codes and
        symbols are given for every position (copies have their own) and `target` counts positions.
        -> logits [batch, positions, levels of the pass, codes]."""
        known = PASSES[pass_number][0]
        total = sum(self.codes[level](codes[..., level]) for level in range(known))
        prompt = codes.shape[1] - target
        if prompt > 0:
            above = sum(self.codes[level](codes[:, :prompt, level]) for level in range(known, self.configuration.levels))
            total = torch.cat([total[:, :prompt] + above, total[:, prompt:]], 1)
        hidden = total + self.symbols(symbols) + self.speaker(speaker)[:, None].to(total.dtype)
        if not by_position:
            hidden = hidden[:, frame]
        table = rotary_table(frame[None], self.configuration.width // self.configuration.heads)
        for block in self.blocks:
            hidden = block(hidden, table, mask, False, pass_number)
        hidden = self.norm(hidden)
        return torch.stack([linear(hidden, self.codes[level].weight) for level in PASSES[pass_number]], -2)

    @torch.no_grad()
    def refine(self, first: Tensor, prompt_codes: Tensor, symbols: Tensor, speaker: Tensor, blocks: Sequence[int] = (4, 8, 16)) -> Tensor:
        """Level 1 [target], prompt [prompt, levels], symbols [prompt + target], speaker vector -> codes [target, levels], greedy.

        What a stream can know: the copies of the next two frames see in pass B the codes that pass A gave to these very
        copies, not those that the frames get later with their own block."""
        target, prompt = len(first), len(prompt_codes)
        plan = layout(prompt, target, blocks)
        frame, mask = torch.from_numpy(plan.frame).to(first.device), torch.from_numpy(plan.mask).to(first.device)
        codes = torch.zeros(prompt + target, self.configuration.levels, dtype=torch.long, device=first.device)
        codes[:prompt], codes[prompt:, 0] = prompt_codes, first
        known = codes[frame]  # by position: a copy and its frame may differ above level 1
        for number, levels in enumerate(PASSES):
            logits = self(known[None], symbols[frame][None], speaker[None], frame, mask, number, len(frame) - prompt, by_position=True)
            for place, level in enumerate(levels):
                known[prompt:, level] = logits[0, prompt:, place].argmax(-1)
        return known[torch.from_numpy(plan.counted).to(first.device)]
