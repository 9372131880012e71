"""Turns the aligner's frame classes into the files that `PhoneLabels` reads.

    python3 -m virtualta_training.codec.labels --store DIR --frames frames.npy --cache DIR --out DIR

The aligner's frame f covers samples [320 f, 320 f + 320); the codec's frame t is centred on sample 320 t, so it straddles
frames t - 1 and t and takes the class of t. Unknown (255) becomes -1.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from ..data.cache import AudioCache
from ..recogniser.features import FeatureStore

UNKNOWN = 255


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Phone labels for the codec and the voice.")
    for name in ("store", "frames", "cache", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    frames, store, cache = np.load(options.frames, mmap_mode="r"), FeatureStore(options.store), AudioCache(options.cache)
    entries = {entry.name: entry for entry in store.entries}
    for name in {item.set for item in cache.utterances}:
        starts, pieces, position = {}, [], 0
        for item in cache.select(sets=[name]):
            entry = entries.get(item.name)
            if entry is None:
                continue
            count = item.length // 320 + 1
            begin = entry.start // 2
            own = np.asarray(frames[begin : begin + count]).astype(np.int16)
            own = np.pad(own, (0, count - len(own)), "edge")
            own[own == UNKNOWN] = -1
            starts[item.name], position = position, position + count
            pieces.append(own)
        if pieces:
            np.concatenate(pieces).tofile(options.out / f"{name}.phones")
            (options.out / f"{name}.phones.json").write_text(json.dumps(starts))
            print(name, len(pieces), flush=True)


if __name__ == "__main__":
    main()
