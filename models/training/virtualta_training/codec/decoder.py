"""Decoder: causal ConvNeXt at frame rate and an inverse DFT head (Vocos), optionally on a harmonic excitation.

Frame t fills the window [(t - 1) hop, (t + 1) hop); windows overlap by half, so segment t - 1 is complete at frame t.
"""
from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..products import linear
from .analysis import CLASSES_PER_OCTAVE, LOWEST_PITCH
from .configuration import CodecConfiguration
from .layers import ConvNeXtStack

PHASES = 256  #: distinct phases of the noise
HARMONIC_TOP = 0.475  #: of the sample rate: harmonics above are left out
NOISE_LEFT = 0.1  #: of the noise of a bin, however much louder the voice is there


class Decoded(NamedTuple):
    """Result of one pass."""

    samples: Tensor  #: [batch, (frames - 1) * hop]
    pitch_logits: Tensor | None  #: [batch, frames, lags]


def noise_phase_index(seed: int, frame: np.ndarray, bins: int) -> np.ndarray:
    """The phase (0 to 255) of each bin of frame numbers [n] -> int64 [n, bins]; a hash, equal in every implementation."""
    state = (np.asarray(frame, dtype=np.uint64)[:, None] * np.uint64(bins) + np.arange(bins, dtype=np.uint64)) & np.uint64(0xFFFFFFFF)
    state = (state ^ np.uint64(seed & 0xFFFFFFFF)) * np.uint64(0x9E3779B1) & np.uint64(0xFFFFFFFF)
    state = (state ^ (state >> np.uint64(15))) * np.uint64(0x85EBCA77) & np.uint64(0xFFFFFFFF)
    state = (state ^ (state >> np.uint64(13))) * np.uint64(0xC2B2AE3D) & np.uint64(0xFFFFFFFF)
    return ((state >> np.uint64(16)) & np.uint64(PHASES - 1)).astype(np.int64)


def expected_pitch(logits: Tensor, reach: int = 3) -> Tensor:
    """Pitch class by the mean around the most probable class, [batch, frames, lags] -> [batch, frames]."""
    best = logits.argmax(-1, keepdim=True)
    offsets = torch.arange(-reach, reach + 1, device=logits.device)
    index = (best + offsets).clamp(0, logits.shape[-1] - 1)
    weights = torch.softmax(logits.gather(-1, index).float(), -1)
    return (weights * index).sum(-1)


def pitch_in_hertz(classes: Tensor) -> Tensor:
    """Hz of pitch classes, rounded to a 64th of a class (half a cent): rounding errors of one engine or another would
    otherwise grow into phase errors of the upper harmonics."""
    rounded = torch.round(classes * 64).double() / 64
    return (LOWEST_PITCH * torch.pow(2.0, rounded / CLASSES_PER_OCTAVE)).float()


class PulseTrain(nn.Module):
    """Band-limited pulses of unit power whose pitch moves linearly from frame to frame."""

    def __init__(self, sample_rate: int, hop: int) -> None:
        super().__init__()
        self.sample_rate, self.hop = sample_rate, hop
        self.register_buffer("ramp", (torch.arange(hop, dtype=torch.float32) + 1) / hop, persistent=False)

    def forward(self, pitch: Tensor, start: Tensor | None = None) -> Tensor:
        """Pitch [batch, frames] in Hz (a frame before the first is taken equal to it) -> [batch, frames * hop]."""
        before = torch.cat([pitch[:, :1], pitch[:, :-1]], 1)
        hertz = before[..., None] + (pitch - before)[..., None] * self.ramp
        turns = torch.cumsum(hertz.double().flatten(1) / self.sample_rate, 1)
        if start is not None:
            turns = turns + start[:, None]
        angle = ((turns - torch.floor(turns)) * (2 * math.pi)).float()
        count = torch.floor(HARMONIC_TOP * self.sample_rate / pitch)[..., None].expand(-1, -1, self.hop).flatten(1)
        half = torch.sin(0.5 * angle)
        safe = torch.where(half.abs() < 1e-4, torch.full_like(half, 1e-4), half)
        train = torch.where(half.abs() < 1e-4, count, 0.5 * torch.sin((count + 0.5) * angle) / safe - 0.5)
        return train * torch.sqrt(2.0 / count)


class Decoder(nn.Module):
    """Codes' vectors -> samples.

    What the decoder takes for noise is in part its doubt where the harmonics are. Where it is not told whose voice it is, the noise
    of a bin yields to the voice there by the gain of a Wiener filter, noise² / (noise² + noise_yield · voice²), but never below
    `NOISE_LEFT`. A speaker is known by the noise of the voice too, so that of a told one stays. Training does without: the
    discriminators would make the decoder take it back.
    """

    def __init__(self, configuration: CodecConfiguration) -> None:
        super().__init__()
        self.configuration = configuration
        width, bins = configuration.decoder_width, configuration.hop + 1
        self.stack = ConvNeXtStack(
            configuration.width, width, configuration.decoder_inner, configuration.decoder_blocks, configuration.kernel)
        self.speaker = nn.Linear(configuration.decoder_speaker, width, bias=False) if configuration.decoder_speaker else None
        if self.speaker is not None:
            nn.init.zeros_(self.speaker.weight)
        self.harmonic = configuration.excitation == "harmonic"
        self.head = nn.Linear(width, 3 * bins if self.harmonic else 2 * bins)
        nn.init.normal_(self.head.weight, std=0.01)
        nn.init.constant_(self.head.bias[: (2 if self.harmonic else 1) * bins], -4.0)
        self.register_buffer("shape", torch.hann_window(configuration.fft, periodic=True).sqrt(), persistent=False)
        if self.harmonic:
            self.pitch = nn.Linear(width, configuration.lags)
            self.pulses = PulseTrain(configuration.sample_rate, configuration.hop)

    def forward(self, vectors: Tensor, pitch: Tensor | None = None, phase_index: Tensor | None = None, speaker: Tensor | None = None) -> Decoded:
        """[batch, frames, width] -> samples. `pitch` [batch, frames] (Hz) overrides the predicted one;
        `phase_index` [batch, frames, bins] fixes the noise, otherwise it is drawn. `speaker` [batch, decoder_speaker]: whose voice
        it is; zeros or nothing where that is not known."""
        if speaker is not None and self.speaker is None:
            raise ValueError("this decoder knows no speakers: its configuration has decoder_speaker 0")
        hidden = self.stack(vectors, None if speaker is None else self.speaker(speaker))
        values = (linear(hidden, self.head.weight) + self.head.bias).float()
        bins, fft = self.configuration.hop + 1, self.configuration.fft
        if not self.harmonic:
            magnitude = torch.exp(values[..., :bins].clamp(-14.0, 4.0))
            spectrum = torch.polar(magnitude, values[..., bins:])
            return Decoded(self._overlap(spectrum), None)
        logits = self.pitch(hidden).float()
        if pitch is None:
            pitch = pitch_in_hertz(expected_pitch(logits.detach()))
        train = F.pad(self.pulses(pitch), (self.configuration.hop, 0))
        excitation = torch.fft.rfft(train.unfold(1, fft, self.configuration.hop) * self.shape) * (fft / 2) ** -0.5
        if phase_index is None:
            phase_index = torch.randint(0, PHASES, (*vectors.shape[:2], bins), device=vectors.device)
        noise_angle = phase_index.float() * (2 * math.pi / PHASES)
        harmonic = torch.polar(torch.exp(values[..., :bins].clamp(-14.0, 4.0)), values[..., 2 * bins :])
        magnitude = torch.exp(values[..., bins : 2 * bins].clamp(-14.0, 4.0))
        if self.configuration.noise_yield and speaker is None and not self.training:
            magnitude = magnitude * (NOISE_LEFT + (1 - NOISE_LEFT) / (1 + self.configuration.noise_yield * (harmonic.abs() / magnitude) ** 2))
        return Decoded(self._overlap(excitation * harmonic + torch.polar(magnitude, noise_angle)), logits)

    def _overlap(self, spectrum: Tensor) -> Tensor:
        """[batch, frames, bins] -> [batch, (frames - 1) * hop]."""
        hop, fft = self.configuration.hop, self.configuration.fft
        frames = torch.fft.irfft(spectrum, fft) * (self.shape * fft**0.5)
        return (frames[:, :-1, hop:] + frames[:, 1:, :hop]).flatten(1)
