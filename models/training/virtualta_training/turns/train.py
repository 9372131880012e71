"""Trains the end-of-turn network and writes it as text that the program carries along.

    python3 -m virtualta_training.turns.train --pauses pauses.npz --out end-of-turn.txt

Every tenth recording is kept apart to choose nothing but when to stop. Natural pauses inside a recording count half: some of them
are ends of sentences. What came before is hidden in part at random, so that the length of the turn is nothing to learn.
"""
from __future__ import annotations

import argparse
import base64
import copy
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from .features import AFTER, BEFORE
from .model import PauseNet
from .prepare import SETS

_QUIET = -3.0  #: of the bands where nothing is known


def spoil(seen: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Hides the beginning, tilts the spectrum, shifts the level, drops a band: other microphones, other starts."""
    seen = seen.clone()
    count = len(seen)
    hidden = torch.randint(0, BEFORE - 22, (count,), generator=generator) * (torch.rand(count, generator=generator) < 0.5)
    seen[torch.arange(BEFORE + AFTER)[None, :] < hidden[:, None]] = 0
    tilt = torch.linspace(-1, 1, 12) * (torch.rand(count, 1, generator=generator) - 0.5) * 0.6 + (torch.rand(count, 1, generator=generator) - 0.5) * 0.3
    seen[:, :, :12] += tilt[:, None, :] * (seen[:, :, :12] != 0)
    seen[torch.rand(count, generator=generator) < 0.1, :, 12:] = 0
    return seen.clamp(-3.5, 3.5)


def shares(scores: np.ndarray, ends: np.ndarray, others: np.ndarray) -> str:
    """Ends believed where 2, 5 and 10 of a hundred other pauses are."""
    levels = [np.quantile(scores[others], 1 - share) for share in (0.02, 0.05, 0.1)]
    return " ".join(f"{(scores[ends] > level).mean():.3f}" for level in levels)


def report(scores: np.ndarray, data: dict[str, np.ndarray]) -> str:
    """The same for each kind of pause and each set."""
    ends, put, natural = data["ends"], data["inserted"] & ~data["ends"], ~data["inserted"] & ~data["ends"]
    lines = [f"ends believed where 2, 5, 10 % of pauses put in are: {shares(scores, ends, put)}; of natural ones: {shares(scores, ends, natural)}"]
    for number, name in enumerate(SETS):
        one = data["sets"] == number
        if (ends & one).sum() and (put & one).sum():
            lines.append(f"  {name}: {shares(scores, ends & one, put & one)}" + (f"; {shares(scores, ends & one, natural & one)}" if (natural & one).any() else ""))
    return "\n".join(lines)


def write(net: PauseNet, out: Path, about: str) -> None:
    """One line per tensor: name, shape, little-endian single precision in base 64."""
    lines = [f"# {line}" for line in about.splitlines()]
    for name, value in net.state_dict().items():
        lines.append(f"{name} {','.join(str(size) for size in value.shape)} {base64.b64encode(value.numpy().astype('<f4').tobytes()).decode()}")
    out.write_text("\n".join(lines) + "\n")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Train the end-of-turn network.")
    parser.add_argument("--pauses", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=1e-2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    generator = torch.Generator().manual_seed(options.seed)
    data = dict(np.load(options.pauses))
    kept = data["names"] % 10 == 0
    train = {name: value[~kept] for name, value in data.items()}
    check = {name: value[kept] for name, value in data.items()}
    seen, ends = torch.from_numpy(train["seen"].astype(np.float32)), torch.from_numpy(train["ends"].astype(np.float32))
    weight = torch.from_numpy(np.where(train["ends"], 1.0, np.where(train["inserted"], 1.0, 0.5)).astype(np.float32))
    weight[ends == 1] *= (weight[ends == 0].sum() / (ends == 1).sum()).item()
    checked = torch.from_numpy(check["seen"].astype(np.float32))
    net = PauseNet()
    steps = options.epochs * (len(seen) // 128)
    optimiser = torch.optim.AdamW(net.parameters(), options.rate, weight_decay=options.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.rate, steps)
    best, chosen = -1.0, None
    for epoch in range(options.epochs):
        net.train()
        order, total = torch.randperm(len(seen), generator=generator), 0.0
        for batch in order[: len(seen) // 128 * 128].view(-1, 128):
            loss = binary_cross_entropy_with_logits(net(spoil(seen[batch], generator)), ends[batch], weight[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        net.eval()
        with torch.no_grad():
            scores = net(checked).numpy()
        ranked = np.mean([np.mean(scores[check["ends"]] > score) for score in scores[~check["ends"]]])
        print(f"epoch {epoch + 1}: loss {total / max(1, len(seen) // 128):.4f}, area under the curve {ranked:.4f}", flush=True)
        if ranked > best:
            best, chosen = ranked, copy.deepcopy(net.state_dict())
    net.load_state_dict(chosen)
    net.eval()
    with torch.no_grad():
        scores = net(checked).numpy()
    print(report(scores, check))
    write(net, options.out, f"""End of turn by sound: PauseNet of models/training/virtualta_training/turns, {len(seen)} pauses of the train splits of {', '.join(SETS)}
(CC BY 4.0, CC0, ODC-By, free; see models/README.md), none of them from recordings that 'virtualta eval turns' plays. Area under the curve on recordings kept apart: {best:.4f}.
Licence Apache-2.0. Tensors: name, shape, little-endian float32 in base 64.""")


if __name__ == "__main__":
    main()
