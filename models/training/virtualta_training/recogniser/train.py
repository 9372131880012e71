"""The recogniser's task for the leg runner: frame cross-entropy, then CTC and frame cross-entropy together.

    python3 -m virtualta_training.recogniser.train --store DIR --labels frames.npy --folder RUN --budget 600 [--ctc 0]
"""
from __future__ import annotations

import argparse
import math
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from ..data.phones import CLASSES, INDEX, Lexicon
from ..data.sets import TRANSCRIBED, data_hash
from ..legs import run_leg
from .augment import augment, mask, noise_like
from .features import Entry, FeatureStore, STACK
from .model import PhoneNet, PhoneNetConfig

IGNORED = 255  #: frame label that takes no part in the loss

#: Share of each set's utterances seen in an epoch.
SHARES = {"speechocean762": 0.2, "arctic_extra": 0.6, "kathleen": 0.5}


def edit_distance(left: list, right: list) -> int:
    """Levenshtein distance."""
    row = list(range(len(right) + 1))
    for number, item in enumerate(left, 1):
        diagonal, row[0] = row[0], number
        for column, other in enumerate(right, 1):
            diagonal, row[column] = row[column], min(diagonal + (item != other), row[column] + 1, row[column - 1] + 1)
    return row[-1]


def greedy(frames: np.ndarray) -> list[int]:
    """CTC's best path, collapsed."""
    changes = frames[np.insert(frames[1:] != frames[:-1], 0, True)]
    return [int(label) for label in changes if label != 0]


class PhoneTask:
    """One network, one store, one optimiser."""

    def __init__(self, store: FeatureStore, labels: np.ndarray | None, targets: dict[str, list[int]], config: PhoneNetConfig, *,
                 rate: float, ctc_weight: float, frames_per_batch: int = 8000, seed: int = 1, device: str = "cpu",
                 dev_items: int = 48, warm_up: float = 0.03, strength: float = 0.5) -> None:
        self.store, self.labels, self.targets = store, labels, targets
        self.rate, self.ctc_weight, self.warm_up = rate, ctc_weight, warm_up
        self.frames_per_batch, self.device, self.strength = frames_per_batch, device, strength
        self.draw = np.random.default_rng(seed)
        self.net = PhoneNet(config).to(device)
        self.average = PhoneNet(config).to(device).eval()
        self.train_entries = [entry for entry in store.entries if entry.split == "train" and entry.name in targets]
        dev = [entry for entry in store.entries if entry.split == "dev" and entry.set in ("librispeech", "flite") and entry.name in targets]
        self.dev_entries = dev[:: max(1, len(dev) // dev_items)][:dev_items]
        self.optimiser = torch.optim.AdamW(self.net.parameters(), lr=rate, betas=(0.9, 0.98), weight_decay=0.03)
        self.queue: list[list[Entry]] = []
        self.updates = 0
        self.epoch = 0
        self._measure()
        self.average.load_state_dict(self.net.state_dict())

    def _measure(self) -> None:
        sample = [self.store.get(entry) for entry in self.draw.choice(np.array(self.train_entries, object), min(300, len(self.train_entries)), replace=False)]
        frames = np.concatenate(sample)
        self.net.mean.copy_(torch.from_numpy(frames.mean(0)))
        self.net.scale.copy_(torch.from_numpy(1.0 / frames.std(0)))

    def _batches(self) -> list[list[Entry]]:
        chosen = [entry for entry in self.train_entries if self.draw.random() < SHARES.get(entry.set, 1.0)]
        chosen.sort(key=lambda entry: entry.frames * self.draw.uniform(0.9, 1.1))
        batches: list[list[Entry]] = [[]]
        longest = 0
        for entry in chosen:
            longest = max(longest, entry.frames)
            if batches[-1] and longest * (len(batches[-1]) + 1) > self.frames_per_batch:
                batches.append([])
                longest = entry.frames
            batches[-1].append(entry)
        self.draw.shuffle(batches)  # type: ignore[arg-type]
        self.epoch += 1
        return batches

    def _example(self, entry: Entry) -> tuple[np.ndarray, np.ndarray, list[int]]:
        features, tempo = augment(self.draw, self.store.get(entry), self.strength)
        outputs = len(features) // 2
        labels = np.full(outputs, IGNORED, np.uint8)
        if self.labels is not None:
            known = self.labels[entry.start // 2 : (entry.start + entry.frames) // 2]
            labels = known[np.minimum(((np.arange(outputs) + 0.5) * tempo).astype(np.int64), len(known) - 1)]
        target = self.targets[entry.name]
        if self.draw.random() < 0.15:  # silence or noise before speech, sometimes instead of it
            pause = noise_like(self.draw, int(self.draw.integers(5, 30)) * STACK, float(np.quantile(features.mean(axis=1), 0.05)) + self.draw.uniform(-1, 1))
            pause = np.maximum(pause, np.float32(math.log(1e-6)))
            if self.draw.random() < 0.1:
                features, labels, target = pause, np.zeros(len(pause) // 2, np.uint8), []
            else:
                features = np.concatenate([pause, features])
                labels = np.concatenate([np.zeros(len(pause) // 2, np.uint8), labels])
        features = (features - self.net.mean.cpu().numpy()) * self.net.scale.cpu().numpy()
        mask(self.draw, features, self.strength)
        return features, labels, target

    def _losses(self, batch: list[Entry]) -> tuple[torch.Tensor, dict[str, float]]:
        examples = [self._example(entry) for entry in batch]
        longest = max(len(features) for features, _, _ in examples)
        inputs = np.zeros((len(batch), longest, examples[0][0].shape[1]), np.float32)
        labels = np.full((len(batch), longest // 2), IGNORED, np.int64)
        for row, (features, known, _) in enumerate(examples):
            inputs[row, : len(features)] = features
            labels[row, : len(known)] = known
        steps = torch.tensor([len(features) // STACK for features, _, _ in examples])
        ctc, frame = self.net(torch.from_numpy(inputs).to(self.device), steps.to(self.device))
        loss = torch.zeros((), device=self.device)
        values = {}
        if self.labels is not None:
            cross = F.cross_entropy(frame.flatten(0, 1), torch.from_numpy(labels).flatten().to(self.device), ignore_index=IGNORED, label_smoothing=0.05)
            known_frames = labels.ravel() != IGNORED
            values["frame"] = float(cross)
            values["accuracy"] = float((frame.detach().argmax(-1).cpu().numpy().ravel() == labels.ravel())[known_frames].mean())
            loss = loss + cross * (1.0 if self.ctc_weight == 0 else 0.5)
        if self.ctc_weight > 0:
            lengths = torch.tensor([len(target) for _, _, target in examples])
            flat = torch.tensor([label for _, _, target in examples for label in target], dtype=torch.long)
            total = F.ctc_loss(ctc.log_softmax(-1).transpose(0, 1), flat.to(self.device), steps * 2, lengths, reduction="none", zero_infinity=True)
            per_phone = total.sum() / max(1, int(lengths.sum()))
            values["ctc"] = float(per_phone)
            loss = loss + self.ctc_weight * per_phone
        return loss, values

    def step(self, progress: float) -> dict[str, float]:
        """One update."""
        if not self.queue:
            self.queue = self._batches()
        self.net.train()
        shape = progress / self.warm_up if progress < self.warm_up else 0.5 + 0.5 * math.cos(math.pi * (progress - self.warm_up) / (1 - self.warm_up))
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * max(shape, 0.01)
        loss, values = self._losses(self.queue.pop())
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self.updates += 1
        decay = min(0.998, (1 + self.updates) / (20 + self.updates))
        with torch.no_grad():
            for slow, fast in zip(self.average.state_dict().values(), self.net.state_dict().values()):
                slow.lerp_(fast, 1 - decay)
        return values | {"epoch": self.epoch - len(self.queue) / 1e5}

    def posteriors(self, entry: Entry) -> tuple[np.ndarray, np.ndarray]:
        """Log-posteriors of both heads [output frames, 40], averaged weights."""
        with torch.no_grad():
            features = torch.from_numpy(self.store.get(entry)).to(self.device)
            ctc, frame = self.average(self.average.normalise(features)[None])
        return ctc[0].log_softmax(-1).cpu().numpy(), frame[0].log_softmax(-1).cpu().numpy()

    def evaluate(self) -> dict[str, float]:
        """Phone error rate of both heads' best paths on dev speakers (the frame head's runs collapsed, silence dropped)."""
        errors = np.zeros(2)
        count = 0
        for entry in self.dev_entries:
            target = self.targets[entry.name]
            for head, scores in enumerate(self.posteriors(entry)):
                errors[head] += edit_distance(greedy(scores.argmax(-1)), target)
            count += len(target)
        return {"per_ctc": errors[0] / max(count, 1), "per_frame": errors[1] / max(count, 1)}

    def state(self) -> dict[str, Any]:
        """Everything needed to go on."""
        return {"net": self.net.state_dict(), "average": self.average.state_dict(), "optimiser": self.optimiser.state_dict(),
                "updates": self.updates, "epoch": self.epoch, "draw": self.draw.bit_generator.state, "config": self.net.config.to_dict()}

    def load(self, state: dict[str, Any]) -> None:
        """Continues."""
        self.net.load_state_dict(state["net"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.updates, self.epoch = state["updates"], state["epoch"]
        self.draw.bit_generator.state = state["draw"]

    def start_from(self, checkpoint: Path, same_heads: bool) -> None:
        """Takes the averaged weights and feature statistics of another run; `same_heads` starts CTC's head as a copy of the frame head."""
        from .export import load_net

        weights = load_net(checkpoint).to(self.device).state_dict()
        if same_heads:
            weights |= {f"ctc.{name}": weights[f"frame.{name}"].clone() for name in ("weight", "bias")}
        self.net.load_state_dict(weights)
        self.average.load_state_dict(weights)


def phone_targets(store: FeatureStore, lexicon: Lexicon) -> dict[str, list[int]]:
    """CTC targets of every utterance: classes of the usual pronunciation."""
    lexicon.learn([word for entry in store.entries for word in entry.words])
    return {entry.name: [INDEX[phone] for phone in lexicon.phones(entry.words)] for entry in store.entries}


def main() -> None:
    """Command line: run one leg."""
    parser = argparse.ArgumentParser(description="Train the phone recogniser for one leg.")
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--labels", type=Path, help="frame classes, uint8 [all output frames of the store]")
    parser.add_argument("--cmudict", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="checkpoint of another run, or exported weights, to start from")
    parser.add_argument("--same-heads", action="store_true", help="the other run trained its frame head only: start CTC's head as a copy of it")
    parser.add_argument("--leg", type=float, default=600)
    parser.add_argument("--budget", type=float, default=600)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--ctc", type=float, default=1.0)
    parser.add_argument("--augment", type=float, default=0.5, help="strength of augmentation, 0 to 1")
    parser.add_argument("--batch", type=int, default=8000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    store = FeatureStore(options.store)
    lexicon = Lexicon(options.cmudict, options.cmudict.parent.parent.parent / "espeak.json")
    config = PhoneNetConfig()
    task = PhoneTask(store, None if options.labels is None else np.load(options.labels), phone_targets(store, lexicon), config,
                     rate=options.rate, ctc_weight=options.ctc, frames_per_batch=options.batch, strength=options.augment, seed=options.seed, device=options.device)
    if options.start and not (options.folder / "checkpoint.pt").exists():
        task.start_from(options.start, options.same_heads)
    run_leg(task, options.folder, leg_seconds=options.leg, budget_seconds=options.budget, seed=options.seed,
            data_hash=data_hash(TRANSCRIBED), config=config.to_dict() | {"rate": options.rate, "ctc": options.ctc})


if __name__ == "__main__":
    main()
