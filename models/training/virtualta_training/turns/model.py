"""The network: three convolutions over 1.3 s of what was heard, then two layers. Its C# side is VirtualTA.Core/Listening/PauseNetwork.cs."""
from __future__ import annotations

import torch
from torch import nn

from .features import CHANNELS

KERNEL, STRIDE, WIDTH, HIDDEN, LEFT = 5, 2, 24, 16, 5  #: LEFT: steps that are left of 64 windows


class PauseNet(nn.Module):
    """Logarithm of the odds that a pause is the end, from [batch, 64, 15]."""

    def __init__(self, dropout: float = 0.3) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(nn.Conv1d(CHANNELS if layer == 0 else WIDTH, WIDTH, KERNEL, STRIDE) for layer in range(3))
        self.hidden = nn.Linear(LEFT * WIDTH, HIDDEN)
        self.out = nn.Linear(HIDDEN, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        values = seen.transpose(1, 2)
        for convolution in self.convolutions:
            values = torch.relu(convolution(values))
        values = self.dropout(values.transpose(1, 2).flatten(1))
        return self.out(self.dropout(torch.relu(self.hidden(values))))[:, 0]
