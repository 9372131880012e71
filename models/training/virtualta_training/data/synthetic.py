"""Synthetic speech by flite with exact phone times, for frame-level pre-training and for checking alignments.

    python3 -m virtualta_training.data.synthetic --cache DIR --out FILE.npz --hours 2
"""
from __future__ import annotations

import argparse
import random
import re
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import soundfile

from .cache import AudioCache
from .phones import INDEX, SILENCE
from .sets import SAMPLE_RATE, TRANSCRIBED
from .text import normalise

VOICES = ("slt", "rms", "awb", "kal16")
_RENAMED = {"ax": "AH", "pau": SILENCE, "sil": SILENCE, "ssil": SILENCE, "axr": "ER", "el": "AH L"}


def speak(text: str, voice: str, stretch: float, pitch: float | None) -> tuple[np.ndarray, list[tuple[int, float]]]:
    """Audio int16 at 16 kHz and (class, end in seconds) of every phone."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        options = ["--setf", f"duration_stretch={stretch:.2f}"]
        if pitch is not None:
            options += ["--setf", f"int_f0_target_mean={pitch:.0f}"]
        output = subprocess.run(["flite", "-voice", voice, *options, "-t", text, "-o", file.name, "-psdur"],
                                capture_output=True, text=True, check=True).stdout
        audio, rate = soundfile.read(file.name, dtype="int16")
    assert rate == SAMPLE_RATE, rate
    segments = []
    for name, end in re.findall(r"(\w+):([\d.]+)", output):
        phone = _RENAMED.get(name, name.upper())
        segments.append((INDEX.get(phone, INDEX["AH"]), float(end)))
    if len(audio) > segments[-1][1] * rate:  # the closing pause is not always listed
        segments.append((INDEX[SILENCE], len(audio) / rate))
    return audio, segments


def main() -> None:
    """Command line: synthesise transcripts of the train split."""
    parser = argparse.ArgumentParser(description="Synthesise training sentences by flite, with phone times.")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", default="train")
    options = parser.parse_args()
    draw = random.Random(options.seed)
    texts = [normalise(item.text) for item in AudioCache(options.cache).select(options.split, TRANSCRIBED)]
    audio: list[np.ndarray] = []
    classes: list[int] = []
    ends: list[float] = []
    lengths: list[tuple[int, int]] = []
    sentences: list[str] = []
    total = 0
    while total < options.hours * 3600 * SAMPLE_RATE:
        words = draw.choice(texts)
        if len(words) > 20:
            start = draw.randrange(len(words) - 15)
            words = words[start : start + draw.randint(6, 15)]
        voice = draw.choice(VOICES)
        pitch = draw.uniform(80, 240) if voice == "kal16" else None
        samples, segments = speak(" ".join(words), voice, draw.uniform(0.75, 1.15), pitch)
        audio.append(samples)
        classes += [phone for phone, _ in segments]
        ends += [end for _, end in segments]
        lengths.append((len(samples), len(segments)))
        sentences.append(" ".join(words))
        total += len(samples)
    np.savez(options.out, audio=np.concatenate(audio), classes=np.array(classes, np.int16), ends=np.array(ends, np.float32),
             lengths=np.array(lengths, np.int64), texts=np.array(sentences))
    print(f"{len(lengths)} sentences, {total / SAMPLE_RATE / 3600:.2f} h")


if __name__ == "__main__":
    main()
