"""Training batches of the NAR model: a prompt and a target of equal lengths in the whole batch, one mask for all."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from .corpus import Corpus, Spoken
from .refinement import PASSES, Layout, layout

PROMPTS, TARGETS = (150, 250), (64, 128, 256)  #: frames
SCHEDULES = ((16,), (4, 8, 16), (2, 4, 8, 16))  # those that the engine uses


class RefinementBatch(NamedTuple):
    """Input and targets of one pass."""

    codes: Tensor  #: [batch, frames, levels]; lower levels of the target partly replaced
    symbols: Tensor  #: [batch, frames]
    speaker: Tensor  #: [batch, 256]
    wanted: Tensor  #: [batch, target, levels]
    pass_number: int
    plan: Layout


class RefinementBatches:
    """Draws crops."""

    def __init__(self, corpus: Corpus, split: str, codes: int, frames: int, seed: int, prompts: tuple[int, ...] = PROMPTS, targets: tuple[int, ...] = TARGETS,
                 guessed: float = 0.0) -> None:
        """`guessed`: share of the targets whose first level is as the AR model draws it, where the corpus has that."""
        self.corpus, self.codes, self.frames, self.prompts, self.guessed = corpus, codes, frames, prompts, guessed
        self.random = np.random.default_rng(seed)
        self.entries = corpus.drawn(split)
        self.by_speaker: dict[str, list[Spoken]] = {}
        for entry in {entry.number: entry for entry in self.entries}.values():
            self.by_speaker.setdefault(entry.speaker, []).append(entry)
        self.by_target = {target: [entry for entry in self.entries if entry.frames >= target] for target in targets}
        self.by_target = {target: entries for target, entries in self.by_target.items() if entries}
        if not self.by_target:
            raise ValueError(f"no utterance of split {split} has {min(targets)} frames")

    def _symbols(self, entry: Spoken) -> np.ndarray:
        return np.array(entry.symbols)[self.corpus.pointer(entry)]

    def _crop(self, entry: Spoken, size: int, onset: bool) -> slice:
        start = 0 if onset else int(self.random.integers(0, entry.frames - size + 1))
        return slice(start, start + size)

    def _prompt(self, entry: Spoken, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Frames of the speaker's other utterances, strung together until there are `size`."""
        others = [other for other in self.by_speaker[entry.speaker] if other is not entry] or [entry]
        codes, symbols, have = [], [], 0
        while have < size:
            other = others[self.random.integers(len(others))]
            take = min(other.frames, size - have)
            part = self._crop(other, take, False)
            codes.append(self.corpus.codes(other)[part])
            symbols.append(self._symbols(other)[part])
            have += take
        return np.concatenate(codes), np.concatenate(symbols)

    def batch(self) -> RefinementBatch:
        """One batch of about `frames` frames in all."""
        random = self.random
        target = int(random.choice(list(self.by_target)))
        prompt = int(random.choice(self.prompts)) if random.random() < 0.9 else 0
        pass_number = int(random.integers(len(PASSES)))
        rows, symbols, vectors = [], [], []
        for _ in range(max(1, self.frames // (prompt + target))):
            entry = self.by_target[target][random.integers(len(self.by_target[target]))]
            part = self._crop(entry, target, random.random() < 0.4)
            guesses = self.corpus.guessed(entry) if random.random() < self.guessed else None
            codes, said = (self.corpus.codes(entry) if guesses is None else guesses)[part], self._symbols(entry)[part]
            if prompt:
                before = self._prompt(entry, prompt)
                codes, said = np.concatenate([before[0], codes]), np.concatenate([before[1], said])
            rows.append(codes)
            symbols.append(said)
            vectors.append(self.corpus.vectors[entry.number] * (random.random() >= 0.1))
        codes = np.stack(rows).astype(np.int64)
        wanted = codes[:, prompt:].copy()
        share = random.uniform(0.0, 0.1)
        spoilt = random.random(wanted.shape) < share
        codes[:, prompt:] = np.where(spoilt, random.integers(0, self.codes, wanted.shape), wanted)
        plan = layout(prompt, target, SCHEDULES[random.integers(len(SCHEDULES))])
        return RefinementBatch(torch.from_numpy(codes), torch.from_numpy(np.stack(symbols).astype(np.int64)),
                               torch.from_numpy(np.stack(vectors).astype(np.float32)), torch.from_numpy(wanted), pass_number, plan)
