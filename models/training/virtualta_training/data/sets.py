"""The source sets: where they are, what is in them, and whether they are intact."""
from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

SAMPLE_RATE = 16_000

#: Every set, in the order in which their data is concatenated and hashed.
SET_NAMES = (
    "librispeech", "kathleen", "ljspeech_part", "commonvoice_en", "speechocean762",
    "librispeech_extra", "arctic_extra", "vctk_extra", "librispeech_more", "commonvoice_world",
)

#: Sets with transcripts in English.
TRANSCRIBED = SET_NAMES[:8]

#: Sets good enough for a codec or a synthesiser (no low-rate MP3 in their past).
CLEAN = ("librispeech", "kathleen", "ljspeech_part", "arctic_extra", "vctk_extra", "librispeech_more")

_HASHES = Path(__file__).with_name("sets.sha256.json")


@dataclass(frozen=True)
class Utterance:
    """One recording and what is known about it."""

    set: str
    name: str
    speaker: str
    gender: str  #: "f", "m" or ""
    seconds: float
    split: str  #: "train" or "dev"; no speaker of a multi-speaker set is in both
    text: str  #: as distributed; empty for the sets without transcripts


def default_root() -> Path:
    """The folder with `<set>.tar` and `<set>.tsv`: $VIRTUALTA_SPEECH or ../shared/data/speech beside the repository."""
    if "VIRTUALTA_SPEECH" in os.environ:
        return Path(os.environ["VIRTUALTA_SPEECH"])
    here = Path(__file__).resolve()
    for parent in here.parents:
        candidate = parent / "shared" / "data" / "speech"
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError("speech sets not found: set VIRTUALTA_SPEECH to the folder with <set>.tar and <set>.tsv")


def read_table(root: Path, name: str) -> list[Utterance]:
    """Reads `<name>.tsv`."""
    with open(root / f"{name}.tsv", encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Utterance(name, row["utt"], row["speaker"], row["gender"], float(row["seconds"]), row["split"], row.get("text") or "")
            for row in rows
        ]


def read_opus(root: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Yields (utterance name, Ogg Opus bytes) in tar order."""
    with tarfile.open(root / f"{name}.tar") as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(".opus"):
                stream = archive.extractfile(member)
                assert stream is not None
                yield member.name[: -len(".opus")], stream.read()


def sha256(path: Path) -> str:
    """Hash of a file, read in pieces."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def verify(root: Path, names: tuple[str, ...] = SET_NAMES) -> None:
    """Raises ValueError naming the first file whose checksum differs from the recorded one."""
    recorded = json.loads(_HASHES.read_text())
    for name in names:
        for kind in ("tar", "tsv"):
            file = f"{name}.{kind}"
            actual = sha256(root / file)
            if recorded.get(file) != actual:
                raise ValueError(f"{file}: sha256 {actual}, expected {recorded.get(file)}; copy the set again")


def data_hash(names: tuple[str, ...] = SET_NAMES) -> str:
    """One hash that stands for the recorded contents of the given sets."""
    recorded = json.loads(_HASHES.read_text())
    lines = [f"{name}.{kind} {recorded[f'{name}.{kind}']}" for name in names for kind in ("tar", "tsv")]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def decode_opus(data: bytes, rate: int = SAMPLE_RATE):
    """Decodes Ogg Opus to mono int16 at `rate`, by libsndfile (other rates are resampled) or, where that is missing, by libopus."""
    import numpy as np

    try:
        import soundfile
    except (ImportError, OSError):
        from .opus import decode

        return decode(data, rate)

    samples, source_rate = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
    mono = samples.mean(axis=1)
    if source_rate != rate:
        # By spectrum: exact for the whole clip, and needs numpy only.
        length = -(-len(mono) * rate // source_rate)
        spectrum = np.fft.rfft(mono)
        kept = np.zeros(length // 2 + 1, spectrum.dtype)
        kept[: min(len(kept), len(spectrum))] = spectrum[: len(kept)]
        mono = np.fft.irfft(kept, length) * (length / len(mono))
    return np.clip(np.rint(mono * 32767.0), -32768, 32767).astype(np.int16)
