"""Held-out sentences of a speaker spoken by the AR and NAR models, with lists for the judge.

    python3 -m virtualta_training.voice.listening --corpus DIR --cache DIR --codec C1/checkpoint.pt --ar AR/checkpoint.pt --nar NAR/checkpoint.pt
        --speaker kathleen --clips 10 --out DIR
    node judge.mjs --list DIR/spoken.tsv --json spoken.json; node judge.mjs --list DIR/coded.tsv --json coded.json

`coded.tsv` are the true codes of the same sentences through the codec, `levelone.tsv` the true first level completed by the NAR
model: what is lost between the lists is lost by codec, NAR and AR in turn. Runs in PyTorch; the engine's own figures are those of `say`.
"""
from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..codec.decoder import noise_phase_index
from ..codec.listening import HOP, write_wav
from ..codec.model import Codec
from ..codec.stage1 import load_codec
from ..data.cache import AudioCache
from ..legs import load_checkpoint
from .autoregressive import Autoregressive
from .corpus import Corpus, Spoken
from .export import load_model
from .refinement import Refinement
from .sampling import Generator
from .sequences import stretch


def open_model(path: Path) -> Autoregressive | Refinement:
    """The best weights of a checkpoint."""
    return load_model(load_checkpoint(path)["task"])


def sound(codec: Codec, codes: Tensor, vector: np.ndarray) -> np.ndarray:
    """Codes [frames, levels] by the voice of a speaker vector -> samples."""
    phases = torch.from_numpy(noise_phase_index(1, np.arange(len(codes)), HOP + 1))[None]
    speaker = torch.from_numpy(vector)[None].float() if codec.configuration.decoder_speaker else None
    return codec.decode(codes[None], phases, speaker)[0].numpy()


def speak(ar: Autoregressive, corpus: Corpus, entry: Spoken, prompt: Spoken, seconds: float, seed: int, **sampling: float) -> tuple[Tensor, list[int], bool]:
    """-> level 1 [frames], the symbol index of every frame, whether the model ended by itself."""
    group = ar.configuration.group
    heard = stretch(corpus, prompt, group, 0, min(prompt.frames, int(seconds * 50)) // group)
    generator = Generator(ar, torch.from_numpy(corpus.vectors[prompt.number]), seed, **sampling)
    generator.prompt(list(heard.symbols), list(heard.pointer), heard.codes.tolist())
    codes, pointer, ended = generator.speak([entry.symbols], most_steps=10 + 8 * len(entry.symbols) // group)
    return torch.tensor(codes).flatten(), [place for place in pointer for _ in range(group)], ended


def complete(nar: Refinement, corpus: Corpus, prompt: Spoken, seconds: float, first: Tensor, symbols: np.ndarray) -> Tensor:
    """Level 1 [frames] with the symbol of every frame -> codes [frames, levels]."""
    size = min(prompt.frames, int(seconds * 50))
    before = torch.from_numpy(corpus.codes(prompt)[:size].astype(np.int64))
    said = np.concatenate([np.array(prompt.symbols)[corpus.pointer(prompt)[:size]], symbols])
    return nar.refine(first, before, torch.from_numpy(said.astype(np.int64)), torch.from_numpy(corpus.vectors[prompt.number]))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Sentences for the judge.")
    for name in ("corpus", "cache", "codec", "ar", "nar", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--speaker", default="kathleen")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--clips", type=int, default=10)
    parser.add_argument("--prompt-seconds", type=float, default=3.0)
    parser.add_argument("--top-p", type=float, default=0.8)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--guidance", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    corpus, cache, codec = Corpus(options.corpus), AudioCache(options.cache), load_codec(options.codec)
    ar, nar = open_model(options.ar), open_model(options.nar)
    own = [entry for entry in corpus.entries if entry.speaker == options.speaker]
    wanted = [entry for entry in own if entry.split == options.split and entry.frames >= 100] or own
    prompt = next(entry for entry in own if entry not in wanted[: options.clips] and entry.frames >= 50 * options.prompt_seconds)
    recordings = {item.name: item for item in cache.utterances}
    write_wav(options.out / "reference.wav", cache.audio(recordings[prompt.name]))
    kinds = ("real", "coded", "levelone", "spoken")
    lists: dict[str, list[str]] = {kind: ["wav\ttext\treference"] for kind in kinds}
    unended, spent, length = 0, 0.0, 0
    for entry in wanted[:: max(1, len(wanted) // options.clips)][: options.clips]:
        codes = torch.from_numpy(corpus.codes(entry).astype(np.int64))
        true = np.array(entry.symbols)[corpus.pointer(entry)]
        started = time.monotonic()
        first, pointer, ended = speak(ar, corpus, entry, prompt, options.prompt_seconds, options.seed,
                                      top_p=options.top_p, temperature=options.temperature, guidance=options.guidance)
        spoken = complete(nar, corpus, prompt, options.prompt_seconds, first, np.array(entry.symbols)[pointer])
        spent, length, unended = spent + time.monotonic() - started, length + len(spoken), unended + (not ended)
        guess, vector = complete(nar, corpus, prompt, options.prompt_seconds, codes[:, 0], true), corpus.vectors[prompt.number]
        sounds = {"real": cache.audio(recordings[entry.name]), "coded": sound(codec, codes, vector), "levelone": sound(codec, guess, vector),
                  "spoken": sound(codec, spoken, vector)}
        for kind in kinds:
            write_wav(options.out / f"{entry.name}-{kind}.wav", sounds[kind])
            lists[kind].append(f"{entry.name}-{kind}.wav\t{recordings[entry.name].text}\treference.wav")
    for kind in kinds:
        (options.out / f"{kind}.tsv").write_text("\n".join(lists[kind]) + "\n", encoding="utf-8")
    print(f"{len(lists['spoken']) - 1} sentences, {unended} not ended by themselves, {length / 50:.1f} s spoken in {spent:.1f} s")


if __name__ == "__main__":
    main()
