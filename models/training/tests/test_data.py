"""Data preparation on made-up sets: no file outside a temporary folder is needed."""
from __future__ import annotations

import io
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from virtualta_training.data import adpcm  # noqa: E402
from virtualta_training.data.cache import AudioCache, build  # noqa: E402
from virtualta_training.data.phones import from_espeak  # noqa: E402
from virtualta_training.data.sets import data_hash, read_table  # noqa: E402
from virtualta_training.data.shards import pack, read_shard  # noqa: E402
from virtualta_training.data.text import normalise  # noqa: E402


def tone(seconds: float, hertz: float) -> np.ndarray:
    """A quiet tone, int16 at 16 kHz."""
    return np.rint(6000 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * 16_000)) / 16_000)).astype(np.int16)


def make_set(root: Path, name: str, count: int) -> None:
    """A set in the source format, as Opus."""
    import soundfile

    lines = ["utt\tspeaker\tgender\tseconds\tsplit\ttext"]
    with tarfile.open(root / f"{name}.tar", "w") as archive:
        for number in range(count):
            buffer = io.BytesIO()
            soundfile.write(buffer, tone(1.0, 200 + 50 * number), 16_000, format="OGG", subtype="OPUS")
            member = tarfile.TarInfo(f"{name}-{number}.opus")
            member.size = buffer.tell()
            buffer.seek(0)
            archive.addfile(member, buffer)
            lines.append(f"{name}-{number}\tsp-{number}\tf\t1.0\t{'dev' if number == 0 else 'train'}\tHello, number {number}!")
    (root / f"{name}.tsv").write_text("\n".join(lines) + "\n")


class DataTests(unittest.TestCase):
    def test_text_becomes_plain_words(self) -> None:
        self.assertEqual(normalise("In 1908, Mr. O'Neil’s 29th “test” cost 16,000!"),
                         "in nineteen oh eight mister o'neil's twenty ninth test cost sixteen thousand".split())

    def test_espeak_becomes_arpabet(self) -> None:
        self.assertEqual(from_espeak("tS'3:tS"), ["CH", "ER", "CH"])
        self.assertEqual(from_espeak("Tr'aIv"), ["TH", "R", "AY", "V"])

    def test_adpcm_keeps_speech_levels(self) -> None:
        samples = tone(0.7, 440)[:-3]
        decoded = adpcm.decode(adpcm.encode(samples))
        self.assertEqual(len(decoded), len(samples))
        error = np.square(decoded.astype(float) - samples).mean() / np.square(samples.astype(float)).mean()
        self.assertLess(10 * np.log10(error), -20)
        self.assertEqual(len(adpcm.decode(adpcm.encode(np.zeros(0, np.int16)))), 0)

    def test_data_hash_depends_on_the_sets(self) -> None:
        self.assertNotEqual(data_hash(("kathleen",)), data_hash(("librispeech",)))

    def test_cache_and_shards_hold_the_same_sound(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            make_set(root, "kathleen", 4)
            self.assertEqual(read_table(root, "kathleen")[1].text, "Hello, number 1!")
            build(root, root / "cache", ["kathleen"], report=lambda _: None)
            cache = AudioCache(root / "cache")
            self.assertEqual([item.name for item in cache.select("dev")], ["kathleen-0"])
            shards = pack(root, root / "shards", ["kathleen"], most_bytes=20_000)
            self.assertGreater(len(shards), 0)
            unpacked = {item.name: samples for shard in shards for item, samples in read_shard(shard)}
            for item in cache.utterances:
                np.testing.assert_array_equal(cache.audio(item), unpacked[item.name])
            damaged = bytearray(shards[0].read_bytes())
            damaged[-5] ^= 1
            shards[0].write_bytes(damaged)
            with self.assertRaises(ValueError):
                list(read_shard(shards[0]))


if __name__ == "__main__":
    unittest.main()
