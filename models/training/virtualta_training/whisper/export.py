"""Writes a trained network as the ggml file that whisper.cpp and VirtualTA open.

    python3 -m virtualta_training.whisper.export --checkpoint WORK/whisper/checkpoint.pt --out ggml-NAME.bin [--type f16|q8_0]
"""
from __future__ import annotations

import argparse
import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
import torch

from ..legs import load_checkpoint
from .model import mel_filters
from .network import WhisperNet
from .seeded import BLOCK, Dimensions
from .train import LETTERS, small
from .vocabulary import Vocabulary

TYPES = {"f32": 0, "f16": 1, "q8_0": 8}
FILE_TYPES = {"f32": 0, "f16": 1, "q8_0": 7}
MAGIC = 0x67676D6C


def load_net(checkpoint: Path) -> tuple[WhisperNet, Vocabulary]:
    """A network and its vocabulary from a leg's checkpoint."""
    saved = load_checkpoint(checkpoint)["task"]
    vocabulary = Vocabulary(saved["tokens"])
    net = WhisperNet(small(saved["width"], saved["layers"]), vocabulary.classes, len(LETTERS))
    net.load_state_dict(saved["net"])
    return net.eval(), vocabulary


def tensors(net: WhisperNet, vocabulary: Vocabulary) -> dict[str, np.ndarray]:
    """All tensors of the file: the dense classes' embeddings at Whisper's numbers, zeros elsewhere."""
    found = {name: value.detach().float().numpy() for name, value in net.state_dict().items() if not name.startswith("letters")}
    dense = found["decoder.token_embedding.weight"]
    whole = np.zeros((net.size.vocabulary, net.size.width), np.float32)
    whole[[vocabulary.number(index) for index in range(vocabulary.classes)]] = dense
    found["decoder.token_embedding.weight"] = whole
    for conv in ("encoder.conv1.bias", "encoder.conv2.bias"):
        found[conv] = found[conv][:, None]
    return found


def q8_0(values: np.ndarray) -> bytes:
    """Blocks of 32: a half-precision scale and 32 signed bytes."""
    blocks = values.reshape(-1, BLOCK)
    scale = np.abs(blocks).max(1) / 127
    inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale > 0)
    packed = np.zeros(len(blocks), np.dtype([("scale", "<f2"), ("levels", "i1", BLOCK)]))
    packed["scale"], packed["levels"] = scale, np.rint(blocks * inverse[:, None])
    return packed.tobytes()


def write_tensor(file: BinaryIO, name: str, values: np.ndarray, kind: str) -> None:
    """One tensor: vectors and positions in single precision, convolutions at most halved, matrices in the file's type."""
    if values.ndim == 1 or name.endswith("bias") or "positional" in name:
        kind = "f32"
    elif values.ndim == 3 and kind == "q8_0":
        kind = "f16"
    file.write(struct.pack("<3i", values.ndim, len(name), TYPES[kind]))
    file.write(struct.pack(f"<{values.ndim}i", *reversed(values.shape)))
    file.write(name.encode())
    file.write(q8_0(values) if kind == "q8_0" else values.astype("<f4" if kind == "f32" else "<f2").tobytes())


def write(path: Path, size: Dimensions, tokens: list[bytes], found: dict[str, np.ndarray], kind: str) -> None:
    """Header, mel filters, tokens, tensors."""
    with open(path, "wb") as file:
        file.write(struct.pack(
            "<12i", MAGIC, size.vocabulary, size.audio_context, size.width, size.heads, size.layers,
            size.text_context, size.width, size.heads, size.layers, size.mels, FILE_TYPES[kind]))
        file.write(struct.pack("<2i", size.mels, 201))
        file.write(mel_filters(size.mels).numpy().astype("<f4").tobytes())
        file.write(struct.pack("<i", len(tokens)))
        for token in tokens:
            file.write(struct.pack("<i", len(token)) + token)
        for name, values in found.items():
            write_tensor(file, name, values, kind)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Export a small Whisper to ggml.")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--type", choices=sorted(TYPES), default="q8_0")
    options = parser.parse_args()
    net, vocabulary = load_net(options.checkpoint)
    write(options.out, net.size, vocabulary.tokens, tensors(net, vocabulary), options.type)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
