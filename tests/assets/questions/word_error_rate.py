"""Prints the word error rate of transcripts (JSON lines of `virtualta transcribe`) against one question a line."""

import json
import re
import sys


def words(text: str) -> list[str]:
    plain = re.sub(r"[^a-z' ]", " ", text.lower().replace("-", " "))
    return [re.sub(r"isation(s?)$", r"ization\1", word) for word in plain.split()]  # spelling is not hearing


def distance(expected: list[str], heard: list[str]) -> int:
    row = list(range(len(heard) + 1))
    for i, want in enumerate(expected, 1):
        above, row[0] = row[:], i
        for j, got in enumerate(heard, 1):
            row[j] = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (want != got))
    return row[-1]


def main() -> None:
    questions, transcripts, label = sys.argv[1:]
    expected = [words(line) for line in open(questions, encoding="utf-8")]
    lines = [json.loads(line) for line in open(transcripts, encoding="utf-8")]
    heard = [words(line.get("text", "")) for line in lines]
    if len(heard) != len(expected):
        sys.exit(f"{len(expected)} questions but {len(heard)} transcripts")
    errors = sum(map(distance, expected, heard))
    total = sum(map(len, expected))
    print(f"{label:52} {errors}/{total} words wrong, WER {errors / total:.3f}")


if __name__ == "__main__":
    main()
