"""Builds the feature stores.

    python3 -m virtualta_training.recogniser.prepare --cache DIR --out DIR/real [--variants 0.3]
    python3 -m virtualta_training.recogniser.prepare --synthetic FILE.npz --out DIR/flite   # with frame classes
"""
from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Iterator

import numpy as np

from ..data.cache import AudioCache
from ..data.sets import SAMPLE_RATE, TRANSCRIBED
from ..data.text import normalise
from .features import FeatureStore
from .variants import variant

OUTPUT_HOP = 320  #: samples per output frame (20 ms)


def real(cache: AudioCache, variants: float = 0.0, seed: int = 1) -> Iterator[tuple[dict, np.ndarray]]:
    """Every transcribed utterance, and a share `variants` of those to train on once more with another pitch or in a room."""
    draw = np.random.default_rng(seed)
    for item in cache.select(sets=TRANSCRIBED):
        words = normalise(item.text)
        if words:
            description = {"name": item.name, "set": item.set, "speaker": item.speaker, "split": item.split, "words": words}
            yield description, cache.audio(item)
            if item.split == "train" and draw.random() < variants:
                yield description | {"name": f"{item.name}~", "speaker": f"{item.speaker}~"}, variant(draw, cache.audio(item))


def synthetic(file: Path) -> tuple[list[tuple[dict, np.ndarray]], list[np.ndarray]]:
    """Synthetic sentences, and the class of each of their output frames (taken at the frame's middle)."""
    data = np.load(file)
    audio, classes, ends = data["audio"], data["classes"], data["ends"]
    items, labels = [], []
    sample = segment = 0
    for number, ((length, count), text) in enumerate(zip(data["lengths"], data["texts"])):
        items.append(({"name": f"flite-{number}", "set": "flite", "speaker": "flite", "split": "train", "words": str(text).split()},
                      audio[sample : sample + length]))
        frames = -(-int(length) // 640) * 2
        middles = (np.arange(frames) + 0.5) * OUTPUT_HOP / SAMPLE_RATE
        index = np.minimum(np.searchsorted(ends[segment : segment + count], middles, side="right"), count - 1)
        labels.append(classes[segment : segment + count][index].astype(np.uint8))
        sample += length
        segment += count
    return items, labels


def main() -> None:
    """Command line: build one store."""
    parser = argparse.ArgumentParser(description="Compute log-mel features once.")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--synthetic", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--variants", type=float, default=0.0, help="share of the training utterances that also come with another pitch or in a room")
    options = parser.parse_args()
    if options.synthetic:
        items, labels = synthetic(options.synthetic)
        FeatureStore.build(options.out, items)
        np.save(options.out / "frames.npy", np.concatenate(labels))
    else:
        FeatureStore.build(options.out, real(AudioCache(options.cache), options.variants), os.cpu_count() or 1)


if __name__ == "__main__":
    main()
