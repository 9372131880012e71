"""Whisper's network as modules for training: parameters bear the names of the file's tensors, clips come in batches."""
from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from .seeded import Dimensions
from .vocabulary import SIZE


def sinusoids(length: int, width: int) -> Tensor:
    """Fixed positions of the encoder, [length, width]: sines, then cosines, of wavelengths 2π to 20,000π."""
    rates = torch.exp(-math.log(10_000) / (width // 2 - 1) * torch.arange(width // 2))
    angles = torch.arange(length)[:, None] * rates
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Attention(nn.Module):
    """Multi-head attention; the key has no bias."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.value, self.out = nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)

    def forward(self, x: Tensor, source: Tensor, mask: Tensor | None = None) -> Tensor:
        """x [clips, tokens, width], source [clips, positions, width]."""

        def split(t: Tensor) -> Tensor:
            return t.view(*t.shape[:2], self.heads, -1).transpose(1, 2)

        scores = split(self.query(x)) @ split(self.key(source)).transpose(2, 3) / (x.shape[2] // self.heads) ** 0.5
        shares = (scores if mask is None else scores + mask).softmax(-1)
        return self.out((shares @ split(self.value(source))).transpose(1, 2).reshape(x.shape))


class Block(nn.Module):
    """Attention, in the decoder cross-attention, feed-forward; normalised before each."""

    def __init__(self, width: int, heads: int, has_cross: bool, dropout: float) -> None:
        super().__init__()
        self.attn, self.attn_ln = Attention(width, heads), nn.LayerNorm(width)
        if has_cross:
            self.cross_attn, self.cross_attn_ln = Attention(width, heads), nn.LayerNorm(width)
        self.mlp, self.mlp_ln = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)), nn.LayerNorm(width)
        self.dropout = dropout

    def forward(self, x: Tensor, audio: Tensor | None = None, mask: Tensor | None = None) -> Tensor:
        """x [clips, tokens, width]."""
        normed = self.attn_ln(x)
        x = x + self._drop(self.attn(normed, normed, mask))
        if audio is not None:
            x = x + self._drop(self.cross_attn(self.cross_attn_ln(x), audio))
        return x + self._drop(self.mlp(self.mlp_ln(x)))

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.dropout, self.training)


class Encoder(nn.Module):
    """Mel frames to positions of 20 ms."""

    def __init__(self, size: Dimensions, dropout: float) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(size.mels, size.width, 3, padding=1)
        self.conv2 = nn.Conv1d(size.width, size.width, 3, stride=2, padding=1)
        self.register_buffer("positional_embedding", sinusoids(size.audio_context, size.width))
        self.blocks = nn.ModuleList(Block(size.width, size.heads, False, dropout) for _ in range(size.layers))
        self.ln_post = nn.LayerNorm(size.width)

    def forward(self, mel: Tensor) -> Tensor:
        """[clips, 2 * positions, mels] to [clips, positions, width]."""
        x = functional.gelu(self.conv2(functional.gelu(self.conv1(mel.transpose(1, 2))))).transpose(1, 2)
        x = x + self.positional_embedding[: x.shape[1]]
        for block in self.blocks:
            x = block(x)
        return self.ln_post(x)


class Decoder(nn.Module):
    """Tokens to logits of the next one, over the dense classes of a small vocabulary."""

    def __init__(self, size: Dimensions, classes: int, dropout: float) -> None:
        super().__init__()
        self.token_embedding = nn.Embedding(classes, size.width)
        nn.init.normal_(self.token_embedding.weight, std=size.width**-0.5)
        self.positional_embedding = nn.Parameter(torch.randn(size.text_context, size.width) * 0.01)
        self.blocks = nn.ModuleList(Block(size.width, size.heads, True, dropout) for _ in range(size.layers))
        self.ln = nn.LayerNorm(size.width)

    def forward(self, tokens: Tensor, audio: Tensor) -> Tensor:
        """[clips, tokens] of classes to logits [clips, tokens, classes]."""
        count = tokens.shape[1]
        x = self.token_embedding(tokens) + self.positional_embedding[:count]
        mask = torch.full((count, count), float("-inf"), device=x.device).triu(1)
        for block in self.blocks:
            x = block(x, audio, mask)
        return self.ln(x) @ self.token_embedding.weight.T


class WhisperNet(nn.Module):
    """Encoder, decoder, and a head for connectionist temporal classification of letters that only training uses."""

    def __init__(self, size: Dimensions, classes: int, letters: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.size, self.classes = size, classes
        self.encoder, self.decoder = Encoder(size, dropout), Decoder(size, classes, dropout)
        self.letters = nn.Linear(size.width, letters)

    def log_chances(self, logits: Tensor) -> Tensor:
        """Log-softmax over the whole of Whisper's vocabulary: numbers that have no class have zero weights, hence logit 0."""
        unused = torch.full_like(logits[..., :1], math.log(SIZE - self.classes))
        return logits - torch.cat([logits, unused], dim=-1).logsumexp(-1, keepdim=True)
