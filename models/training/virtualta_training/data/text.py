"""Transcripts as plain lower-case words."""
from __future__ import annotations

import re
import unicodedata

_ONES = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
         "seventeen eighteen nineteen").split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
_ABBREVIATIONS = {"mr.": "mister", "mrs.": "missus", "dr.": "doctor", "etc.": "et cetera", "&": "and", "st.": "saint"}


def number(value: int) -> str:
    """Cardinal number in words; years between 1100 and 1999 are read in pairs."""
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + ("" if value % 10 == 0 else " " + _ONES[value % 10])
    if 1100 <= value < 2000:
        rest = value % 100
        return number(value // 100) + (" hundred" if rest == 0 else " oh " + number(rest) if rest < 10 else " " + number(rest))
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if value >= size:
            rest = value % size
            return number(value // size) + " " + name + ("" if rest == 0 else " " + number(rest))
    raise ValueError(f"{value}: not a cardinal number")


def ordinal(value: int) -> str:
    """Ordinal number in words."""
    words = number(value).split()
    last = words[-1]
    words[-1] = _ORDINALS.get(last, last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return " ".join(words)


def normalise(text: str) -> list[str]:
    """Words of a transcript: lower case, a-z and inner apostrophes, numbers and common abbreviations in words."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'")).encode("ascii", "ignore").decode().lower()
    text = " ".join(_ABBREVIATIONS.get(token, token) for token in text.split())
    text = re.sub(r"(\d),(\d{3})", r"\1\2", text)
    text = re.sub(r"(\d+)(st|nd|rd|th)\b", lambda match: f" {ordinal(int(match[1]))} ", text)
    text = re.sub(r"\d{1,9}", lambda match: f" {number(int(match[0]))} ", text)
    words = (word.strip("'") if not word.startswith(("'em", "'tis", "'twas", "'til")) else word
             for word in re.findall(r"[a-z']+", text))
    return [word for word in words if word]
