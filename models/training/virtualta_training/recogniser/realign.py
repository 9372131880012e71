"""Aligns a feature store's transcripts with a trained frame head and writes frame classes for the next run.

    python3 -m virtualta_training.recogniser.realign --store DIR --cmudict FILE --checkpoint RUN/checkpoint.pt --out frames.npy

Posteriors are divided by the class priors met so far (peaky or silence-heavy outputs would give wrong durations).
Utterances whose text does not fit are left out (label 255) and counted.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from ..data.phones import Lexicon
from .align import topology, viterbi
from .export import load_net
from .features import FeatureStore

IGNORED = 255


def main() -> None:
    """Command line: align a store."""
    parser = argparse.ArgumentParser(description="Align transcripts with the frame head.")
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--cmudict", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True, help="checkpoint of a run, or exported weights")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--prior-scale", type=float, default=0.7)
    parser.add_argument("--poorest", type=float, default=0.03, help="share of utterances left out for the lowest scores")
    options = parser.parse_args()
    torch.set_num_threads(1)
    store = FeatureStore(options.store)
    lexicon = Lexicon(options.cmudict, options.cmudict.parent.parent.parent / "espeak.json")
    net = load_net(options.checkpoint)
    labels = np.full(len(store.features) // 2, IGNORED, np.uint8)
    prior = np.full(len(net.ctc.bias) // 2, 100.0)
    scored: list[tuple[float, int, int]] = []
    failed = 0
    for entry in store.entries:
        with torch.no_grad():
            scores = net(net.normalise(torch.from_numpy(store.get(entry)))[None])[1][0].log_softmax(-1).numpy()
        prior += np.exp(scores).sum(0)
        classes, optional, _ = topology(lexicon, entry.words)
        path = viterbi(scores - options.prior_scale * np.log(prior / prior.sum()), classes, optional)
        if path is None:
            failed += 1
            continue
        chosen = classes[path]
        begin = entry.start // 2
        labels[begin : begin + len(chosen)] = chosen
        speech = chosen != 0
        scored.append((float(scores[np.arange(len(chosen)), chosen][speech].mean()), begin, begin + len(chosen)))
    scored.sort()
    for _, begin, end in scored[: int(len(scored) * options.poorest)]:
        labels[begin:end] = IGNORED
    np.save(options.out, labels)
    print(f"{len(scored)} aligned, {failed} did not fit, median score {scored[len(scored) // 2][0]:.3f}")


if __name__ == "__main__":
    main()
