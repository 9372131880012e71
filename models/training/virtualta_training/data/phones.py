"""ARPAbet phones and pronunciations: CMUdict, then espeak-ng for words outside it."""
from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Sequence

PHONES = ("AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH").split()
SILENCE = "SIL"

#: Frame classes: silence, then the phones. The CTC head has the same numbering with blank in place of silence.
CLASSES = [SILENCE, *PHONES]
INDEX = {name: index for index, name in enumerate(CLASSES)}

_ESPEAK = {
    "tS": "CH", "dZ": "JH", "aI@3": "AY ER", "aI@": "AY ER", "aU@": "AW ER", "i@3": "IH R", "e@": "EH R", "A@": "AA R", "O@": "AO R", "o@": "AO R",
    "U@": "UH R", "aI": "AY", "aU": "AW", "eI": "EY", "oU": "OW", "OI": "OY", "i:": "IY", "i@": "IY AH", "u:": "UW", "A:": "AA", "O:": "AO", "3:": "ER",
    "aa": "AE", "I2": "IH", "I#": "IH", "@L": "AH L", "a#": "AH", "I": "IH", "E": "EH", "a": "AE", "A": "AA", "0": "AA", "O": "AO", "U": "UH", "V": "AH",
    "@": "AH", "3": "ER", "i": "IY", "u": "UW", "e": "EH", "o": "OW", "p": "P", "b": "B", "t#": "T", "t": "T", "d": "D", "k": "K", "g": "G",
    "f": "F", "v": "V", "T": "TH", "D": "DH", "s": "S", "z": "Z", "S": "SH", "Z": "ZH", "h": "HH", "m": "M", "n": "N", "N": "NG", "l": "L",
    "r": "R", "w": "W", "j": "Y", "x": "K", "C": "K", "?": "", "*": "T",
}
_ESPEAK_KEYS = sorted(_ESPEAK, key=len, reverse=True)


def from_espeak(mnemonics: str) -> list[str]:
    """ARPAbet without stress from espeak-ng's `-x` mnemonics; unknown marks are dropped."""
    phones: list[str] = []
    position = 0
    text = re.sub(r"[',%=|_~]", "", mnemonics)
    while position < len(text):
        key = next((key for key in _ESPEAK_KEYS if text.startswith(key, position)), None)
        if key is None:
            position += 1
            continue
        phones += _ESPEAK[key].split()
        position += len(key)
    return phones


def read_cmudict(source: Path) -> dict[str, list[list[str]]]:
    """Pronunciations by word, most usual first, without stress; `source` is index.js of npm's cmu-pronouncing-dictionary."""
    words: dict[str, list[list[str]]] = {}
    for match in re.finditer(r"""^\s*(?:"([^"]+)"|'([^']+)'|([\w$]+)):\s*"([^"]+)",?$""", source.read_text(encoding="utf-8"), re.M):
        word = re.sub(r"\(\d+\)$", "", match[1] or match[2] or match[3])
        phones = re.sub(r"\d", "", match[4]).split()
        if phones not in words.setdefault(word, []):
            words[word].append(phones)
    if len(words) < 100_000:
        raise ValueError(f"{source}: {len(words)} words; expected CMUdict as shipped by cmu-pronouncing-dictionary")
    return words


class Lexicon:
    """Pronunciations of words; what espeak-ng was asked for is kept in a file beside the cache."""

    def __init__(self, cmudict: Path, letter_to_sound: Path) -> None:
        self._words = read_cmudict(cmudict)
        self._file = letter_to_sound
        self._spelled: dict[str, list[str]] = json.loads(letter_to_sound.read_text()) if letter_to_sound.exists() else {}

    def learn(self, words: Sequence[str]) -> int:
        """Pronounces the words that are in neither table by espeak-ng, in one call; returns how many there were."""
        missing = sorted({word for word in words if word not in self._words and word not in self._spelled})
        if missing:
            output = subprocess.run(["espeak-ng", "-v", "en-us", "-q", "-x"], input="\n\n".join(word + "." for word in missing),
                                    capture_output=True, text=True, check=True).stdout
            lines = [line.strip() for line in output.splitlines() if line.strip()]
            if len(lines) != len(missing):
                raise RuntimeError(f"espeak-ng pronounced {len(lines)} of {len(missing)} words")
            self._spelled |= {word: from_espeak(line.replace(" ", "")) for word, line in zip(missing, lines)}
            self._file.write_text(json.dumps(self._spelled))
        return len(missing)

    def variants(self, word: str) -> list[list[str]]:
        """Pronunciations of a word, most usual first; KeyError when it was never learnt."""
        found = self._words.get(word)
        return found if found else [self._spelled[word]]

    def phones(self, words: Sequence[str]) -> list[str]:
        """The usual pronunciation of every word, concatenated."""
        return [phone for word in words for phone in self.variants(word)[0]]
