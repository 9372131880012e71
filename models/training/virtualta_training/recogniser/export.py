"""Writes a trained phone network as safetensors: int8 rows for the large matrices, float32 for the rest.

    python3 -m virtualta_training.recogniser.export --checkpoint RUN/checkpoint.pt --labels frames.npy --out models/recogniser/phones.safetensors
"""
from __future__ import annotations

import argparse
import hashlib
import json
import struct
from pathlib import Path

import numpy as np
import torch

from .. import safetensors
from ..data.phones import CLASSES
from ..legs import load_checkpoint, write_atomically
from .features import mel_filters
from .model import PhoneNet, PhoneNetConfig

VERSION = "1"


def write_safetensors(path: Path, tensors: dict[str, np.ndarray], metadata: dict[str, str]) -> str:
    """Writes the file and returns its SHA-256; the metadata gains the hash of the tensors' bytes."""
    names = {np.dtype(np.float32): "F32", np.dtype(np.int8): "I8", np.dtype(np.float16): "F16"}
    header: dict[str, object] = {}
    pieces, offset = [], 0
    for name, tensor in sorted(tensors.items(), key=lambda item: (-item[1].dtype.itemsize, item[0])):
        data = np.ascontiguousarray(tensor).tobytes()
        header[name] = {"dtype": names[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [offset, offset + len(data)]}
        pieces.append(data)
        offset += len(data)
    body = b"".join(pieces)
    header["__metadata__"] = metadata | {"data_sha256": hashlib.sha256(body).hexdigest()}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    content = struct.pack("<Q", len(text)) + text + body
    write_atomically(path, content)
    return hashlib.sha256(content).hexdigest()


def quantise(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Symmetric int8 per row: weight ≈ scale · q with q in −127…127."""
    scale = np.maximum(np.abs(weight).max(1), 1e-12) / 127.0
    return np.clip(np.rint(weight / scale[:, None]), -127, 127).astype(np.int8), scale.astype(np.float32)


def tensors_of(net: PhoneNet, prior: np.ndarray, eight_bit: bool) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Tensors and metadata in the layout the engine reads; `prior` [40] are the frame classes' shares of time."""
    tensors: dict[str, np.ndarray] = {"mel.filters": mel_filters(), "frame.log_prior": np.log(prior).astype(np.float32)}
    for name, value in net.state_dict().items():
        array = value.detach().cpu().numpy().astype(np.float32)
        if name.endswith("depthwise.weight"):
            tensors[name] = array[:, 0, :].T.copy()  # [kernel, width]
        elif eight_bit and array.ndim == 2:
            tensors[name], tensors[name + "_scale"] = quantise(array)
        else:
            tensors[name] = array
    config = net.config
    return tensors, {
        "kind": "phone-recogniser", "version": VERSION, "width": str(config.width), "inner": str(config.inner), "kernel": str(config.kernel),
        "right": ",".join(map(str, config.right)), "classes": " ".join(CLASSES),
    }


def import_net(path: Path) -> PhoneNet:
    """The network of exported weights (int8 rows become floats again): a start for further training, or for aligning."""
    tensors, metadata = safetensors.load(path)
    if metadata.get("kind") != "phone-recogniser" or metadata.get("version") != VERSION:
        raise ValueError(f"{path}: not a phone recogniser of version {VERSION}")
    net = PhoneNet(PhoneNetConfig(width=int(metadata["width"]), inner=int(metadata["inner"]), kernel=int(metadata["kernel"]),
                                  right=tuple(map(int, metadata["right"].split(",")))))
    state = {}
    for name in net.state_dict():
        array = tensors[name].astype(np.float32)
        if name + "_scale" in tensors:
            array = array * tensors[name + "_scale"][:, None]
        state[name] = torch.from_numpy(array.T[:, None, :].copy() if name.endswith("depthwise.weight") else array)
    net.load_state_dict(state)
    return net.eval()


def load_net(checkpoint: Path) -> PhoneNet:
    """The averaged network of a run's checkpoint, or the network of exported weights."""
    if checkpoint.suffix == ".safetensors":
        return import_net(checkpoint)
    saved = load_checkpoint(checkpoint)["task"]
    config = dict(saved["config"])
    net = PhoneNet(PhoneNetConfig(**{**config, "right": tuple(config["right"])})).eval()
    net.load_state_dict(saved["average"])
    return net


def main() -> None:
    """Command line: export one checkpoint."""
    parser = argparse.ArgumentParser(description="Export the phone network.")
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True, help="frame classes the run was trained on, for the priors")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--single", action="store_true", help="keep float32")
    options = parser.parse_args()
    labels = np.load(options.labels)
    prior = np.bincount(labels[labels < len(CLASSES)], minlength=len(CLASSES)) + 1.0
    tensors, metadata = tensors_of(load_net(options.checkpoint), prior / prior.sum(), not options.single)
    digest = write_safetensors(options.out, tensors, metadata)
    record = json.loads((options.checkpoint.parent / "record.json").read_text())
    write_atomically(options.out.with_suffix(".record.json"), (json.dumps(record, indent=1) + "\n").encode())
    print(f"{options.out}: {options.out.stat().st_size} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
