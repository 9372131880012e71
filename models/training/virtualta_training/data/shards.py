"""Packs of speech small enough to carry: shards of at most 60 MiB with the original Opus bytes or 4-bit ADPCM.

    python3 -m virtualta_training.data.shards pack --root SPEECH --out DIR [--sets a,b] [--adpcm]
    python3 -m virtualta_training.data.shards unpack --shards DIR --out CACHE

Opus holds 6 hours in about 50 MiB and is decoded by libsndfile (`soundfile`) or libopus. ADPCM (64 kbit/s: 2 hours a shard) needs numpy alone,
for machines without libsndfile. Unpacking gives the folder that `AudioCache` opens.

A shard: 8 bytes magic, 8 bytes little-endian length of a JSON index, the index, then the audio of all utterances one after the other.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import os
import struct
from dataclasses import asdict
from pathlib import Path
from typing import Callable, Iterator, Sequence

import numpy as np

from ..feed import in_order
from ..legs import write_atomically
from . import adpcm
from .cache import write_cache
from .sets import SET_NAMES, Utterance, decode_opus, default_root, read_opus, read_table

MOST_BYTES = 60 * 1024 * 1024
_MAGIC = b"VTASHRD1"


def write_shard(path: Path, codec: str, entries: list[dict], audio: bytes) -> str:
    """Writes one shard; returns its SHA-256."""
    index = json.dumps({"codec": codec, "sha256": hashlib.sha256(audio).hexdigest(), "utterances": entries}).encode()
    content = _MAGIC + struct.pack("<Q", len(index)) + index + audio
    write_atomically(path, content)
    return hashlib.sha256(content).hexdigest()


def pack(root: Path, out: Path, names: Sequence[str] = SET_NAMES, use_adpcm: bool = False, most_bytes: int = MOST_BYTES,
         wanted: Callable[[Utterance], bool] | None = None, beside_first: int = 0) -> list[Path]:
    """Packs sets in order, only the `wanted` utterances; the first shard leaves `beside_first` bytes free. Returns the shards."""
    if beside_first and most_bytes - beside_first < 2**20:
        raise ValueError(f"{beside_first / 2**20:.1f} MiB beside the speech leave no room in {most_bytes / 2**20:.0f} MiB")
    out.mkdir(parents=True, exist_ok=True)
    codec = "adpcm" if use_adpcm else "opus"
    shards: list[Path] = []
    entries: list[dict] = []
    pieces: list[bytes] = []
    size = 0

    def finish() -> None:
        nonlocal entries, pieces, size
        if entries:
            path = out / f"speech-{len(shards):02d}.shard"
            write_shard(path, codec, entries, b"".join(pieces))
            shards.append(path)
        entries, pieces, size = [], [], 0

    for name in names:
        table = {item.name: item for item in read_table(root, name)}
        for utterance, data in read_opus(root, name):
            if wanted is not None and not wanted(table[utterance]):
                continue
            piece = adpcm.encode(decode_opus(data)) if use_adpcm else data
            room = 400 + len(table[utterance].text)  # what its line in the index takes
            if size + len(piece) + room > most_bytes - 4096 - (0 if shards else beside_first):
                finish()
            entries.append({**asdict(table[utterance]), "offset": entries[-1]["offset"] + entries[-1]["bytes"] if entries else 0,
                            "bytes": len(piece)})
            pieces.append(piece)
            size += len(piece) + room
    finish()
    return shards


def read_packed(path: Path) -> Iterator[tuple[Utterance, str, bytes]]:
    """Yields utterances with their codec and coded audio; ValueError when the shard is damaged."""
    content = path.read_bytes()
    if content[:8] != _MAGIC:
        raise ValueError(f"{path}: not a speech shard")
    length = struct.unpack("<Q", content[8:16])[0]
    index = json.loads(content[16 : 16 + length])
    audio = content[16 + length :]
    if hashlib.sha256(audio).hexdigest() != index["sha256"]:
        raise ValueError(f"{path}: the audio does not match its hash; copy the shard again")
    for entry in index["utterances"]:
        start, size = entry.pop("offset"), entry.pop("bytes")
        yield Utterance(**entry), index["codec"], audio[start : start + size]


def _decode(packed: tuple[Utterance, str, bytes]) -> np.ndarray:
    return adpcm.decode(packed[2]) if packed[1] == "adpcm" else decode_opus(packed[2])


def read_shard(path: Path) -> Iterator[tuple[Utterance, np.ndarray]]:
    """Yields utterances with int16 samples; ValueError when the shard is damaged."""
    for packed in read_packed(path):
        yield packed[0], _decode(packed)


def unpack(shards: Sequence[Path], out: Path, workers: int = 1) -> None:
    """Writes the cache of all shards, which must be given in the order in which they were packed."""
    if not shards:
        raise FileNotFoundError("no *.shard to unpack")
    packed = [item for path in shards for item in read_packed(path)]
    write_cache(out, ((item[0], samples) for item, samples in zip(packed, in_order(_decode, packed, workers))))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Pack speech into shards, or unpack shards into a cache.")
    parser.add_argument("action", choices=("pack", "unpack"))
    parser.add_argument("--root", type=Path)
    parser.add_argument("--shards", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sets", default=",".join(SET_NAMES))
    parser.add_argument("--adpcm", action="store_true")
    parser.add_argument("--workers", type=int, default=0, help="processes that decode; 0: one a core")
    options = parser.parse_args()
    if options.action == "pack":
        for path in pack(options.root or default_root(), options.out, options.sets.split(","), options.adpcm):
            print(f"{path}: {path.stat().st_size / 2**20:.1f} MiB")
    else:
        unpack(sorted(options.shards.glob("*.shard")), options.out, options.workers or os.cpu_count() or 1)


if __name__ == "__main__":
    main()
