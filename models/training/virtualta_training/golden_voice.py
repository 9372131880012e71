"""Golden files of the voice's two models: small random networks in single precision with inputs and PyTorch's outputs.

    python3 -m virtualta_training.golden_voice --out ../../tests/golden

The block-wise reference below is the order of computation of the streaming engine: the copies of the look-ahead frames
carry the codes that pass A gave *them*, because the frames' own blocks have not been computed yet.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from .safetensors import save
from .voice.autoregressive import Autoregressive, AutoregressiveConfiguration, AutoregressiveInput
from .voice.refinement import LOOK_AHEAD, PASSES, Refinement, RefinementConfiguration
from .voice.symbols import NONE, SYMBOLS
from .voice.transformer import rotary_table


def tensors_of(model: torch.nn.Module) -> dict[str, np.ndarray]:
    """All parameters as they are named; code tables rounded to half precision, which the engine's heads use."""
    return {name: value.detach().numpy().astype(np.float32) for name, value in model.state_dict().items()}


def round_tables(model: torch.nn.Module) -> None:
    """Makes the code tables exactly representable in half precision."""
    for table in model.codes:
        table.weight.data = table.weight.data.half().float()


def metadata_of(kind: str, configuration: AutoregressiveConfiguration | RefinementConfiguration) -> dict[str, str]:
    """What the engine checks."""
    sizes = {key: str(value) for key, value in configuration.to_dict().items() if key not in ("dropout", "symbols", "group")}
    return {"kind": kind, "version": "1", "symbols": " ".join(SYMBOLS), **sizes}


@torch.no_grad()
def autoregressive_golden(path: Path, pair: int = 0) -> None:
    """A prompt and two clauses with the steps of each, fed as a whole; logits of every step, with a pair head those after given first codes."""
    torch.manual_seed(21)
    configuration = AutoregressiveConfiguration(layers=2, width=32, heads=4, inner=48, pair=pair, codes=24, languages=3, speaker=8)
    model = Autoregressive(configuration).eval()
    for parameter in model.parameters():
        parameter.add_(torch.randn_like(parameter) * 0.2)
    round_tables(model)
    random = np.random.default_rng(4)
    symbols, codes = [random.integers(1, len(SYMBOLS), count) for count in (7, 5, 4)], [random.integers(0, 24, (count, 2)) for count in (6, 5, 3)]
    rows: list[tuple[int, tuple[int, int], tuple[int, int], bool]] = [(NONE, (0, 0), (-1, -1), False)]
    places: list[int] = []
    before = (-1, -1)
    for stretch, (read, said) in enumerate(zip(symbols, codes)):
        rows += [(int(symbol), (0, 0), (-1, -1), False) for symbol in read]
        before = (-1, -1) if stretch < 2 else before
        padded = [*read, NONE, NONE]
        for step, group in enumerate(said):
            here = min(step, len(read) - 1)
            if stretch:
                places.append(len(rows))
            rows.append((int(padded[here]), (int(padded[here + 1]), int(padded[here + 2])), before, True))
            before = (int(group[0]), int(group[1]))
    speaker = torch.randn(1, 8)
    symbol, following, previous, step = zip(*rows)
    source = AutoregressiveInput(torch.tensor([symbol]), torch.tensor([following]), torch.tensor([previous]), torch.tensor([step]), speaker, torch.tensor([1]))
    first = torch.from_numpy(random.integers(0, 24, (1, len(rows))))
    logits, advance = model(source, first)
    inputs = np.array([[symbol[p], *following[p], *previous[p]] for p in range(len(rows))], np.int32)
    save(path, {
        **tensors_of(model), "golden.inputs": inputs, "golden.step": np.array(step, np.int32), "golden.places": np.array(places, np.int32), "golden.first": first[0, places].numpy().astype(np.int32),
        "golden.speaker": speaker[0].numpy(), "golden.codes": logits[0, places].numpy(), "golden.advance": advance[0, places].numpy(),
    }, metadata_of("autoregressive", configuration))


class BlockwiseReference:
    """The NAR model with explicit keys and values, one block after the other."""

    def __init__(self, model: Refinement, speaker: torch.Tensor) -> None:
        self.model, self.speaker = model, model.speaker(speaker)
        self.caches: list[list[list[torch.Tensor]]] = [[[] for _ in model.blocks] for _ in PASSES]
        self.length = 0

    def _run(self, number: int, codes: torch.Tensor, symbols: torch.Tensor, known: int, kept: int) -> torch.Tensor:
        model, count = self.model, len(symbols)
        hidden = (sum(model.codes[level](codes[:, level]) for level in range(known)) + model.symbols(symbols) + self.speaker)[None]
        table = rotary_table(torch.arange(self.length, self.length + count)[None], model.configuration.width // model.configuration.heads)
        for block, cache in zip(model.blocks, self.caches[number]):
            hidden = block(hidden, table, None, False, number, cache)
            cache[:] = [value[:, :, : self.length + kept] for value in cache]
        return model.norm(hidden)[0]

    def prompt(self, codes: torch.Tensor, symbols: torch.Tensor) -> None:
        """All levels of the prompt."""
        for number in range(len(PASSES)):
            self._run(number, codes, symbols, codes.shape[1], len(symbols))
        self.length += len(symbols)

    def block(self, codes: torch.Tensor, symbols: torch.Tensor, kept: int) -> torch.Tensor:
        """[kept + ahead, levels] with level 1 known -> the same with all levels."""
        codes = codes.clone()
        for number, levels in enumerate(PASSES):
            hidden = self._run(number, codes, symbols, levels[0], kept)
            for level in levels:
                codes[:, level] = F.linear(hidden, self.model.codes[level].weight).argmax(-1)
        self.length += kept
        return codes


@torch.no_grad()
def refinement_golden(path: Path) -> None:
    """A prompt of 9 frames and 19 target frames in blocks of 4, 8, 16."""
    torch.manual_seed(22)
    configuration = RefinementConfiguration(layers=2, width=32, heads=4, inner=48, codes=24, speaker=8)
    model = Refinement(configuration).eval()
    for parameter in model.parameters():
        parameter.add_(torch.randn_like(parameter) * 0.2)
    round_tables(model)
    random = np.random.default_rng(5)
    prompt, target, speaker = 9, 19, torch.randn(8)
    codes = torch.from_numpy(random.integers(0, 24, (prompt + target, 6)))
    symbols = torch.from_numpy(random.integers(0, len(SYMBOLS), prompt + target))
    reference = BlockwiseReference(model, speaker)
    reference.prompt(codes[:prompt], symbols[:prompt])
    wanted, start = [], 0
    for size in (4, 8, 16):
        size = min(size, target - start)
        part = slice(prompt + start, prompt + min(target, start + size + LOOK_AHEAD))
        wanted.append(reference.block(codes[part], symbols[part], size)[:size])
        start += size
    save(path, {
        **tensors_of(model), "golden.prompt": codes[:prompt].numpy().astype(np.int32), "golden.first": codes[prompt:, 0].numpy().astype(np.int32),
        "golden.symbols": symbols.numpy().astype(np.int32), "golden.speaker": speaker.numpy(), "golden.codes": torch.cat(wanted).numpy().astype(np.int32),
    }, metadata_of("refinement", configuration))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Golden files of the voice.")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    autoregressive_golden(options.out / "voice-autoregressive.safetensors")
    autoregressive_golden(options.out / "voice-autoregressive-pair.safetensors", pair=40)
    refinement_golden(options.out / "voice-refinement.safetensors")


if __name__ == "__main__":
    main()
