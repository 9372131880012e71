"""Legs of the AR and NAR models.

    python3 -m virtualta_training.voice.train ar  --corpus DIR --out DIR --leg-seconds 540 --budget-seconds 540
    python3 -m virtualta_training.voice.train nar --corpus DIR --out DIR --leg-seconds 540 --budget-seconds 540
"""
from __future__ import annotations

import argparse
import contextlib
import copy
import math
import time
from pathlib import Path
from typing import Any, ContextManager

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..codec.layers import compiled
from ..feed import Feed, workers_of
from ..legs import file_hash, load_checkpoint, run_leg
from ..products import multiplies_bfloat16, use_narrow_products
from .autoregressive import Autoregressive, AutoregressiveConfiguration, AutoregressiveInput, autoregressive_loss
from .blocks import PROMPTS, TARGETS, RefinementBatch, RefinementBatches
from .corpus import REPEATED, Corpus
from .refinement import PASSES, Refinement, RefinementConfiguration
from .sequences import AutoregressiveBatches


class ModelTask:
    """Optimiser, schedule, average of the weights and precision; subclasses give the losses."""

    def __init__(self, model: nn.Module, rate: float, warm_up: int = 200, decay: float = 0.999) -> None:
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = model.to(self.device)
        self.average = copy.deepcopy(self.model).eval()
        self.rate, self.warm_up, self.decay, self.steps = rate, warm_up, decay, 0
        self.best = math.inf
        self.judged: list[str] = []
        self.kept: dict[str, Tensor] | None = None
        wide = [p for p in self.model.parameters() if p.dim() > 1]
        narrow = [p for p in self.model.parameters() if p.dim() <= 1]
        self.optimiser = torch.optim.AdamW([{"params": wide, "weight_decay": 0.05}, {"params": narrow, "weight_decay": 0.0}], lr=rate, betas=(0.9, 0.95))
        self.forward = compiled(self.model, dynamic=True)

    def precision(self) -> ContextManager[Any]:
        """bf16 on the GPU."""
        return torch.autocast("cuda", dtype=torch.bfloat16) if self.device == "cuda" else contextlib.nullcontext()

    def losses(self, progress: float) -> dict[str, Tensor]:
        """Losses of a training batch; "loss" is minimised."""
        raise NotImplementedError

    def held_out(self) -> float:
        """Loss of the average on dev speakers."""
        raise NotImplementedError

    def step(self, progress: float) -> dict[str, float]:
        """One update."""
        self.steps += 1
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * min(1.0, self.steps / self.warm_up) * 0.5 * (1 + math.cos(math.pi * progress))
        self.model.train()
        with self.precision():
            losses = self.losses(progress)
        self.optimiser.zero_grad(set_to_none=True)
        losses["loss"].backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        if torch.isfinite(norm):
            self.optimiser.step()
        share = min(self.decay, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for kept, fresh in zip(self.average.parameters(), self.model.parameters()):
                kept.lerp_(fresh, 1 - share)
        return {name: float(value.detach()) for name, value in losses.items()}

    def evaluate(self) -> dict[str, float]:
        """Dev loss; the weights of the lowest are kept (early stop)."""
        with torch.no_grad(), self.precision():
            value = self.held_out()
        if value < self.best:
            self.best, self.kept = value, {name: tensor.detach().cpu().clone() for name, tensor in self.average.state_dict().items()}
        return {"dev": value, "best": self.best}

    def state(self) -> dict[str, Any]:
        """Everything to go on."""
        return {"model": self.model.state_dict(), "average": self.average.state_dict(), "optimiser": self.optimiser.state_dict(), "steps": self.steps,
                "best": self.best, "kept": self.kept, "judged": self.judged, "configuration": self.model.configuration.to_dict()}

    def load(self, state: dict[str, Any]) -> None:
        """Continues."""
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        if "optimiser" in state:
            self.optimiser.load_state_dict(state["optimiser"])
        self.steps = state["steps"]
        if state.get("judged", []) == self.judged:  # losses on other sets cannot be compared
            self.best, self.kept = state["best"], state["kept"]


    def begin_from(self, state: dict[str, Any]) -> None:
        """Takes the best weights of another run; what they lack begins fresh, and so do optimiser, schedule and the choice of weights."""
        weights = state["kept"] or state["average"]
        for model in (self.model, self.average):
            strange = model.load_state_dict(weights, strict=False).unexpected_keys
            if strange:
                raise ValueError(f"the weights to start from have {strange[0]}, which this model has not")


class AutoregressiveTask(ModelTask):
    """The AR leg; shortest utterances first for the first fifth."""

    def __init__(self, corpus: Corpus, configuration: AutoregressiveConfiguration, positions: int, rate: float, seed: int, dev_batches: int = 8) -> None:
        super().__init__(Autoregressive(configuration), rate)
        self.batches = AutoregressiveBatches(corpus, "train", configuration.codes, configuration.group, positions, seed)
        again = lambda number: AutoregressiveBatches(corpus, "train", configuration.codes, configuration.group, positions, seed + 1 + number + 100 * self.steps)
        self.feed = Feed(again, lambda source, share: source.batch(share), workers_of(self.device))
        dev = AutoregressiveBatches(corpus, "dev", configuration.codes, configuration.group, min(positions, 16384), 1)
        self.dev = [dev.batch() for _ in range(dev_batches)]

    def _run(self, model: Any, batch: tuple[AutoregressiveInput, Tensor, Tensor]) -> dict[str, Tensor]:
        source, wanted, moves = batch
        source, wanted = AutoregressiveInput(*(value.to(self.device) for value in source)), wanted.to(self.device)
        return autoregressive_loss(*model(source, wanted[..., 0].clamp_min(0)), wanted, moves.to(self.device))

    def losses(self, progress: float) -> dict[str, Tensor]:
        """See base."""
        return self._run(self.forward, self.feed.next(self.batches, min(1.0, 0.2 + 4 * progress)))

    def held_out(self) -> float:
        """See base."""
        return sum(float(self._run(self.average, batch)["loss"]) for batch in self.dev) / len(self.dev)


class RefinementTask(ModelTask):
    """The NAR leg."""

    def __init__(self, corpus: Corpus, configuration: RefinementConfiguration, frames: int, rate: float, seed: int, dev_batches: int = 8,
                 prompts: tuple[int, ...] = PROMPTS, targets: tuple[int, ...] = TARGETS, guessed: float = 0.0) -> None:
        super().__init__(Refinement(configuration), rate)
        self.batches = RefinementBatches(corpus, "train", configuration.codes, frames, seed, prompts, targets, guessed)
        again = lambda number: RefinementBatches(corpus, "train", configuration.codes, frames, seed + 1 + number + 100 * self.steps, prompts, targets, guessed)
        self.feed = Feed(again, lambda source: source.batch(), workers_of(self.device))
        dev = RefinementBatches(corpus, "dev", configuration.codes, min(frames, 8192), 1, prompts, targets)
        self.dev = [dev.batch() for _ in range(dev_batches)]

    def _run(self, model: Any, batch: RefinementBatch) -> dict[str, Tensor]:
        plan = batch.plan
        logits = model(batch.codes.to(self.device), batch.symbols.to(self.device), batch.speaker.to(self.device), torch.from_numpy(plan.frame).to(self.device),
                       torch.from_numpy(plan.mask).to(self.device), batch.pass_number, batch.wanted.shape[1])
        counted = logits[:, torch.from_numpy(plan.counted).to(self.device)].float()
        losses = {f"level{level + 1}": F.cross_entropy(counted[:, :, place].flatten(0, 1), batch.wanted[..., level].to(self.device).flatten())
                  for place, level in enumerate(PASSES[batch.pass_number])}
        losses["loss"] = sum(losses.values()) / len(losses)
        return losses

    def losses(self, progress: float) -> dict[str, Tensor]:
        """See base."""
        return {"loss": self._run(self.forward, self.feed.next(self.batches))["loss"]}

    def held_out(self) -> float:
        """See base."""
        return sum(float(self._run(self.average, batch)["loss"]) for batch in self.dev) / len(self.dev)


def main() -> None:
    """Command line: one leg."""
    parser = argparse.ArgumentParser(description="AR and NAR legs.")
    parser.add_argument("model", choices=("ar", "nar"))
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--leg-seconds", type=float, default=540)
    parser.add_argument("--budget-seconds", type=float, default=540)
    parser.add_argument("--positions", type=int, default=65536, help="positions (AR) or frames (NAR) a step")
    parser.add_argument("--rate", type=float, default=1e-3)
    for name in ("layers", "width", "heads", "inner", "pair"):
        parser.add_argument(f"--{name}", type=int, default=None)
    parser.add_argument("--start", type=Path, default=None, help="checkpoint of another run whose best weights a fresh run begins with")
    parser.add_argument("--dropout", type=float, default=None)
    frames = lambda text: tuple(map(int, text.split(",")))
    parser.add_argument("--prompts", type=frames, default=PROMPTS, help="NAR: lengths of prompts in frames; shorter ones leave more of a slow machine to the targets")
    parser.add_argument("--targets", type=frames, default=TARGETS, help="NAR: lengths of targets in frames")
    parser.add_argument("--guessed", type=float, default=0.0, help="NAR: share of the targets whose first level is as `voice.guessed` wrote it")
    parser.add_argument("--repeat", metavar="SET=TIMES", nargs="*", default=[], help="how often the utterances of a set are drawn, beside the usual: kathleen=8 for a house voice's last legs")
    parser.add_argument("--judged", metavar="SET", nargs="*", default=[], help="the sets of the dev loss that chooses the weights (all)")
    parser.add_argument("--processor-seconds", action="store_true", help="count the seconds that the processor worked, for a leg beside other work")
    parser.add_argument("--threads", type=int, default=0, help="threads of a CPU; 0: as torch likes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parts", action="store_true")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    if options.threads:
        torch.set_num_threads(options.threads)
    use_narrow_products(not torch.cuda.is_available() and multiplies_bfloat16())
    corpus = Corpus(options.corpus, REPEATED | {name: int(times) for name, times in (pair.split("=") for pair in options.repeat)}, options.judged)
    sizes: dict[str, Any] = {name: getattr(options, name) for name in ("layers", "width", "heads", "inner", "pair", "dropout") if getattr(options, name) is not None}
    if options.model == "ar":
        task: ModelTask = AutoregressiveTask(corpus, AutoregressiveConfiguration(**sizes), options.positions, options.rate, options.seed)
    else:
        task = RefinementTask(corpus, RefinementConfiguration(levels=corpus.levels, **sizes), options.positions, options.rate, options.seed,
                              prompts=options.prompts, targets=options.targets, guessed=options.guessed)
    task.judged = sorted(options.judged)
    if options.start is not None and not (options.out / "checkpoint.pt").exists():
        task.begin_from(load_checkpoint(options.start)["task"])
    run_leg(task, options.out, leg_seconds=options.leg_seconds, budget_seconds=options.budget_seconds, seed=options.seed, data_hash=file_hash(options.corpus / "corpus.json", options.corpus / "codes.i16"),
            evaluate_seconds=60, parts=options.parts, clock=time.process_time if options.processor_seconds else time.monotonic, config={name: value.name if isinstance(value, Path) else str(value) for name, value in vars(options).items() if name not in ("corpus", "out")})


if __name__ == "__main__":
    main()
