"""What goes to a machine that takes a few dozen MiB a call, and what comes back from it.

    python3 -m virtualta_training.parcels pack --root SPEECH --phonemes phonemes.tsv --out PARCELS [--most 38] [--opus libopus.so.0] [--cmudict index.js --espeak espeak.json]
    python3 -m virtualta_training.parcels feed --parcel PARCELS/0 --work WORK
    python3 -m virtualta_training.parcels take --work WORK --what codec --out OUT
    python3 -m virtualta_training.parcels join --out FOLDER PIECES/codec.tar.parts.json …

A parcel is a folder with one shard of speech; the first also has everything small. `take` writes a tar in pieces of 15 MiB.
"""
from __future__ import annotations

import argparse
import io
import shutil
import tarfile
from pathlib import Path

from .data.sets import Utterance
from .data.shards import pack
from .legs import join_file, slim, split_file

SETS = "kathleen,arctic_extra,ljspeech_part,vctk_extra,librispeech,librispeech_more"
PIECE = 15 * 1024 * 1024
MOST_TAKEN = 64 * 1024 * 1024 - 65536

#: What `take` brings: files as they are, and checkpoints of which weights and record are enough.
TAKINGS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "codec": (("export/codec/*", "export/speaker/*", "export/recogniser/*"), ("codec1",)),
    "voice": (("export/voice/*",), ()),
    "ar": ((), ("ar",)),
    "nar": ((), ("nar", "codec2", "speaker")),
    "corpus": (("corpus/*",), ()),
}


class Few:
    """Picks a few clips of a set: at most `each` of a speaker and split, `most` in all, between 2 and 8 s."""

    def __init__(self, most: int, each: int) -> None:
        self.most, self.each = most, each
        self.seen: dict[str, int] = {}

    def __call__(self, item: Utterance) -> bool:
        keys = (item.set, f"{item.set}/{item.speaker}/{item.split}", f"{item.set}/{item.split}")
        limits = (self.most, self.each, self.most * 3 // 4)
        if not 2.0 <= item.seconds <= 8.0 or any(self.seen.get(key, 0) >= limit for key, limit in zip(keys, limits)):
            return False
        for key in keys:
            self.seen[key] = self.seen.get(key, 0) + 1
        return True


def pack_parcels(options: argparse.Namespace) -> None:
    """Numbered parcels, the most useful sets first."""
    options.out.mkdir(parents=True, exist_ok=True)
    if list(options.out.iterdir()):
        raise FileExistsError(f"{options.out} is not empty: name a new folder")
    few = Few(options.few, max(2, options.few // 4)) if options.few else None
    first = [path for path in (options.phonemes, options.opus, options.cmudict, options.espeak) if path is not None]
    small = sum(path.stat().st_size for path in first)
    shards = pack(options.root, options.out / "shards", options.sets.split(","), options.adpcm, options.most * 2**20, few, small)
    for number, shard in enumerate(shards):
        folder = options.out / str(number)
        folder.mkdir()
        shutil.move(shard, folder / shard.name)
    (options.out / "shards").rmdir()
    home = options.out / "0"
    shutil.copy(options.phonemes, home / "phonemes.tsv")
    if options.opus:
        shutil.copy(options.opus, home / "libopus.so.0")
    if options.cmudict:
        dictionary = home / "words" / "node_modules" / "cmu-pronouncing-dictionary" / "index.js"
        dictionary.parent.mkdir(parents=True)
        shutil.copy(options.cmudict, dictionary)
        if options.espeak:
            shutil.copy(options.espeak, home / "words" / "espeak.json")
    for folder in sorted(options.out.iterdir(), key=lambda path: int(path.name)):
        print(f"{folder}: {sum(path.stat().st_size for path in folder.rglob('*') if path.is_file()) / 2**20:.1f} MiB")


def take(work: Path, what: str, out: Path) -> list[Path]:
    """Writes the pieces; ValueError when there is nothing yet or more than one call can carry."""
    patterns, checkpoints = TAKINGS[what]
    files = [(path.relative_to(work).as_posix(), path.read_bytes()) for pattern in patterns for path in sorted(work.glob(pattern)) if path.is_file()]
    for name in checkpoints:
        if (work / name / "checkpoint.pt").exists():
            slim(work / name / "checkpoint.pt", work / name / "slim.pt")
            files.append((f"{name}/checkpoint.pt", (work / name / "slim.pt").read_bytes()))
            files += [(f"{name}/{kind}", (work / name / kind).read_bytes()) for kind in ("curve.jsonl", "record.json") if (work / name / kind).exists()]
    if not files:
        raise ValueError(f"{work} has nothing of '{what}' yet")
    total = sum(len(data) for _, data in files)
    if total > MOST_TAKEN:
        raise ValueError(f"'{what}' is {total / 2**20:.0f} MiB: more than one call brings back")
    out.mkdir(parents=True, exist_ok=True)
    path = work / f"{what}.tar"
    with tarfile.open(path, "w") as archive:
        for name, data in files:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return split_file(path, out, PIECE)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Parcels to and from a machine.")
    actions = parser.add_subparsers(dest="action", required=True)
    packing = actions.add_parser("pack")
    packing.add_argument("--root", type=Path, required=True)
    packing.add_argument("--phonemes", type=Path, required=True)
    packing.add_argument("--sets", default=SETS)
    packing.add_argument("--most", type=int, default=38, help="MiB of a parcel")
    packing.add_argument("--few", type=int, default=0, help="only so many clips of a set: for a trial")
    packing.add_argument("--adpcm", action="store_true", help="for a machine that can load neither soundfile nor libopus")
    for name in ("opus", "cmudict", "espeak"):
        packing.add_argument(f"--{name}", type=Path)
    packing.add_argument("--out", type=Path, required=True)
    feeding = actions.add_parser("feed")
    feeding.add_argument("--parcel", type=Path, required=True)
    feeding.add_argument("--work", type=Path, required=True)
    taking = actions.add_parser("take")
    taking.add_argument("--work", type=Path, required=True)
    taking.add_argument("--what", choices=sorted(TAKINGS), required=True)
    taking.add_argument("--out", type=Path, required=True)
    joining = actions.add_parser("join")
    joining.add_argument("manifests", type=Path, nargs="+")
    joining.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if options.action == "pack":
        pack_parcels(options)
    elif options.action == "feed":
        shutil.copytree(options.parcel, options.work / "fed", dirs_exist_ok=True)
        print(f"fed: {', '.join(sorted(path.name for path in (options.work / 'fed').iterdir()))}")
    elif options.action == "take":
        for path in take(options.work, options.what, options.out):
            print(f"{path.name}: {path.stat().st_size / 2**20:.1f} MiB")
    else:
        options.out.mkdir(parents=True, exist_ok=True)
        for manifest in options.manifests:
            joined = options.out / manifest.name.removesuffix(".parts.json")
            join_file(manifest, joined)
            with tarfile.open(joined) as archive:
                archive.extractall(options.out)
            joined.unlink()


if __name__ == "__main__":
    main()
