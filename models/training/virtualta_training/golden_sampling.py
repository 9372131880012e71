"""Golden file of drawing codes and moving the pointer: logits, the engine's numbers of chance, and what follows from them.

    python3 -m virtualta_training.golden_sampling --out ../../tests/golden
"""
from __future__ import annotations

import argparse
from pathlib import Path
from typing import Callable

import numpy as np
import torch

from .safetensors import save
from .voice.durations import PointerGuard, expected_steps, most_steps
from .voice.sampling import sample
from .voice.symbols import BOUNDARY, INDEX, PUNCTUATION, SYMBOLS

STEPS, CODES, SEED, TEMPERATURE = 240, 40, 11, 0.8
MASK = (1 << 64) - 1


def uniform(seed: int) -> Callable[[], float]:
    """xoshiro256** seeded by splitmix64, as `SeededRandom` of the engine."""
    state, source = [], seed
    for _ in range(4):
        source = (source + 0x9E3779B97F4A7C15) & MASK
        value = ((source ^ (source >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
        state.append(value ^ (value >> 31))

    def rotate(value: int, bits: int) -> int:
        return ((value << bits) | (value >> (64 - bits))) & MASK

    def draw() -> float:
        result = (rotate((state[1] * 5) & MASK, 7) * 9) & MASK
        shifted = (state[1] << 17) & MASK
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= shifted
        state[3] = rotate(state[3], 45)
        return (result >> 11) / (1 << 53)

    return draw


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Golden file of sampling.")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    random, draw = np.random.default_rng(6), uniform(SEED)
    logits = (random.standard_normal((STEPS, 2, CODES)) * 1.5).astype(np.float32)
    logits[::3, :, 5] += 4  # a code that would be repeated
    advance = (random.standard_normal((STEPS, 3)) + np.array([3.0, 0.0, -1.0])).astype(np.float32)
    names = ["HH", "AH0", "L", "OW1", ",", "W", "ER1", "L", "D", BOUNDARY, "S", "IY1", "."] * 20
    symbols = [INDEX[name] for name in names]
    recent: list[list[int]] = [[], []]
    tokens, places = [], []
    guard, place = PointerGuard(), 0
    guard.begin(symbols)
    for step in range(STEPS):
        drawn = [sample(torch.from_numpy(logits[step, slot] / np.float32(TEMPERATURE)), recent[slot], draw) for slot in range(2)]
        for slot in range(2):
            recent[slot].append(drawn[slot])
        chances = np.exp(advance[step].astype(np.float64))
        move = min(2, int((np.cumsum(chances / chances.sum()) <= draw()).sum()))
        tokens.append(drawn)
        places.append(place)
        place += guard.move(symbols[place], move, False)
    known = [name for name in SYMBOLS[1:] if name not in PUNCTUATION or name in ("_", ",", ".", "?", "!", ";", ":", "-")]
    save(options.out / "voice-sampling.safetensors", {
        "logits": logits, "advance": advance, "tokens": np.array(tokens, np.int32), "places": np.array(places, np.int32),
        "symbols": np.array(symbols, np.int32), "most_steps": np.array([most_steps(INDEX[name]) for name in known], np.int32),
        "expected": np.array([expected_steps([INDEX[name]]) for name in known], np.float32), "forced": np.array([guard.forced], np.int32),
    }, {"kind": "golden", "names": " ".join(known), "said": " ".join(names), "seed": str(SEED), "temperature": str(TEMPERATURE)})


if __name__ == "__main__":
    main()
