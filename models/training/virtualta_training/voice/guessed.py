"""Writes what the AR model draws in place of the corpus' first level, and the upper levels that make the best of it.

    python3 -m virtualta_training.voice.guessed --corpus DIR --ar AR/checkpoint.pt --codec C2/checkpoint.pt [--every librispeech=2]

When a voice speaks, the first level is drawn by the AR model and is not quite what the speaker's encoder would give. A NAR model and a
decoder that only know true first levels build on its errors. Here every step is drawn from the model's distribution over the
recording's own past (which needs no generation), and levels 2 and up are quantised again: they code what is then missing to
the recording's sound, so that who learns them learns to lead back to the speaker.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..codec.quantiser import ResidualQuantiser
from ..codec.stage1 import load_codec
from ..feed import in_order
from ..products import multiplies_bfloat16, use_narrow_products
from .autoregressive import Autoregressive
from .corpus import GUESSED, Corpus, Spoken
from .listening import open_model
from .sequences import SequenceBuilder, collate, stretch

#: Guidance with the temperature that goes with it; the more guidance, the sharper the distribution already is.
SETTINGS = ((0.0, 0.8), (0.0, 0.7), (1.0, 0.5))
TOP_P = 0.8


def draw(logits: Tensor, temperature: float, random: torch.Generator, top_p: float = TOP_P) -> Tensor:
    """Nucleus sampling of every row of [rows, codes] -> [rows]."""
    ordered, order = torch.softmax(logits / temperature, -1).sort(-1, descending=True)
    total = ordered.cumsum(-1)
    kept = torch.where(total - ordered < top_p, ordered, torch.zeros_like(ordered))
    return order.gather(-1, torch.multinomial(kept, 1, generator=random))[:, 0]


def requantised(quantiser: ResidualQuantiser, codes: Tensor, first: Tensor) -> Tensor:
    """Codes [frames, levels] and another first level [frames] -> codes [frames, levels] of the same point from there on."""
    points = sum(book.vectors[codes[:, level]] for level, book in enumerate(quantiser.levels))
    chosen, rest = [first], points - quantiser.levels[0].vectors[first]
    for book in list(quantiser.levels)[1:]:
        chosen.append(book.nearest(rest))
        rest = rest - book.vectors[chosen[-1]]
    return torch.stack(chosen, -1)


@torch.no_grad()
def guess(ar: Autoregressive, corpus: Corpus, entry: Spoken, prompt: Spoken | None, steps: int, guidance: float, temperature: float, random: torch.Generator) -> Tensor:
    """Level 1 [frames] of an utterance, each step drawn after the utterance's own past; `steps` of the prompt go before."""
    group, codes = ar.configuration.group, ar.configuration.codes
    builder = SequenceBuilder(codes, group)
    target = stretch(corpus, entry, group)
    before = None if prompt is None else stretch(corpus, prompt, group, 0, min(steps, prompt.frames // group))
    hidden = []
    for conditioned in (True, False)[: 2 if guidance else 1]:
        example = builder.build(before, target, [len(target.symbols)], corpus.vectors[(prompt or entry).number], True, conditioned)
        source, wanted, _ = collate([example], len(example.symbol))
        hidden.append(ar.hidden(source)[0])
    said = (wanted[0, :, 0] >= 0) & (wanted[0, :, 0] < codes)
    places = torch.nonzero(said)[-len(target.codes) :, 0]

    def guided(slot: int, first: Tensor | None) -> Tensor:
        logits = [ar.code_logits(values[places], slot, first)[:, :codes] for values in hidden]
        return logits[0] if len(logits) == 1 else logits[0] + guidance * (logits[0] - logits[1])

    drawn: list[Tensor] = []
    for slot in range(group):
        drawn.append(draw(guided(slot, drawn[0] if slot else None), temperature, random))
    level = torch.from_numpy(corpus.codes(entry)[:, 0].astype(np.int64))
    level[: len(target.codes) * group] = torch.stack(drawn, -1).flatten()
    return level


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="The AR model's draws over the corpus.")
    for name in ("corpus", "ar", "codec"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--every", metavar="SET=N", nargs="*", default=[], help="only every Nth utterance of a set")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    use_narrow_products(not torch.cuda.is_available() and multiplies_bfloat16())
    torch.set_num_threads(1)
    corpus, ar, quantiser = Corpus(options.corpus), open_model(options.ar), load_codec(options.codec).quantiser
    random = np.random.default_rng(1)
    by_speaker: dict[str, list[Spoken]] = {}
    for entry in corpus.entries:
        by_speaker.setdefault(entry.speaker, []).append(entry)
    chosen = [entry for entry in corpus.thinned(options.every) if entry.frames >= 25]
    work = []
    for entry in chosen:
        others = [other for other in by_speaker[entry.speaker] if other.name != entry.name]
        work.append((entry, others[random.integers(len(others))] if others else None, int(random.uniform(2.0, 4.0) * 25), SETTINGS[random.integers(len(SETTINGS))]))

    def make(item: tuple[Spoken, Spoken | None, int, tuple[float, float]]) -> np.ndarray:
        entry, prompt, steps, (guidance, temperature) = item
        first = guess(ar, corpus, entry, prompt, steps, guidance, temperature, torch.Generator().manual_seed(entry.number))
        with torch.no_grad():
            return requantised(quantiser, torch.from_numpy(corpus.codes(entry).astype(np.int64)), first).numpy().astype(np.int16)

    corpus.write_beside(options.corpus / GUESSED, chosen, in_order(make, work, options.workers))


if __name__ == "__main__":
    main()
