"""Exports networks to safetensors for the C# engine.

    python3 -m virtualta_training.export codec   --checkpoint S2/checkpoint.pt  --out models/codec/vta-16-50.safetensors
    python3 -m virtualta_training.export speaker --checkpoint SPK/checkpoint.pt --out models/speaker/encoder.safetensors
    python3 -m virtualta_training.export ar      --checkpoint AR/checkpoint.pt  --out models/voice/autoregressive.safetensors
    python3 -m virtualta_training.export nar     --checkpoint NAR/checkpoint.pt --out models/voice/refinement.safetensors

Large linear layers become int8 with one scale a row, output heads half precision, the rest single precision; `--precision
single` keeps everything in single precision (golden files). Residual scales are folded into the layer before them.
"""
from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import torch

from .codec.model import Codec
from .codec.stage1 import load_codec
from .legs import load_checkpoint
from .safetensors import save
from .speaker.model import SpeakerEncoder
from .voice.symbols import SYMBOLS
from .voice.tokenise import load_speaker

VERSION = "1"


def quantise(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """[outputs, inputs] -> int8 and one float32 scale a row."""
    scale = np.maximum(np.abs(weight).max(1), 1e-12) / 127
    return np.clip(np.rint(weight / scale[:, None]), -127, 127).astype(np.int8), scale.astype(np.float32)


class Exporter:
    """Collects tensors."""

    def __init__(self, precision: str) -> None:
        self.precision = precision
        self.tensors: dict[str, np.ndarray] = {}

    def linear(self, name: str, weight: torch.Tensor, bias: torch.Tensor | None, kind: str = "int8") -> None:
        """A layer [outputs, inputs(, kernel)] as `kind`: int8, half or single."""
        values = weight.detach().float().numpy()
        kind = "single" if self.precision == "single" else kind
        if kind == "int8":
            quantised, scale = quantise(values.reshape(len(values), -1))
            self.tensors[f"{name}.weight"], self.tensors[f"{name}.weight_scale"] = quantised.reshape(values.shape), scale
        else:
            self.tensors[f"{name}.weight"] = values.astype(np.float16 if kind == "half" else np.float32)
        if bias is not None:
            self.plain(f"{name}.bias", bias)

    def plain(self, name: str, values: torch.Tensor) -> None:
        """Single precision as it is."""
        self.tensors[name] = values.detach().float().contiguous().numpy()

    def stack(self, name: str, stack: torch.nn.Module) -> None:
        """A `ConvNeXtStack`."""
        self.linear(f"{name}.enter", stack.enter.weight, stack.enter.bias)
        for number, block in enumerate(stack.blocks):
            here = f"{name}.blocks.{number}"
            self.plain(f"{here}.depthwise.weight", block.depthwise.weight.t()[:, None])
            self.plain(f"{here}.depthwise.bias", block.depthwise.bias)
            self.plain(f"{here}.norm.weight", block.norm.weight)
            self.plain(f"{here}.norm.bias", block.norm.bias)
            self.linear(f"{here}.expand", block.expand.weight, block.expand.bias)
            self.linear(f"{here}.contract", block.contract.weight * block.scale[:, None], block.contract.bias * block.scale)
        self.plain(f"{name}.leave.weight", stack.leave.weight)
        self.plain(f"{name}.leave.bias", stack.leave.bias)

    def write(self, path: Path, metadata: dict[str, str]) -> str:
        """Writes the file; the digest of the data goes into the header. Returns the SHA-256 of the file."""
        ordered = dict(sorted(self.tensors.items(), key=lambda pair: -pair[1].dtype.itemsize))
        digest = hashlib.sha256(b"".join(np.ascontiguousarray(value).tobytes() for value in ordered.values())).hexdigest()
        path.parent.mkdir(parents=True, exist_ok=True)
        save(path, ordered, {**metadata, "version": VERSION, "precision": self.precision, "data_sha256": digest})
        return hashlib.sha256(path.read_bytes()).hexdigest()


def export_codec(model: Codec, path: Path, precision: str, extra: dict[str, np.ndarray] | None = None) -> str:
    """Writes the codec; `extra` tensors (golden values) ride along."""
    exporter, configuration = Exporter(precision), model.configuration
    if configuration.front == "waveform":
        exporter.linear("encoder.first", model.encoder.first.weight, model.encoder.first.bias, "single")
        for number, layer in enumerate(model.encoder.strided):
            exporter.linear(f"encoder.strided.{number}", layer.convolution.weight, layer.convolution.bias)
    exporter.stack("encoder", model.encoder.stack)
    exporter.linear("quantiser.enter", model.quantiser.enter.weight, model.quantiser.enter.bias, "single")
    exporter.linear("quantiser.leave", model.quantiser.leave.weight, model.quantiser.leave.bias, "single")
    exporter.plain("quantiser.vectors", torch.stack([book.vectors for book in model.quantiser.levels]))
    exporter.stack("decoder", model.decoder.stack)
    exporter.linear("decoder.head", model.decoder.head.weight, model.decoder.head.bias, "half")
    if model.decoder.speaker is not None:
        exporter.linear("decoder.speaker", model.decoder.speaker.weight, None, "half")
    if model.decoder.harmonic:
        exporter.linear("decoder.pitch", model.decoder.pitch.weight, model.decoder.pitch.bias, "half")
    meaning = hashlib.sha256(b"".join(values.tobytes() for name, values in sorted(exporter.tensors.items()) if name.startswith(("encoder.", "quantiser."))))
    exporter.tensors.update(extra or {})
    sizes = configuration.to_dict()
    sizes.pop("phones")
    listed = {key: ",".join(map(str, value)) if isinstance(value, tuple) else str(value) for key, value in sizes.items()}
    return exporter.write(path, {"kind": "codec", "codes_sha256": meaning.hexdigest(), **listed})


def export_speaker(model: SpeakerEncoder, path: Path, precision: str, extra: dict[str, np.ndarray] | None = None, threshold: float = 0.0) -> str:
    """Writes the speaker encoder and the threshold of equal error."""
    exporter = Exporter(precision)
    exporter.stack("body", model.body)
    exporter.linear("leave", model.leave.weight, model.leave.bias, "half")
    exporter.tensors.update(extra or {})
    sizes = {key: str(value) for key, value in model.configuration.to_dict().items()}
    return exporter.write(path, {"kind": "speaker-encoder", "threshold": f"{threshold:.4f}", **sizes})


def export_voice(checkpoint: Path, kind: str, path: Path, precision: str) -> str:
    """Writes the AR or NAR model: the average of the weights at the lowest dev loss; blocks int8, tables half."""
    state = load_checkpoint(checkpoint)["task"]
    exporter = Exporter(precision)
    for name, value in (state["kept"] or state["average"]).items():
        if name.startswith("blocks.") and value.dim() == 2 and ".scales." not in name:
            exporter.linear(name.removesuffix(".weight"), value, None)
        elif value.dim() == 2:
            exporter.linear(name.removesuffix(".weight"), value, None, "half")
        else:
            exporter.plain(name, value)
    sizes = {key: str(value) for key, value in state["configuration"].items() if key not in ("dropout", "symbols", "group")}
    return exporter.write(path, {"kind": kind, "symbols": " ".join(SYMBOLS), **sizes})


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Export to safetensors.")
    parser.add_argument("kind", choices=("codec", "speaker", "ar", "nar"))
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--precision", choices=("int8", "single"), default="int8")
    parser.add_argument("--threshold", type=float, default=0.0)
    parser.add_argument("--noise-yield", type=float, default=None, help="codec: of the decoder where no speaker is told (that of the checkpoint)")
    options = parser.parse_args()
    if options.kind == "codec":
        digest = export_codec(load_codec(options.checkpoint, options.noise_yield), options.out, options.precision)
    elif options.kind in ("ar", "nar"):
        digest = export_voice(options.checkpoint, {"ar": "autoregressive", "nar": "refinement"}[options.kind], options.out, options.precision)
    else:
        digest = export_speaker(load_speaker(options.checkpoint), options.out, options.precision, threshold=options.threshold)
    print(json.dumps({"file": options.out.name, "bytes": options.out.stat().st_size, "sha256": digest}))


if __name__ == "__main__":
    main()
