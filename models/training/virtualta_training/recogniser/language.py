"""Counts for the general language model: trigrams of the train transcripts, and how often words occur in plain text.

    python3 -m virtualta_training.recogniser.language --data SPEECH --out models/recogniser/general.ngrams.gz [--frequencies words.tsv]

Lines of the output: `count TAB w1 w2 w3` (with <s> and </s>), then `count TAB word` for words known by frequency only.
"""
from __future__ import annotations

import argparse
import gzip
from collections import Counter
from pathlib import Path

from ..data.sets import TRANSCRIBED, read_table
from ..data.text import normalise


def sentences(root: Path, sets: tuple[str, ...] = TRANSCRIBED) -> list[list[str]]:
    """Different transcripts of the train split, each once: takes of one prompt say nothing about language."""
    seen = {tuple(normalise(item.text)) for name in sets for item in read_table(root, name) if item.split == "train"}
    return [list(words) for words in sorted(seen) if words]


def trigrams(lines: list[list[str]]) -> Counter[tuple[str, str, str]]:
    """Counts of word triples, with two start marks and one end mark."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for words in lines:
        marked = ["<s>", "<s>", *words, "</s>"]
        counts.update(zip(marked, marked[1:], marked[2:]))
    return counts


def main() -> None:
    """Command line: write the counts."""
    parser = argparse.ArgumentParser(description="Count words for the general language model.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--frequencies", type=Path, help="lines of `word TAB count` from plain text")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    lines = sentences(options.data)
    with gzip.GzipFile(options.out, "wb", mtime=0) as file:
        for triple, count in sorted(trigrams(lines).items()):
            file.write(f"{count}\t{' '.join(triple)}\n".encode())
        if options.frequencies:
            for line in options.frequencies.read_text(encoding="utf-8").splitlines():
                word, count_text = line.split("\t")
                file.write(f"{count_text}\t{word}\n".encode())
    print(f"{len(lines)} sentences, {sum(map(len, lines))} words, {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
