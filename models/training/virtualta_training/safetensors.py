"""Writing and reading safetensors: an 8-byte header length, a JSON header, the data. No package needed."""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np

_TYPES = {"float32": "F32", "float16": "F16", "int8": "I8", "int32": "I32", "int64": "I64", "int16": "I16", "uint8": "U8"}
_NAMES = {value: key for key, value in _TYPES.items()}


def save(path: Path, tensors: dict[str, np.ndarray], metadata: dict[str, str]) -> None:
    """Writes the tensors in the order given; the data starts at a multiple of 64 bytes."""
    header: dict[str, object] = {"__metadata__": metadata}
    position = 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": _TYPES[str(tensor.dtype)], "shape": list(tensor.shape), "data_offsets": [position, position + tensor.nbytes]}
        position += tensor.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-(len(text) + 8) % 64)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for tensor in tensors.values():
            file.write(np.ascontiguousarray(tensor).tobytes())


def load(path: Path) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """(tensors, metadata)."""
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    metadata = header.pop("__metadata__", {})
    body = data[8 + size :]
    return {name: np.frombuffer(body[slice(*entry["data_offsets"])], _NAMES[entry["dtype"]]).reshape(entry["shape"]) for name, entry in header.items()}, metadata
