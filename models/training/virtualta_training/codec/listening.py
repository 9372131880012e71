"""Clips of dev speakers, real and through the codec, with lists for the judge.

    python3 -m virtualta_training.codec.listening --cache DIR --out DIR --clips 5 --command "virtualta codec resynth"
    node judge.mjs --list DIR/codec.tsv --json codec.json; node judge.mjs --list DIR/real.tsv --json real.json

`--command` is called with an input and an output WAV (the shipped engine); without it, `--checkpoint` is run in PyTorch.
References are other recordings of the same speaker.
"""
from __future__ import annotations

import argparse
import shlex
import subprocess
import wave
from pathlib import Path

import numpy as np
import torch

from ..data.cache import AudioCache, CachedUtterance
from .decoder import noise_phase_index
from .stage1 import load_codec

HOP = 320


def write_wav(path: Path, samples: np.ndarray) -> None:
    """16-bit, 16 kHz; float samples are brought below full scale."""
    values = samples if samples.dtype == np.int16 else np.rint(samples / max(1.0, float(np.abs(samples).max())) * 32767).astype(np.int16)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(values.tobytes())


def choose(cache: AudioCache, clips: int) -> list[tuple[CachedUtterance, CachedUtterance]]:
    """(clip, reference) of every dev speaker of LibriSpeech, spread over the speaker's recordings of 3 to 11 s."""
    by_speaker: dict[str, list[CachedUtterance]] = {}
    for item in cache.select(split="dev", sets=["librispeech"], seconds=(3, 11)):
        by_speaker.setdefault(item.speaker, []).append(item)
    pairs = []
    for items in by_speaker.values():
        items = items[:: max(1, len(items) // (clips + 1))]
        pairs += [(item, items[-1]) for item in items[:clips]]
    return pairs


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Clips for the judge.")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=int, default=5, help="of each speaker")
    parser.add_argument("--command", default="")
    parser.add_argument("--checkpoint", type=Path, default=None)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    cache = AudioCache(options.cache, ["librispeech"])
    lists = {"real": ["wav\ttext\treference"], "codec": ["wav\ttext\treference"]}
    model = load_codec(options.checkpoint) if options.checkpoint else None
    for item, reference in choose(cache, options.clips):
        samples = cache.audio(item)[: item.length // HOP * HOP]
        real, copy, other = f"{item.name}-real.wav", f"{item.name}.wav", f"{item.speaker}-reference.wav"
        write_wav(options.out / real, samples)
        write_wav(options.out / other, cache.audio(reference))
        if model is None:
            subprocess.run([*shlex.split(options.command), str(options.out / real), str(options.out / copy)], check=True, stdout=subprocess.DEVNULL)
        else:
            codes = model.encode(torch.from_numpy(samples.astype(np.float32) / 32768)[None])
            phases = torch.from_numpy(noise_phase_index(1, np.arange(codes.shape[1]), HOP + 1))[None]
            write_wav(options.out / copy, model.decode(codes, phases)[0].numpy())
        lists["real"].append(f"{real}\t{item.text}\t{other}")
        lists["codec"].append(f"{copy}\t{item.text}\t{other}")
    for name, lines in lists.items():
        (options.out / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
