"""Prints what the shipped network says of four made-up sounds: the expected values of PauseNetworkTests.

    python3 -m virtualta_training.turns.golden --weights src/VirtualTA.Core/Listening/end-of-turn.txt
"""
from __future__ import annotations

import argparse
import base64
from pathlib import Path

import numpy as np
import torch

from .features import WINDOW, activity, describe, pauses, track
from .model import PauseNet


def read(path: Path) -> PauseNet:
    """The network of a file of `train`."""
    tensors = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            name, shape, data = line.split(" ")
            tensors[name] = torch.from_numpy(np.frombuffer(base64.b64decode(data), "<f4").copy().reshape([int(size) for size in shape.split(",")]))
    net = PauseNet()
    net.load_state_dict(tensors)
    return net.eval()


def voice(seconds: float, first: float, last: float) -> np.ndarray:
    """A buzz of five harmonics that glides from one pitch to another and fades over its last fifth, then 0.3 s of nothing."""
    count = int(seconds * 16000)
    time = np.arange(count) / count
    phase = 2 * np.pi * np.cumsum(first + (last - first) * time) / 16000
    fade = np.minimum(1, (1 - time) * 5)
    wave = sum(np.sin(harmonic * phase) / harmonic for harmonic in range(1, 6))
    return np.concatenate([np.zeros(4800), np.trunc(4000 * fade * wave), np.zeros(4800)]).astype(np.int16)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Print golden values of the end-of-turn network.")
    parser.add_argument("--weights", type=Path, required=True)
    net = read(parser.parse_args().weights)
    for seconds, first, last in ((1.0, 200, 120), (1.0, 150, 150), (2.0, 120, 220), (0.5, 240, 180)):
        heard = track(voice(seconds, first, last))
        active, begun = activity(heard.level)
        last_active, _ = pauses(active, begun)[-1]
        with torch.no_grad():
            print(f"{seconds}, {first}, {last}: {net(torch.from_numpy(describe(heard, active, last_active))[None]).item():.3f} at window {(last_active + 1)}, {WINDOW} samples each")


if __name__ == "__main__":
    main()
