"""Legs: training in pieces of at most a few minutes that checkpoint, resume and leave a record.

A task knows its network; the runner knows time, files and the record. The same leg runs on a CPU and on a GPU.

    folder/checkpoint.pt   everything a task needs to go on (written atomically)
    folder/curve.jsonl     one line per report: step, seconds, progress, losses, dev figures
    folder/record.json     seed, data hash, code revision, versions, legs run
    folder/parts/          the checkpoint in pieces of at most 16 MiB, when asked for
"""
from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import time
from pathlib import Path
from typing import Any, Callable, Protocol

import torch

PART_BYTES = 16 * 1024 * 1024


class Task(Protocol):
    """What a network must offer to be trained in legs."""

    def state(self) -> dict[str, Any]:
        """Weights, optimiser, random states: what `load` needs to continue."""

    def load(self, state: dict[str, Any]) -> None:
        """Continues from `state`."""

    def step(self, progress: float) -> dict[str, float]:
        """One update; `progress` in [0, 1) is the share of the whole budget used so far (for schedules)."""

    def evaluate(self) -> dict[str, float]:
        """Figures on held-out data."""


def seed_everything(seed: int) -> None:
    """Seeds Python, numpy and torch."""
    import random

    import numpy as np

    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def write_atomically(path: Path, data: bytes) -> None:
    """Writes beside the target and renames, so that a killed leg leaves the old file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(data)
    os.replace(partial, path)


def load_checkpoint(path: Path) -> dict[str, Any]:
    """What `save_checkpoint` wrote, on the CPU. Checkpoints are our own: torch 2 must not refuse what is no tensor."""
    return torch.load(path, map_location="cpu", **({"weights_only": False} if torch.__version__ >= "2" else {}))


def save_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Saves with torch, atomically."""
    partial = path.with_name(path.name + ".partial")
    torch.save(state, partial)
    os.replace(partial, path)


def split_file(path: Path, folder: Path, part_bytes: int = PART_BYTES) -> list[Path]:
    """Cuts a file into numbered parts and a manifest with its hash."""
    folder.mkdir(parents=True, exist_ok=True)
    data = path.read_bytes()
    parts = []
    for number, start in enumerate(range(0, max(len(data), 1), part_bytes)):
        part = folder / f"{path.name}.{number:03d}"
        write_atomically(part, data[start : start + part_bytes])
        parts.append(part)
    manifest = {"name": path.name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "parts": [part.name for part in parts]}
    write_atomically(folder / f"{path.name}.parts.json", json.dumps(manifest).encode())
    return parts


def join_file(manifest: Path, out: Path) -> None:
    """Puts the parts back together; ValueError when a byte differs."""
    expected = json.loads(manifest.read_text())
    data = b"".join((manifest.parent / name).read_bytes() for name in expected["parts"])
    if hashlib.sha256(data).hexdigest() != expected["sha256"]:
        raise ValueError(f"{manifest}: the joined parts do not have the recorded hash; copy them again")
    write_atomically(out, data)


def file_hash(*paths: Path) -> str:
    """One hash over the contents of the files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def slim(checkpoint: Path, out: Path) -> None:
    """What is worth carrying of a checkpoint: the best or averaged weights in half precision and the record.

    A leg goes on from it with a fresh optimiser; exports read it like a checkpoint."""
    saved = load_checkpoint(checkpoint)
    task = {name: value for name, value in saved["task"].items() if name not in ("optimiser", "opponent", "judges")}
    if "kept" in task:
        best = task["kept"] or task["average"]
        task |= {"model": best, "average": best, "kept": None}
    save_checkpoint(out, {"record": saved["record"], "task": _halved(task)})


def _halved(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _halved(item) for name, item in value.items()}
    return value.half() if isinstance(value, torch.Tensor) and value.dtype == torch.float32 else value


def code_revision() -> str:
    """Git revision of this code, "-dirty" when changed, "unknown" outside a checkout."""
    try:
        folder = Path(__file__).resolve().parent
        result = subprocess.run(["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"], cwd=folder, capture_output=True, text=True, check=True)
        return result.stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def run_leg(
    task: Task, folder: Path, *, leg_seconds: float, budget_seconds: float, seed: int, data_hash: str,
    report_seconds: float = 30.0, evaluate_seconds: float = 150.0, save_seconds: float = 120.0, parts: bool = False,
    config: dict[str, Any] | None = None, clock: Callable[[], float] = time.monotonic,
) -> dict[str, Any]:
    """Runs one leg of at most `leg_seconds`; the budget over all legs of the folder is `budget_seconds`.

    `clock` counts the seconds: `time.process_time` for a leg that takes what other work leaves of a processor.
    Resumes from `folder/checkpoint.pt` when there is one. Returns the record, with `done` true once the budget is used.
    """
    folder.mkdir(parents=True, exist_ok=True)
    checkpoint, record_file = folder / "checkpoint.pt", folder / "record.json"
    record: dict[str, Any] = {"legs": [], "seconds": 0.0, "steps": 0}
    if checkpoint.exists():
        saved = load_checkpoint(checkpoint)
        record = saved["record"]
        task.load(saved["task"])
    else:
        seed_everything(seed)
    record |= {"done": False, "seed": seed, "data": data_hash, "revision": code_revision(), "torch": torch.__version__, "python": platform.python_version(),
               "budget_seconds": budget_seconds, "config": config or record.get("config")}
    base, started = record["seconds"], clock()
    deadline = min(leg_seconds, budget_seconds - base)
    last_report = last_evaluation = last_save = started
    sums: dict[str, float] = {}
    count = 0

    def save() -> None:
        save_checkpoint(checkpoint, {"record": record, "task": task.state()})
        write_atomically(record_file, json.dumps(record, indent=1).encode())

    def note(values: dict[str, float]) -> None:
        line = {"step": record["steps"], "seconds": round(record["seconds"], 1), **{key: round(value, 5) for key, value in values.items()}}
        with open(folder / "curve.jsonl", "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)

    while (elapsed := clock() - started) < deadline:
        for key, value in task.step(min((base + elapsed) / budget_seconds, 1.0)).items():
            sums[key] = sums.get(key, 0.0) + value
        count += 1
        now = clock()
        record["steps"] += 1
        record["seconds"] = base + now - started
        if now - last_report >= report_seconds:
            note({key: value / count for key, value in sums.items()})
            sums, count, last_report = {}, 0, now
        if now - last_evaluation >= evaluate_seconds:
            note(task.evaluate())
            last_evaluation = clock()
        if now - last_save >= save_seconds:
            save()
            last_save = clock()
    record["seconds"] = base + clock() - started
    final = task.evaluate()
    note(final)
    record["legs"] = record["legs"] + [{"seconds": round(record["seconds"] - base, 1), "steps": record["steps"], **final}]
    record["done"] = record["seconds"] >= budget_seconds - 1.0
    save()
    if parts:
        split_file(checkpoint, folder / "parts")
    return record
