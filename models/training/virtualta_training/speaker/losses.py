"""GE2E softmax loss and additive-margin softmax."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class GeneralisedEndToEnd(nn.Module):
    """GE2E, softmax variant: each utterance nearer to its own centroid (without itself) than to the others'."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(10.0))
        self.offset = nn.Parameter(torch.tensor(-5.0))

    def forward(self, embeddings: Tensor) -> Tensor:
        """[speakers, utterances, width] -> scalar."""
        speakers, utterances, _ = embeddings.shape
        total = embeddings.sum(1)
        others = F.normalize((total[:, None] - embeddings) / (utterances - 1), dim=-1)
        similarity = torch.einsum("suw,tw->sut", embeddings, F.normalize(total / utterances, dim=-1))
        own = (embeddings * others).sum(-1)
        same = torch.eye(speakers, device=embeddings.device, dtype=torch.bool)[:, None].expand(-1, utterances, -1)
        similarity = torch.where(same, own[..., None], similarity)
        logits = self.scale.clamp_min(1e-3) * similarity + self.offset
        labels = torch.arange(speakers, device=embeddings.device).repeat_interleave(utterances)
        return F.cross_entropy(logits.flatten(0, 1), labels)


class AdditiveMargin(nn.Module):
    """AM-softmax over all training speakers (Wang et al. 2018)."""

    def __init__(self, width: int, speakers: int, margin: float = 0.2, scale: float = 30.0) -> None:
        super().__init__()
        self.margin, self.scale = margin, scale
        self.weight = nn.Parameter(torch.randn(speakers, width) * width**-0.5)

    def forward(self, embeddings: Tensor, speakers: Tensor) -> Tensor:
        """[n, width] and class numbers [n] -> scalar."""
        cosine = embeddings @ F.normalize(self.weight, dim=-1).t()
        margin = F.one_hot(speakers, len(self.weight)).to(cosine.dtype) * self.margin
        return F.cross_entropy(self.scale * (cosine - margin), speakers)
