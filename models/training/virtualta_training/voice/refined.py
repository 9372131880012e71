"""Writes what the NAR model makes of the corpus' true first level, for a decoder that learns from it (`codec.spoken`).

    python3 -m virtualta_training.voice.refined --corpus DIR --nar NAR/checkpoint.pt [--every librispeech=2] [--seconds 3]

The prompt is another utterance of the same speaker, as when a voice is cloned; greedy, in the engine's block schedule.
With `--guessed` part of the first levels are the AR model's draws (`voice.guessed`), as they are when it speaks.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from ..codec.spoken import REFINED
from ..feed import in_order
from ..products import multiplies_bfloat16, use_narrow_products
from .corpus import Corpus, Spoken
from .listening import complete, open_model


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="The NAR model's codes of the corpus.")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--nar", type=Path, required=True)
    parser.add_argument("--every", metavar="SET=N", nargs="*", default=[], help="only every Nth utterance of a set")
    parser.add_argument("--guessed", type=float, default=0.0, help="share of the utterances whose first level is as `voice.guessed` wrote it")
    parser.add_argument("--seconds", type=float, default=3.0, help="of the prompt")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    use_narrow_products(not torch.cuda.is_available() and multiplies_bfloat16())
    torch.set_num_threads(1)
    corpus, nar, random = Corpus(options.corpus), open_model(options.nar), np.random.default_rng(1)
    chosen = corpus.thinned(options.every)
    by_speaker: dict[str, list[Spoken]] = {}
    for entry in corpus.entries:
        by_speaker.setdefault(entry.speaker, []).append(entry)
    pairs = []
    for entry in chosen:
        others = [other for other in by_speaker[entry.speaker] if other.name != entry.name] or [entry]
        pairs.append((entry, others[random.integers(len(others))], corpus.guessed(entry) if random.random() < options.guessed else None))

    def make(pair: tuple[Spoken, Spoken, np.ndarray | None]) -> np.ndarray:
        entry, prompt, guessed = pair
        codes = torch.from_numpy((corpus.codes(entry) if guessed is None else guessed).astype(np.int64))
        return complete(nar, corpus, prompt, options.seconds, codes[:, 0], np.array(entry.symbols)[corpus.pointer(entry)]).numpy().astype(np.int16)

    corpus.write_beside(options.corpus / REFINED, chosen, in_order(make, pairs, options.workers))


if __name__ == "__main__":
    main()
