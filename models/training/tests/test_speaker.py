"""Speaker encoder: shapes, losses, equal error rate, a smoke run."""
from __future__ import annotations

import unittest

import numpy as np
import torch

from virtualta_training.speaker.evaluation import equal_error_rate
from virtualta_training.speaker.losses import AdditiveMargin, GeneralisedEndToEnd
from virtualta_training.speaker.model import SpeakerConfiguration, SpeakerEncoder


class Speaker(unittest.TestCase):
    def test_embedding_has_unit_length_for_any_duration(self) -> None:
        model = SpeakerEncoder(SpeakerConfiguration(width=16, inner=16, layers=1, outputs=8)).eval()
        for samples in (4000, 25600, 70000):
            embedding = model.embed(torch.randn(samples) * 0.1)
            self.assertEqual(embedding.shape, (8,))
            self.assertAlmostEqual(float(embedding.norm()), 1.0, places=4)

    def test_specified_size(self) -> None:
        parameters = sum(p.numel() for p in SpeakerEncoder().parameters())
        self.assertTrue(1.1e6 < parameters < 1.6e6, parameters)

    def test_equal_error_rate_of_known_scores(self) -> None:
        rate, threshold = equal_error_rate(np.array([0.9, 0.8, 0.7, 0.2]), np.array([0.1, 0.3, 0.4, 0.75]))
        self.assertAlmostEqual(rate, 0.25)
        self.assertTrue(0.2 <= threshold <= 0.75)

    def test_losses_fall_when_speakers_can_be_told_apart(self) -> None:
        torch.manual_seed(0)
        model, pairs = SpeakerEncoder(SpeakerConfiguration(width=24, inner=32, layers=1, outputs=16)), GeneralisedEndToEnd()
        margin = AdditiveMargin(16, 3)
        time = torch.arange(8000) / 16000
        samples = torch.stack([0.3 * torch.sin(2 * np.pi * f * time) + 0.01 * torch.randn(8000) for f in (200.0, 900.0, 3000.0) for _ in range(3)])
        optimiser = torch.optim.Adam([*model.parameters(), *pairs.parameters(), *margin.parameters()], 3e-3)
        seen = []
        for _ in range(30):
            embeddings = model(samples)
            loss = pairs(embeddings.view(3, 3, -1)) + 0.3 * margin(embeddings, torch.arange(3).repeat_interleave(3))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            seen.append(float(loss))
        self.assertLess(seen[-1], 0.7 * seen[0])


if __name__ == "__main__":
    unittest.main()
