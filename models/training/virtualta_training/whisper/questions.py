"""Short questions about a course, spoken by flite and espeak-ng: an audio cache that `AudioCache(folder, ["questions"])` opens.

    python3 -m virtualta_training.whisper.questions --course FOLDER_OF_MARKDOWN --out CACHE --count 3000 [--without FILE_OF_QUESTIONS]
"""
from __future__ import annotations

import argparse
import random
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Iterator

import numpy as np
import soundfile

from ..data.cache import write_cache
from ..data.sets import SAMPLE_RATE, Utterance
from ..data.synthetic import VOICES, speak
from ..data.text import normalise

PATTERNS = """what is {}|what is a {}|what is the {}|what are {}|what does {} mean|what does a {} do|what is the role of {}|what is the role of the {}
how does {} work|how does a {} work|how do {} work|how is {} used|how is {} measured|how are {} trained|how does {} differ from {}|how many {}
why is {} used|why is the {} used in a {}|why do we use {}|why do we need {}|where is {} used|when is {} used|which {}|which {} evaluate {}
is {} better than {}|is it ethical to use {} without {}|explain {}|explain {} in {}|please explain {} to me|tell me about {}|compare {} and {}
define {}|give me an example of {}|what is the difference between {} and {}|can you explain {} again|i do not understand {}|does a {} need {}"""
FUNCTION_WORDS = set("""a an the of in is are was were and to for it its that this these those with by on as be been or at from which not than so can
could may might must has have had do does did done one what how why when where who whose if but each every more most less they them their there then
only also such into over under between because while will would shall should i you he she we our your my his her no yes any all some both other""".split())
ESPEAK_VOICES = ("en-us", "en-gb", "en-us+f2", "en-us+m3", "en-gb+f4", "en-gb+m7")


def terms(texts: list[str]) -> list[str]:
    """Runs of one to three words between function words; longer ones only if they recur."""
    counts: dict[str, int] = {}
    for text in texts:
        for sentence in re.split(r"[.;:!?\n|*()\[\]`,]+", text):
            run: list[str] = []
            for word in [*normalise(sentence), "the"]:
                if word in FUNCTION_WORDS or len(word) < 2:
                    for length in range(1, min(3, len(run)) + 1):
                        for at in range(len(run) - length + 1):
                            term = " ".join(run[at : at + length])
                            counts[term] = counts.get(term, 0) + 1
                    run = []
                else:
                    run.append(word)
    return sorted(term for term, count in counts.items() if count > 1 or (" " not in term and len(term) > 4))


def questions(found: list[str], draw: random.Random, without: set[str]) -> Iterator[str]:
    """Endless questions; none of those held out."""
    patterns = [pattern for line in PATTERNS.splitlines() for pattern in line.split("|")]
    while True:
        question = re.sub(r"\{\}", lambda _: draw.choice(found), draw.choice(patterns))
        if question not in without and len(question) < 80:
            yield question


def speak_by_espeak(text: str, voice: str, speed: int, pitch: int) -> np.ndarray:
    """int16 at 16 kHz."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "-w", file.name, text], check=True, capture_output=True)
        samples, rate = soundfile.read(file.name, dtype="float32")
    length = len(samples) * SAMPLE_RATE // rate
    spectrum = np.fft.rfft(samples)[: length // 2 + 1]
    return np.clip(np.fft.irfft(spectrum, length) * (length / len(samples)) * 32767, -32768, 32767).astype(np.int16)


def spoken(found: list[str], count: int, draw: random.Random, without: set[str]) -> Iterator[tuple[Utterance, np.ndarray]]:
    """Utterances with their samples; every twentieth question is for development."""
    source = questions(found, draw, without)
    for number in range(count):
        text = next(source)
        if number % 3 == 2:
            voice = draw.choice(ESPEAK_VOICES)
            samples = speak_by_espeak(text, voice, draw.randint(130, 190), draw.randint(30, 70))
        else:
            voice = draw.choice(VOICES)
            samples, _ = speak(text, voice, draw.uniform(0.85, 1.15), draw.uniform(90, 220) if voice == "kal16" else None)
        split = "dev" if number % 20 == 0 else "train"
        yield Utterance("questions", f"question-{number:05d}", f"synthetic-{voice}", "", len(samples) / SAMPLE_RATE, split, text), samples


def main() -> None:
    """Command line: make the cache."""
    parser = argparse.ArgumentParser(description="Speak questions about a course.")
    parser.add_argument("--course", type=Path, required=True, help="folder of Markdown files")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--without", type=Path, help="questions, one a line, that must not occur")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = terms([file.read_text() for file in sorted(options.course.glob("*.md"))])
    held_out = {" ".join(normalise(line)) for line in options.without.read_text().splitlines()} if options.without else set()
    write_cache(options.out, spoken(found, options.count, random.Random(options.seed), held_out))


if __name__ == "__main__":
    main()
