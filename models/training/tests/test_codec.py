"""Codec: shapes, streaming equality, quantiser, losses, a smoke run of the leg's step."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from virtualta_training.codec.analysis import pitch_of_class
from virtualta_training.codec.balance import GradientBalance
from virtualta_training.codec.batches import CodecBatch
from virtualta_training.codec.configuration import CONFIGURATIONS, CodecConfiguration
from virtualta_training.codec.decoder import expected_pitch, noise_phase_index
from virtualta_training.codec.layers import use_mixed_precision
from virtualta_training.codec.losses import SpectralLoss, phone_losses
from virtualta_training.codec.model import Codec
from virtualta_training.codec.pitch import track
from virtualta_training.codec.quantiser import ResidualQuantiser
from virtualta_training.codec.stage1 import load_codec, stage1_losses, total_loss
from virtualta_training.codec.stage2 import DecoderShape, Stage2Task


def small_batch(frames: int = 40, size: int = 2) -> CodecBatch:
    time = torch.arange(frames * 320) / 16000
    samples = torch.stack([0.2 * torch.sin(2 * np.pi * (120 + 30 * row) * time).sign() for row in range(size)])
    classes = torch.full((size, frames + 1), 45.0)
    return CodecBatch(samples, classes, torch.ones(size, frames + 1), torch.randint(0, 5, (size, 1)).expand(-1, frames + 1).contiguous())


class Shapes(unittest.TestCase):
    def test_specified_configuration_has_six_levels_at_fifty_frames(self) -> None:
        configuration = CONFIGURATIONS["vta-16-50"]
        self.assertEqual((configuration.frame_rate, configuration.levels, configuration.codes), (50.0, 6, 1024))
        parameters = sum(p.numel() for p in Codec(configuration).parameters())
        self.assertTrue(10e6 < parameters < 15e6, parameters)

    def test_encodec_shape(self) -> None:
        configuration = CONFIGURATIONS["encodec-24-75"]
        self.assertEqual((configuration.sample_rate, configuration.frame_rate, configuration.levels, configuration.codes), (24000, 75.0, 8, 1024))
        model = Codec(configuration).eval()
        codes = model.encode(torch.randn(1, 24 * 320) * 0.1)
        self.assertEqual(tuple(codes.shape), (1, 25, 8))
        self.assertEqual(tuple(model.decode(codes).shape), (1, 24 * 320))

    def test_wrong_strides_are_refused(self) -> None:
        with self.assertRaises(ValueError):
            CodecConfiguration("wrong", strides=(2, 2), channels=(4, 4, 4))


class Causality(unittest.TestCase):
    def test_codes_do_not_depend_on_later_sound(self) -> None:
        for name in ("test", "test-waveform"):
            model = Codec(CONFIGURATIONS[name]).eval()
            samples = torch.randn(1, 320 * 20) * 0.1
            whole, part = model.encode(samples), model.encode(samples[:, : 320 * 12])
            self.assertTrue(torch.equal(whole[:, :11], part[:, :11]), name)

    def test_samples_do_not_depend_on_later_codes(self) -> None:
        for name in ("test", "test-waveform"):
            model = Codec(CONFIGURATIONS[name]).eval()
            codes = torch.randint(0, 16, (1, 20, 3))
            phases = torch.from_numpy(noise_phase_index(1, np.arange(20), 321))[None]
            whole, part = model.decode(codes, phases), model.decode(codes[:, :12], phases[:, :12])
            self.assertLess(float((whole[:, : 11 * 320] - part).abs().max()), 2e-4, name)


class Quantiser(unittest.TestCase):
    def test_more_levels_leave_less_error(self) -> None:
        torch.manual_seed(0)
        quantiser = ResidualQuantiser(8, 8, 3, 32, dropout=0.0)
        hidden = torch.randn(4, 64, 8)
        for _ in range(20):
            quantiser(hidden, learn=True)
        points = quantiser.enter(hidden)
        codes = quantiser(hidden).codes
        errors = []
        for levels in range(1, 4):
            total = sum(quantiser.levels[level].vectors[codes[..., level]] for level in range(levels))
            errors.append(float(((points - total) ** 2).mean()))
        self.assertTrue(errors[0] > errors[1] > errors[2], errors)

    def test_dead_codes_come_back(self) -> None:
        torch.manual_seed(0)
        quantiser = ResidualQuantiser(4, 4, 1, 16, dropout=0.0)
        quantiser(torch.randn(2, 64, 4), learn=True)
        quantiser.levels[0].vectors[3] = 1e3
        quantiser.levels[0].counts[3] = 0
        quantiser(torch.randn(2, 64, 4), learn=True)
        self.assertLess(float(quantiser.levels[0].vectors[3].abs().max()), 50)


class Pieces(unittest.TestCase):
    def test_noise_phases_are_spread_and_reproducible(self) -> None:
        first = noise_phase_index(7, np.arange(200), 321)
        self.assertTrue(np.array_equal(first[50:60], noise_phase_index(7, np.arange(50, 60), 321)))
        self.assertLess(abs(np.exp(2j * np.pi * first / 256).mean()), 0.02)
        self.assertGreater(np.bincount(first.ravel(), minlength=256).min(), 150)

    def test_pitch_of_a_pulse_train_is_found(self) -> None:
        samples = np.zeros(16000, np.float32)
        samples[::100] = 0.5
        classes, voiced = track(samples)
        self.assertTrue(voiced[5:-5].all())
        self.assertLess(abs(float(pitch_of_class(np.median(classes))) - 160), 2)

    def test_pitch_is_read_between_classes(self) -> None:
        logits = -0.5 * (torch.arange(128.0) - 40.3) ** 2
        self.assertLess(abs(float(expected_pitch(logits[None, None])) - 40.3), 0.05)

    def test_phone_losses_ignore_unknown_frames(self) -> None:
        logits = torch.zeros(1, 10, 6, requires_grad=True)
        self.assertEqual(float(phone_losses(logits, torch.full((1, 10), -1))[0]), 0.0)
        self.assertGreater(float(phone_losses(logits, torch.ones(1, 10, dtype=torch.long))[0]), 1.0)


class Smoke(unittest.TestCase):
    def test_stage1_steps_lower_the_loss(self) -> None:
        torch.manual_seed(0)
        for name in ("test", "test-waveform"):
            model = Codec(CodecConfiguration.from_dict({**CONFIGURATIONS[name].to_dict(), "phones": 5})).train()
            spectral, batch = SpectralLoss(16000, (256, 512), (24, 40)), small_batch()
            optimiser = torch.optim.AdamW(model.parameters(), 3e-3)
            seen = []
            for _ in range(25):
                loss = total_loss(stage1_losses(model, spectral, batch, teacher=True, warm=False))
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                seen.append(float(loss))
            self.assertLess(np.mean(seen[-5:]), 0.9 * np.mean(seen[:5]), name)


    def test_half_precision_training_stays_close_and_evaluation_is_exact(self) -> None:
        torch.manual_seed(0)
        model = Codec(CONFIGURATIONS["test"]).train()
        samples = small_batch().samples
        before = model.encoder(samples)
        use_mixed_precision(model)
        after = model.encoder(samples)
        self.assertEqual(after.dtype, torch.float32)
        self.assertGreater(float((after - before).abs().max()), 0.0)
        self.assertLess(float((after - before).norm() / before.norm()), 0.03)
        after.sum().backward()
        model.eval()
        self.assertTrue(torch.equal(model.encoder(samples), before))

    def test_stage2_leaves_the_codes_as_they_are(self) -> None:
        class OneBatch:
            def batch(self, size: int) -> CodecBatch:
                return small_batch(32, size)

        torch.manual_seed(0)
        with tempfile.TemporaryDirectory() as folder:
            model, path = Codec(CONFIGURATIONS["test"]), Path(folder) / "c.pt"
            torch.save({"task": {"model": model.state_dict(), "configuration": model.configuration.to_dict()}}, path)
            task = Stage2Task(path, OneBatch(), 2, 1e-3, channels=4, periods=(2,), lead=0.0)
            before = task.model.encode(small_batch().samples)
            decoded = task.model.decode(before, torch.zeros(2, before.shape[1], 321, dtype=torch.long))
            losses = [task.step(0.5) for _ in range(2)]
            self.assertTrue(all(np.isfinite(value) for value in losses[-1].values()))
            self.assertTrue(torch.equal(before, task.model.encode(small_batch().samples)))
            self.assertFalse(torch.equal(decoded, task.model.decode(before, torch.zeros(2, before.shape[1], 321, dtype=torch.long))))

    def test_stage2_begins_a_wider_decoder_on_the_same_codes_and_resumes_it(self) -> None:
        class OneBatch:
            held_out = None

            def batch(self, size: int) -> CodecBatch:
                return small_batch(32, size)

        def task_of(path: Path) -> Stage2Task:
            return Stage2Task(path, OneBatch(), 2, 1e-3, channels=16, periods=(2,), lead=0.1, kind="narrow", shape=DecoderShape.parse("48,64,2"), warm=0.5)

        torch.manual_seed(0)
        with tempfile.TemporaryDirectory() as folder:
            model, path = Codec(CONFIGURATIONS["test"]), Path(folder) / "c.pt"
            torch.save({"task": {"model": model.state_dict(), "configuration": model.configuration.to_dict()}}, path)
            task = task_of(path)
            self.assertTrue(torch.equal(model.eval().encode(small_batch().samples), task.model.encode(small_batch().samples)))
            self.assertEqual((48, 64, 2), (task.model.configuration.decoder_width, task.model.configuration.decoder_inner, task.model.configuration.decoder_blocks))
            self.assertNotIn("against", task.step(0.2))  # spectra alone
            self.assertNotIn("adversarial", task.step(0.55))  # the discriminators alone
            self.assertIn("adversarial", task.step(0.7))
            torch.save({"task": task.state()}, path)
            again = task_of(path)
            again.load(task.state())
            self.assertEqual(again.balance.norms, task.balance.norms)
            self.assertEqual(load_codec(path).configuration, task.model.configuration)

    def test_balance_gives_each_loss_its_share_whatever_its_scale(self) -> None:
        output = torch.ones(4, requires_grad=True)
        for scale in (1.0, 1e-6, 1e6):
            balance = GradientBalance({"first": 1.0, "second": 3.0})
            gradient = balance.gradient({"first": output[:2].sum(), "second": scale * output[2:].sum()}, output)
            self.assertTrue(torch.allclose(gradient, torch.tensor([1.0, 1.0, 3.0, 3.0])))
        self.assertTrue(torch.allclose(balance.gradient({"first": output.sum()}, output), torch.ones(4)))


if __name__ == "__main__":
    unittest.main()
