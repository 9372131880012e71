"""Smoke run of the recogniser's legs: a tiny network on made-up features trains, stops, resumes, aligns and exports."""
from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from virtualta_training.legs import join_file, run_leg  # noqa: E402
from virtualta_training.recogniser.align import viterbi  # noqa: E402
from virtualta_training.recogniser.export import load_net, quantise, tensors_of, write_safetensors  # noqa: E402
from virtualta_training.recogniser.features import FeatureStore, log_mel  # noqa: E402
from virtualta_training.recogniser.model import MixedLinear, PhoneNet, PhoneNetConfig  # noqa: E402
from virtualta_training.recogniser.prepare import real  # noqa: E402
from virtualta_training.recogniser.train import PhoneTask, edit_distance, greedy  # noqa: E402
from virtualta_training.recogniser.variants import another_speaker, impulse_response, in_room  # noqa: E402

CONFIG = PhoneNetConfig(width=32, inner=64, kernel=3, right=(1, 0))


def make_store(folder: Path, items: int = 24) -> tuple[FeatureStore, np.ndarray, dict[str, list[int]]]:
    """Utterances of tones: the pitch is the phone."""
    draw = np.random.default_rng(3)
    built, labels, targets = [], [], {}
    for number in range(items):
        phones = draw.integers(1, 6, 4)
        pieces = [np.sin(2 * np.pi * 350 * phone * np.arange(3200) / 16_000) * 8000 for phone in phones]
        samples = np.concatenate(pieces).astype(np.int16)
        name = f"u{number}"
        built.append(({"name": name, "set": "librispeech", "speaker": "s", "split": "dev" if number < 4 else "train", "words": ["a"]}, samples))
        labels.append(np.repeat(phones, 10).astype(np.uint8))
        targets[name] = [int(phone) for phone in phones]
    FeatureStore.build(folder, built)
    return FeatureStore(folder), np.concatenate(labels), targets


class RecogniserTests(unittest.TestCase):
    def test_legs_learn_stop_and_resume(self) -> None:
        torch.set_num_threads(1)
        with tempfile.TemporaryDirectory() as folder:
            store, labels, targets = make_store(Path(folder) / "store")

            def leg(seconds: float) -> dict:
                task = PhoneTask(store, labels, targets, CONFIG, rate=5e-3, ctc_weight=1.0, frames_per_batch=600, strength=0.2)
                return run_leg(task, Path(folder) / "run", leg_seconds=seconds, budget_seconds=8, seed=1, data_hash="test", parts=True)

            first = leg(4)
            second = leg(10)
            self.assertFalse(first["done"])
            self.assertTrue(second["done"])
            self.assertEqual(len(second["legs"]), 2)
            self.assertGreater(second["steps"], first["steps"])
            self.assertLess(second["legs"][1]["per_frame"], 1.0)
            join_file(Path(folder) / "run" / "parts" / "checkpoint.pt.parts.json", Path(folder) / "joined.pt")
            net = load_net(Path(folder) / "joined.pt")
            tensors, metadata = tensors_of(net, np.full(40, 1 / 40), eight_bit=True)
            self.assertEqual(len(write_safetensors(Path(folder) / "net.safetensors", tensors, metadata)), 64)
            again = load_net(Path(folder) / "net.safetensors")
            for name, value in net.state_dict().items():
                self.assertLess(float((again.state_dict()[name] - value).abs().max()), 0.01 * float(value.abs().max()) + 1e-6, name)

    def test_padding_changes_nothing(self) -> None:
        MixedLinear.reduced = False
        try:
            net = PhoneNet(CONFIG).eval()
            features = torch.randn(1, 40, 64)
            alone = net(features)[0]
            padded = net(torch.cat([features, torch.randn(1, 40, 64)], 1), torch.tensor([10]))[0]
            self.assertLess(float((alone - padded[:, :20]).abs().max()), 1e-4)
        finally:
            MixedLinear.reduced = True

    def test_viterbi_skips_silence_and_follows_scores(self) -> None:
        scores = np.full((8, 3), -5.0)
        scores[[0, 1, 2, 3], 1] = 0
        scores[[4, 5, 6, 7], 2] = 0
        path = viterbi(scores, np.array([0, 1, 1, 0, 2, 2, 0]), np.array([True, False, False, True, False, False, True]))
        assert path is not None
        self.assertEqual([1, 1, 1, 1, 2, 2, 2, 2], np.array([0, 1, 1, 0, 2, 2, 0])[path].tolist())

    def test_rooms_ring_without_delay_or_change_of_level(self) -> None:
        draw = np.random.default_rng(2)
        response = impulse_response(draw, decay=0.4, direct_decibels=3.0)
        self.assertAlmostEqual(10 * np.log10(1.0 / float(np.sum(response[1:] ** 2))), 3.0, places=3)
        early, late = (float(np.mean(response[start : start + 800] ** 2)) for start in (1600, 4800))  # 0.2 s apart: half of the decay
        self.assertAlmostEqual(10 * np.log10(early / late), 30.0, delta=3.0)
        click = np.zeros(8000, np.int16)
        click[1000] = 20_000
        sound = in_room(click, response)
        self.assertEqual((len(sound), int(np.abs(sound).argmax())), (8000, 1000))
        self.assertEqual(int(np.abs(sound[:1000]).max()), 0)
        self.assertGreater(float(np.abs(sound[1400:3000]).max()), 50.0)
        speech = (draw.normal(0, 1500, 16_000) * (np.arange(16_000) % 4000 < 2000)).astype(np.int16)
        self.assertAlmostEqual(float(np.std(in_room(speech, response)) / np.std(speech)), 1.0, delta=0.02)

    def test_another_speaker_is_higher_and_faster(self) -> None:
        tone = (8000 * np.sin(2 * np.pi * 200 * np.arange(16_000) / 16_000)).astype(np.int16)
        for factor in (0.9, 1.15):
            changed = another_speaker(tone, factor)
            self.assertEqual(len(changed), round(16_000 / factor))
            peak = np.abs(np.fft.rfft(changed)).argmax() * 16_000 / len(changed)
            self.assertAlmostEqual(peak, 200 * factor, delta=1.5)
            self.assertAlmostEqual(float(np.std(changed) / np.std(tone)), 1.0, delta=0.02)

    def test_variants_are_extra_speakers_of_the_training_split_only(self) -> None:
        items = [SimpleNamespace(name=f"u{number}", set="librispeech", speaker="s", split="dev" if number == 0 else "train", text="a word") for number in range(4)]
        cache = SimpleNamespace(select=lambda sets: items, audio=lambda item: np.full(3200, 500, np.int16))
        built = list(real(cache, variants=1.0))  # type: ignore[arg-type]
        self.assertEqual([description["name"] for description, _ in built], ["u0", "u1", "u1~", "u2", "u2~", "u3", "u3~"])
        self.assertEqual({description["speaker"] for description, _ in built}, {"s", "s~"})
        self.assertEqual(len(list(real(cache))), 4)  # type: ignore[arg-type]
        with tempfile.TemporaryDirectory() as folder:
            FeatureStore.build(Path(folder), built)
            self.assertEqual(len(FeatureStore(folder).entries), 7)

    def test_small_things(self) -> None:
        self.assertEqual(edit_distance(list("kitten"), list("sitting")), 3)
        self.assertEqual(greedy(np.array([0, 1, 1, 0, 1, 2, 2])), [1, 1, 2])
        self.assertEqual(log_mel(np.zeros(641, np.int16)).shape, (8, 64))
        weight = np.random.default_rng(1).normal(size=(5, 7)).astype(np.float32)
        quantised, scale = quantise(weight)
        self.assertLess(np.abs(quantised * scale[:, None] - weight).max(), scale.max())


if __name__ == "__main__":
    unittest.main()
