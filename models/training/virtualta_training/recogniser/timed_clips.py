"""Sentences of the dev split spoken by festival (kal_diphone), with the true start and end of every word: a check on alignment.

    python3 -m virtualta_training.recogniser.timed_clips --cache DIR --out DIR [--count 60]

The figure: VIRTUALTA_CLIPS=DIR dotnet test tests/VirtualTA.Recognition.Tests --filter AlignmentFigures
"""
from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

from ..data.cache import AudioCache
from ..data.text import normalise


def read_labels(path: Path) -> list[tuple[float, str]]:
    """(end in seconds, label) of an xwaves label file."""
    rows = [line.split() for line in path.read_text().splitlines()]
    return [(float(row[0]), row[2]) for row in rows if len(row) == 3]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Speak dev sentences with known word times.")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=60)
    options = parser.parse_args()
    items = AudioCache(options.cache, ["librispeech"]).select("dev")
    items = items[:: max(1, len(items) // options.count)][: options.count]
    options.out.mkdir(parents=True, exist_ok=True)
    texts = [[word for word in normalise(item.text)][:14] for item in items]
    script = []
    for number, words in enumerate(texts):
        base = options.out / f"timed-{number}"
        script.append(f'(set! u (SynthText "{" ".join(words)}"))(utt.save.words u "{base}.words")(utt.save.segs u "{base}.segs")(utt.save.wave u "{base}.wav" \'riff)')
    (options.out / "speak.scm").write_text("\n".join(script))
    subprocess.run(["festival", "-b", str(options.out / "speak.scm")], check=True)
    rows = []
    for number, words in enumerate(texts):
        base = options.out / f"timed-{number}"
        spoken, segments = read_labels(base.with_suffix(".words")), read_labels(base.with_suffix(".segs"))
        if [word for _, word in spoken] != words:
            continue  # festival's own text rules changed a word
        pauses = {round(before, 4): end for (before, _), (end, label) in zip([(0.0, ""), *segments], segments) if label == "pau"}
        ends = [end for end, _ in spoken]
        starts = [pauses.get(round(start, 4), start) for start in [0.0, *ends[:-1]]]
        rows.append("\t".join([base.name, " ".join(words), " ".join(f"{value:.4f}" for value in starts), " ".join(f"{value:.4f}" for value in ends)]) + "\n")
    (options.out / "alignments.tsv").write_text("".join(rows))
    print(f"{len(rows)} sentences")


if __name__ == "__main__":
    main()
