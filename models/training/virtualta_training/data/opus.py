"""Ogg Opus by libopus alone (ctypes), for machines without libsndfile.

`VIRTUALTA_OPUS` names the library (libopus.so.0); otherwise the system's is used.
"""
from __future__ import annotations

import ctypes
import ctypes.util
import functools
import os
from typing import Iterator

import numpy as np

MOST_SAMPLES = 5760  #: of one packet at 48 kHz: 120 ms


@functools.lru_cache(maxsize=1)
def library() -> ctypes.CDLL | None:
    """libopus, or nothing."""
    name = os.environ.get("VIRTUALTA_OPUS") or ctypes.util.find_library("opus")
    if not name:
        return None
    found = ctypes.CDLL(name)
    found.opus_decoder_create.restype = ctypes.c_void_p
    found.opus_decoder_destroy.argtypes = [ctypes.c_void_p]
    found.opus_decode_float.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int32, ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
    return found


def packets(data: bytes) -> tuple[list[bytes], int]:
    """Packets of the first logical stream, headers included, and the position (48 kHz samples) at its end."""
    result, position, end, pending = [], 0, 0, b""
    while position + 27 <= len(data):
        if data[position : position + 4] != b"OggS":
            raise ValueError(f"no Ogg page at byte {position}: copy the recording again")
        granule = int.from_bytes(data[position + 6 : position + 14], "little", signed=True)
        lacing = data[position + 27 : position + 27 + data[position + 26]]
        position += 27 + len(lacing)
        for size in lacing:
            pending += data[position : position + size]
            position += size
            if size < 255:
                result.append(pending)
                pending = b""
        end = max(end, granule)
    return result, end


def _decoded(found: ctypes.CDLL, sounding: list[bytes], rate: int) -> Iterator[np.ndarray]:
    problem = ctypes.c_int()
    decoder = found.opus_decoder_create(rate, 1, ctypes.byref(problem))
    if problem.value:
        raise ValueError(f"libopus refuses {rate} Hz (error {problem.value})")
    room = np.empty(MOST_SAMPLES, np.float32)
    try:
        for packet in sounding:
            count = found.opus_decode_float(decoder, packet, len(packet), room.ctypes.data, len(room), 0)
            if count < 0:
                raise ValueError(f"libopus cannot decode a packet of {len(packet)} bytes (error {count})")
            yield room[:count].copy()
    finally:
        found.opus_decoder_destroy(decoder)


def decode(data: bytes, rate: int = 16_000) -> np.ndarray:
    """Ogg Opus -> mono int16 at `rate` (a rate that Opus knows); RuntimeError where there is no libopus."""
    found = library()
    if found is None:
        raise RuntimeError("neither soundfile nor libopus is here: install one, or name libopus.so.0 in VIRTUALTA_OPUS")
    head, _, *sounding = (parts := packets(data))[0]
    if not head.startswith(b"OpusHead"):
        raise ValueError("not Ogg Opus")
    skip = int.from_bytes(head[10:12], "little")
    start, length = skip * rate // 48_000, -(-(parts[1] - skip) * rate // 48_000)
    samples = np.concatenate([np.empty(0, np.float32), *_decoded(found, sounding, rate)])[start : start + length]
    return np.clip(np.rint(samples * 32767.0), -32768, 32767).astype(np.int16)
