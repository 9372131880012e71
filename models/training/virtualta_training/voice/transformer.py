"""Pre-norm transformer with rotary positions, on fused attention where the torch at hand has it."""
from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..products import linear, narrow_attention

_FUSED = hasattr(F, "scaled_dot_product_attention")


class RootMeanSquareNorm(nn.Module):
    """RMSNorm (Zhang and Sennrich 2019)."""

    def __init__(self, width: int, eps: float = 1e-5) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, values: Tensor) -> Tensor:
        """[..., width] -> the same shape."""
        wide = values.float()
        return (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.eps)).to(values.dtype) * self.weight.to(values.dtype)


def rotary_table(positions: Tensor, width: int, base: float = 10_000.0) -> tuple[Tensor, Tensor]:
    """Positions [...] -> cosine and sine [..., width / 2]."""
    rates = base ** (-torch.arange(0, width, 2, device=positions.device, dtype=torch.float32) / width)
    angle = positions[..., None].float() * rates
    return torch.cos(angle), torch.sin(angle)


def rotate(values: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """[batch, heads, time, width], the first half paired with the second; tables [batch or 1, time, width / 2]."""
    first, second = values.chunk(2, -1)
    cosine, sine = cosine[:, None].to(values.dtype), sine[:, None].to(values.dtype)
    return torch.cat([first * cosine - second * sine, second * cosine + first * sine], -1)


def attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, causal: bool, dropout: float) -> Tensor:
    """Attention of [batch, heads, time, width]; `mask` is true where a query may look. Narrow products do without `dropout` of the
    shares: drawing and keeping it would cost more than the attention itself."""
    if _FUSED:
        return F.scaled_dot_product_attention(query, key, value, attn_mask=mask, dropout_p=dropout, is_causal=causal and mask is None)
    if causal and mask is None:
        mask = torch.ones(query.shape[-2], key.shape[-2], dtype=torch.bool, device=query.device).tril(key.shape[-2] - query.shape[-2])
    narrow = narrow_attention(query, key, value, mask)
    if narrow is not None:
        return narrow
    scores = query @ key.transpose(-1, -2) * (1.0 / math.sqrt(query.shape[-1]))
    if mask is not None:
        scores = scores.masked_fill(~mask, -1e9)
    return F.dropout(torch.softmax(scores.float(), -1), dropout).to(query.dtype) @ value


def _drop(values: Tensor, share: float) -> Tensor:
    return F.dropout(values, share) if share else values


class Block(nn.Module):
    """Attention and feed-forward (SiLU), pre-norm; `scales` makes both norms adaptive (AdaLN)."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float, passes: int = 0) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.attention_norm = RootMeanSquareNorm(width)
        self.feed_norm = RootMeanSquareNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width, bias=False)
        self.project = nn.Linear(width, width, bias=False)
        self.expand = nn.Linear(width, inner, bias=False)
        self.contract = nn.Linear(inner, width, bias=False)
        self.scales = nn.Embedding(passes, 4 * width) if passes else None
        if self.scales is not None:
            nn.init.zeros_(self.scales.weight)

    def forward(self, hidden: Tensor, table: tuple[Tensor, Tensor], mask: Tensor | None, causal: bool,
                pass_number: int = 0, cache: list[Tensor] | None = None) -> Tensor:
        """[batch, time, width]; `cache` holds [keys, values] so far and grows."""
        batch, time, width = hidden.shape
        normal, fed = self.attention_norm, self.feed_norm
        scale = self.scales.weight[pass_number].view(4, width) if self.scales is not None else None
        values = normal(hidden) if scale is None else normal(hidden) * (1 + scale[0]) + scale[1]
        query, key, value = linear(values, self.query_key_value.weight).view(batch, time, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        query, key = rotate(query, *table), rotate(key, *table)
        if cache is not None:
            if cache:
                key, value = torch.cat([cache[0], key], 2), torch.cat([cache[1], value], 2)
            cache[:] = [key, value]
        drop = self.dropout if self.training else 0.0
        mixed = attend(query, key, value, mask, causal, drop).transpose(1, 2).reshape(batch, time, width)
        hidden = hidden + _drop(linear(mixed, self.project.weight), drop)
        values = fed(hidden) if scale is None else fed(hidden) * (1 + scale[2]) + scale[3]
        return hidden + _drop(linear(F.silu(linear(values, self.expand.weight)), self.contract.weight), drop)
