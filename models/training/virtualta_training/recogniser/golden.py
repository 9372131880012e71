"""Golden tensors for the engine's phone network: a small network with random weights, its input and its float32 outputs.

    python3 -m virtualta_training.recogniser.golden tests/golden/recogniser
"""
from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch

from .export import tensors_of, write_safetensors
from .features import log_mel
from .model import MixedLinear, PhoneNet, PhoneNetConfig


def signal(samples: int) -> np.ndarray:
    """A fixed int16 signal with tones, a sweep and noise, of a length that is not a multiple of anything."""
    time = np.arange(samples) / 16_000
    noise = np.random.default_rng(5).normal(0, 0.02, samples)
    tone = 0.2 * np.sin(2 * np.pi * (180 + 900 * time) * time) + 0.1 * np.sin(2 * np.pi * 2_300 * time) * (np.sin(9 * time) > 0)
    return np.rint((tone + noise) * 32767).astype(np.int16)


def main() -> None:
    """Command line: write the files."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    MixedLinear.reduced = False
    torch.manual_seed(7)
    net = PhoneNet(PhoneNetConfig(width=48, inner=96, kernel=5, right=(1, 0, 1))).eval()
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.ndim == 1:
                parameter.add_(0.1 * torch.randn_like(parameter))
    samples = signal(20_011)
    features = log_mel(samples)
    net.mean.copy_(torch.from_numpy(features.mean(0)))
    net.scale.copy_(torch.from_numpy(1 / features.std(0)))
    with torch.no_grad():
        ctc, frame = (head[0].log_softmax(-1).numpy() for head in net(net.normalise(torch.from_numpy(features))[None]))
    prior = np.full(40, 1 / 40)
    for name, eight_bit in (("small-single", False), ("small-int8", True)):
        tensors, metadata = tensors_of(net, prior, eight_bit)
        write_safetensors(folder / f"{name}.safetensors", tensors, metadata)
    # The signal as float32 holds int16 values exactly.
    write_safetensors(folder / "small-expected.safetensors",
                      {"samples": samples.astype(np.float32), "features": features, "ctc": ctc, "frame": frame}, {"kind": "golden"})


if __name__ == "__main__":
    main()
