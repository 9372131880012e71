"""Reconstruction losses of stage 1."""
from __future__ import annotations

from typing import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .analysis import mel_filters


class SpectralLoss(nn.Module):
    """Log-mel L1 and log-magnitude L1 at several window lengths, hop a quarter of the window."""

    def __init__(self, sample_rate: int, windows: Sequence[int] = (256, 512, 1024, 2048), mels: Sequence[int] = (32, 48, 80, 128)) -> None:
        super().__init__()
        self.windows = list(windows)
        for window, bands in zip(windows, mels):
            self.register_buffer(f"shape_{window}", torch.hann_window(window), persistent=False)
            self.register_buffer(f"filters_{window}", torch.from_numpy(mel_filters(sample_rate, window, bands)), persistent=False)

    def magnitude(self, samples: Tensor, window: int) -> Tensor:
        """[batch, samples] -> [batch, frames, bins], scaled so that a full-scale sine is about 1."""
        shape = getattr(self, f"shape_{window}")
        spectrum = torch.stft(samples, window, window // 4, window=shape, center=True, return_complex=True)
        return torch.sqrt(spectrum.real**2 + spectrum.imag**2 + 1e-10).transpose(1, 2) * (4.0 / window)

    def forward(self, output: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        """Mel and magnitude loss, each averaged over the windows."""
        mel, linear = output.new_zeros(()), output.new_zeros(())
        for window in self.windows:
            filters = getattr(self, f"filters_{window}")
            with torch.no_grad():
                wanted = self.magnitude(target, window)
            got = self.magnitude(output, window)
            mel = mel + F.l1_loss(torch.log(got @ filters + 1e-4), torch.log(wanted @ filters + 1e-4))
            linear = linear + F.l1_loss(torch.log(got + 1e-3), torch.log(wanted + 1e-3)) + F.l1_loss(got, wanted) * 10.0
        return mel / len(self.windows), linear / len(self.windows)


def pitch_loss(logits: Tensor, classes: Tensor, voiced: Tensor) -> Tensor:
    """Cross-entropy against a narrow bell around the class (float, [batch, frames]); unvoiced frames count a tenth."""
    grid = torch.arange(logits.shape[-1], device=logits.device, dtype=torch.float32)
    bell = torch.exp(-0.5 * (grid - classes[..., None]) ** 2 / 0.8**2)
    bell = bell / bell.sum(-1, keepdim=True).clamp_min(1e-6)
    entropy = -(bell * torch.log_softmax(logits, -1)).sum(-1)
    weight = 0.1 + 0.9 * voiced
    return (entropy * weight).sum() / weight.sum()


def phone_losses(logits: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """Frame cross-entropy and CTC of the label sequence; `labels` [batch, frames], -1 where unknown, blank = last class."""
    if not bool((labels >= 0).any()):
        return logits.new_zeros(()), logits.new_zeros(())
    frame = F.cross_entropy(logits.float().flatten(0, 1), labels.flatten(), ignore_index=-1)
    blank = logits.shape[-1] - 1
    rows, targets = [], []
    for row, own in enumerate(labels.cpu()):  # on the CPU: one copy instead of a wait a row
        if bool((own >= 0).all()):
            rows.append(row)
            targets.append(torch.unique_consecutive(own))
    if not rows:
        return frame, logits.new_zeros(())
    chosen = torch.log_softmax(logits[rows].float(), -1).transpose(0, 1)
    lengths = torch.full((len(rows),), chosen.shape[0], dtype=torch.long)
    sizes = torch.tensor([len(target) for target in targets])
    ctc = F.ctc_loss(chosen, torch.cat(targets).to(logits.device), lengths, sizes, blank=blank, zero_infinity=True)
    return frame, ctc
