"""Matrix products of training: bf16 operands on processors that multiply them natively, single precision elsewhere.

torch 1.13's autocast on the CPU stumbles over the norms, so the products alone are narrowed: operands are rounded to bf16,
sums are single precision inside the product, everything between products stays single precision. On a core with AVX512-BF16
that is three to four times as fast as single precision.
"""
from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

_narrow = False


def use_narrow_products(wanted: bool) -> None:
    """Switches bf16 products on or off for the process."""
    global _narrow
    _narrow = wanted


def multiplies_bfloat16() -> bool:
    """Whether the processor has bf16 products."""
    flags = Path("/proc/cpuinfo")
    return flags.exists() and any(name in flags.read_text() for name in ("avx512_bf16", "amx_bf16"))


class _NarrowLinear(torch.autograd.Function):
    @staticmethod
    def forward(context, values: Tensor, weight: Tensor) -> Tensor:  # type: ignore[override]
        rows, table = values.reshape(-1, values.shape[-1]).bfloat16(), weight.bfloat16()
        context.save_for_backward(rows, table)
        return F.linear(rows, table).float().view(*values.shape[:-1], -1)

    @staticmethod
    def backward(context, gradient: Tensor) -> tuple[Tensor, Tensor]:  # type: ignore[override]
        rows, table = context.saved_tensors
        back = gradient.reshape(-1, gradient.shape[-1]).bfloat16()
        return (back @ table).float().view(*gradient.shape[:-1], -1), (back.t() @ rows).float()


class _NarrowAttention(torch.autograd.Function):
    """Softmax attention that keeps its shares in bf16; the backward pass uses the row sums of gradient x output (FlashAttention)."""

    @staticmethod
    def forward(context, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:  # type: ignore[override]
        bias = None if mask is None else torch.zeros(mask.shape, dtype=torch.bfloat16).masked_fill_(~mask, -1e9)
        scale = query.shape[-1] ** -0.5
        query, key, value = (query * scale).bfloat16(), key.bfloat16(), value.bfloat16()
        scores = query @ key.transpose(-1, -2)
        shares = torch.softmax(scores if bias is None else scores.add_(bias), -1)
        mixed = (shares @ value).float()
        context.save_for_backward(query, key, value, shares, mixed)
        context.scale = scale
        return mixed

    @staticmethod
    def backward(context, gradient: Tensor) -> tuple[Tensor | None, ...]:  # type: ignore[override]
        query, key, value, shares, mixed = context.saved_tensors
        rows = (gradient * mixed).sum(-1, keepdim=True).bfloat16()
        back = gradient.bfloat16()
        scores = (back @ value.transpose(-1, -2)).sub_(rows).mul_(shares)
        return ((scores @ key).float() * context.scale, (scores.transpose(-1, -2) @ query).float(),
                (shares.transpose(-1, -2) @ back).float(), None)


def linear(values: Tensor, weight: Tensor) -> Tensor:
    """values [..., n] x weight [m, n] -> [..., m]."""
    return _NarrowLinear.apply(values, weight) if _narrow and values.dtype == torch.float32 else F.linear(values, weight.to(values.dtype))


def convolve(values: Tensor, weight: Tensor, bias: Tensor | None, stride: tuple[int, int], padding: tuple[int, int]) -> Tensor:
    """Two-dimensional convolution; narrow products leave a bf16 result, so that what follows stays narrow too."""
    if _narrow:
        values, weight, bias = values.bfloat16(), weight.bfloat16(), None if bias is None else bias.bfloat16()
    return F.conv2d(values, weight, bias, stride, padding)


def narrow_attention(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor | None:
    """Attention of [batch, heads, time, width], `mask` true where a query may look; None where products are not narrow."""
    return _NarrowAttention.apply(query, key, value, mask) if _narrow and query.dtype == torch.float32 else None
