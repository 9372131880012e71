"""The AR model's draws over the corpus, and what learns from them."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from test_voice import SMALL, invented
from virtualta_training.codec.quantiser import ResidualQuantiser
from virtualta_training.voice.blocks import RefinementBatches
from virtualta_training.voice.corpus import GUESSED, Corpus
from virtualta_training.voice.guessed import draw, guess, requantised
from virtualta_training.voice.sequences import AutoregressiveBatches
from virtualta_training.voice.train import AutoregressiveTask


class Guessing(unittest.TestCase):
    def test_upper_levels_lead_back_to_the_point_from_another_first_level(self) -> None:
        torch.manual_seed(2)
        quantiser = ResidualQuantiser(8, 4, 4, 64)
        for level, book in enumerate(quantiser.levels):
            book.vectors.mul_(0.5**level)
        points = torch.randn(50, 4)
        with torch.no_grad():
            own = requantised(quantiser, torch.zeros(50, 4, dtype=torch.long), quantiser.levels[0].nearest(points))
            self.assertTrue(torch.equal(requantised(quantiser, own, own[:, 0])[:, 0], own[:, 0]))
            strange = torch.randint(0, 64, (50,))
            led = requantised(quantiser, own, strange)
            distance = lambda codes: (quantiser.look_up(codes) - quantiser.look_up(own)).norm(dim=-1).mean()
            self.assertTrue(torch.equal(led[:, 0], strange))
            self.assertLess(distance(led), 0.6 * distance(torch.cat([strange[:, None], own[:, 1:]], 1)))

    def test_draws_stay_in_the_nucleus_and_follow_the_past_of_the_recording(self) -> None:
        logits = torch.log(torch.tensor([[0.5, 0.3, 0.15, 0.05]])).repeat(200, 1)
        self.assertEqual(set(draw(logits, 1.0, torch.Generator().manual_seed(1), 0.7).tolist()), {0, 1})
        with tempfile.TemporaryDirectory() as folder:
            corpus = invented(Path(folder))
            torch.manual_seed(0)
            task = AutoregressiveTask(corpus, SMALL, 1024, 3e-3, 1, 1)
            task.warm_up = 5
            for _ in range(60):
                task.step(0.0)
            entry, prompt = corpus.entries[1], corpus.entries[5]
            for guidance in (0.0, 1.0):
                first = guess(task.model.eval(), corpus, entry, prompt, 20, guidance, 0.05, torch.Generator().manual_seed(1))
                self.assertEqual(first.shape, (entry.frames,))
                self.assertGreater((first.numpy() == corpus.codes(entry)[:, 0]).mean(), 0.3)  # chance is 1 in 32

    def test_the_refinement_is_asked_for_what_the_guess_lacks(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            corpus = invented(Path(folder))
            self.assertIsNone(corpus.guessed(corpus.entries[0]))
            table = np.full((sum(entry.frames for entry in corpus.entries), 6), 5, np.int16)
            table[: corpus.entries[1].start] = -1
            table.tofile(Path(folder) / GUESSED)
            corpus = Corpus(Path(folder))
            self.assertIsNone(corpus.guessed(corpus.entries[0]))
            batches = RefinementBatches(corpus, "train", 32, 512, 1, prompts=(16,), targets=(64,), guessed=1.0)
            self.assertTrue((batches.batch().wanted == 5).all())

    def test_speech_of_nobody_is_among_what_guidance_leads_away_from(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            batches = AutoregressiveBatches(invented(Path(folder)), "train", 32, 2, 1024, 1)
            examples = [batches.example(batches.entries[0]) for _ in range(300)]
            wordless = [example for example in examples if not example.symbol.any()]
            nobody = [example for example in wordless if not example.speaker.any()]
            self.assertTrue(0 < len(nobody) < len(wordless) < 60)


if __name__ == "__main__":
    unittest.main()
