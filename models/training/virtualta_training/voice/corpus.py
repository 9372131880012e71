"""Tokenised speech: codes, the pointer of every frame into the symbols, and speaker vectors.

    corpus.json    utterances: name, set, speaker, split, start (frame), frames, symbols
    codes.i16      [frames, levels]
    pointer.i16    [frames] index into the utterance's symbols
    speakers.f16   [utterances, 256]
    guessed.i16    [frames, levels], where `voice.guessed` has written it; -1 in utterances that were left out
"""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Collection, Iterable, Mapping, Sequence

import numpy as np

from ..legs import write_atomically

GUESSED = "guessed.i16"

#: How many times an utterance of a set stands among those that are drawn: voices that are offered by name come more often.
REPEATED = {"kathleen": 3, "arctic_extra": 2, "ljspeech_part": 2, "vctk_extra": 2}


@dataclass(frozen=True)
class Spoken:
    """One utterance of the corpus."""

    name: str
    set: str
    speaker: str
    split: str
    start: int
    frames: int
    symbols: list[int]
    number: int  #: row in speakers.f16
    first: int = 0  #: frame of the recording with which the utterance begins

    @property
    def recording(self) -> str:
        """Name of the recording; pieces of one add `#` and a number."""
        return self.name.split("#")[0]


class CorpusWriter:
    """Collects utterances, then writes the files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: list[Spoken] = []
        self._codes: list[np.ndarray] = []
        self._pointer: list[np.ndarray] = []
        self._speakers: list[np.ndarray] = []
        self._frames = 0

    def add(self, name: str, set_name: str, speaker: str, split: str, codes: np.ndarray, pointer: np.ndarray, symbols: list[int], vector: np.ndarray, first: int = 0) -> None:
        """`codes` [frames, levels] from frame `first` of the recording, `pointer` [frames] non-decreasing below len(symbols), `vector` [256]."""
        if len(codes) != len(pointer) or not symbols or (np.diff(pointer) < 0).any() or pointer.max() >= len(symbols):
            raise ValueError(f"{name}: {len(codes)} frames, {len(pointer)} pointers into {len(symbols)} symbols do not fit")
        self.entries.append(Spoken(name, set_name, speaker, split, self._frames, len(codes), list(map(int, symbols)), len(self.entries), first))
        self._codes.append(codes.astype(np.int16))
        self._pointer.append(pointer.astype(np.int16))
        self._speakers.append(vector.astype(np.float16))
        self._frames += len(codes)

    def write(self) -> None:
        """Writes all files."""
        self.folder.mkdir(parents=True, exist_ok=True)
        np.concatenate(self._codes).tofile(self.folder / "codes.i16")
        np.concatenate(self._pointer).tofile(self.folder / "pointer.i16")
        np.stack(self._speakers).tofile(self.folder / "speakers.f16")
        levels = self._codes[0].shape[1]
        (self.folder / "corpus.json").write_text(json.dumps({"levels": levels, "utterances": [asdict(entry) for entry in self.entries]}))


class Corpus:
    """A written corpus, in memory (21 MB for all the English)."""

    def __init__(self, folder: Path, repeated: Mapping[str, int] = REPEATED, judged: Collection[str] = ()) -> None:
        """`repeated`: how often the utterances of a set are drawn in training; `judged`: the sets of the dev loss (empty: all)."""
        self.repeated, self.judged = repeated, judged
        table = json.loads((folder / "corpus.json").read_text())
        self.levels = table["levels"]
        self.entries = [Spoken(**entry) for entry in table["utterances"]]
        self._codes = np.fromfile(folder / "codes.i16", np.int16).reshape(-1, self.levels)
        self._pointer = np.fromfile(folder / "pointer.i16", np.int16)
        self._guessed = np.fromfile(folder / GUESSED, np.int16).reshape(-1, self.levels) if (folder / GUESSED).exists() else None
        self.vectors = np.fromfile(folder / "speakers.f16", np.float16).reshape(len(self.entries), -1).astype(np.float32)

    def drawn(self, split: str) -> list[Spoken]:
        """The utterances of a split, in training as often as wanted."""
        if split == "train":
            return [entry for entry in self.entries if entry.split == split for _ in range(self.repeated.get(entry.set, 1))]
        return [entry for entry in self.entries if entry.split == split and (not self.judged or entry.set in self.judged)]

    def thinned(self, every: Sequence[str]) -> list[Spoken]:
        """Every Nth utterance of the sets in `every`, each "SET=N"; all of the others."""
        times = {name: int(count) for name, count in (pair.split("=") for pair in every)}
        return [entry for entry in self.entries if entry.number % times.get(entry.set, 1) == 0]

    def write_beside(self, path: Path, entries: Sequence[Spoken], made: Iterable[np.ndarray]) -> None:
        """Writes other codes [frames, levels] of `entries`, -1 elsewhere, and says how many of them are the encoder's."""
        table = np.full((sum(entry.frames for entry in self.entries), self.levels), -1, np.int16)
        equal = frames = 0
        for entry, codes in zip(entries, made):
            table[entry.start : entry.start + entry.frames] = codes
            equal, frames = equal + (codes == self.codes(entry)).sum(0), frames + len(codes)
        write_atomically(path, table.tobytes())
        print(f"{len(entries)} utterances, {frames / 180000:.2f} h; codes as the encoder's, by level: " + " ".join(f"{share:.3f}" for share in equal / max(1, frames)))

    def codes(self, entry: Spoken) -> np.ndarray:
        """[frames, levels]."""
        return self._codes[entry.start : entry.start + entry.frames]

    def guessed(self, entry: Spoken) -> np.ndarray | None:
        """[frames, levels] with the first level as the AR model draws it; nothing where that was not written."""
        codes = None if self._guessed is None else self._guessed[entry.start : entry.start + entry.frames]
        return None if codes is None or codes[0, 0] < 0 else codes

    def pointer(self, entry: Spoken) -> np.ndarray:
        """[frames]."""
        return self._pointer[entry.start : entry.start + entry.frames]
