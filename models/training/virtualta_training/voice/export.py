"""Exports the AR or NAR model to safetensors for the C# engine.

    python3 -m virtualta_training.voice.export --checkpoint AR/checkpoint.pt  --out models/voice/autoregressive.safetensors
    python3 -m virtualta_training.voice.export --checkpoint NAR/checkpoint.pt --out models/voice/refinement.safetensors

The weights of the lowest dev loss are taken. The linear layers of the blocks become int8 with one scale a row, tables half
precision, the rest single precision. Names are those of the PyTorch modules; the names of the symbols go into the header, so
that the engine finds their rows.
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch

from ..export import Exporter
from ..legs import load_checkpoint
from .autoregressive import Autoregressive, AutoregressiveConfiguration
from .refinement import Refinement, RefinementConfiguration
from .symbols import SYMBOLS

QUANTISED = ("query_key_value", "project", "expand", "contract")
SINGLE = ("norm", "start", "speaker", "advance", "scales")


def load_model(saved: dict[str, Any]) -> Autoregressive | Refinement:
    """The model of a task's state, with the best weights, else the averaged ones."""
    sizes = saved["configuration"]
    model = Autoregressive(AutoregressiveConfiguration(**sizes)) if "group" in sizes else Refinement(RefinementConfiguration(**sizes))
    model.load_state_dict(saved["kept"] or saved["average"])
    return model.eval()


def metadata_of(model: Autoregressive | Refinement) -> dict[str, str]:
    """Kind, sizes and symbols, as the engine checks them."""
    kind = "autoregressive" if isinstance(model, Autoregressive) else "refinement"
    sizes = {key: str(value) for key, value in model.configuration.to_dict().items() if key not in ("dropout", "symbols", "group")}
    return {"kind": kind, "symbols": " ".join(SYMBOLS), **sizes}


def export(model: Autoregressive | Refinement, path: Path, precision: str = "int8") -> str:
    """Writes the model; returns the SHA-256 of the file."""
    exporter = Exporter(precision)
    for name, value in model.state_dict().items():
        parts = name.split(".")
        if parts[-2:-1] and parts[-2] in QUANTISED:
            exporter.linear(name.removesuffix(".weight"), value, None)
        elif any(part in SINGLE or part.endswith("_norm") for part in parts):
            exporter.plain(name, value)
        else:
            exporter.linear(name.removesuffix(".weight"), value, None, "half")
    return exporter.write(path, metadata_of(model))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Export a model of the voice.")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--precision", choices=("int8", "single"), default="int8")
    options = parser.parse_args()
    saved = load_checkpoint(options.checkpoint)["task"]
    digest = export(load_model(saved), options.out, options.precision)
    print(json.dumps({"file": options.out.name, "bytes": options.out.stat().st_size, "sha256": digest}))


if __name__ == "__main__":
    main()
