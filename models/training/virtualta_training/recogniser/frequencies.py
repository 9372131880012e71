"""How often dictionary words occur in the plain text of folders, such as the documentation of an installed Linux system.

    python3 -m virtualta_training.recogniser.frequencies --cmudict index.js --out words.tsv /usr/share/doc /usr/share/man /usr/share/perl

Only single-word counts are kept, damped (count ** 0.6): they rank words that the transcripts lack; they carry no wording.
"""
from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter
from pathlib import Path

from ..data.phones import read_cmudict

_SUFFIXES = {"", ".txt", ".md", ".rst", ".pod", ".pm", ".html", ".xml", ".info", ".1", ".3", ".5", ".7", ".8", ".3pm", ".1p", ".news", ".readme"}
_MOST_BYTES = 4_000_000


def text_of(path: Path) -> str:
    """Text of a plain or gzip file; empty for anything else."""
    name = path.name.lower().removesuffix(".gz")
    suffix = "." + name.rsplit(".", 1)[1] if "." in name else ""
    if suffix not in _SUFFIXES or path.is_symlink() or not path.is_file() or "changelog" in name or name == "copyright":
        return ""
    opened = gzip.open if path.name.endswith(".gz") else open
    with opened(path, "rb") as file:
        data = file.read(_MOST_BYTES)
    return "" if b"\0" in data[:4000] else re.sub(r"<[^>]{0,200}>", " ", data.decode("utf-8", "ignore"))


def main() -> None:
    """Command line: count."""
    parser = argparse.ArgumentParser(description="Count dictionary words in plain text.")
    parser.add_argument("--cmudict", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()
    known = {word for word in read_cmudict(options.cmudict) if re.fullmatch(r"[a-z][a-z']*", word)}
    counts: Counter[str] = Counter()
    for folder in options.folders:
        for path in sorted(folder.rglob("*")):
            try:
                # Only lower-case and sentence-case words: capitals are mostly identifiers.
                counts.update(word.lower() for word in re.findall(r"(?<![\w.\\/$-])[A-Za-z]?[a-z']+(?![\w/\\])", text_of(path)))
            except (OSError, EOFError):
                continue
    kept = {word: count for word, count in counts.items() if word in known and count >= 2 and (len(word) > 1 or word in "ai")}
    options.out.write_text("".join(f"{word}\t{kept[word] ** 0.6:.1f}\n" for word in sorted(kept)))
    print(f"{len(kept)} words of {len(known)}, {sum(kept.values())} occurrences")


if __name__ == "__main__":
    main()
