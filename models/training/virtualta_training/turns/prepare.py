"""Puts utterances with pauses together from recordings and keeps every pause in them, as the network sees it.

    python3 -m virtualta_training.turns.prepare --cache DIR --store DIR --labels frames.npy --cmudict FILE --out pauses.npz

Only the train split is used, and of that not the recordings which `virtualta eval turns` plays (its tuning half) or fits its waits to. Words are cut apart where the aligned phone labels of the recogniser's training say.
"""
from __future__ import annotations

import argparse
import zlib
from pathlib import Path

import numpy as np

from ..data.cache import AudioCache
from ..data.phones import INDEX, Lexicon
from ..recogniser.features import FeatureStore
from .features import WINDOW, activity, describe, decibels, pauses, track

SETS = ("kathleen", "arctic_extra", "speechocean762", "vctk_extra", "librispeech", "librispeech_extra", "ljspeech_part", "commonvoice_en")
#: Recordings of the evaluation: set, how many, shortest and longest seconds; as in TurnSet.cs.
EVALUATED = {"kathleen": (20, 2, 6), "arctic_extra": (20, 2, 6), "speechocean762": (30, 2, 8), "vctk_extra": (10, 2.5, 8), "librispeech": (20, 3, 12)}
FRAME = 320  #: samples of a phone label
LONGEST_TAIL = 8000  #: samples kept after the last word


def evaluated(items: list, name: str) -> set[str]:
    """Names of the train recordings that the evaluation and its fit play."""
    count, shortest, longest = EVALUATED.get(name, (0, 0, 0))
    rows = sorted(item.name for item in items if item.set == name and item.split == "train" and item.text and shortest <= item.seconds <= longest)
    count = min(count, len(rows))
    spread = len(rows) // (4 * count) if count else 0
    return {rows[index * len(rows) // count + shift * spread] for index in range(count) for shift in range(4)}


def word_times(labels: np.ndarray, pronunciations: list[list[list[str]]]) -> list[tuple[int, int]] | None:
    """First and last label of every word, +1, whichever of its pronunciations was said; None where the labels fit none of them."""
    edges = np.flatnonzero(np.diff(labels)) + 1
    runs = [(int(labels[start]), int(start), int(end)) for start, end in zip([0, *edges], [*edges, len(labels)])]
    runs = [run for run in runs if run[0] != 0]

    def read(phones: list[str], at: int) -> tuple[int, int, int] | None:
        first = end = None
        for phone in phones:
            if at < len(runs) and runs[at][0] == INDEX[phone]:
                begin, end = runs[at][1], runs[at][2]
                at += 1
            elif at and runs[at - 1][0] == INDEX[phone]:
                begin, end = runs[at - 1][1], runs[at - 1][2]  # the same phone twice in one run
            else:
                return None
            first = begin if first is None else first
        return None if first is None else (first, end, at)

    open_ends = [(0, ())]
    for variants in pronunciations:
        reached = {}
        for at, times in open_ends:
            for phones in variants:
                if (word := read(phones, at)) is not None:
                    reached.setdefault(word[2], (times, word[:2]))
        open_ends = [(at, times) for at, times in reached.items()]
    for at, times in open_ends:
        if at == len(runs):
            words = []
            while times:
                times, word = times
                words.append(word)
            return words[::-1]
    return None


def noise(samples: np.ndarray, random: np.random.Generator, length: int) -> np.ndarray:
    """Even noise as loud as the quietest tenth of a recording."""
    windows = samples[: len(samples) // WINDOW * WINDOW].reshape(-1, WINDOW).astype(np.float64)
    quiet = np.sort(np.sqrt((windows**2).mean(1)))[len(windows) // 10]
    level = np.clip(quiet, decibels(-75), decibels(-55)) * np.sqrt(3)
    return np.round(random.uniform(-level, level, length))


def faded(samples: np.ndarray) -> np.ndarray:
    """Without a click at either end."""
    samples, length = samples.astype(np.float64), min(160, len(samples) // 2)
    samples[:length] *= np.arange(length) / length
    samples[len(samples) - length :] *= np.arange(length)[::-1] / length
    return samples


def assemble(samples: np.ndarray, times: list[tuple[int, int]], cuts: list[int], random: np.random.Generator, tails: float = 0) -> tuple[np.ndarray, int, list[int]]:
    """Speech with pauses before the words `cuts`: (samples, end of speech, ends of speech before the pauses put in).

    A share of `tails` keeps what was recorded after the last word: a voice that dies away is what an end sounds like.
    """
    bounds = [max(0, times[0][0] * FRAME - 800), *((times[cut - 1][1] + times[cut][0]) * FRAME // 2 for cut in cuts), min(len(samples), times[-1][1] * FRAME)]
    parts, stops, length = [noise(samples, random, 9600)], [], 9600
    for first, last in zip(bounds, bounds[1:]):
        parts.append(faded(samples[first:last]))
        length += last - first
        stops.append(length)
        if tails and last == bounds[-1] and random.random() < tails:
            parts[-1] = faded(samples[first : last + LONGEST_TAIL])
        if last != bounds[-1]:
            parts.append(noise(samples, random, int(random.integers(4800, 14400))))
            length += len(parts[-1])
    parts.append(noise(samples, random, 9600))
    gain = 10 ** (random.uniform(-10, 3) / 20)
    return np.clip(np.concatenate(parts) * gain, -32768, 32767).astype(np.int16), length, stops[:-1]


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Collect pauses for the end-of-turn network.")
    for name in ("cache", "store", "labels", "cmudict", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--most", type=int, default=2100, help="recordings of a set")
    parser.add_argument("--rounds", type=int, default=3, help="how often each recording is put together, with pauses at other places")
    parser.add_argument("--tails", type=float, default=0.0, help="share that keeps what was recorded after the last word")
    parser.add_argument("--split", default="train")
    options = parser.parse_args()
    cache, store = AudioCache(options.cache, list(SETS)), FeatureStore(options.store)
    labels = np.load(options.labels, mmap_mode="r")
    lexicon = Lexicon(options.cmudict, options.cmudict.parent.parent.parent / "espeak.json")
    entries = {(entry.set, entry.name): entry for entry in store.entries}
    seen, ends, inserted, lengths, sets, names, unfit = [], [], [], [], [], [], 0
    for number, name in enumerate(SETS):
        taken = evaluated(cache.utterances, name) if options.split == "train" else set()
        items = [item for item in cache.utterances if item.set == name and item.split == options.split and item.name not in taken and 1.5 <= item.seconds <= 16]
        items.sort(key=lambda item: zlib.crc32(item.name.encode()))
        for item in items[: options.most]:
            entry = entries.get((item.set, item.name))
            try:
                phones = [lexicon.variants(word) for word in entry.words] if entry else []
            except KeyError:
                phones = []
            aligned = np.asarray(labels[entry.start // 2 : (entry.start + entry.frames) // 2]) if entry else np.zeros(0)
            times = word_times(aligned, phones) if len(phones) >= 2 else None
            if times is None:
                unfit += 1
                continue
            for turn in range(options.rounds):
                random = np.random.default_rng([zlib.crc32(item.name.encode()), turn])
                places = range(1 if len(times) < 4 else 2, len(times))
                cuts = sorted(random.choice(places, min(2, len(places)), replace=False).tolist())
                samples, end, stops = assemble(np.asarray(cache.audio(item)), times, cuts, random, options.tails)
                heard = track(samples)
                active, begun = activity(heard.level)
                for last, silence in pauses(active, begun):
                    stop = (last + 1) * WINDOW
                    seen.append(describe(heard, active, last).astype(np.float16))
                    ends.append(stop >= end - 2400)
                    inserted.append(any(abs(stop - one) < 2400 for one in stops))
                    lengths.append(silence)
                    sets.append(number)
                    names.append(zlib.crc32(item.name.encode()))
        print(f"{name}: {len(seen)} pauses, {sum(ends)} ends, {sum(inserted)} put in; {unfit} recordings left out", flush=True)
    np.savez(options.out, seen=np.stack(seen), ends=np.array(ends), inserted=np.array(inserted), lengths=np.array(lengths, np.int16), sets=np.array(sets, np.int8), names=np.array(names, np.uint32))


if __name__ == "__main__":
    main()
