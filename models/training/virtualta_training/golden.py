"""Writes golden files for the C# tests: small random networks in single precision with inputs and PyTorch's outputs.

    python3 -m virtualta_training.golden --out ../../tests/golden
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from .codec.configuration import CONFIGURATIONS
from .codec.decoder import noise_phase_index
from .codec.model import Codec
from .codec.stage1 import load_codec
from .export import export_codec, export_speaker
from .speaker.model import SpeakerConfiguration, SpeakerEncoder

SEED = 7


def voice_like(samples: int) -> torch.Tensor:
    """A gliding buzz with noise, [samples]."""
    random = np.random.default_rng(3)
    time = np.arange(samples) / 16000
    turns = np.cumsum(120 + 60 * np.sin(2 * np.pi * 2 * time)) / 16000
    wave = 0.3 * (turns % 1.0 - 0.5) + 0.02 * random.standard_normal(samples)
    return torch.from_numpy((wave * (0.5 + 0.5 * np.sin(2 * np.pi * 3 * time))).astype(np.float32))


def codec_golden(model: Codec, frames: int) -> dict[str, np.ndarray]:
    """Input, codes, and the samples decoded from those codes."""
    samples = voice_like((frames - 1) * 320)
    phases = torch.from_numpy(noise_phase_index(SEED, np.arange(frames), 321))[None]
    with torch.no_grad():
        hidden = model.quantiser.enter(model.encoder(samples[None]))
        codes = model.encode(samples[None])
        decoded = model.decode(codes, phases)
    values = {"golden.samples": samples.numpy(), "golden.points": hidden[0].numpy(), "golden.codes": codes[0].numpy().astype(np.int32), "golden.decoded": decoded[0].numpy()}
    if model.configuration.decoder_speaker:
        vector = torch.nn.functional.normalize(torch.sin(torch.arange(model.configuration.decoder_speaker) * 1.7), dim=0)
        values |= {"golden.speaker": vector.numpy(), "golden.decoded_as": model.decode(codes, phases, vector[None])[0].numpy()}
    return values


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Golden files.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--codec", type=Path, default=None, help="checkpoint of the shipped codec: its golden values, without weights")
    parser.add_argument("--noise-yield", type=float, default=None, help="of the shipped codec, as it was exported")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name in ("test", "test-waveform"):
        torch.manual_seed(8)
        model = Codec(CONFIGURATIONS[name]).eval()
        with torch.no_grad():
            for parameter in model.decoder.head.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.05)
            if model.decoder.speaker is not None:
                model.decoder.speaker.weight.normal_(std=0.3)
        export_codec(model, options.out / f"codec-{name}.safetensors", "single", codec_golden(model, 24))
    torch.manual_seed(6)
    speaker = SpeakerEncoder(SpeakerConfiguration(width=32, inner=48, layers=2, outputs=16)).eval()
    samples = voice_like(48000)
    embedding = speaker.embed(samples)
    export_speaker(speaker, options.out / "speaker-test.safetensors", "single",
                   {"golden.samples": samples.numpy(), "golden.embedding": embedding.numpy()}, threshold=0.7)
    if options.codec is not None:
        from .safetensors import save

        save(options.out / "codec-shipped.safetensors", codec_golden(load_codec(options.codec, options.noise_yield), 51), {"kind": "golden"})


if __name__ == "__main__":
    main()
