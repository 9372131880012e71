"""Aligns a feature store's transcripts with a trained frame head and writes frame classes for the next run.

    python3 -m virtualta_training.recogniser.realign --store DIR --cmudict FILE --checkpoint RUN/checkpoint.pt --out frames.npy

Posteriors are divided by the class priors of a few hundred recordings (peaky or silence-heavy outputs would give wrong durations).
Utterances whose text does not fit are left out (label 255) and counted.
"""
from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Callable

import numpy as np
import torch

from ..data.phones import Lexicon
from ..feed import in_order
from ..voice.phonemes import read_table
from .align import states, viterbi
from .export import load_net
from .features import Entry, FeatureStore

IGNORED = 255


def pronunciations(phonemes: Path | None, cmudict: Path | None) -> Callable[[Entry], list[list[str]] | None]:
    """The phones of an entry's words: by the table of phonemes where given (None for what it lacks), else by dictionary."""
    if phonemes is not None:
        table = read_table(phonemes)
        return lambda entry: table[entry.name].words if entry.name in table else None
    if cmudict is None:
        raise ValueError("give --phonemes or --cmudict")
    lexicon = Lexicon(cmudict, cmudict.parent.parent.parent / "espeak.json")
    return lambda entry: [lexicon.variants(word)[0] for word in entry.words]


def main() -> None:
    """Command line: align a store."""
    parser = argparse.ArgumentParser(description="Align transcripts with the frame head.")
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--cmudict", type=Path)
    parser.add_argument("--phonemes", type=Path, help="table of phonemes, used instead of the dictionary")
    parser.add_argument("--workers", type=int, default=0, help="processes; 0: one a core")
    parser.add_argument("--checkpoint", type=Path, required=True, help="checkpoint of a run, or exported weights")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--prior-scale", type=float, default=0.7)
    parser.add_argument("--poorest", type=float, default=0.03, help="share of utterances left out for the lowest scores")
    options = parser.parse_args()
    torch.set_num_threads(1)
    store, net = FeatureStore(options.store), load_net(options.checkpoint)
    pronounce = pronunciations(options.phonemes, options.cmudict)
    entries = [entry for entry in store.entries if pronounce(entry) is not None]

    def posteriors(entry: Entry) -> np.ndarray:
        with torch.no_grad():
            return net(net.normalise(torch.from_numpy(store.get(entry)))[None])[1][0].log_softmax(-1).numpy()

    workers = options.workers or os.cpu_count() or 1
    prior = np.full(len(net.ctc.bias) // 2, 100.0)
    for scores in in_order(posteriors, entries[:: max(1, len(entries) // 300)], workers):
        prior += np.exp(scores).sum(0)
    prior = np.log(prior / prior.sum())

    def align(entry: Entry) -> tuple[np.ndarray, float] | None:
        scores = posteriors(entry)
        classes, optional, _ = states(pronounce(entry))
        path = viterbi(scores - options.prior_scale * prior, classes, optional)
        if path is None:
            return None
        chosen = classes[path]
        speech = chosen != 0
        return chosen.astype(np.uint8), float(scores[np.arange(len(chosen)), chosen][speech].mean()) if speech.any() else -99.0

    labels = np.full(len(store.features) // 2, IGNORED, np.uint8)
    scored: list[tuple[float, int, int]] = []
    failed = len(store.entries) - len(entries)
    for entry, result in zip(entries, in_order(align, entries, workers)):
        if result is None:
            failed += 1
            continue
        begin = entry.start // 2
        labels[begin : begin + len(result[0])] = result[0]
        scored.append((result[1], begin, begin + len(result[0])))
    if not scored:
        raise ValueError(f"{options.store}: no transcript fits its recording")
    scored.sort()
    for _, begin, end in scored[: int(len(scored) * options.poorest)]:
        labels[begin:end] = IGNORED
    np.save(options.out, labels)
    print(f"{len(scored)} aligned, {failed} did not fit, median score {scored[len(scored) // 2][0]:.3f}")


if __name__ == "__main__":
    main()
