"""Fixed spectral analysis: mel filter banks, and the spectral front of the encoder.

Frame t is centred on sample t x hop, so that it and the decoder's window of frame t describe the same stretch of sound;
the encoder needs `window / 2` samples beyond the centre.
"""
from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

LOWEST_PITCH = 55.0  #: Hz, of pitch class 0
CLASSES_PER_OCTAVE = 40
LOG_FLOOR = 1e-5


def pitch_of_class(classes: np.ndarray | float) -> np.ndarray | float:
    """Hz of a pitch class; 128 classes reach to 496 Hz."""
    return LOWEST_PITCH * 2.0 ** (np.asarray(classes) / CLASSES_PER_OCTAVE)


def mel_filters(sample_rate: int, fft: int, mels: int, low: float = 20.0) -> np.ndarray:
    """Triangles on the HTK mel scale, each of unit sum, float32 [fft / 2 + 1, mels]."""
    top = sample_rate / 2
    edges = np.linspace(2595 * math.log10(1 + low / 700), 2595 * math.log10(1 + top / 700), mels + 2)
    hertz = 700 * (10 ** (edges / 2595) - 1)
    bins = np.arange(fft // 2 + 1) * sample_rate / fft
    rising = (bins[:, None] - hertz[:-2]) / (hertz[1:-1] - hertz[:-2])
    falling = (hertz[2:] - bins[:, None]) / (hertz[2:] - hertz[1:-1])
    filters = np.maximum(0.0, np.minimum(rising, falling))
    for index in np.flatnonzero(filters.sum(0) == 0):
        filters[int(round(hertz[index + 1] * fft / sample_rate)), index] = 1.0
    return (filters / filters.sum(0, keepdims=True)).astype(np.float32)


class SpectralFront(nn.Module):
    """Log-mel magnitudes and the generalised autocorrelation on a logarithmic grid of lags."""

    def __init__(self, sample_rate: int, hop: int, window: int, mels: int, lags: int) -> None:
        super().__init__()
        self.hop, self.window = hop, window
        self.low_bins = int(2500 * window / sample_rate)
        angle = 2 * np.pi * np.arange(self.low_bins)[:, None] * (sample_rate / pitch_of_class(np.arange(lags)))[None] / window
        self.register_buffer("shape", torch.hann_window(window, periodic=True), persistent=False)
        self.register_buffer("filters", torch.from_numpy(mel_filters(sample_rate, window, mels)), persistent=False)
        self.register_buffer("cosines", torch.from_numpy(np.cos(angle).astype(np.float32)), persistent=False)

    def forward(self, samples: Tensor) -> Tensor:
        """[batch, samples] -> [batch, samples / hop + 1, mels + lags]."""
        padded = F.pad(samples.float(), (self.window // 2, self.window // 2))
        frames = padded.unfold(1, self.window, self.hop) * self.shape
        spectrum = torch.fft.rfft(frames)
        magnitude = torch.sqrt(spectrum.real**2 + spectrum.imag**2 + 1e-12) * (2.0 / self.window)
        mel = torch.log(magnitude @ self.filters + LOG_FLOOR) * 0.25 + 2.0
        low = magnitude[..., : self.low_bins]
        return torch.cat([mel, 3.0 * (low @ self.cosines) / (low.sum(-1, keepdim=True) + 1e-4)], -1)
