"""Discriminators of stage 2: three spectrogram resolutions (UnivNet's MRSD) and a small multi-period one (HiFi-GAN)."""
from __future__ import annotations

from typing import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..products import convolve

NARROW_WINDOWS = (256, 512, 1024)
_WEIGHT_NORM = getattr(nn.utils, "weight_norm", None) or nn.utils.parametrizations.weight_norm


class NarrowConvolution(nn.Conv2d):
    """A convolution whose products are narrow where the processor has them; it begins without shrinking what passes, as torch's own does."""

    def reset_parameters(self) -> None:
        """See base."""
        nn.init.kaiming_normal_(self.weight, a=0.1)
        nn.init.zeros_(self.bias)

    def forward(self, values: Tensor) -> Tensor:
        """See base."""
        return convolve(values, self.weight, self.bias, self.stride, self.padding)


class SpectrogramDiscriminator(nn.Module):
    """2-D convolutions over one magnitude spectrogram.

    `narrow`, for a CPU: the first layer already halves the frequencies, and log magnitudes, which show over-smoothed valleys
    between the harmonics at once."""

    def __init__(self, window: int, channels: int, narrow: bool = False) -> None:
        super().__init__()
        self.window, self.narrow = window, narrow
        self.register_buffer("shape", torch.hann_window(window), persistent=False)
        norm, kind = _WEIGHT_NORM, NarrowConvolution if narrow else nn.Conv2d
        self.layers = nn.ModuleList([
            norm(kind(1, channels, (3, 9), stride=(1, 2 if narrow else 1), padding=(1, 4))),
            *(norm(kind(channels, channels, (3, 9), stride=(1, 2), padding=(1, 4))) for _ in range(3)),
            norm(kind(channels, channels, (3, 3), padding=(1, 1)))])
        self.leave = norm(kind(channels, 1, (3, 3), padding=(1, 1)))

    def forward(self, samples: Tensor) -> tuple[Tensor, list[Tensor]]:
        """[batch, samples] -> (scores, features)."""
        spectrum = torch.stft(samples, self.window, self.window // 4, window=self.shape, return_complex=True)
        magnitude = torch.sqrt(spectrum.real**2 + spectrum.imag**2 + 1e-9)
        hidden = torch.log(magnitude * (4.0 / self.window) + 1e-3) * 0.5 + 2.0 if self.narrow else torch.log1p(magnitude)
        hidden = hidden.transpose(1, 2)[:, None]
        features = []
        for layer in self.layers:
            hidden = F.leaky_relu(layer(hidden), 0.1)
            features.append(hidden.float())
        return self.leave(hidden).float().flatten(1), features


class PeriodDiscriminator(nn.Module):
    """2-D convolutions over samples folded by a period."""

    def __init__(self, period: int, channels: int) -> None:
        super().__init__()
        self.period = period
        norm, sizes = _WEIGHT_NORM, [1, channels, 2 * channels, 4 * channels, 4 * channels]
        self.layers = nn.ModuleList(
            norm(nn.Conv2d(before, after, (5, 1), stride=(3, 1), padding=(2, 0))) for before, after in zip(sizes, sizes[1:]))
        self.leave = norm(nn.Conv2d(sizes[-1], 1, (3, 1), padding=(1, 0)))

    def forward(self, samples: Tensor) -> tuple[Tensor, list[Tensor]]:
        """[batch, samples] -> (scores, features)."""
        extra = -samples.shape[1] % self.period
        hidden = F.pad(samples[:, None], (0, extra), "reflect").unflatten(2, (-1, self.period))
        features = []
        for layer in self.layers:
            hidden = F.leaky_relu(layer(hidden), 0.1)
            features.append(hidden)
        return self.leave(hidden).flatten(1), features


class FrameDiscriminator(nn.Module):
    """Convolutions over time whose channels are the bins of one spectrogram: a hundredth of the work of two dimensions,
    for training on a CPU."""

    def __init__(self, window: int, channels: int) -> None:
        super().__init__()
        self.window = window
        self.register_buffer("shape", torch.hann_window(window), persistent=False)
        norm, sizes = _WEIGHT_NORM, [window // 2 + 1, channels, channels, channels]
        self.layers = nn.ModuleList(
            norm(nn.Conv1d(before, after, 3, padding=dilation, dilation=dilation)) for before, after, dilation in zip(sizes, sizes[1:], (1, 2, 4)))
        self.leave = norm(nn.Conv1d(channels, 1, 3, padding=1))

    def forward(self, samples: Tensor) -> tuple[Tensor, list[Tensor]]:
        """[batch, samples] -> (scores, features)."""
        spectrum = torch.stft(samples, self.window, self.window // 4, window=self.shape, return_complex=True)
        hidden = torch.log(torch.sqrt(spectrum.real**2 + spectrum.imag**2 + 1e-9) * (4.0 / self.window) + 1e-3) * 0.5 + 2.0
        features = []
        for layer in self.layers:
            hidden = F.leaky_relu(layer(hidden), 0.1)
            features.append(hidden)
        return self.leave(hidden).flatten(1), features


class Discriminators(nn.Module):
    """All of them; `kind` "flat" takes the cheap ones over time in place of those over time and frequency, "narrow" those over
    time and frequency alone, made for a CPU with bf16 products."""

    def __init__(self, windows: Sequence[int] = (512, 1024, 2048), channels: int = 32, periods: Sequence[int] = (2, 3, 5, 7, 11), period_channels: int = 16, kind: str = "full") -> None:
        super().__init__()
        if kind not in ("full", "flat", "narrow"):
            raise ValueError(f"discriminators are full, flat or narrow, not {kind}")
        if kind == "flat":
            self.all = nn.ModuleList(FrameDiscriminator(window, channels) for window in windows)
            return
        if kind == "narrow":
            self.all = nn.ModuleList(SpectrogramDiscriminator(window, channels, True) for window in NARROW_WINDOWS)
            return
        self.all = nn.ModuleList([
            *(SpectrogramDiscriminator(window, channels) for window in windows), *(PeriodDiscriminator(period, period_channels) for period in periods)])

    def forward(self, samples: Tensor) -> list[tuple[Tensor, list[Tensor]]]:
        """One (scores, features) each."""
        return [one(samples) for one in self.all]


def discriminator_loss(real: Sequence[tuple[Tensor, list[Tensor]]], fake: Sequence[tuple[Tensor, list[Tensor]]]) -> Tensor:
    """Relativistic and paired (Jolicoeur-Martineau 2018): each place of the real speech shall score above the same place of its copy.

    What is said cancels out, so that even small discriminators tell the two apart within two hundred steps; by least squares,
    which compares with other speech, they still guessed after three hundred."""
    return sum(F.softplus(b[0] - a[0]).mean() for a, b in zip(real, fake)) / len(real)


def generator_losses(real: Sequence[tuple[Tensor, list[Tensor]]], fake: Sequence[tuple[Tensor, list[Tensor]]]) -> tuple[Tensor, Tensor]:
    """(adversarial, feature matching relative to the size of the real features)."""
    adversarial = sum(F.softplus(a[0].detach() - b[0]).mean() for a, b in zip(real, fake)) / len(fake)
    matching = sum(sum((x.detach() - y).abs().mean() / x.detach().abs().mean().clamp_min(1e-3) for x, y in zip(a[1], b[1])) / len(a[1])
                   for a, b in zip(real, fake)) / len(fake)
    return adversarial, matching
