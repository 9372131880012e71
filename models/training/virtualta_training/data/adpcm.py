"""IMA ADPCM in numpy: 4 bits a sample, blocks that are coded side by side so that no loop runs over samples of one block alone.

Layout: u32 sample count, then for all blocks i16 first sample, for all blocks u8 step index, then nibbles [blocks, BLOCK / 2].
"""
from __future__ import annotations

import struct

import numpy as np

BLOCK = 512
_STEPS = np.array([int(7 * 1.1 ** index) for index in range(89)], np.int64).clip(7, 32767)
_MOVES = np.array([-1, -1, -1, -1, 2, 4, 6, 8], np.int64)


def _apply(predicted: np.ndarray, index: np.ndarray, code: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    step = _STEPS[index]
    difference = (2 * (code & 7) + 1) * step // 8
    predicted = np.clip(predicted + np.where(code & 8, -difference, difference), -32768, 32767)
    return predicted, np.clip(index + _MOVES[code & 7], 0, 88)


def encode(samples: np.ndarray) -> bytes:
    """Codes int16 samples."""
    blocks = max(1, -(-len(samples) // BLOCK))
    padded = np.zeros(blocks * BLOCK, np.int64)
    padded[: len(samples)] = samples
    rows = padded.reshape(blocks, BLOCK)
    predicted = rows[:, 0].copy()
    jump = np.abs(np.diff(rows[:, :32], axis=1)).max(axis=1)
    index = np.searchsorted(_STEPS, np.maximum(jump, 7)).clip(0, 88)
    header = struct.pack("<I", len(samples)) + predicted.astype("<i2").tobytes() + index.astype(np.uint8).tobytes()
    codes = np.empty((blocks, BLOCK), np.int64)
    for column in range(BLOCK):
        difference = rows[:, column] - predicted
        magnitude = np.minimum(np.abs(difference) * 4 // _STEPS[index], 7)
        codes[:, column] = magnitude | np.where(difference < 0, 8, 0)
        predicted, index = _apply(predicted, index, codes[:, column])
    return header + (codes[:, 0::2] | (codes[:, 1::2] << 4)).astype(np.uint8).tobytes()


def decode(data: bytes) -> np.ndarray:
    """int16 samples of coded bytes."""
    count = struct.unpack("<I", data[:4])[0]
    blocks = max(1, -(-count // BLOCK))
    predicted = np.frombuffer(data, "<i2", blocks, 4).astype(np.int64)
    index = np.frombuffer(data, np.uint8, blocks, 4 + 2 * blocks).astype(np.int64)
    packed = np.frombuffer(data, np.uint8, blocks * BLOCK // 2, 4 + 3 * blocks).reshape(blocks, BLOCK // 2)
    codes = np.empty((blocks, BLOCK), np.int64)
    codes[:, 0::2], codes[:, 1::2] = packed & 15, packed >> 4
    samples = np.empty((blocks, BLOCK), np.int16)
    for column in range(BLOCK):
        predicted, index = _apply(predicted, index, codes[:, column])
        samples[:, column] = predicted
    return samples.reshape(-1)[:count]
