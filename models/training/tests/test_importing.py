"""Exported weights as checkpoints; recordings without transcripts; crops as the voice makes them."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from virtualta_training import safetensors
from virtualta_training.codec.configuration import CONFIGURATIONS
from virtualta_training.codec.discriminators import Discriminators, discriminator_loss, generator_losses
from virtualta_training.codec.model import Codec
from virtualta_training.codec.pitch import PitchCache
from virtualta_training.codec.spoken import REFINED, SpokenCrops
from virtualta_training.codec.stage1 import load_codec
from virtualta_training.data.cache import AudioCache, write_cache
from virtualta_training.data.sets import Utterance
from virtualta_training.export import export_codec, export_speaker
from virtualta_training.importing import codec_of, speaker_of, state_of, voice_of
from virtualta_training.legs import save_checkpoint
from virtualta_training.products import use_narrow_products
from virtualta_training.speaker.model import SpeakerConfiguration, SpeakerEncoder
from virtualta_training.voice.autoregressive import Autoregressive, AutoregressiveConfiguration
from virtualta_training.voice.corpus import CorpusWriter
from virtualta_training.voice.export import export, load_model
from virtualta_training.voice.heard import pieces, smoothed
from virtualta_training.voice.refinement import Refinement, RefinementConfiguration
from virtualta_training.voice.symbols import INDEX


def equal(first: Path, second: Path) -> bool:
    """Whether two files have the same tensors."""
    a, b = safetensors.load(first)[0], safetensors.load(second)[0]
    return a.keys() == b.keys() and all(np.array_equal(a[name], b[name]) for name in a)


class Importing(unittest.TestCase):
    def test_an_imported_codec_is_exported_as_it_was(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            first, second, checkpoint = Path(folder) / "a.safetensors", Path(folder) / "b.safetensors", Path(folder) / "checkpoint.pt"
            export_codec(Codec(CONFIGURATIONS["test"]).eval(), first, "int8")
            save_checkpoint(checkpoint, {"record": {}, "task": state_of("codec", first)})
            model = load_codec(checkpoint)
            self.assertEqual(model.configuration, CONFIGURATIONS["test"])
            export_codec(model, second, "int8")
            self.assertTrue(equal(first, second))
            self.assertEqual(safetensors.load(first)[1]["codes_sha256"], safetensors.load(second)[1]["codes_sha256"])

    def test_another_decoder_leaves_the_meaning_of_codes(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            model, files = Codec(CONFIGURATIONS["test"]).eval(), [Path(folder) / name for name in ("a", "b", "c")]
            export_codec(model, files[0], "int8")
            torch.nn.init.normal_(model.decoder.head.weight)
            export_codec(model, files[1], "int8")
            torch.nn.init.normal_(model.quantiser.enter.weight)
            export_codec(model, files[2], "int8")
            first, second, third = (safetensors.load(file)[1]["codes_sha256"] for file in files)
            self.assertEqual(first, second)
            self.assertNotEqual(first, third)

    def test_speaker_and_voice_come_back(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            first, second = Path(folder) / "a.safetensors", Path(folder) / "b.safetensors"
            speaker = SpeakerEncoder(SpeakerConfiguration(width=16, inner=24, layers=2, outputs=8)).eval()
            export_speaker(speaker, first, "int8", threshold=0.5)
            export_speaker(speaker_of(first), second, "int8", threshold=0.5)
            self.assertTrue(equal(first, second))
            for model in (Autoregressive(AutoregressiveConfiguration(layers=1, width=16, heads=2, inner=32, codes=8, pair=8)),
                          Refinement(RefinementConfiguration(layers=1, width=16, heads=2, inner=32, codes=8, levels=6))):
                export(model.eval(), first)
                export(load_model(state_of("voice", first)), second)
                self.assertTrue(equal(first, second))
                with self.assertRaisesRegex(ValueError, "not codec"):
                    codec_of(first)
        with self.assertRaises(OSError):
            voice_of(Path(folder) / "missing.safetensors")


class HeardRecordings(unittest.TestCase):
    def test_single_frames_go_to_the_phone_before(self) -> None:
        self.assertEqual(smoothed(np.array([0, 0, 3, 3, 5, 3, 3, 7, 7])).tolist(), [0, 0, 3, 3, 3, 3, 3, 7, 7])

    def test_pieces_point_at_their_own_symbols(self) -> None:
        from virtualta_training.data.phones import INDEX as CLASS

        classes = np.repeat([0, CLASS["AA"], CLASS["T"], 0], 5)
        found = pieces(classes, 10)
        self.assertEqual([piece.first for piece in found], [0, 10])
        self.assertEqual(found[0].symbols, [INDEX["_"], INDEX["AA1"]])
        self.assertEqual(found[1].symbols, [INDEX["T"], INDEX["_"]])
        self.assertEqual(found[1].pointer.tolist(), [0] * 5 + [1] * 5)

    def test_silence_is_left_out(self) -> None:
        self.assertEqual(pieces(np.zeros(40, int), 20), [])


class SpokenRows(unittest.TestCase):
    def test_crops_pair_sound_with_the_codes_of_its_frames(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root, length = Path(folder), 320 * 90
            sound = np.repeat(np.arange(90, dtype=np.int16) * 300, 320)  # every frame says its own number
            people = [Utterance("kathleen", f"k{number}", "kathleen", "f", length / 16000, "train", "a") for number in range(2)]
            write_cache(root / "audio", ((one, sound) for one in people), lambda _: None)
            (root / "pitch").mkdir()
            cache = AudioCache(root / "audio")
            pitch = _EvenPitch(root / "pitch")
            writer = CorpusWriter(root / "corpus")
            frames = np.arange(3, 83)
            for one in people:
                writer.add(one.name, one.set, one.speaker, one.split, np.repeat(frames[:, None], 6, 1), np.zeros(80, int), [1], np.ones(256), first=3)
            writer.write()
            np.repeat(np.concatenate([frames, frames])[:, None], 6, 1).astype(np.int16).tofile(root / "corpus" / REFINED)
            batch, codes, speaker = SpokenCrops(root / "corpus", cache, pitch, 20, 1).batch(4)
            numbers = np.rint(batch.samples.numpy().reshape(4, 20, 320)[:, :, 0] / 0.6 * 89).astype(int)
            self.assertTrue(np.array_equal(numbers, codes[:, :20, 0].numpy()))
            self.assertEqual((tuple(codes.shape), tuple(speaker.shape)), ((4, 21, 6), (4, 256)))


class _EvenPitch(PitchCache):
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, name: str) -> bool:
        return True

    def classes(self, item: object) -> tuple[np.ndarray, np.ndarray]:
        return np.full(91, 40, np.float32), np.ones(91, bool)


class NarrowDiscriminators(unittest.TestCase):
    def tearDown(self) -> None:
        use_narrow_products(False)

    def test_they_learn_what_is_missing_within_a_few_steps(self) -> None:
        for narrow in (False, True):
            use_narrow_products(narrow)
            torch.manual_seed(1)
            judges = Discriminators(channels=4, kind="narrow")
            optimiser = torch.optim.Adam(judges.parameters(), 3e-3)
            real = torch.randn(2, 4000) * 0.1
            fake = torch.nn.functional.avg_pool1d(real[:, None], 5, 1, 2)[:, 0]
            losses = []
            for _ in range(25):
                loss = discriminator_loss(judges(real), judges(fake))
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                losses.append(float(loss))
            self.assertLess(losses[-1], 0.35, f"narrow {narrow}: {losses[0]} to {losses[-1]}")
            wanted = fake.clone().requires_grad_()
            adversarial, matching = generator_losses(judges(real), judges(wanted))
            (adversarial + matching).backward()
            self.assertGreater(float(wanted.grad.abs().max()), 0)
            self.assertGreater(float(adversarial), float(generator_losses(judges(real), judges(real))[0]))

    def test_an_unknown_kind_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "flat or narrow"):
            Discriminators(kind="deep")


if __name__ == "__main__":
    unittest.main()
