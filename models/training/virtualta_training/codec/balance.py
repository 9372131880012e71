"""Losses of different sizes weighed by what they do to the samples (EnCodec's balancer, Defossez et al. 2022, section 3.4)."""
from __future__ import annotations

from typing import Any, Mapping

import torch
from torch import Tensor


class GradientBalance:
    """Gives each loss a fixed share of the gradient that reaches the output, whatever the loss's own scale.

    `shares` names the losses; the first one keeps its own scale, the others follow it.
    """

    def __init__(self, shares: Mapping[str, float], decay: float = 0.99) -> None:
        self.shares, self.decay = dict(shares), decay
        self.norms: dict[str, float] = {}
        self.counts: dict[str, int] = {}

    def gradient(self, losses: Mapping[str, Tensor], output: Tensor) -> Tensor:
        """Gradient of the weighed sum at `output`; of `losses` only those with a share count, the first must be there."""
        present = [name for name in self.shares if name in losses]
        gradients = {name: torch.autograd.grad(losses[name], output, retain_graph=name != present[-1])[0] for name in present}
        for name, gradient in gradients.items():
            count = self.counts.get(name, 0)
            keep = self.decay * (1 - self.decay**count) / (1 - self.decay ** (count + 1))  # an average without the bias of its start
            self.norms[name] = keep * self.norms.get(name, 0.0) + (1 - keep) * float(gradient.norm())
            self.counts[name] = count + 1
        first = self.norms[present[0]]
        return sum(gradient * (self.shares[name] * first / max(self.norms[name], 1e-12)) for name, gradient in gradients.items())

    def state(self) -> dict[str, Any]:
        """The averages."""
        return {"norms": dict(self.norms), "counts": dict(self.counts)}

    def load(self, state: Mapping[str, Any]) -> None:
        """Continues."""
        self.norms, self.counts = dict(state["norms"]), dict(state["counts"])
