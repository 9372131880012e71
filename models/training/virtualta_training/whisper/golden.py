"""Golden tensors of seeded models of every variant and weight type.

    python3 -m virtualta_training.whisper.golden ../../tests/golden/whisper/seeded.safetensors

Run in models/training.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch

from ..golden_neural import write_safetensors
from .model import decode, encode, log_mel
from .seeded import Dimensions, audio, shapes, tensor

VARIANTS = {
    "english-f32": (Dimensions(51864), "f32"),
    "multilingual-f16": (Dimensions(51865), "f16"),
    "v3-f16": (Dimensions(51866, mels=128), "f16"),
    **{f"multilingual-{kind}": (Dimensions(51865), kind) for kind in ("q4_0", "q4_1", "q5_0", "q5_1", "q8_0")},
}
TEXT = [500, 1000, 1500]
STEPS = 8


def start(size: Dimensions) -> list[int]:
    if size.vocabulary == 51864:
        return [50257, 50362]
    shift = size.vocabulary - 51865
    return [50258, 50259, 50359 + shift, 50363 + shift]


@torch.no_grad()
def variant(size: Dimensions, kind: str) -> dict[str, torch.Tensor]:
    weights = {name: torch.from_numpy(tensor(name, shape, kind)) for name, shape in shapes(size).items()}
    samples = torch.from_numpy(audio(4.0))
    mel = log_mel(samples, size.mels, size.audio_context)
    heard = encode(mel, weights, size)
    short = encode(log_mel(samples, size.mels, 230), weights, size)
    prompt = start(size) + TEXT
    logits, cross = decode(prompt, heard, weights, size)
    tokens = list(prompt)
    for _ in range(STEPS):
        tokens.append(int(decode(tokens, heard, weights, size)[0][-1].argmax()))
    return {
        "mel": mel[::97].contiguous(),
        "encoder": heard[::101].contiguous(),
        "short": short[::13].contiguous(),
        "logits": logits[:, ::211].contiguous(),
        "cross": cross[:, :, -1, ::37].contiguous(),
        "tokens": torch.tensor(tokens, dtype=torch.int32),
    }


if __name__ == "__main__":
    tensors = {f"{name}.{key}": value for name, (size, kind) in VARIANTS.items() for key, value in variant(size, kind).items()}
    write_safetensors(Path(sys.argv[1]), tensors, {"script": "models/training/virtualta_training/whisper/golden.py"})
