"""The general language model without the sentences that `virtualta eval turns --fit` hears: otherwise it would know where they end.

    python3 -m virtualta_training.turns.language --data SPEECH --counts models/recogniser/general.ngrams.gz --out without.ngrams.gz
    virtualta eval turns --fit --language without.ngrams.gz
"""
from __future__ import annotations

import argparse
import gzip
from collections import Counter
from pathlib import Path

from ..data.sets import TRANSCRIBED, read_table
from ..data.text import normalise
from ..recogniser.language import trigrams
from .prepare import SETS, evaluated


def main() -> None:
    """Command line: write the counts that are left."""
    parser = argparse.ArgumentParser(description="Take sentences out of the general language model.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--counts", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    heard: set[tuple[str, ...]] = set()
    for name in SETS:
        if name in TRANSCRIBED:
            items = list(read_table(options.data, name))
            names = evaluated(items, name)
            heard |= {tuple(normalise(item.text)) for item in items if item.name in names}
    taken: Counter[str] = Counter({" ".join(triple): count for triple, count in trigrams([list(words) for words in sorted(heard)]).items()})
    with gzip.open(options.counts, "rt", encoding="utf-8") as source, gzip.GzipFile(options.out, "wb", mtime=0) as target:
        for line in source:
            count_text, words = line.rstrip("\n").split("\t")
            left = int(count_text) - taken[words] if " " in words else count_text  # how often a word occurs in plain text stays as it is
            if left != 0:
                target.write(f"{left}\t{words}\n".encode())
    print(f"{len(heard)} sentences taken out")


if __name__ == "__main__":
    main()
