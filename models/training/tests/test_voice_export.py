"""The voice's models survive their export."""
from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from virtualta_training.safetensors import load
from virtualta_training.voice.autoregressive import Autoregressive, AutoregressiveConfiguration
from virtualta_training.voice.export import export, load_model
from virtualta_training.voice.refinement import Refinement, RefinementConfiguration
from virtualta_training.voice.symbols import SYMBOLS


class VoiceExport(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_blocks_are_quantised_and_tables_half(self) -> None:
        model = Autoregressive(AutoregressiveConfiguration(layers=1, width=16, heads=2, inner=24, codes=8, speaker=4))
        export(model, self.folder / "ar.safetensors")
        tensors, metadata = load(self.folder / "ar.safetensors")
        self.assertEqual((metadata["kind"], metadata["symbols"].split(" ")), ("autoregressive", list(SYMBOLS)))
        self.assertIn("data_sha256", metadata)
        scale = tensors["blocks.0.expand.weight_scale"]
        weight = tensors["blocks.0.expand.weight"].astype(np.float32) * scale[:, None]
        self.assertEqual(tensors["blocks.0.expand.weight"].dtype, np.int8)
        self.assertLessEqual(np.abs(weight - model.blocks[0].expand.weight.detach().numpy()).max(), scale.max())
        self.assertEqual(tensors["codes.0.weight"].dtype, np.float16)
        self.assertEqual(tensors["blocks.0.attention_norm.weight"].dtype, np.float32)

    def test_the_best_weights_are_exported(self) -> None:
        model = Refinement(RefinementConfiguration(layers=1, width=16, heads=2, inner=24, codes=8, speaker=4))
        other = {name: value + 1 for name, value in model.state_dict().items()}
        loaded = load_model({"configuration": model.configuration.to_dict(), "kept": other, "average": model.state_dict()})
        self.assertTrue(torch.equal(loaded.norm.weight, model.norm.weight + 1))
        export(loaded, self.folder / "nar.safetensors", "single")
        tensors, metadata = load(self.folder / "nar.safetensors")
        self.assertEqual((metadata["kind"], tensors["blocks.0.scales.weight"].shape), ("refinement", (2, 64)))


if __name__ == "__main__":
    unittest.main()
