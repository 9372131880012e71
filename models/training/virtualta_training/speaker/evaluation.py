"""Equal error rate on speakers the encoder never saw."""
from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ..data.cache import AudioCache
from .model import SpeakerEncoder


def equal_error_rate(same: np.ndarray, different: np.ndarray) -> tuple[float, float]:
    """(rate, threshold) where as many true pairs are refused as false pairs are accepted."""
    scores = np.concatenate([same, different])
    truth = np.concatenate([np.ones(len(same)), np.zeros(len(different))])
    order = np.argsort(scores)
    refused = np.cumsum(truth[order]) / max(1, len(same))
    accepted = 1 - np.cumsum(1 - truth[order]) / max(1, len(different))
    best = int(np.argmin(np.abs(refused - accepted)))
    return float((refused[best] + accepted[best]) / 2), float(scores[order][best])


def trials(cache: AudioCache, per_speaker: int = 10, seconds: float = 1.6) -> list:
    """Dev utterances of speakers with at least two, at most `per_speaker` of each, of the sets with many speakers."""
    chosen: dict[str, list] = {}
    for item in cache.select(split="dev", sets=[name for name in ("librispeech", "librispeech_extra", "speechocean762") if name in {u.set for u in cache.utterances}], seconds=(seconds, 60)):
        chosen.setdefault(item.speaker, []).append(item)
    return [item for items in chosen.values() if len(items) > 1 for item in items[:: max(1, len(items) // per_speaker)][:per_speaker]]


def evaluate(model: SpeakerEncoder, cache: AudioCache, per_speaker: int = 10, limit_seconds: float = 8.0) -> dict[str, float]:
    """EER over all pairs of `trials`, and over the pairs within one corpus."""
    model.eval()
    items = trials(cache, per_speaker)
    with torch.no_grad():
        embeddings = torch.stack([
            model.embed(torch.from_numpy(cache.audio(item)[: int(limit_seconds * 16000)].astype(np.float32) / 32768)) for item in items])
    model.train()
    cosine: Tensor = embeddings @ embeddings.t()
    speakers = np.array([item.speaker for item in items])
    sets = np.array([item.set.split("_")[0] for item in items])
    upper = np.triu(np.ones((len(items), len(items)), bool), 1)
    same = speakers[:, None] == speakers[None]
    near = sets[:, None] == sets[None]
    scores = cosine.numpy()
    rate, threshold = equal_error_rate(scores[upper & same], scores[upper & ~same])
    within, _ = equal_error_rate(scores[upper & same], scores[upper & ~same & near])
    return {"eer": rate, "threshold": threshold, "eer_within_corpus": within, "same": float(scores[upper & same].mean()),
            "different": float(scores[upper & ~same].mean()), "speakers": float(len(set(speakers))), "pairs": float(upper.sum())}
