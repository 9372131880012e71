"""Causal layers on [batch, time, channels]. Every one has the same result streamed frame by frame."""
from __future__ import annotations

from typing import Any, Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..products import linear


class CausalDepthwise(nn.Module):
    """Depthwise convolution over the frame itself and the `kernel - 1` before it (zeros before the first)."""

    def __init__(self, width: int, kernel: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(kernel, width) * kernel**-0.5)  # [kernel, channels], newest frame last
        self.bias = nn.Parameter(torch.zeros(width))

    def forward(self, frames: Tensor) -> Tensor:
        """[batch, time, channels] -> the same shape."""
        kernel, time = self.weight.shape[0], frames.shape[1]
        padded = F.pad(frames, (0, 0, kernel - 1, 0))
        result = self.bias + padded[:, kernel - 1 :] * self.weight[kernel - 1]
        for tap in range(kernel - 1):
            result = result + padded[:, tap : tap + time] * self.weight[tap]
        return result


class ConvNeXtBlock(nn.Module):
    """Depthwise, layer norm, two linear layers with SiLU between, scaled residual (Liu et al. 2022, causal)."""

    def __init__(self, width: int, inner: int, kernel: int, scale: float) -> None:
        super().__init__()
        self.depthwise = CausalDepthwise(width, kernel)
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.expand = nn.Linear(width, inner)
        self.contract = nn.Linear(inner, width)
        self.scale = nn.Parameter(torch.full((width,), scale))

    def forward(self, frames: Tensor) -> Tensor:
        """[batch, time, width] -> the same shape."""
        inner = F.silu(linear(self.norm(self.depthwise(frames)), self.expand.weight) + self.expand.bias)
        return frames + self.scale * (linear(inner, self.contract.weight) + self.contract.bias)


class ConvNeXtStack(nn.Module):
    """Linear in, causal depthwise smoothing by blocks, layer norm out."""

    def __init__(self, inputs: int, width: int, inner: int, blocks: int, kernel: int) -> None:
        super().__init__()
        self.enter = nn.Linear(inputs, width)
        self.blocks = nn.ModuleList(ConvNeXtBlock(width, inner, kernel, 1.0 / max(1, blocks)) for _ in range(blocks))
        self.leave = nn.LayerNorm(width, eps=1e-6)
        self.mixed = False
        self.run_block: Callable[..., Tensor] = ConvNeXtBlock.__call__

    def forward(self, frames: Tensor, offset: Tensor | None = None) -> Tensor:
        """[batch, time, inputs] -> [batch, time, width], single precision; see `use_mixed_precision`. `offset` [batch, width] is
        added to every frame that enters."""
        if not (self.mixed and self.training):
            return self._run(frames, offset, ConvNeXtBlock.__call__)
        with torch.autocast(frames.device.type, dtype=torch.bfloat16):
            return self._run(frames, offset, self.run_block).float()

    def _run(self, frames: Tensor, offset: Tensor | None, run_block: Callable[..., Tensor]) -> Tensor:
        hidden = self.enter(frames)
        if offset is not None:
            hidden = hidden + offset[:, None]
        for block in self.blocks:
            hidden = run_block(block, hidden)
        return self.leave(hidden)


class StridedConvolution(nn.Module):
    """Causal convolution of kernel 2 x stride that keeps one frame of `stride`; SiLU before it."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.stride = stride
        self.convolution = nn.Conv1d(inputs, outputs, 2 * stride, stride)

    def forward(self, samples: Tensor) -> Tensor:
        """[batch, inputs, time] -> [batch, outputs, time / stride]."""
        return self.convolution(F.pad(F.silu(samples), (self.stride, 0)))


def use_mixed_precision(model: nn.Module) -> None:
    """Training runs the stacks of `model` in bf16 from here on, compiled where torch can; spectra, code search and losses stay in
    single precision. One compiled block serves all of one width, and evaluation is not compiled: both keep the wait short."""
    run_block = compiled(ConvNeXtBlock.forward)
    for module in model.modules():
        if isinstance(module, ConvNeXtStack):
            module.mixed, module.run_block = True, run_block


def compiled(function: Callable[..., Any], dynamic: bool = False) -> Callable[..., Any]:
    """`function` by torch.compile on a GPU where there is one; what fails to compile runs as it is."""
    if not (torch.cuda.is_available() and hasattr(torch, "compile")):
        return function
    torch.set_float32_matmul_precision("high")
    from torch import _dynamo

    _dynamo.config.suppress_errors = True
    return torch.compile(function, dynamic=dynamic)
