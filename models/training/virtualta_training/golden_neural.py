"""Golden tensors for the C# engine's layers, computed by PyTorch.

    python3 -m virtualta_training.golden_neural ../../tests/golden/neural/layers.safetensors

Run in models/training. Everything is seeded; the same file comes out every time.
"""

from __future__ import annotations

import hashlib
import json
import struct
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

DTYPES = {"float32": "F32", "float16": "F16", "int8": "I8", "int32": "I32", "int64": "I64"}


def write_safetensors(path: Path, tensors: dict[str, torch.Tensor], metadata: dict[str, str]) -> None:
    """Writes a safetensors file with the checksum that the C# reader verifies."""
    header: dict[str, object] = {}
    chunks: list[bytes] = []
    offset = 0
    for name, tensor in tensors.items():
        array = np.ascontiguousarray(tensor.detach().cpu().numpy())
        data = array.tobytes()
        header[name] = {
            "dtype": DTYPES[str(array.dtype)],
            "shape": list(array.shape),
            "data_offsets": [offset, offset + len(data)],
        }
        chunks.append(data)
        offset += len(data)
    body = b"".join(chunks)
    header["__metadata__"] = {**metadata, "data_sha256": hashlib.sha256(body).hexdigest()}
    text = json.dumps(header).encode()
    text += b" " * (-(len(text) + 8) % 64)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def quantize_rows(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Symmetric int8 rows: weight is about scale * q."""
    scale = weight.abs().amax(dim=1) / 127
    return torch.round(weight / scale[:, None]).to(torch.int8), scale


def quantized_linear(x: torch.Tensor, q: torch.Tensor, scale: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """Linear layer with per-token int8 activations, as the engine defines it."""
    peak = x.abs().amax(dim=-1, keepdim=True)
    activations = torch.round(x * (127 / peak))
    exact = activations.double() @ q.double().T
    return (exact * (scale.double() * (peak / 127).double())).float() + bias


def layers() -> dict[str, torch.Tensor]:
    torch.manual_seed(20)
    out: dict[str, torch.Tensor] = {}

    def keep(prefix: str, module: nn.Module) -> None:
        for name, value in module.state_dict().items():
            out[f"{prefix}.{name}"] = value.float()

    def signal(channels: int, frames: int = 24) -> torch.Tensor:
        return torch.randn(1, frames, channels)

    x = signal(40)
    linear = nn.Linear(40, 30)
    keep("linear", linear)
    out["linear.in"], out["linear.out"] = x[0], linear(x)[0]
    q, scale = quantize_rows(linear.weight.detach())
    out["quantized.weight"], out["quantized.weight_scale"], out["quantized.bias"] = q, scale, linear.bias
    out["quantized.out"] = quantized_linear(x[0], q, scale, linear.bias)

    for name, kernel, stride, dilation in (("conv", 7, 1, 1), ("strided", 8, 4, 1), ("dilated", 3, 1, 3)):
        conv = nn.Conv1d(40, 24, kernel, stride=stride, dilation=dilation)
        keep(name, conv)
        left = (kernel - 1) * dilation + 1 - stride
        out[f"{name}.out"] = conv(functional.pad(x.transpose(1, 2), (left, 0)))[0].T
    same = nn.Conv1d(40, 24, 3, stride=2, padding=1)
    keep("same", same)
    out["same.out"] = same(x.transpose(1, 2))[0].T
    depthwise = nn.Conv1d(40, 40, 7, groups=40)
    keep("depthwise", depthwise)
    out["depthwise.out"] = depthwise(functional.pad(x.transpose(1, 2), (6, 0)))[0].T
    transposed = nn.ConvTranspose1d(40, 12, 8, stride=4)
    keep("transposed", transposed)
    out["transposed.out"] = transposed(x.transpose(1, 2))[0, :, : 24 * 4].T

    norm = nn.LayerNorm(40)
    nn.init.normal_(norm.weight)
    nn.init.normal_(norm.bias)
    keep("norm", norm)
    out["norm.out"] = norm(x)[0]
    gain = torch.randn(40)
    out["rms.weight"], out["rms.out"] = gain, (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * gain)[0]

    wide = torch.linspace(-12, 12, 1001)
    out["activation.in"] = wide
    out["activation.gelu"] = functional.gelu(wide.double()).float()
    out["activation.silu"] = functional.silu(wide.double()).float()
    out["activation.elu"] = functional.elu(wide.double()).float()
    out["activation.tanh"] = torch.tanh(wide.double()).float()
    out["activation.sigmoid"] = torch.sigmoid(wide.double()).float()
    out["activation.softmax"] = torch.softmax(wide.double(), 0).float()

    for name, cell in (("lstm", nn.LSTM(40, 16, batch_first=True, bidirectional=True)), ("gru", nn.GRU(40, 16, batch_first=True, bidirectional=True))):
        keep(name, cell)
        out[f"{name}.out"] = cell(x)[0][0]

    query, key, value = (torch.randn(10, 2, 16) for _ in range(3))
    out["attention.query"], out["attention.key"], out["attention.value"] = (t.reshape(10, 32) for t in (query, key, value))
    scores = torch.einsum("thd,phd->htp", query, key) / 4
    scores = scores.masked_fill(torch.ones(10, 10).triu(1).bool(), float("-inf"))
    out["attention.out"] = torch.einsum("htp,phd->thd", scores.softmax(-1), value).reshape(10, 32)

    angles = torch.arange(10)[:, None].double() * 10000.0 ** (-torch.arange(0, 16, 2).double() / 16)
    cosine, sine = angles.cos()[:, None], angles.sin()[:, None]
    low, high = query[..., :8].double(), query[..., 8:].double()
    out["rotary.out"] = torch.cat((low * cosine - high * sine, high * cosine + low * sine), -1).float().reshape(10, 32)

    audio = torch.randn(640 * 8)
    window = torch.hann_window(640)
    spectrum = torch.stft(audio, 640, 320, window=window, center=False, return_complex=True)
    out["synthesis.in"] = torch.cat((spectrum.real, spectrum.imag)).T
    out["synthesis.out"] = audio
    return out


if __name__ == "__main__":
    write_safetensors(Path(sys.argv[1]), layers(), {"script": "models/training/virtualta_training/golden_neural.py"})
