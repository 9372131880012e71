"""A small vocabulary in Whisper's numbering: bytes, then byte-pair merges in the order they were learnt; special tokens where English-only models have them."""
from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Iterable, Sequence

SIZE = 51864
END, START, PREVIOUS, NO_SPEECH, NO_TIMESTAMPS = 50256, 50257, 50360, 50361, 50362
SPECIAL = (END, START, PREVIOUS, NO_SPEECH, NO_TIMESTAMPS)


class Vocabulary:
    """Text to tokens and back. A word is encoded with the space before it, as Whisper does."""

    def __init__(self, tokens: Sequence[bytes]) -> None:
        self.tokens = list(tokens)
        self._numbers = {token: number for number, token in reversed(list(enumerate(self.tokens)))}
        self._words: dict[str, list[int]] = {}
        #: Dense classes of the network: ordinary tokens, then the special ones; all other numbers are never trained.
        self.classes = len(self.tokens) + len(SPECIAL)

    @classmethod
    def learn(cls, texts: Iterable[Sequence[str]], merges: int) -> "Vocabulary":
        """Byte-pair encoding of words (Sennrich et al., 1508.07909)."""
        counts = Counter(word for words in texts for word in words)
        parts = {word: [bytes([byte]) for byte in f" {word}".encode()] for word in sorted(counts)}
        tokens = [bytes([byte]) for byte in range(256)]
        known = set(tokens)
        for _ in range(merges):
            pairs: Counter = Counter()
            for word, pieces in parts.items():
                for pair in zip(pieces, pieces[1:]):
                    pairs[pair] += counts[word]
            if not pairs:
                break
            best = max(pairs, key=lambda pair: (pairs[pair], pair))
            joined = best[0] + best[1]
            if joined not in known:
                tokens.append(joined)
                known.add(joined)
            for word, pieces in parts.items():
                parts[word] = _join(pieces, best)
        return cls(tokens)

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        """Reads what `save` wrote."""
        return cls([bytes(token) for token in json.loads(path.read_text())])

    def save(self, path: Path) -> None:
        """Writes the tokens as lists of bytes."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps([list(token) for token in self.tokens]))

    def number(self, index: int) -> int:
        """Whisper's number of a dense class."""
        return index if index < len(self.tokens) else SPECIAL[index - len(self.tokens)]

    def index(self, number: int) -> int:
        """Dense class of a special token's number."""
        return len(self.tokens) + SPECIAL.index(number)

    def encode(self, words: Sequence[str]) -> list[int]:
        """Tokens of words: the lowest-numbered possible merge first, as the decoder in C# does."""
        return [token for word in words for token in self._word(word)]

    def decode(self, tokens: Iterable[int]) -> str:
        """Text of ordinary tokens."""
        return b"".join(self.tokens[token] for token in tokens if token < len(self.tokens)).decode(errors="replace").strip()

    def _word(self, word: str) -> list[int]:
        if word not in self._words:
            pieces = [bytes([byte]) for byte in f" {word}".encode()]
            while True:
                found = [(self._numbers[a + b], a, b) for a, b in zip(pieces, pieces[1:]) if a + b in self._numbers]
                if not found:
                    break
                number, a, b = min(found)
                at = next(i for i in range(len(pieces) - 1) if self._numbers.get(pieces[i] + pieces[i + 1]) == number)
                pieces[at : at + 2] = [pieces[at] + pieces[at + 1]]
            self._words[word] = [self._numbers[piece] for piece in pieces]
        return self._words[word]


def _join(pieces: list[bytes], pair: tuple[bytes, bytes]) -> list[bytes]:
    joined: list[bytes] = []
    for piece in pieces:
        if joined and (joined[-1], piece) == pair:
            joined[-1] = joined[-1] + piece
        else:
            joined.append(piece)
    return joined
