"""AR and NAR: sequences, masks, streaming equality, and a smoke run of both legs on invented codes."""
from __future__ import annotations

import dataclasses
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from virtualta_training.data.phones import INDEX as CLASS
from virtualta_training.export import export_voice
from virtualta_training.golden_voice import BlockwiseReference
from virtualta_training.safetensors import load
from virtualta_training.voice.alignment import pointer_from_classes
from virtualta_training.voice.autoregressive import Autoregressive, AutoregressiveConfiguration, autoregressive_loss
from virtualta_training.voice.corpus import Corpus, CorpusWriter
from virtualta_training.products import use_narrow_products
from virtualta_training.voice.refinement import Refinement, RefinementConfiguration, layout
from virtualta_training.golden_sampling import uniform
from virtualta_training.voice.durations import PointerGuard, most_steps
from virtualta_training.voice.sampling import Generator, sample
from virtualta_training.voice.sequences import SequenceBuilder, Stretch, collate, step_pointer
from virtualta_training.voice.symbols import INDEX, SYMBOLS, sequence, with_stress
from virtualta_training.voice.phonemes import marks_of
from virtualta_training.voice.train import AutoregressiveTask, RefinementTask

SMALL = AutoregressiveConfiguration(layers=2, width=64, heads=4, inner=128, codes=32, speaker=8, dropout=0.0)
SMALL_NAR = RefinementConfiguration(layers=2, width=64, heads=4, inner=96, codes=32, speaker=8, dropout=0.0)


def invented(folder: Path) -> Corpus:
    """Codes that follow the symbols, so that there is something to learn."""
    random = np.random.default_rng(0)
    writer = CorpusWriter(folder)
    for number in range(24):
        symbols = [*random.integers(12, 30, 14), INDEX["_"], *random.integers(12, 30, 6), INDEX["."]]
        pointer = np.repeat(np.arange(len(symbols)), 4)
        base = (np.array(symbols)[pointer] * 7) % 32
        codes = np.stack([(base + level * 3) % 32 for level in range(6)], 1)
        writer.add(f"u{number}", "x", f"s{number % 4}", "dev" if number % 6 == 0 else "train", codes, pointer, symbols, random.standard_normal(8))
    writer.write()
    return Corpus(folder)


class Symbols(unittest.TestCase):
    def test_about_eighty_symbols(self) -> None:
        self.assertTrue(75 <= len(SYMBOLS) <= 90 and len(set(SYMBOLS)) == len(SYMBOLS))

    def test_stress_is_taken_from_the_matching_pronunciation(self) -> None:
        self.assertEqual(with_stress(["R", "EH", "D"], [["R", "IY1", "D"], ["R", "EH1", "D"]]), ["R", "EH1", "D"])
        symbols, spans = sequence([["HH", "AY1"], ["DH", "EH1", "R"]], ["_", "."])
        self.assertEqual([SYMBOLS[index] for index in symbols], ["HH", "AY1", "_", "DH", "EH1", "R", "."])
        self.assertEqual(spans, [(0, 2), (3, 6)])


    def test_marks_follow_the_words(self) -> None:
        self.assertEqual(marks_of("No, it's red"), [("no", ","), ("it's", "_"), ("red", ".")])

    def test_pointer_follows_the_aligner(self) -> None:
        words = [["HH", "AY"], ["DH", "EH", "R"]]
        _, spans = sequence([["HH", "AY1"], ["DH", "EH1", "R"]], ["_", "."])
        numbers = [CLASS[phone] for phone in ("HH", "HH", "AY", "AY")] + [0, 0] + [CLASS[phone] for phone in ("DH", "DH", "EH", "EH", "R", "R")] + [0]
        pointer = pointer_from_classes(np.array([0, *numbers]), words, spans)
        self.assertEqual(pointer.tolist(), [0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6])


class Sequences(unittest.TestCase):
    def test_pointer_never_advances_by_more_than_two(self) -> None:
        moved = np.diff(step_pointer(np.array([0, 0, 5, 5, 6, 6, 6, 6, 7, 7]), 2))
        self.assertTrue(((moved >= 0) & (moved <= 2)).all())

    def test_every_step_of_the_target_is_asked_once_and_the_end_is_last(self) -> None:
        symbols = np.array([20, 21, INDEX["_"], 22, 23, INDEX["."]])
        part = Stretch(symbols, np.array([0, 1, 2, 3, 4, 5]), np.arange(12).reshape(6, 2))
        for ends in ([6], [3, 6]):
            example = SequenceBuilder(32, 2).build(None, part, ends, np.zeros(8))
            asked = example.wanted[example.wanted[:, 0] >= 0]
            self.assertEqual(asked[:-1].tolist(), part.codes.tolist())
            self.assertEqual(asked[-1].tolist(), [32, -1])
            self.assertEqual(example.symbol[example.step].tolist()[:6], symbols.tolist())

    def test_following_symbols_stop_at_the_clause(self) -> None:
        part = Stretch(np.array([20, 21, INDEX["_"], 22, INDEX["."]]), np.array([0, 1, 2, 3, 4]), np.zeros((5, 2), int))
        example = SequenceBuilder(32, 2).build(None, part, [3, 5], np.zeros(8))
        self.assertEqual(example.following[example.step][1].tolist(), [INDEX["_"], 0])


class Autoregression(unittest.TestCase):
    def test_cached_generation_sees_what_training_sees(self) -> None:
        torch.manual_seed(0)
        model = Autoregressive(SMALL).eval()
        part = Stretch(np.array([20, 21, 22, INDEX["."]]), np.array([0, 1, 1, 2, 3]), np.arange(10).reshape(5, 2))
        example = SequenceBuilder(32, 2).build(part, part, [4], np.ones(8))
        source, _, _ = collate([example], len(example.symbol))
        with torch.no_grad():
            whole = model(source)[0]
        generator = Generator(model, torch.ones(8), seed=1)
        generator.prompt(part.symbols.tolist(), part.pointer.tolist(), part.codes.tolist())
        generator._text(part.symbols.tolist())
        generator._run([20], [(21, 22)], [(-1, -1)], True)
        streamed = torch.stack([generator._logits(slot, 0) for slot in range(2)])
        self.assertLess(float((whole[0, 1 + 4 + 5 + 4] - streamed).abs().max()), 1e-4)

    def test_guidance_moves_codes_away_from_what_training_saw_without_text(self) -> None:
        torch.manual_seed(0)
        model = Autoregressive(SMALL).eval()
        part = Stretch(np.array([20, 21, 22, INDEX["."]]), np.array([0, 1, 1, 2, 3]), np.arange(10).reshape(5, 2))
        with torch.no_grad():
            plain, other = (model(collate([example], len(example.symbol))[0]) for example in (
                SequenceBuilder(32, 2).build(part, part, [4], np.ones(8), conditioned=conditioned) for conditioned in (True, False)))
        generator = Generator(model, torch.ones(8), seed=1, guidance=1.5)
        generator.prompt(part.symbols.tolist(), part.pointer.tolist(), part.codes.tolist())
        generator._text(part.symbols.tolist())
        hidden = generator._run([20], [(21, 22)], [(-1, -1)], True)
        place = 1 + 4 + 5 + 4
        wanted = plain[0][0, place] + 1.5 * (plain[0][0, place] - other[0][0, place])
        self.assertLess(float((wanted - torch.stack([generator._logits(slot, 0) for slot in range(2)])).abs().max()), 1e-4)
        self.assertLess(float((plain[1][0, place] - model.advance(hidden)).abs().max()), 1e-4)

    def test_pair_head_tells_the_second_code_from_the_first_in_training_and_generation(self) -> None:
        torch.manual_seed(0)
        model = Autoregressive(dataclasses.replace(SMALL, pair=48)).eval()
        torch.nn.init.normal_(model.pair.narrow.weight, std=0.1)
        part = Stretch(np.array([20, 21, 22, INDEX["."]]), np.array([0, 1, 1, 2, 3]), np.arange(10).reshape(5, 2))
        example = SequenceBuilder(32, 2).build(part, part, [4], np.ones(8))
        source, wanted, _ = collate([example], len(example.symbol))
        place = 1 + 4 + 5 + 4
        with torch.no_grad():
            whole = {first: model(source, torch.full_like(wanted[..., 0], first))[0][0, place] for first in (3, 4)}
        self.assertTrue(torch.equal(whole[3][0], whole[4][0]))
        self.assertGreater(float((whole[3][1] - whole[4][1]).abs().max()), 0.01)
        generator = Generator(model, torch.ones(8), seed=1)
        generator.prompt(part.symbols.tolist(), part.pointer.tolist(), part.codes.tolist())
        generator._text(part.symbols.tolist())
        generator._run([20], [(21, 22)], [(-1, -1)], True)
        self.assertLess(float((whole[4][1] - generator._logits(1, 4)).abs().max()), 1e-4)
        loss = autoregressive_loss(*model(source, wanted[..., 0].clamp_min(0)), wanted, torch.zeros_like(wanted[..., 0]))["code2"]
        loss.backward()
        self.assertGreater(float(model.pair.wide_table.weight.grad.abs().sum()), 0.0)

    def test_generation_equals_the_engine_s_loop_of_draws_and_moves(self) -> None:
        torch.manual_seed(2)
        model = Autoregressive(SMALL).eval()
        clauses = [[20, 21, INDEX["_"], 22, INDEX[","]], [23, 24, INDEX["."]]]
        codes, pointers, ended = Generator(model, torch.ones(8), 0, 0.8, 0.7, uniform(5)).speak(clauses, 400)

        # The same, with logits from a second generator and the engine's order written out.
        other, draw, guard = Generator(model, torch.ones(8), 0), uniform(5), PointerGuard()
        recent: list[list[int]] = [[], []]
        place, number, previous, low = 0, 0, (-1, -1), 0
        other._text(clauses[0])
        guard.begin(clauses[0])
        for step, place_then in zip(codes, pointers):
            clause, final = clauses[number], number == 1
            here = min(place, len(clause) - 1)
            self.assertEqual(low + here, place_then)
            padded = [*clause, 0, 0, 0]
            hidden = other._run([padded[here]], [(padded[here + 1], padded[here + 2])], [previous], True)
            may_end = final and here == len(clause) - 1
            for slot in range(2):
                values = other._logits(slot, step[0]) / 0.7
                if slot > 0 or not may_end:
                    values[-1] = -torch.inf
                self.assertEqual(step[slot], sample(values, recent[slot], draw, 0.8))
                recent[slot].append(step[slot])
            chances = np.cumsum(torch.softmax(model.advance(hidden).detach().double(), -1).numpy())
            move = guard.move(clause[here], min(2, int((chances <= draw()).sum())), may_end)
            previous, place = step, min(place + move, len(clause) - 1) if final else place + move
            if not final and (guard.overdue or place >= len(clause)):
                place = 0 if guard.overdue else min(place - len(clause), 1)
                number, low = 1, len(clause)
                other._text(clauses[1])
                guard.begin(clauses[1])
        self.assertEqual(number, 1)
        self.assertTrue(ended or guard.must_end(True) or guard.overdue)

    def test_the_guard_ends_what_the_model_does_not(self) -> None:
        torch.manual_seed(3)
        model = Autoregressive(SMALL).eval()
        with torch.no_grad():
            model.advance.weight.zero_()
            model.advance.bias.copy_(torch.tensor([9.0, -9.0, -9.0]))  # never moves
        generator = Generator(model, torch.ones(8), 1, draw=uniform(1))
        clause = [20, 21, 22, INDEX["."]]
        codes, pointers, _ = generator.speak([clause], 10_000)
        self.assertEqual(sorted(set(pointers)), [0, 1, 2, 3])
        for place in range(3):
            self.assertEqual(pointers.count(place), most_steps(clause[place]))
        self.assertLess(len(codes), 60)

    def test_repeated_token_is_drawn_again(self) -> None:
        logits = torch.zeros(4)
        logits[2] = 4.0
        draws = iter([0.1, 0.999])
        self.assertNotEqual(sample(logits, [2] * 10, lambda: next(draws)), 2)
        self.assertEqual(sample(logits, [], lambda: 0.1), 2)


class Refining(unittest.TestCase):
    def test_mask_of_prompt_blocks_and_copies(self) -> None:
        plan = layout(3, 10, (4,))
        self.assertFalse(plan.mask[:3, 3:].any())
        first, second = np.flatnonzero(plan.frame == 3)[0], np.flatnonzero(plan.frame == 7)[0]
        self.assertFalse(plan.mask[first, second])
        copies = np.flatnonzero((np.arange(len(plan.frame)) >= 13) & (plan.frame == 7))
        self.assertEqual(len(copies), 1)
        self.assertTrue(plan.mask[first, copies[0]] and not plan.mask[second, copies[0]])
        self.assertEqual(int(plan.counted.sum()), 10)

    def test_early_blocks_do_not_depend_on_later_codes(self) -> None:
        torch.manual_seed(0)
        model = Refinement(SMALL_NAR).eval()
        first = torch.randint(0, 32, (20,))
        prompt, symbols, speaker = torch.randint(0, 32, (6, 6)), torch.randint(1, 30, (26,)), torch.randn(8)
        whole = model.refine(first, prompt, symbols, speaker, (4,))
        part = model.refine(first[:14], prompt, symbols[:20], speaker, (4,))
        self.assertTrue(torch.equal(whole[:12], part[:12]))


    @torch.no_grad()
    def test_refining_at_once_equals_refining_block_by_block(self) -> None:
        torch.manual_seed(3)
        model = Refinement(SMALL_NAR).eval()
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter) * 0.2)
        first, symbols = torch.randint(0, 32, (19,)), torch.randint(1, 30, (28,))
        prompt, speaker = torch.randint(0, 32, (9, 6)), torch.randn(8)
        reference, wanted, start = BlockwiseReference(model, speaker), [], 0
        reference.prompt(prompt, symbols[:9])
        for size in (4, 8, 7):
            part = slice(start, min(19, start + size + 2))
            codes = torch.zeros(len(first[part]), 6, dtype=torch.long)
            codes[:, 0] = first[part]
            wanted.append(reference.block(codes, symbols[9:][part], size)[:size])
            start += size
        self.assertTrue(torch.equal(model.refine(first, prompt, symbols, speaker), torch.cat(wanted)))


class NarrowProducts(unittest.TestCase):
    def tearDown(self) -> None:
        use_narrow_products(False)

    def test_losses_and_gradients_stay_close_to_single_precision(self) -> None:
        torch.manual_seed(3)
        model = Refinement(SMALL_NAR).train()
        plan = layout(5, 12, (4, 8))
        codes, symbols = torch.randint(0, 32, (2, 17, 6)), torch.randint(1, 20, (2, 17))
        source = (codes, symbols, torch.randn(2, 8), torch.from_numpy(plan.frame), torch.from_numpy(plan.mask), 0, 12)
        found = []
        for narrow in (False, True):
            use_narrow_products(narrow)
            model.zero_grad(set_to_none=True)
            loss = torch.nn.functional.cross_entropy(model(*source).flatten(0, 2), torch.randint(0, 32, (2 * len(plan.frame) * 2,), generator=torch.Generator().manual_seed(1)))
            loss.backward()
            found.append((float(loss), torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None])))
        (plain, wanted), (narrow, got) = found
        self.assertNotEqual(plain, narrow)  # the switch does something
        self.assertAlmostEqual(plain, narrow, delta=0.01)
        self.assertGreater(float(torch.cosine_similarity(wanted, got, 0)), 0.999)


class Smoke(unittest.TestCase):
    def test_both_legs_learn(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            corpus = invented(Path(folder))
            torch.manual_seed(0)
            for task in (AutoregressiveTask(corpus, SMALL, 1024, 3e-3, 1, 1), RefinementTask(corpus, SMALL_NAR, 512, 3e-3, 1, 1)):
                task.warm_up = 5
                if hasattr(task.batches, "prompts"):
                    task.batches.prompts = (16,)
                seen = [task.step(0.0)["loss"] for _ in range(40)]
                self.assertLess(np.mean(seen[-5:]), 0.8 * np.mean(seen[:5]), type(task).__name__)
                self.assertTrue(np.isfinite(task.evaluate()["dev"]))
                task.load(task.state())
                if isinstance(task, AutoregressiveTask):
                    wider = AutoregressiveTask(corpus, dataclasses.replace(SMALL, pair=24), 1024, 3e-3, 1, 1)
                    wider.begin_from(task.state())
                    self.assertTrue(torch.equal(wider.model.symbols.weight, task.kept["symbols.weight"]))
                    self.assertTrue(np.isfinite(wider.step(0.0)["code2"]))
                kind, checkpoint = ("nar" if isinstance(task, RefinementTask) else "ar"), Path(folder) / "c.pt"
                torch.save({"task": task.state()}, checkpoint)
                export_voice(checkpoint, kind, Path(folder) / "c.safetensors", "int8")
                tensors, metadata = load(Path(folder) / "c.safetensors")
                self.assertEqual(tensors["blocks.0.expand.weight"].dtype, np.int8)
                self.assertEqual(metadata["kind"], kind)


if __name__ == "__main__":
    unittest.main()
