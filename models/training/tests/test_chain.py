"""The chain's plan, parcels, tables of phonemes and Opus without libsndfile. `run_chain.sh miniature` runs the real steps."""
from __future__ import annotations

import argparse
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from test_data import make_set
from test_voice import invented
from virtualta_training import feed
from virtualta_training.chain import MINIATURE, Chain, Step, budgets
from virtualta_training.data import opus
from virtualta_training.data.cache import AudioCache
from virtualta_training.data.sets import decode_opus, read_opus
from virtualta_training.data.shards import unpack
from virtualta_training.legs import join_file, slim
from virtualta_training.parcels import pack_parcels, take
from virtualta_training.voice.blocks import RefinementBatches
from virtualta_training.voice.phonemes import parse, read_table
from virtualta_training.voice.symbols import SYMBOLS


class Temporary(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)


class Plan(Temporary):
    def chain(self, call: float = 100.0) -> Chain:
        """A chain whose legs take note of their seconds instead of training."""
        chain = Chain(self.folder, 100, call, 0, MINIATURE)
        self.ran: list[str] = []

        def pretend(step: Step) -> bool:
            self.ran.append(step.name)
            chain.started -= 40  # the call is 40 s older
            chain._mark(step)
            return True

        chain._run = pretend  # type: ignore[method-assign]
        return chain

    def test_budgets_leave_a_quarter_for_everything_else(self) -> None:
        plan = budgets(1800, 0)
        self.assertLess(sum(plan.values()), 0.75 * 1800)
        self.assertEqual(sum(budgets(1800, 200).values()) - 200, sum(budgets(1600, 0).values()))
        self.assertTrue(all(value < 560 for value in plan.values()))

    def test_a_call_ends_in_time_and_the_next_goes_on(self) -> None:
        self.assertFalse(self.chain().run())
        self.assertEqual(self.ran, ["data", "pitch"])
        self.assertFalse(self.chain().run())
        self.assertEqual(self.ran, ["features", "align"])

    def test_the_recogniser_is_trained_on_before_the_final_alignment(self) -> None:
        names = [step.name for step in Chain(self.folder, 100, 100, 30, MINIATURE).steps()]
        self.assertLess(names.index("recogniser"), names.index("realign"))
        self.assertLess(names.index("realign"), names.index("labels"))

    def test_a_failing_step_is_named_with_its_log(self) -> None:
        chain = Chain(self.folder, 100, 100, 0, MINIATURE)
        with self.assertRaisesRegex(RuntimeError, "(?s)data failed .*no \\*.shard to unpack"):
            chain.run()


class Parcels(Temporary):
    def test_what_is_packed_unpacks_as_whole_sets(self) -> None:
        for name in ("kathleen", "vctk_extra"):
            make_set(self.folder, name, 5)
        (self.folder / "phonemes.tsv").write_text("utt\tphonemes\nkathleen-0\tHH AY1 .\n")
        options = argparse.Namespace(root=self.folder, phonemes=self.folder / "phonemes.tsv", sets="kathleen,vctk_extra", most=2, few=0, adpcm=False,
                                     opus=None, cmudict=None, espeak=None, out=self.folder / "parcels")
        pack_parcels(options)
        self.assertEqual([path.name for path in (self.folder / "parcels").iterdir()], ["0"])
        self.assertTrue((self.folder / "parcels" / "0" / "phonemes.tsv").exists())
        unpack(sorted(self.folder.glob("parcels/*/*.shard")), self.folder / "audio", 2)
        self.assertEqual(len(AudioCache(self.folder / "audio").utterances), 10)

    def test_too_much_beside_the_speech_is_refused(self) -> None:
        from virtualta_training.data.shards import pack

        with self.assertRaisesRegex(ValueError, "leave no room"):
            pack(self.folder, self.folder / "out", ["kathleen"], most_bytes=2 * 2**20, beside_first=2 * 2**20)

    def test_what_is_taken_comes_back_slim_and_loads(self) -> None:
        (self.folder / "ar").mkdir()
        weights = {"w": torch.randn(3, 4)}
        torch.save({"record": {"steps": 7}, "task": {"model": weights, "average": weights, "kept": None, "optimiser": {"a": 1}, "steps": 7}}, self.folder / "ar" / "checkpoint.pt")
        (self.folder / "ar" / "record.json").write_text(json.dumps({"steps": 7}))
        pieces = take(self.folder, "ar", self.folder / "out")
        self.assertEqual([path.name for path in pieces], ["ar.tar.000"])
        join_file(self.folder / "out" / "ar.tar.parts.json", self.folder / "joined.tar")
        slim(self.folder / "ar" / "checkpoint.pt", self.folder / "slim.pt")
        saved = torch.load(self.folder / "slim.pt")
        self.assertNotIn("optimiser", saved["task"])
        self.assertEqual((saved["task"]["model"]["w"].dtype, saved["record"]["steps"]), (torch.float16, 7))
        with self.assertRaisesRegex(ValueError, "nothing of 'voice'"):
            take(self.folder, "voice", self.folder / "out")


class Sounds(Temporary):
    @unittest.skipIf(opus.library() is None, "no libopus here")
    def test_libopus_alone_decodes_like_libsndfile(self) -> None:
        make_set(self.folder, "kathleen", 3)
        for _, data in read_opus(self.folder, "kathleen"):
            expected, actual = decode_opus(data).astype(float), opus.decode(data).astype(float)
            self.assertEqual(len(actual), len(expected))
            self.assertLess(np.abs(actual - expected)[200:-200].max(), 60)

    def test_what_is_not_opus_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "no Ogg page"):
            opus.packets(b"RIFF" + bytes(60))

    def test_processes_keep_the_order(self) -> None:
        offset = 3
        self.assertEqual(list(feed.in_order(lambda value: value + offset, range(30), 2)), list(range(3, 33)))

    def test_a_feed_with_workers_draws_by_the_latest_settings(self) -> None:
        source = feed.Feed(lambda number: number, lambda number, share: torch.tensor([float(number), share]), 1)
        self.assertEqual(source.next(None, 0.25).tolist(), [0.0, 0.25])

    def test_batches_of_the_voice_arrive_whole_from_workers(self) -> None:
        corpus = invented(self.folder)
        draw = feed.Feed(lambda number: RefinementBatches(corpus, "train", 32, 512, number, (16,)), lambda source: source.batch(), 2)
        batch = draw.next(None)
        self.assertEqual(batch.codes.shape[2], 6)
        self.assertIsInstance(batch.plan.mask, np.ndarray)


class Phonemes(Temporary):
    def test_the_front_ends_table_is_read(self) -> None:
        said = parse("AO1 TH ER0 | AH1 V , / S EH1 T .")
        self.assertEqual([SYMBOLS[index] for index in said.symbols], "AO1 TH ER0 _ AH1 V , S EH1 T .".split())
        self.assertEqual(said.words, [["AO", "TH", "ER"], ["AH", "V"], ["S", "EH", "T"]])
        self.assertEqual([said.symbols[end] for _, end in said.spans], [SYMBOLS.index(mark) for mark in "_,."])

    def test_tables_one_after_the_other_are_read_and_strange_symbols_named(self) -> None:
        path = self.folder / "t.tsv"
        path.write_text("utt\tphonemes\twords\na\tHH AY1 .\thi\nutt\tphonemes\twords\nb\tN OW1 .\tno\n")
        self.assertEqual(sorted(read_table(path)), ["a", "b"])
        path.write_text("utt\tphonemes\na\tQQ .\n")
        with self.assertRaisesRegex(ValueError, "line 2: symbol 'QQ'"):
            read_table(path)


if __name__ == "__main__":
    unittest.main()
