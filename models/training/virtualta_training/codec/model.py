"""The codec: encoder, quantiser, decoder and the phone head of level 1."""
from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from .analysis import SpectralFront
from .configuration import CodecConfiguration
from .decoder import Decoder
from .layers import ConvNeXtStack, StridedConvolution
from .quantiser import Quantised, ResidualQuantiser


class CodecPass(NamedTuple):
    """Result of one training pass."""

    samples: Tensor  #: [batch, samples]
    pitch_logits: Tensor | None
    phone_logits: Tensor | None  #: [batch, frames, phones + 1], the blank last
    quantised: Quantised


class Encoder(nn.Module):
    """Samples -> [batch, frames, width]; frame t describes the sound around sample t x hop."""

    def __init__(self, configuration: CodecConfiguration) -> None:
        super().__init__()
        self.configuration = configuration
        if configuration.front == "spectral":
            self.front = SpectralFront(
                configuration.sample_rate, configuration.hop, configuration.window, configuration.mels, configuration.lags)
            inputs = configuration.mels + configuration.lags
        else:
            self.first = nn.Conv1d(1, configuration.channels[0], 7)
            self.strided = nn.ModuleList(
                StridedConvolution(before, after, stride)
                for before, after, stride in zip(configuration.channels, configuration.channels[1:], configuration.strides))
            inputs = configuration.channels[-1]
        self.stack = ConvNeXtStack(
            inputs, configuration.width, configuration.encoder_inner, configuration.encoder_blocks, configuration.kernel)

    def forward(self, samples: Tensor) -> Tensor:
        """[batch, samples], a whole number of hops -> [batch, samples / hop + 1, width]."""
        if self.configuration.front == "spectral":
            return self.stack(self.front(samples))
        padded = nn.functional.pad(samples, (6, self.configuration.hop))[:, None]
        hidden = self.first(padded)
        for layer in self.strided:
            hidden = layer(hidden)
        return self.stack(hidden.transpose(1, 2))


class PhoneHead(nn.Module):
    """Two causal blocks and a linear layer over level 1: keeps what is said in the first code (after PAST)."""

    def __init__(self, inputs: int, phones: int, width: int = 128) -> None:
        super().__init__()
        self.stack = ConvNeXtStack(inputs, width, 2 * width, 2, 7)
        self.leave = nn.Linear(width, phones + 1)

    def forward(self, first: Tensor) -> Tensor:
        """[batch, frames, inputs] -> logits [batch, frames, phones + 1]."""
        return self.leave(self.stack(first))


class Codec(nn.Module):
    """Everything that stage 1 trains."""

    def __init__(self, configuration: CodecConfiguration) -> None:
        super().__init__()
        self.configuration = configuration
        self.encoder = Encoder(configuration)
        self.quantiser = ResidualQuantiser(configuration.width, configuration.code_width, configuration.levels, configuration.codes)
        self.decoder = Decoder(configuration)
        self.phone_head = PhoneHead(configuration.code_width, configuration.phones) if configuration.phones else None

    def forward(self, samples: Tensor, pitch: Tensor | None = None, learn: bool = False, warm: bool = False) -> CodecPass:
        """[batch, samples] -> reconstruction and what the losses need. See `ResidualQuantiser.forward`."""
        quantised = self.quantiser(self.encoder(samples), learn, warm)
        decoded = self.decoder(quantised.output, pitch)
        phones = self.phone_head(quantised.first) if self.phone_head is not None else None
        return CodecPass(decoded.samples, decoded.pitch_logits, phones, quantised)

    @torch.no_grad()
    def encode(self, samples: Tensor) -> Tensor:
        """[batch, samples] -> codes [batch, samples / hop + 1, levels]."""
        return self.quantiser(self.encoder(samples)).codes

    @torch.no_grad()
    def decode(self, codes: Tensor, phase_index: Tensor | None = None, speaker: Tensor | None = None) -> Tensor:
        """Codes [batch, frames, levels or fewer] -> [batch, (frames - 1) * hop]; `speaker` see `Decoder.forward`."""
        return self.decoder(self.quantiser.look_up(codes), phase_index=phase_index, speaker=speaker).samples
