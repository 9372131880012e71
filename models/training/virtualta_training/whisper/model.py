"""The network, written from the paper's description."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from .seeded import Dimensions

Weights = dict[str, Tensor]


def mel_filters(mels: int) -> Tensor:
    """Slaney-style filters with equal areas for 201 bins of 16 kHz audio, [mels, 201]."""

    def to_hz(mel: Tensor) -> Tensor:
        return torch.where(mel < 15, mel * (200 / 3), 1000 * torch.exp((mel - 15) * (torch.log(torch.tensor(6.4, dtype=torch.float64)) / 27)))

    top = 15 + torch.log(torch.tensor(8.0, dtype=torch.float64)) / (torch.log(torch.tensor(6.4, dtype=torch.float64)) / 27)
    edges = to_hz(torch.linspace(0, 1, mels + 2, dtype=torch.float64) * top)
    bins = torch.arange(201, dtype=torch.float64) * 40
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    triangles = torch.minimum(rising, falling).clamp(min=0)
    return (triangles * (2 / (edges[2:] - edges[:-2]))[:, None]).float()


def log_mel(samples: Tensor, mels: int, positions: int) -> Tensor:
    """[2 * positions, mels]."""
    padded = torch.zeros(positions * 320)
    padded[: len(samples)] = samples[: len(padded)]
    spectrum = torch.stft(padded, 400, 160, window=torch.hann_window(400), return_complex=True)
    power = spectrum[:, :-1].abs() ** 2
    logs = (mel_filters(mels) @ power).clamp(min=1e-10).log10()
    return ((torch.maximum(logs, logs.max() - 8) + 4) / 4).T


def norm(x: Tensor, weights: Weights, name: str) -> Tensor:
    return functional.layer_norm(x, x.shape[-1:], weights[name + ".weight"], weights[name + ".bias"])


def attend(x: Tensor, source: Tensor, weights: Weights, name: str, heads: int, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
    def split(t: Tensor) -> Tensor:
        return t.view(len(t), heads, -1).transpose(0, 1)

    query = split(x @ weights[name + ".query.weight"].T + weights[name + ".query.bias"])
    key = split(source @ weights[name + ".key.weight"].T)
    value = split(source @ weights[name + ".value.weight"].T + weights[name + ".value.bias"])
    scores = query @ key.transpose(1, 2) / query.shape[-1] ** 0.5
    shares = (scores if mask is None else scores + mask).softmax(-1)
    joined = (shares @ value).transpose(0, 1).reshape(len(x), -1)
    return joined @ weights[name + ".out.weight"].T + weights[name + ".out.bias"], shares


def feed_forward(x: Tensor, weights: Weights, block: str) -> Tensor:
    hidden = norm(x, weights, block + ".mlp_ln") @ weights[block + ".mlp.0.weight"].T + weights[block + ".mlp.0.bias"]
    return functional.gelu(hidden) @ weights[block + ".mlp.2.weight"].T + weights[block + ".mlp.2.bias"]


def encode(mel: Tensor, weights: Weights, size: Dimensions) -> Tensor:
    """[2 * positions, mels] to [positions, width]."""
    x = functional.gelu(functional.conv1d(mel.T[None], weights["encoder.conv1.weight"], weights["encoder.conv1.bias"], padding=1))
    x = functional.gelu(functional.conv1d(x, weights["encoder.conv2.weight"], weights["encoder.conv2.bias"], stride=2, padding=1))[0].T
    x = x + weights["encoder.positional_embedding"][: len(x)]
    for layer in range(size.layers):
        block = f"encoder.blocks.{layer}"
        normed = norm(x, weights, block + ".attn_ln")
        x = x + attend(normed, normed, weights, block + ".attn", size.heads)[0]
        x = x + feed_forward(x, weights, block)
    return norm(x, weights, "encoder.ln_post")


def decode(tokens: list[int], audio: Tensor, weights: Weights, size: Dimensions) -> tuple[Tensor, Tensor]:
    """Logits [tokens, vocabulary] and cross-attention [layers, heads, tokens, positions]."""
    embedding = weights["decoder.token_embedding.weight"]
    x = embedding[torch.tensor(tokens)] + weights["decoder.positional_embedding"][: len(tokens)]
    mask = torch.full((len(tokens), len(tokens)), float("-inf")).triu(1)
    crosses = []
    for layer in range(size.layers):
        block = f"decoder.blocks.{layer}"
        normed = norm(x, weights, block + ".attn_ln")
        x = x + attend(normed, normed, weights, block + ".attn", size.heads, mask)[0]
        heard, shares = attend(norm(x, weights, block + ".cross_attn_ln"), audio, weights, block + ".cross_attn", size.heads)
        x = x + heard
        x = x + feed_forward(x, weights, block)
        crosses.append(shares)
    return norm(x, weights, "decoder.ln") @ embedding.T, torch.stack(crosses)
