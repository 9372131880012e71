"""Writes held-out clips as WAV with a table of their words, for the engine's figures; optionally PocketSphinx's words beside them.

    python3 -m virtualta_training.recogniser.clips --cache DIR --out DIR [--set librispeech] [--count 35] [--pocketsphinx]

The figures themselves: VIRTUALTA_CLIPS=DIR dotnet test tests/VirtualTA.Recognition.Tests --filter RecognitionFigures
"""
from __future__ import annotations

import argparse
import subprocess
import time
from pathlib import Path

import soundfile

from ..data.cache import AudioCache
from ..data.sets import SAMPLE_RATE
from ..data.text import normalise
from .train import edit_distance


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Export dev clips and measure PocketSphinx on them.")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--set", default="librispeech")
    parser.add_argument("--count", type=int, default=35)
    parser.add_argument("--pocketsphinx", action="store_true")
    options = parser.parse_args()
    cache = AudioCache(options.cache, [options.set])
    items = cache.select("dev")
    items = items[:: max(1, len(items) // options.count)][: options.count]
    options.out.mkdir(parents=True, exist_ok=True)
    rows, errors, count, seconds, used = [], 0, 0, 0.0, 0.0
    for item in items:
        words = normalise(item.text)
        file = options.out / f"{item.name}.wav"
        soundfile.write(file, cache.audio(item), SAMPLE_RATE, subtype="PCM_16")
        found = ""
        if options.pocketsphinx:
            started = time.monotonic()
            found = " ".join(subprocess.run(["pocketsphinx_continuous", "-infile", str(file), "-logfn", "/dev/null"],
                                            capture_output=True, text=True, check=True).stdout.split())
            used += time.monotonic() - started
            errors += edit_distance(words, found.split())
            count += len(words)
            seconds += item.length / SAMPLE_RATE
            print(f"{item.name}: {errors / count:.4f} after {count} words, {used / seconds:.2f} x real time", flush=True)
        rows.append(f"{item.name}\t{' '.join(words)}\t{found}\n")
    (options.out / "transcripts.tsv").write_text("".join(rows))


if __name__ == "__main__":
    main()
