"""What is said in each recording, as symbols: the table of the C# front end, or the same table by dictionary.

    virtualta text export --in SET.tsv --out phonemes.tsv                       # what will speak later: prefer it
    python3 -m virtualta_training.voice.phonemes --cache DIR --cmudict FILE --letter-to-sound FILE --out phonemes.tsv

A header, then `utt`, `phonemes` and possibly more columns. Phonemes are names of symbols separated by blanks; after every word
stands a mark or `|` (no pause), `/` separates clauses. Lines of several tables may follow each other in one file.
"""
from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NamedTuple

from ..data.cache import AudioCache
from ..data.text import normalise
from .symbols import BOUNDARY, INDEX, PUNCTUATION, SYMBOLS, with_stress


class Said(NamedTuple):
    """One recording's text."""

    symbols: list[int]
    words: list[list[str]]  #: phones without stress
    spans: list[tuple[int, int]]  #: of each word in `symbols`; the mark after it stands at the span's end


def parse(phonemes: str) -> Said:
    """Reads the phonemes column; ValueError names a symbol that training does not know."""
    said, phones = Said([], [], []), []

    def finish(mark: str) -> None:
        if phones:
            start = len(said.symbols)
            said.symbols.extend(INDEX[name] for name in phones)
            said.words.append([name.rstrip("012") for name in phones])
            said.spans.append((start, len(said.symbols)))
            said.symbols.append(INDEX[mark])
            phones.clear()

    for name in phonemes.split():
        if name in ("|", "/") or name in PUNCTUATION:
            finish(BOUNDARY if name in "|/" else name)
        elif name in INDEX or name + "0" in INDEX:
            phones.append(name if name in INDEX else name + "0")
        elif name not in ("sil", "spn"):
            raise ValueError(f"symbol '{name}' is not one of {' '.join(SYMBOLS)}")
    finish(".")
    return said


def read_table(path: Path) -> dict[str, Said]:
    """Utterance -> what is said in it."""
    table: dict[str, Said] = {}
    columns: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cells = line.split("\t")
        if "utt" in cells and "phonemes" in cells:
            columns = cells
            continue
        if not columns or len(cells) < len(columns):
            raise ValueError(f"{path}, line {number}: expected a header with utt and phonemes, then as many columns as it names")
        try:
            said = parse(cells[columns.index("phonemes")])
        except ValueError as problem:
            raise ValueError(f"{path}, line {number}: {problem}") from None
        if said.words:
            table[cells[columns.index("utt")]] = said
    return table


def marks_of(text: str) -> list[tuple[str, str]]:
    """Words of a transcript as written, each with the mark after it; the last has at least a full stop."""
    pairs: list[tuple[str, str]] = []
    for token in re.findall(r"[A-Za-z0-9']+|[^\sA-Za-z0-9']", text):
        if re.match(r"[A-Za-z0-9']", token):
            pairs.append((token.lower(), BOUNDARY))
        elif pairs and pairs[-1][1] == BOUNDARY and token in PUNCTUATION:
            pairs[-1] = (pairs[-1][0], token)
    if pairs and pairs[-1][1] == BOUNDARY:
        pairs[-1] = (pairs[-1][0], ".")
    return pairs


def read_stress(cmudict: Path) -> dict[str, list[list[str]]]:
    """Pronunciations with stress, from index.js of npm's cmu-pronouncing-dictionary."""
    words: dict[str, list[list[str]]] = {}
    for match in re.finditer(r"""^\s*(?:"([^"]+)"|'([^']+)'|([\w$]+)):\s*"([^"]+)",?$""", cmudict.read_text(encoding="utf-8"), re.M):
        word = re.sub(r"\(\d+\)$", "", match[1] or match[2] or match[3])
        words.setdefault(word, []).append(match[4].split())
    return words


def main() -> None:
    """Command line: the table by dictionary."""
    from ..data.phones import Lexicon

    parser = argparse.ArgumentParser(description="Phonemes of the transcripts, by dictionary.")
    for name in ("cache", "cmudict", "letter-to-sound", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    lexicon, stress = Lexicon(options.cmudict, options.letter_to_sound), read_stress(options.cmudict)
    texts = {item.name: [(normalise(word), mark) for word, mark in marks_of(item.text)] for item in AudioCache(options.cache).utterances if item.text}
    lexicon.learn([word for pairs in texts.values() for words, _ in pairs for word in words])
    with open(options.out, "w", encoding="utf-8") as file:
        file.write("utt\tphonemes\n")
        for name, pairs in texts.items():
            said: list[str] = []
            for words, mark in pairs:
                for place, word in enumerate(words):
                    said += with_stress(lexicon.variants(word)[0], stress.get(word, []))
                    said.append("|" if place + 1 < len(words) or mark == BOUNDARY else mark)
            if said:
                file.write(f"{name}\t{' '.join(said)}\n")
    print(f"{len(texts)} transcripts")


if __name__ == "__main__":
    main()
