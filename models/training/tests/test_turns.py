"""The end-of-turn network's view of a pause."""
from __future__ import annotations

import unittest

import numpy as np
import torch

from virtualta_training.data.phones import INDEX
from virtualta_training.turns.features import AFTER, BEFORE, CHANNELS, activity, describe, pauses, track
from virtualta_training.turns.golden import voice
from virtualta_training.turns.model import PauseNet
from virtualta_training.turns.prepare import assemble, word_times


class TurnTests(unittest.TestCase):
    def test_words_are_found_whichever_pronunciation_was_said(self) -> None:
        labels = np.array([0, 0, *[INDEX["DH"]] * 3, *[INDEX["IY"]] * 4, 0, *[INDEX["K"]] * 2, *[INDEX["AE"]] * 5, *[INDEX["T"]] * 2, 0])
        words = [[["DH", "AH"], ["DH", "IY"]], [["K", "AE", "T"]]]
        self.assertEqual(word_times(labels, words), [(2, 9), (10, 19)])
        self.assertIsNone(word_times(labels, [[["DH", "AH"]], [["K", "AE", "T"]]]))

    def test_pitch_and_pauses_of_a_glide(self) -> None:
        heard = track(voice(1.0, 200, 120))
        active, begun = activity(heard.level)
        ((last, silence),) = pauses(active, begun)
        self.assertGreater(silence, 10)
        self.assertAlmostEqual(heard.semitones[20], 12 * np.log2(196), delta=1)
        self.assertGreater(heard.semitones[20] - heard.semitones[60], 6)
        seen = describe(heard, active, last)
        self.assertEqual(seen.shape, (BEFORE + AFTER, CHANNELS))
        self.assertLess(seen[BEFORE + 1 :, :12].mean(), -2)
        self.assertEqual(PauseNet()(torch.from_numpy(seen)[None]).shape, (1,))

    def test_pauses_lie_where_words_were_cut_apart(self) -> None:
        samples = np.full(32000, 1000, np.int16)
        made, end, stops = assemble(samples, [(5, 40), (40, 80)], [1], np.random.default_rng(1))
        self.assertEqual(len(stops), 1)
        self.assertGreater(len(made), end)
        self.assertLess(np.abs(made[stops[0] + 400 : stops[0] + 4000]).mean(), 100)
        self.assertGreater(np.abs(made[9600 + 400 : stops[0] - 400]).mean(), 300)


if __name__ == "__main__":
    unittest.main()
