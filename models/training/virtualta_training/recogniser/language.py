"""Counts for the general language model: trigrams of the train transcripts, and how often words occur in plain text.

    python3 -m virtualta_training.recogniser.language --data SPEECH --out models/recogniser/general.ngrams.gz [--frequencies words.tsv]

Lines of the output: `count TAB w1 w2 w3` (with <s> and </s>), then `count TAB word` for words known by frequency only.

    python3 -m virtualta_training.recogniser.language --books TEXT… --dictionary WORDS --out models/recogniser/books.ngrams.gz

counts written language: `count TAB w1 w2` for pairs, `count TAB w1 *` for all pairs of a word that are too rare to be listed.
WordNet's data files count as texts: their glosses and examples are taken.
"""
from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter
from pathlib import Path
from typing import Collection, Iterable, Iterator

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


def written(path: Path) -> Iterator[list[str]]:
    """Sentences of a plain text, or the glosses and examples of one of WordNet's `data.*` files."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.name.startswith("data."):
        pieces = (piece for line in text.splitlines() if " | " in line and not line.startswith("  ")
                  for piece in re.split(r'[;"]', line.split(" | ", 1)[1]))
    else:
        pieces = iter(re.split(r"(?<=[.!?;:])[\"')]*\s+|--", re.sub(r"\s+", " ", text)))
    for piece in pieces:
        words = normalise(piece.strip())
        if words:
            yield words


def pairs(lines: Iterable[list[str]], known: Collection[str], least: int) -> tuple[Counter[tuple[str, str]], Counter[str], Counter[str]]:
    """Pairs that occur at least `least` times, the other pairs' sum by first word, and frequencies of words."""
    counts: Counter[tuple[str, str]] = Counter()
    frequencies: Counter[str] = Counter()
    for words in lines:
        counts.update(zip(["<s>", *words], [*words, "</s>"]))
        frequencies.update(word for word in words if word in known)
    listed: Counter[tuple[str, str]] = Counter()
    rare: Counter[str] = Counter()
    for (first, second), count in counts.items():
        if first != "<s>" and first not in known:
            continue
        if count >= least and (second == "</s>" or second in known):
            listed[first, second] = count
        else:
            rare[first] += count
    firsts = {first for first, _ in listed}
    return listed, Counter({word: count for word, count in rare.items() if word in firsts}), Counter({word: count for word, count in frequencies.items() if count >= least})


def write_books(options: argparse.Namespace) -> None:
    """Counts of written language."""
    known = {word for line in options.dictionary.read_text(encoding="utf-8").splitlines() if (word := line.split()[0].lower()) if line.strip()}
    listed, rare, frequencies = pairs((words for path in options.books for words in written(path)), known, options.least)
    with gzip.GzipFile(options.out, "wb", mtime=0) as file:
        for names, count in sorted([*((" ".join(pair), count) for pair, count in listed.items()), *((f"{word} *", count) for word, count in rare.items()), *frequencies.items()]):
            file.write(f"{count}\t{names}\n".encode())
    print(f"{len(listed)} pairs, {len(frequencies)} words of {sum(frequencies.values())}, {options.out.stat().st_size} bytes")


def main() -> None:
    """Command line: write the counts."""
    parser = argparse.ArgumentParser(description="Count words for the general language model.")
    parser.add_argument("--data", type=Path, help="folder of the speech sets: count their transcripts")
    parser.add_argument("--books", type=Path, nargs="+", help="texts: count written language instead")
    parser.add_argument("--dictionary", type=Path, help="for books: a file whose lines begin with the words that can be pronounced")
    parser.add_argument("--least", type=int, default=3, help="for books: how often a pair occurs to be listed")
    parser.add_argument("--frequencies", type=Path, help="lines of `word TAB count` from plain text")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if options.books:
        write_books(options)
        return
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
