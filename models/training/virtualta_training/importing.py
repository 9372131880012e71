"""Makes checkpoints of exported weights, so that a leg can go on from what is committed where the checkpoint is lost.

    python3 -m virtualta_training.importing codec   --weights models/codec/vta-16-50.safetensors        --out WORK/codec/checkpoint.pt
    python3 -m virtualta_training.importing speaker --weights models/speaker/encoder.safetensors        --out WORK/speaker/checkpoint.pt
    python3 -m virtualta_training.importing voice   --weights models/voice/autoregressive.safetensors   --out WORK/ar/checkpoint.pt

int8 rows become floats again, rounded as they are (the error is 1/254 of a row's largest weight at most); the optimiser and the
codec's phone head are not exported and begin fresh. The recogniser's legs read exported weights themselves (`--start`).
"""
from __future__ import annotations

import argparse
import dataclasses
import re
from pathlib import Path
from typing import Any, Mapping

import numpy as np
import torch
from torch import Tensor

from . import safetensors
from .codec.configuration import CodecConfiguration
from .codec.model import Codec
from .legs import save_checkpoint
from .speaker.model import SpeakerConfiguration, SpeakerEncoder
from .voice.autoregressive import Autoregressive, AutoregressiveConfiguration
from .voice.refinement import Refinement, RefinementConfiguration


def widened(tensors: Mapping[str, np.ndarray]) -> dict[str, Tensor]:
    """Every tensor in single precision, int8 rows times their scales."""
    result = {}
    for name, values in tensors.items():
        if name.endswith("_scale"):
            continue
        wide = values.astype(np.float32)
        if name + "_scale" in tensors:
            scale = tensors[name + "_scale"]
            wide = wide * scale.reshape(-1, *(1 for _ in wide.shape[1:]))
        result[name] = torch.from_numpy(wide.copy())
    return result


def sizes_of(kind: type, metadata: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a configuration class that the header has, in the types of its defaults."""
    sizes: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        if field.name in metadata:
            default = field.default
            text = metadata[field.name]
            sizes[field.name] = tuple(map(int, text.split(","))) if isinstance(default, tuple) else type(default)(text) if isinstance(default, (int, float)) else text
    return sizes


def unfold_stack(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Names and shapes of a `ConvNeXtStack` in training: the export folds the residual scale into `contract` and turns the
    depthwise kernels; the scale begins about as that of a fresh stack, as a power of two, so that exporting again rounds nothing."""
    result: dict[str, Tensor] = {}
    blocks = {name.split(".blocks.")[0]: 0 for name in weights if ".blocks." in name}
    for stack in blocks:
        blocks[stack] = 1 + max(int(name.split(".blocks.")[1].split(".")[0]) for name in weights if name.startswith(stack + ".blocks."))
    for name, values in weights.items():
        count = blocks.get(name.split(".blocks.")[0], 0)
        if name.endswith("depthwise.weight"):
            values = values[:, 0].t().contiguous()
        elif ".contract." in name:
            share = 0.5 ** (count - 1).bit_length()
            values = values / share
            result[name.rsplit(".contract.", 1)[0] + ".scale"] = torch.full((values.shape[0],), share)
        result[name] = values
    return result


def codec_of(path: Path) -> Codec:
    """The codec of exported weights, without a phone head."""
    tensors, metadata = safetensors.load(path)
    _expect(path, metadata, "codec")
    weights = unfold_stack(widened(tensors))
    vectors = weights.pop("quantiser.vectors")
    for level, book in enumerate(vectors):
        here = f"quantiser.levels.{level}"
        weights |= {f"{here}.vectors": book, f"{here}.sums": book.clone(), f"{here}.counts": torch.ones(len(book)), f"{here}.ready": torch.ones(1)}
    model = Codec(CodecConfiguration(**sizes_of(CodecConfiguration, metadata)))
    model.load_state_dict({re.sub(r"^(encoder|decoder)\.(enter|blocks|leave)\b", r"\1.stack.\2", name): values for name, values in weights.items()})
    return model.eval()


def speaker_of(path: Path) -> SpeakerEncoder:
    """The speaker encoder of exported weights."""
    tensors, metadata = safetensors.load(path)
    _expect(path, metadata, "speaker-encoder")
    model = SpeakerEncoder(SpeakerConfiguration(**sizes_of(SpeakerConfiguration, metadata)))
    model.load_state_dict(unfold_stack(widened(tensors)))
    return model.eval()


def voice_of(path: Path) -> Autoregressive | Refinement:
    """The AR or NAR model of exported weights."""
    tensors, metadata = safetensors.load(path)
    _expect(path, metadata, "autoregressive", "refinement")
    sizes = {name: text for name, text in metadata.items() if name != "symbols"}  # the header lists them, the configuration counts them
    model: Autoregressive | Refinement
    if metadata["kind"] == "autoregressive":
        model = Autoregressive(AutoregressiveConfiguration(**sizes_of(AutoregressiveConfiguration, sizes)))
    else:
        model = Refinement(RefinementConfiguration(**sizes_of(RefinementConfiguration, sizes)))
    model.load_state_dict(widened(tensors))
    return model.eval()


def _expect(path: Path, metadata: Mapping[str, str], *kinds: str) -> None:
    if metadata.get("kind") not in kinds:
        raise ValueError(f"{path} holds '{metadata.get('kind')}', not {' or '.join(kinds)}; name the file that `virtualta_training.export` wrote")


def state_of(kind: str, path: Path) -> dict[str, Any]:
    """The task's state as legs and exports read it."""
    if kind == "codec":
        codec = codec_of(path)
        return {"model": codec.state_dict(), "configuration": codec.configuration.to_dict()}
    if kind == "speaker":
        speaker = speaker_of(path)
        return {"configuration": speaker.configuration.to_dict(), "modules": {f"model.{name}": value for name, value in speaker.state_dict().items()}}
    voice = voice_of(path)
    weights = voice.state_dict()
    return {"model": weights, "average": weights, "kept": None, "judged": [], "best": float("inf"), "steps": 0, "configuration": voice.configuration.to_dict()}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Checkpoint of exported weights.")
    parser.add_argument("kind", choices=("codec", "speaker", "voice"))
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    save_checkpoint(options.out, {"record": {"legs": [], "seconds": 0.0, "steps": 0, "imported": options.weights.name}, "task": state_of(options.kind, options.weights)})


if __name__ == "__main__":
    main()
