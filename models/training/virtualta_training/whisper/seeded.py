"""Weights made from names and positions by a hash, so that C# and Python build the same models without a file between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

BLOCK = 32
QUANTISED = {"q4_0": 18, "q4_1": 20, "q5_0": 22, "q5_1": 24, "q8_0": 34}


@dataclass(frozen=True)
class Dimensions:
    """Sizes of a model; the other members of the file's header follow from them."""

    vocabulary: int
    mels: int = 80
    audio_context: int = 1500
    text_context: int = 448
    width: int = 32
    heads: int = 2
    layers: int = 2


def fnv1a(name: str) -> int:
    value = 2166136261
    for byte in name.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def hashes(name: str, count: int) -> np.ndarray:
    """The first `count` 32-bit hashes of a name."""
    with np.errstate(over="ignore"):
        x = np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(fnv1a(name))
        x ^= x >> np.uint32(16)
        x *= np.uint32(0x7FEB352D)
        x ^= x >> np.uint32(15)
        x *= np.uint32(0x846CA68B)
        x ^= x >> np.uint32(16)
    return x


def uniform(name: str, count: int) -> np.ndarray:
    """Numbers in -1..1, double precision."""
    return hashes(name, count).astype(np.float64) / 2**31 - 1


def shapes(size: Dimensions) -> dict[str, tuple[int, ...]]:
    """All tensors of a model."""
    width = size.width
    found: dict[str, tuple[int, ...]] = {
        "encoder.positional_embedding": (size.audio_context, width),
        "encoder.conv1.weight": (width, size.mels, 3),
        "encoder.conv1.bias": (width,),
        "encoder.conv2.weight": (width, width, 3),
        "encoder.conv2.bias": (width,),
        "encoder.ln_post.weight": (width,),
        "encoder.ln_post.bias": (width,),
        "decoder.token_embedding.weight": (size.vocabulary, width),
        "decoder.positional_embedding": (size.text_context, width),
        "decoder.ln.weight": (width,),
        "decoder.ln.bias": (width,),
    }
    for side, attentions in (("encoder", ("attn",)), ("decoder", ("attn", "cross_attn"))):
        for layer in range(size.layers):
            block = f"{side}.blocks.{layer}"
            for attention in attentions:
                for part in ("query", "key", "value", "out"):
                    found[f"{block}.{attention}.{part}.weight"] = (width, width)
                    if part != "key":
                        found[f"{block}.{attention}.{part}.bias"] = (width,)
            for norm in (*(f"{attention}_ln" for attention in attentions), "mlp_ln"):
                found[f"{block}.{norm}.weight"] = (width,)
                found[f"{block}.{norm}.bias"] = (width,)
            found[f"{block}.mlp.0.weight"] = (4 * width, width)
            found[f"{block}.mlp.0.bias"] = (4 * width,)
            found[f"{block}.mlp.2.weight"] = (width, 4 * width)
            found[f"{block}.mlp.2.bias"] = (width,)
    return found


def blocks(name: str, count: int, kind: str) -> np.ndarray:
    """Values of a quantised tensor whose blocks are hashes, decoded as the format defines."""
    n = count // BLOCK
    scale = ((uniform(name + "/scale", n) + 2) * (0.002 if kind == "q8_0" else 0.03)).astype(np.float16).astype(np.float32)
    minimum = (uniform(name + "/minimum", n) * 0.3 - 0.3).astype(np.float16).astype(np.float32)
    raw = (hashes(name + "/bytes", n * BLOCK) & np.uint32(0xFF)).astype(np.int32).reshape(n, BLOCK)
    if kind == "q8_0":
        levels = np.where(raw > 127, raw - 256, raw)
        return (scale[:, None] * levels.astype(np.float32)).reshape(-1)
    half = raw[:, : BLOCK // 2]
    levels = np.concatenate((half & 15, half >> 4), axis=1)
    if kind.startswith("q5"):
        fifth = hashes(name + "/fifth", n)
        bits = (fifth[:, None] >> np.arange(BLOCK, dtype=np.uint32)) & np.uint32(1)
        levels = levels | (bits.astype(np.int32) << 4)
    if kind.endswith("_0"):
        centred = levels - (16 if kind == "q5_0" else 8)
        return (scale[:, None] * centred.astype(np.float32)).reshape(-1)
    product = scale[:, None] * levels.astype(np.float32)
    return (product + minimum[:, None]).reshape(-1)


def tensor(name: str, shape: tuple[int, ...], kind: str) -> np.ndarray:
    """One tensor: vectors and positions in single precision, convolutions at most halved, matrices in the model's type."""
    count = int(np.prod(shape))
    is_norm = ".ln" in name or "_ln" in name
    if len(shape) == 1 or "positional" in name:
        values = uniform(name, count) * 0.3 + (1.0 if is_norm and name.endswith("weight") else 0.0)
        return values.astype(np.float32).reshape(shape)
    if kind in QUANTISED and len(shape) == 2:
        return blocks(name, count, kind).reshape(shape)
    fan = int(np.prod(shape[1:]))
    scale = 1.0 if "token_embedding" in name else 2.0
    values = (uniform(name, count) * (scale / np.sqrt(fan))).astype(np.float32)
    return (values if kind == "f32" else values.astype(np.float16).astype(np.float32)).reshape(shape)


def audio(seconds: float) -> np.ndarray:
    """A clip of three tones that come and go, and a little noise."""
    n = np.arange(int(seconds * 16000), dtype=np.float64)
    tones = sum(0.2 * np.sin(2 * np.pi * hz * n / 16000) * np.sin(2 * np.pi * n / 16000 * rate) for hz, rate in ((220, 1.5), (730, 2.5), (2400, 0.7)))
    return (tones + 0.01 * uniform("noise", len(n))).astype(np.float32)
