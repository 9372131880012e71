"""Smoke run of the small Whisper's legs: it learns made-up clips, stops, resumes, is written as ggml, and equals the golden implementation."""
from __future__ import annotations

import struct
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from virtualta_training.data.cache import AudioCache, write_cache  # noqa: E402
from virtualta_training.data.sets import Utterance  # noqa: E402
from virtualta_training.legs import run_leg  # noqa: E402
from virtualta_training.whisper import export, model  # noqa: E402
from virtualta_training.whisper.questions import questions, terms  # noqa: E402
from virtualta_training.whisper.seeded import Dimensions  # noqa: E402
from virtualta_training.whisper.train import WhisperTask, small  # noqa: E402
from virtualta_training.whisper.vocabulary import NO_TIMESTAMPS, SIZE, START, Vocabulary  # noqa: E402

WORDS = ("codec", "vector", "phoneme")


def make_cache(folder: Path) -> AudioCache:
    """Clips of tones: the pitch is the word."""
    draw = np.random.default_rng(1)

    def clips():
        for number in range(24):
            chosen = draw.integers(0, len(WORDS), 2)
            tones = [np.sin(2 * np.pi * (400 + 700 * word) * np.arange(4800) / 16_000) * 8000 for word in chosen]
            text = " ".join(WORDS[word] for word in chosen)
            yield Utterance("questions", f"q{number}", "s", "", 0.6, "dev" if number < 4 else "train", text), np.concatenate(tones).astype(np.int16)

    write_cache(folder, clips(), report=lambda line: None)
    return AudioCache(folder, ["questions"])


class WhisperTests(unittest.TestCase):
    def test_legs_learn_resume_and_export_what_the_golden_implementation_computes(self) -> None:
        torch.set_num_threads(1)
        torch.manual_seed(1)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            cache = make_cache(folder / "cache")
            vocabulary = Vocabulary.learn([item.text.split() for item in cache.utterances], 40)

            def leg(seconds: float) -> dict:
                task = WhisperTask(cache, vocabulary, small(64, 1), batch_seconds=4, dev=2)
                return run_leg(task, folder / "run", leg_seconds=seconds, budget_seconds=5, seed=1, data_hash="test", report_seconds=0.5)

            first, second = leg(2), leg(10)
            self.assertTrue(second["done"])
            self.assertGreater(second["steps"], first["steps"])
            curve = [line for line in (folder / "run" / "curve.jsonl").read_text().splitlines() if "attention" in line]
            self.assertLess(float(curve[-1].split('"attention": ')[1].split(",")[0]), float(curve[0].split('"attention": ')[1].split(",")[0]))

            net, learnt = export.load_net(folder / "run" / "checkpoint.pt")
            whole = {key: torch.from_numpy(value) for key, value in export.tensors(net, learnt).items()}
            whole |= {key: whole[key][:, 0] for key in whole if "conv" in key and key.endswith("bias")}
            samples = torch.from_numpy(np.asarray(cache.audio(cache.utterances[0]), np.float32) / 32768)
            audio = model.encode(model.log_mel(samples, 80, 60), whole, net.size)
            golden, _ = model.decode([START, NO_TIMESTAMPS, 300 if len(learnt.tokens) > 300 else 100], audio, whole, net.size)
            with torch.no_grad():
                dense = net.decoder(torch.tensor([[learnt.index(START), learnt.index(NO_TIMESTAMPS), 300 if len(learnt.tokens) > 300 else 100]]), audio[None])
            numbers = [learnt.number(index) for index in range(learnt.classes)]
            torch.testing.assert_close(golden[:, numbers], dense[0], atol=1e-4, rtol=1e-4)
            torch.testing.assert_close(golden.log_softmax(-1)[:, numbers], net.log_chances(dense)[0], atol=1e-3, rtol=1e-3)

    def test_exported_files_have_whispers_header_and_length(self) -> None:
        size = Dimensions(SIZE, width=64, heads=1, layers=1)
        values = np.linspace(-1, 1, 64 * 64, dtype=np.float32).reshape(64, 64)
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "ggml-x.bin"
            export.write(path, size, [bytes([byte]) for byte in range(256)], {"a.weight": values, "a.bias": values[0]}, "q8_0")
            data = path.read_bytes()
        self.assertEqual(struct.unpack("<12i", data[:48])[:3], (0x67676D6C, SIZE, 1500))
        self.assertEqual(len(data), 48 + 8 + 80 * 201 * 4 + 4 + 256 * 5 + (12 + 8 + 8 + 64 * 64 // 32 * 34) + (12 + 4 + 6 + 256))

    def test_words_are_encoded_by_merges_and_come_back(self) -> None:
        vocabulary = Vocabulary.learn([["what", "is", "a", "codec"], ["what", "is", "what"]], 30)
        self.assertEqual(len(vocabulary.encode(["what"])), 1)
        self.assertEqual(vocabulary.decode(vocabulary.encode(["what", "is", "unheard"])), "what is unheard")

    def test_questions_leave_out_those_held_back(self) -> None:
        import random

        found = terms(["Residual vector quantisation uses codebooks.", "Residual vector quantisation is old. Codebooks grow."])
        self.assertIn("residual vector quantisation", found)
        source = questions(found, random.Random(1), {"what is codebooks"})
        self.assertNotIn("what is codebooks", [next(source) for _ in range(300)])


if __name__ == "__main__":
    unittest.main()
