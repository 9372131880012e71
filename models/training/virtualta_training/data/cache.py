"""Decoded audio, once: a flat int16 file per set and an index, opened as a memory map.

    python3 -m virtualta_training.data.cache --out DIR [--sets librispeech,kathleen]

    cache = AudioCache(DIR)
    for item in cache.select(split="train", sets=CLEAN): cache.audio(item)  # int16 [samples], 16 kHz
"""
from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Callable, Iterable, Sequence

import numpy as np

from .sets import SAMPLE_RATE, SET_NAMES, Utterance, decode_opus, default_root, read_opus, read_table


@dataclass(frozen=True)
class CachedUtterance(Utterance):
    """An utterance and where its samples lie in the set's file."""

    start: int  #: first sample
    length: int  #: samples at 16 kHz


def write_cache(out: Path, items: Iterable[tuple[Utterance, np.ndarray]], report: Callable[[str], None] = print) -> None:
    """Writes utterances, grouped by set, with their samples. A set appears only when it is complete."""
    out.mkdir(parents=True, exist_ok=True)
    for name, group in itertools.groupby(items, lambda item: item[0].set):
        entries: list[dict] = []
        partial = out / f"{name}.i16.partial"
        position = 0
        with open(partial, "wb") as file:
            for utterance, samples in group:
                entries.append({**asdict(utterance), "start": position, "length": len(samples)})
                file.write(samples.tobytes())
                position += len(samples)
        os.replace(partial, out / f"{name}.i16")
        index = out / f"{name}.json.partial"
        index.write_text(json.dumps(entries))
        os.replace(index, out / f"{name}.json")
        report(f"{name}: {len(entries)} utterances, {position / SAMPLE_RATE / 3600:.2f} h")


def build(root: Path, out: Path, names: Sequence[str] = SET_NAMES, report: Callable[[str], None] = print) -> None:
    """Decodes each set that `out` does not have yet."""
    for name in names:
        if not (out / f"{name}.json").exists():
            table = {utterance.name: utterance for utterance in read_table(root, name)}
            write_cache(out, ((table[utterance], decode_opus(data)) for utterance, data in read_opus(root, name)), report)


class AudioCache:
    """Decoded sets as memory maps; safe to share between processes."""

    def __init__(self, folder: Path | str, names: Sequence[str] | None = None) -> None:
        self.folder = Path(folder)
        available = [name for name in dict.fromkeys((*SET_NAMES, *(names or ()))) if (self.folder / f"{name}.json").exists()]
        missing = [name for name in names or () if name not in available]
        if missing or not available:
            raise FileNotFoundError(f"{self.folder}: no decoded {', '.join(missing) or 'sets'}; run virtualta_training.data.cache")
        self.utterances: list[CachedUtterance] = []
        self._audio: dict[str, np.ndarray] = {}
        for name in names or available:
            self._audio[name] = np.memmap(self.folder / f"{name}.i16", dtype=np.int16, mode="r")
            self.utterances += [CachedUtterance(**entry) for entry in json.loads((self.folder / f"{name}.json").read_text())]

    def select(
        self, split: str | None = None, sets: Sequence[str] | None = None,
        seconds: tuple[float, float] = (0.0, 1e9), where: Callable[[CachedUtterance], bool] | None = None,
    ) -> list[CachedUtterance]:
        """Utterances of the split and sets whose length lies in `seconds`."""
        return [
            item for item in self.utterances
            if (split is None or item.split == split) and (sets is None or item.set in sets)
            and seconds[0] <= item.length / SAMPLE_RATE <= seconds[1] and (where is None or where(item))
        ]

    def audio(self, item: CachedUtterance) -> np.ndarray:
        """Samples, int16 [length], 16 kHz mono; a view of the map."""
        return self._audio[item.set][item.start : item.start + item.length]


def utterances_hash(cache: AudioCache) -> str:
    """A hash of which utterances there are and how long they are: what a leg records as its data."""
    return hashlib.sha256(repr([(item.set, item.name, item.length) for item in cache.utterances]).encode()).hexdigest()


def main() -> None:
    """Command line: decode the sets."""
    parser = argparse.ArgumentParser(description="Decode the speech sets to 16 kHz int16 once.")
    parser.add_argument("--root", type=Path, default=None, help="folder with <set>.tar and <set>.tsv")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sets", default=",".join(SET_NAMES))
    options = parser.parse_args()
    build(options.root or default_root(), options.out, options.sets.split(","))


if __name__ == "__main__":
    main()
