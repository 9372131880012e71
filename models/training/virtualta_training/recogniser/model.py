"""The phone network: 40 ms steps of stacked log-mel, ConvNeXt blocks with bounded look-ahead, two heads at 20 ms.

Streaming by construction: every block sees `left` steps back and `right` (0 or 1) ahead, so the whole network looks
`sum(right)` steps (40 ms each) ahead; norms are per step. Head "ctc" is blank + 39 phones, head "frame" silence + 39 phones.
"""
from __future__ import annotations

from dataclasses import asdict, dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..data.phones import CLASSES
from .features import BANDS, STACK

OUTPUTS_PER_STEP = 2  #: output frames (20 ms) per step (40 ms)


@dataclass(frozen=True)
class PhoneNetConfig:
    """Sizes of the network; the defaults are the committed model's."""

    width: int = 320
    inner: int = 960
    kernel: int = 9
    right: tuple[int, ...] = field(default=(1, 1, 0, 1, 0, 1, 0, 1, 0, 0))  #: look-ahead steps of each block
    dropout: float = 0.1

    def to_dict(self) -> dict:
        """Plain values for records and files."""
        return asdict(self) | {"right": list(self.right)}


class MixedLinear(nn.Linear):
    """A linear layer whose product is taken in bfloat16 while weights, bias and result stay float32."""

    reduced = True  #: class-wide switch; off for golden files

    def forward(self, input: Tensor) -> Tensor:
        """[..., in] → [..., out]."""
        if not MixedLinear.reduced:
            return super().forward(input)
        product = F.linear(input.to(torch.bfloat16), self.weight.to(torch.bfloat16)).float()
        return product if self.bias is None else product + self.bias


class ChannelDropout(nn.Module):
    """Drops whole channels of an utterance: one draw per channel, where torch's dropout draws one per element (slow on a CPU)."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, input: Tensor) -> Tensor:
        """[batch, steps, channels]."""
        if not self.training or self.rate == 0:
            return input
        kept = torch.rand(input.shape[0], 1, input.shape[2], device=input.device) >= self.rate
        return input * (kept / (1.0 - self.rate))


class Block(nn.Module):
    """Depthwise convolution over time, norm, and a two-layer perceptron, with a residual path."""

    def __init__(self, config: PhoneNetConfig, right: int) -> None:
        super().__init__()
        self.left, self.right = config.kernel - 1 - right, right
        self.depthwise = nn.Conv1d(config.width, config.width, config.kernel, groups=config.width)
        self.norm = nn.LayerNorm(config.width)
        self.expand = MixedLinear(config.width, config.inner)
        self.reduce = MixedLinear(config.inner, config.width)
        self.dropout = ChannelDropout(config.dropout)

    def forward(self, steps: Tensor, mask: Tensor | None) -> Tensor:
        """[batch, steps, width]; `mask` [batch, steps, 1] zeroes padding so that it equals the end of the signal."""
        if mask is not None:
            steps = steps * mask
        mixed = self.depthwise(F.pad(steps.transpose(1, 2), (self.left, self.right))).transpose(1, 2)
        return steps + self.reduce(self.dropout(F.relu(self.expand(self.norm(mixed)))))


class PhoneNet(nn.Module):
    """Log-mel frames to log-posteriors of the two heads."""

    def __init__(self, config: PhoneNetConfig) -> None:
        super().__init__()
        self.config = config
        self.register_buffer("mean", torch.zeros(BANDS))
        self.register_buffer("scale", torch.ones(BANDS))
        self.embed = MixedLinear(BANDS * STACK, config.width)
        self.blocks = nn.ModuleList(Block(config, right) for right in config.right)
        self.norm = nn.LayerNorm(config.width)
        self.ctc = MixedLinear(config.width, OUTPUTS_PER_STEP * len(CLASSES))
        self.frame = MixedLinear(config.width, OUTPUTS_PER_STEP * len(CLASSES))
        with torch.no_grad():
            for block in self.blocks:
                block.reduce.weight.mul_((2.0 * len(config.right)) ** -0.5)

    def normalise(self, features: Tensor) -> Tensor:
        """Zero mean and unit variance per band over the training data."""
        return (features - self.mean) * self.scale

    def forward(self, normalised: Tensor, lengths: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Normalised features [batch, frames, 64] and steps per item → logits of both heads [batch, 2 · steps, 40]."""
        batch, frames, _ = normalised.shape
        steps = frames // STACK
        mask = None if lengths is None else (torch.arange(steps, device=normalised.device)[None] < lengths[:, None])[..., None].float()
        hidden = self.embed(normalised.reshape(batch, steps, STACK * BANDS))
        for block in self.blocks:
            hidden = block(hidden, mask)
        hidden = self.norm(hidden)
        shape = (batch, steps * OUTPUTS_PER_STEP, len(CLASSES))
        return self.ctc(hidden).reshape(shape), self.frame(hidden).reshape(shape)
