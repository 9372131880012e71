"""Residual vector quantiser in a factorised code space.

One projection takes the encoder's width down to `code_width` (DAC's factorised codes), the levels quantise what the
levels before left, and one projection leads back. Codebooks follow by exponential moving averages (VQ-VAE, appendix),
start from k-means of the first batch, and codes that fall out of use are set to inputs of the current batch.
"""
from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn


class Quantised(NamedTuple):
    """Result of one pass."""

    codes: Tensor  #: [batch, time, levels]
    output: Tensor  #: [batch, time, width], straight-through
    first: Tensor  #: [batch, time, code_width], level 1 alone, straight-through
    commitment: Tensor  #: scalar
    fresh: int  #: codes restarted in this step


class Codebook(nn.Module):
    """One level."""

    def __init__(self, codes: int, width: int, decay: float = 0.98, revive_below: float = 0.03) -> None:
        super().__init__()
        self.decay, self.revive_below = decay, revive_below
        self.register_buffer("vectors", torch.randn(codes, width))
        self.register_buffer("sums", torch.zeros(codes, width))
        self.register_buffer("counts", torch.zeros(codes))
        self.register_buffer("ready", torch.zeros(1))

    def nearest(self, points: Tensor) -> Tensor:
        """[n, width] -> [n] indices of the nearest vectors."""
        return (points @ self.vectors.t() - 0.5 * (self.vectors**2).sum(1)).argmax(1)

    @torch.no_grad()
    def start(self, points: Tensor, rounds: int = 8) -> None:
        """k-means of `points` [n, width]."""
        pick = torch.randint(0, len(points), (len(self.vectors),), device=points.device)
        self.vectors.copy_(points[pick] + 1e-4 * torch.randn_like(self.vectors))
        for _ in range(rounds):
            index = self.nearest(points)
            sums = torch.zeros_like(self.sums).index_add_(0, index, points)
            counts = torch.bincount(index, minlength=len(self.vectors)).to(points.dtype)
            used = counts > 0
            self.vectors[used] = sums[used] / counts[used, None]
        self.counts.fill_(len(points) / len(self.vectors))
        self.sums.copy_(self.vectors * self.counts[:, None])
        self.ready.fill_(1)

    @torch.no_grad()
    def follow(self, points: Tensor, index: Tensor) -> int:
        """One moving-average step; returns how many dead codes were restarted."""
        counts = torch.bincount(index, minlength=len(self.vectors)).to(points.dtype)
        sums = torch.zeros_like(self.sums).index_add_(0, index, points)
        self.counts.mul_(self.decay).add_(counts, alpha=1 - self.decay)
        self.sums.mul_(self.decay).add_(sums, alpha=1 - self.decay)
        self.vectors.copy_(self.sums / self.counts.clamp_min(1e-5)[:, None])
        share = len(points) / len(self.vectors)
        dead = self.counts < self.revive_below * share
        fresh = int(dead.sum())
        if fresh:
            pick = torch.randint(0, len(points), (fresh,), device=points.device)
            self.vectors[dead] = points[pick]
            self.counts[dead] = share * 0.5
            self.sums[dead] = points[pick] * share * 0.5
        return fresh


class ResidualQuantiser(nn.Module):
    """`levels` codebooks, each on the residual of those before it."""

    def __init__(self, width: int, code_width: int, levels: int, codes: int, dropout: float = 0.5) -> None:
        super().__init__()
        self.dropout = dropout
        self.enter = nn.Linear(width, code_width)
        self.leave = nn.Linear(code_width, width)
        self.levels = nn.ModuleList(Codebook(codes, code_width) for _ in range(levels))

    def forward(self, hidden: Tensor, learn: bool = False, warm: bool = False) -> Quantised:
        """Quantises [batch, time, width]. `learn` moves the codebooks; `warm` passes the points on unquantised."""
        points = self.enter(hidden)
        batch, time, width = points.shape
        kept = torch.full((batch,), len(self.levels), device=points.device)
        if learn and self.dropout > 0:
            drawn = torch.randint(1, len(self.levels) + 1, (batch,), device=points.device)
            kept = torch.where(torch.rand(batch, device=points.device) < self.dropout, drawn, kept)
        residual, total = points.detach().float(), torch.zeros_like(points)
        codes, commitment, fresh, first = [], points.new_zeros(()), 0, points
        for level, book in enumerate(self.levels):
            flat = residual.reshape(-1, width)
            if learn and not bool(book.ready) and not warm:
                book.start(flat)
            index = book.nearest(flat)
            chosen = book.vectors[index].view(batch, time, width)
            if learn and not warm:
                fresh += book.follow(flat, index)
            mask = (kept > level).to(points.dtype)[:, None, None]
            total = total + mask * chosen
            residual = residual - chosen
            codes.append(index.view(batch, time))
            commitment = commitment + (mask * (points - (points.detach() - residual)).float() ** 2).mean()
            if level == 0:
                first = points + (chosen - points).detach()
        if warm:
            return Quantised(torch.stack(codes, -1), self.leave(points), points, commitment * 0, 0)
        output = self.leave(points + (total - points).detach())
        return Quantised(torch.stack(codes, -1), output, first, commitment / len(self.levels), fresh)

    def look_up(self, codes: Tensor) -> Tensor:
        """[batch, time, levels or fewer] -> [batch, time, width]."""
        total = sum(book.vectors[codes[..., level]] for level, book in zip(range(codes.shape[-1]), self.levels))
        return self.leave(total)
