"""Writes the corpus of the voice: codes, pointers and speaker vectors of every transcribed, aligned, clean utterance.

    python3 -m virtualta_training.voice.tokenise --cache DIR --codec S1/checkpoint.pt --speaker SPK/checkpoint.pt
        --labels DIR --phonemes phonemes.tsv --out DIR

Sets named by `--heard` have no transcripts: the recogniser says which phones they hold (see `heard`). Silence before the first and after the last word is cut down to two frames (it would be heard as latency).
"""
from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Iterator

import numpy as np
import torch

from ..codec.batches import PhoneLabels
from ..codec.model import Codec
from ..codec.stage1 import load_codec
from ..data.cache import AudioCache, CachedUtterance
from ..feed import in_order
from ..legs import load_checkpoint
from ..recogniser.export import load_net
from ..speaker.model import SpeakerConfiguration, SpeakerEncoder
from .alignment import pointer_from_classes
from .corpus import CorpusWriter
from .heard import frame_classes, pieces
from .phonemes import read_table

HOP, MARGIN = 320, 2


def load_speaker(path: Path) -> SpeakerEncoder:
    """The encoder of a checkpoint."""
    saved = load_checkpoint(path)["task"]
    model = SpeakerEncoder(SpeakerConfiguration(**saved["configuration"]))
    model.load_state_dict({name[6:]: value for name, value in saved["modules"].items() if name.startswith("model.")})
    return model.eval()


@torch.no_grad()
def tokens(codec: Codec, items: list[CachedUtterance], cache: AudioCache, device: str) -> Iterator[tuple[CachedUtterance, np.ndarray]]:
    """Codes [frames, levels] of each utterance, one at a time (padding would change nothing but costs time)."""
    for item in items:
        samples = cache.audio(item).astype(np.float32) / 32768
        samples = samples[: len(samples) // HOP * HOP]
        peak = float(np.abs(samples).max())
        if peak > 0:
            samples = samples * (0.6 / peak)
        yield item, codec.encode(torch.from_numpy(samples)[None].to(device))[0].cpu().numpy()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Tokenise the transcribed sets.")
    for name in ("cache", "codec", "speaker", "labels", "phonemes", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--sets", default="kathleen,arctic_extra,ljspeech_part,vctk_extra,librispeech")
    parser.add_argument("--heard", default="", help="sets without transcripts to take too, as the recogniser hears them")
    parser.add_argument("--recogniser", type=Path, help="its weights, for --heard")
    parser.add_argument("--longest", type=float, default=14.0, help="seconds of a recording")
    parser.add_argument("--workers", type=int, default=0, help="processes that place the pointers; 0: one a core")
    options = parser.parse_args()
    cache, labels = AudioCache(options.cache), PhoneLabels(options.labels)
    table, writer = read_table(options.phonemes), CorpusWriter(options.out)
    items = [item for item in cache.select(sets=options.sets.split(","), seconds=(1.0, options.longest)) if item.name in table]

    def point(item: CachedUtterance) -> tuple[np.ndarray, np.ndarray] | None:
        classes = labels.labels(item)
        if classes is None or int(classes.min()) < 0 or not (np.asarray(classes) > 0).any():
            return None
        classes = np.asarray(classes[: item.length // HOP + 1])
        pointer = pointer_from_classes(classes, table[item.name].words, table[item.name].spans)
        return None if pointer is None else (classes, pointer)

    # Before the device is touched: processes are forked.
    pointed = list(in_order(point, items, options.workers or os.cpu_count() or 1))
    left_out = sum(found is None for found in pointed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    codec, speaker = load_codec(options.codec).to(device), load_speaker(options.speaker).to(device)

    def vector(item: CachedUtterance) -> np.ndarray:
        sound = cache.audio(item)[: 8 * 16000].astype(np.float32) / 32768
        return speaker.embed(torch.from_numpy(sound).to(device)).cpu().numpy()

    wanted = {item.name: found for item, found in zip(items, pointed) if found is not None}
    for item, codes in tokens(codec, [item for item in items if item.name in wanted], cache, device):
        classes, pointer = wanted[item.name]
        count = min(len(classes), len(codes))
        spoken = np.flatnonzero(np.asarray(classes[:count]) != 0)
        first, last = max(0, int(spoken[0]) - MARGIN), min(count, int(spoken[-1]) + 1 + 3 * MARGIN)
        writer.add(item.name, item.set, item.speaker, item.split, codes[first:last], pointer[first:last], table[item.name].symbols, vector(item), first)
    if options.heard:
        net = load_net(options.recogniser)
        for item, codes in tokens(codec, cache.select(sets=options.heard.split(","), seconds=(2.0, 60.0)), cache, device):
            own = vector(item)
            for number, piece in enumerate(pieces(frame_classes(net, cache.audio(item))[: len(codes)])):
                section = slice(piece.first, piece.first + len(piece.pointer))
                writer.add(f"{item.name}#{number}", item.set, item.speaker, item.split, codes[section], piece.pointer, piece.symbols, own, piece.first)
    if not writer.entries:
        raise ValueError(f"no utterance of {options.sets} has phonemes and labels: are {options.phonemes} and {options.labels} of these sets?")
    writer.write()
    print(f"{len(writer.entries)} utterances, {sum(entry.frames for entry in writer.entries) / 180000:.2f} h, {left_out} left out")


if __name__ == "__main__":
    main()
