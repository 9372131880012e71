"""AR model of level 1: two codes a step, guided by a monotonic pointer into the symbols.

    [spk] [prompt symbols] [prompt steps] | [clause symbols] [clause steps] [clause symbols] [clause steps] ...

The input of step s is the codes of step s - 1 (zero at the start of a stretch), the symbol under the pointer and the two
after it; its output is the codes of step s and by how much the pointer advances before step s + 1 (0, 1 or 2). With a
`pair` head the second code of a step knows the first; without one they are drawn independently, as VALL-E 2's are.
"""
from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..products import linear
from .symbols import SYMBOLS
from .transformer import Block, RootMeanSquareNorm, rotary_table

ADVANCES = 3


@dataclass(frozen=True)
class AutoregressiveConfiguration:
    """Sizes."""

    layers: int = 8
    width: int = 512
    heads: int = 8
    inner: int = 2048
    codes: int = 1024
    group: int = 2
    pair: int = 0  #: hidden width of the head that tells the second code from the first; 0 = no such head
    symbols: int = len(SYMBOLS)
    languages: int = 8
    speaker: int = 256
    dropout: float = 0.1

    def to_dict(self) -> dict[str, int | float]:
        """As JSON."""
        return asdict(self)


class AutoregressiveInput(NamedTuple):
    """Sequences of positions, padded on the right. At symbol positions `previous` is -1 and `step` false."""

    symbol: Tensor  #: int64 [batch, time], the symbol itself, or the one under the pointer
    following: Tensor  #: int64 [batch, time, 2], the next two symbols of the clause (0 beyond it), 0 at symbol positions
    previous: Tensor  #: int64 [batch, time, group], codes of the step before, -1 for none
    step: Tensor  #: bool [batch, time], whether it is a step of audio
    speaker: Tensor  #: float [batch, speaker]; position 0 is `[spk]`
    language: Tensor  #: int64 [batch]


class PairHead(nn.Module):
    """What the first code of a step changes for its second: hidden + table[first] + narrow(silu(widen(hidden) + wide_table[first]))."""

    def __init__(self, configuration: AutoregressiveConfiguration) -> None:
        super().__init__()
        self.table = nn.Embedding(configuration.codes + 1, configuration.width)
        self.wide_table = nn.Embedding(configuration.codes + 1, configuration.pair)
        self.widen = nn.Linear(configuration.width, configuration.pair, bias=False)
        self.narrow = nn.Linear(configuration.pair, configuration.width, bias=False)
        nn.init.normal_(self.table.weight, std=0.02)
        nn.init.normal_(self.wide_table.weight, std=0.5)
        nn.init.zeros_(self.narrow.weight)

    def forward(self, hidden: Tensor, first: Tensor) -> Tensor:
        """[..., width] and codes [...] -> [..., width]."""
        return hidden + self.table(first) + linear(F.silu(linear(hidden, self.widen.weight) + self.wide_table(first)), self.narrow.weight)


class Autoregressive(nn.Module):
    """The network. `[spk]` stands at position 0."""

    def __init__(self, configuration: AutoregressiveConfiguration = AutoregressiveConfiguration()) -> None:
        super().__init__()
        self.configuration = configuration
        width = configuration.width
        self.codes = nn.ModuleList(nn.Embedding(configuration.codes + 1, width) for _ in range(configuration.group))
        self.symbols = nn.Embedding(configuration.symbols, width)
        self.pointed = nn.Embedding(configuration.symbols, width)
        self.following = nn.ModuleList(nn.Embedding(configuration.symbols, width) for _ in range(2))
        self.kind = nn.Embedding(2, width)
        self.start = nn.Parameter(torch.zeros(width))
        self.speaker = nn.Linear(configuration.speaker, width)
        self.language = nn.Embedding(configuration.languages, width)
        self.blocks = nn.ModuleList(Block(width, configuration.heads, configuration.inner, configuration.dropout) for _ in range(configuration.layers))
        self.norm = RootMeanSquareNorm(width)
        self.advance = nn.Linear(width, ADVANCES)
        if configuration.pair:
            self.pair = PairHead(configuration)
        for table in (*self.codes, self.symbols, self.pointed, *self.following, self.kind, self.language):
            nn.init.normal_(table.weight, std=0.02)
        for block in self.blocks:
            for layer in (block.query_key_value, block.expand, block.project, block.contract):
                nn.init.normal_(layer.weight, std=0.02)
            for layer in (block.project, block.contract):
                layer.weight.data.mul_((2 * configuration.layers) ** -0.5)

    def embed(self, source: AutoregressiveInput) -> Tensor:
        """[batch, time, width]."""
        present = (source.previous >= 0).unsqueeze(-1).to(self.start.dtype)
        audio = sum(table(source.previous[..., slot].clamp_min(0)) * present[..., slot, :] for slot, table in enumerate(self.codes))
        audio = audio + self.start * (1 - present[..., 0, :]) + self.pointed(source.symbol)
        audio = audio + sum(table(source.following[..., place]) for place, table in enumerate(self.following))
        step = source.step.unsqueeze(-1)
        hidden = torch.where(step, audio, self.symbols(source.symbol)) + self.kind(source.step.long())
        first = (self.speaker(source.speaker) + self.language(source.language)).to(hidden.dtype)
        return torch.cat([first[:, None], hidden[:, 1:]], 1)

    def forward(self, source: AutoregressiveInput, first: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """`first` [batch, time]: the first code of every step, which a pair head needs (any code where there is none). Code logits [batch, time, group, codes + 1] (the last class of slot 0 is the end) and advance logits [batch, time, 3]."""
        hidden = self.hidden(source)
        return torch.stack([self.code_logits(hidden, slot, first) for slot in range(len(self.codes))], -2), self.advance(hidden)

    def hidden(self, source: AutoregressiveInput) -> Tensor:
        """The normalised last layer, [batch, time, width]."""
        hidden = self.embed(source)
        table = rotary_table(torch.arange(hidden.shape[1], device=hidden.device)[None], self.configuration.width // self.configuration.heads)
        for block in self.blocks:
            hidden = block(hidden, table, None, True)
        return self.norm(hidden)

    def code_logits(self, hidden: Tensor, slot: int, first: Tensor | None) -> Tensor:
        """Logits [..., codes + 1] of a slot from the normalised last layer; the heads are tied to the code tables."""
        if slot and self.configuration.pair:
            hidden = self.pair(hidden, first)
        return linear(hidden, self.codes[slot].weight)


def autoregressive_loss(codes: Tensor, advance: Tensor, wanted: Tensor, moves: Tensor) -> dict[str, Tensor]:
    """CE of both codes and half the CE of the advance; `wanted` [batch, time, group], `moves` [batch, time], -1 = not counted."""
    losses = {f"code{slot + 1}": F.cross_entropy(codes[..., slot, :].float().flatten(0, 1), wanted[..., slot].flatten(), ignore_index=-1)
              for slot in range(codes.shape[-2])}
    losses["advance"] = F.cross_entropy(advance.float().flatten(0, 1), moves.flatten(), ignore_index=-1)
    losses["loss"] = sum(value * (0.5 if name == "advance" else 1.0) for name, value in losses.items())
    return losses
