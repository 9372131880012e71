"""Keeps models/manifest.json: one entry per weight file, with hash, licence, data, recipe and measured figures.

    python3 -m virtualta_training.manifest --models models --name phone-recogniser --kind recogniser --file recogniser/phones.safetensors ...
"""
from __future__ import annotations

import argparse
import json
from pathlib import Path

from .data.sets import sha256
from .legs import write_atomically


def update(models: Path, entry: dict) -> None:
    """Adds or replaces the entry of that name; size and hash are taken from the file."""
    manifest = models / "manifest.json"
    content = json.loads(manifest.read_text()) if manifest.exists() else {"models": []}
    file = models / entry["file"]
    complete = entry | {"bytes": file.stat().st_size, "sha256": sha256(file)}
    content["models"] = sorted([*(item for item in content["models"] if item["name"] != entry["name"]), complete], key=lambda item: item["name"])
    write_atomically(manifest, (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode())


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Add or replace a model in models/manifest.json.")
    parser.add_argument("--models", type=Path, required=True)
    for name in ("name", "kind", "file", "format", "version", "licence", "recipe"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--data", nargs="+", required=True)
    parser.add_argument("--figures", nargs="*", default=[], help="name=value")
    parser.add_argument("--stage", choices=("experimental",), help="weights that work but are not to be the default yet")
    parser.add_argument("--sampling", nargs="*", help="temperature=0.8 top_p=0.8: with which the figures were taken")
    options = vars(parser.parse_args())
    models = options.pop("models")
    options["figures"] = dict(figure.split("=", 1) for figure in options["figures"])
    options["sampling"] = {key: float(value) for key, value in (pair.split("=", 1) for pair in options["sampling"])} if options["sampling"] else None
    options = {key: value for key, value in options.items() if value is not None}
    update(models, options)


if __name__ == "__main__":
    main()
