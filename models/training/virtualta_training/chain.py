"""The whole chain on one machine, in calls of a few minutes that go on where the last one stopped.

    python3 -m virtualta_training.chain --work WORK [--wall 1800] [--call 560] [--recogniser-seconds N] [--miniature]

Reads what was fed (`parcels feed`) into WORK/fed. Every step leaves WORK/done/<step>; delete that file to do the step again.
Exit status 0: the chain is complete; 3: call again; anything else: the named step failed, see WORK/logs/<step>.log.
"""
from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

#: Share of the wall clock that each leg trains for; the rest is for feeding, preparing, compiling and taking.
SHARES = {"codec1": 0.235, "codec2": 0.13, "speaker": 0.05, "ar": 0.165, "nar": 0.13}
CALL_AGAIN = 3
RESERVE = 25.0  #: seconds of a call that a leg leaves for starting, the last evaluation and saving


@dataclass(frozen=True)
class Step:
    """One step. With a budget it is a leg of `folder` and may take several calls."""

    name: str
    command: Callable[[], list[str]]
    budget: float = 0.0


@dataclass(frozen=True)
class Sizes:
    """What differs between the real thing and the miniature."""

    codec: str = "vta-16-50-source"
    codec_batch: int = 96
    judge_batch: int = 48
    judge: tuple[str, ...] = ()
    speakers: int = 64
    positions: int = 65536
    voice: tuple[str, ...] = ()


MINIATURE = Sizes("vta-16-50-small", 2, 2, ("--judges", "narrow", "--channels", "4", "--periods", "2"), 3, 1024, ("--layers", "2", "--width", "64"))


def budgets(wall: float, recogniser: float) -> dict[str, float]:
    """Seconds of training of each leg; with what the rest needs they sum to `wall`."""
    return {"recogniser": recogniser, **{name: share * (wall - recogniser) for name, share in SHARES.items()}}


class Chain:
    """The steps in order."""

    def __init__(self, work: Path, wall: float, call: float, recogniser: float, sizes: Sizes, leg_most: float = 1e9) -> None:
        self.work, self.call, self.sizes, self.leg_most = work, call, sizes, leg_most
        self.started = time.monotonic()
        self.fed = work / "fed"
        self.weights = Path(__file__).resolve().parents[2] / "recogniser" / "phones.safetensors"
        self.budget = budgets(wall, recogniser)
        self.environment = dict(os.environ)
        if (self.fed / "libopus.so.0").exists():
            self.environment.setdefault("VIRTUALTA_OPUS", str((self.fed / "libopus.so.0").resolve()))

    def steps(self) -> list[Step]:
        """Every step of the chain."""
        w, sizes = self.work, self.sizes
        audio, pitch, store, phones, frames = w / "audio", w / "pitch", w / "store", w / "phones", w / "frames.npy"
        data = ["--cache", audio, "--pitch", pitch]
        table = self.fed / "phonemes.tsv"
        align = lambda weights: ["recogniser.realign", "--store", store, "--phonemes", table, "--checkpoint", weights, "--out", frames]
        labels = lambda: ["codec.labels", "--store", store, "--frames", frames, "--cache", audio, "--out", phones]
        steps = [
            Step("data", lambda: ["data.shards", "unpack", "--shards", self.fed, "--out", audio]),
            Step("pitch", lambda: ["codec.pitch", *data[:2], "--out", pitch, "--workers", "0", "--sets", ",".join(sorted(path.stem for path in audio.glob("*.json")))]),
            Step("features", lambda: ["recogniser.prepare", "--cache", audio, "--out", store]),
            Step("align", lambda: align(self.weights)),
        ]
        if self.budget["recogniser"] > 0:
            words = self.fed / "words" / "node_modules" / "cmu-pronouncing-dictionary" / "index.js"
            cuts = ["--batch", "2000"] if sizes is MINIATURE else ["--batch", "60000", "--rate", "1e-3", "--augment", "1"]
            steps += [
                Step("recogniser", lambda: ["recogniser.train", "--start", self.weights, "--store", store, "--labels", frames, "--cmudict", words, "--folder", w / "recogniser",
                                            *cuts], self.budget["recogniser"]),
                Step("realign", lambda: align(w / "recogniser" / "checkpoint.pt")),
                Step("export-recogniser", lambda: ["recogniser.export", "--checkpoint", w / "recogniser" / "checkpoint.pt", "--labels", frames, "--out", w / "export" / "recogniser" / "phones.safetensors"]),
            ]
        return steps + [
            Step("labels", labels),
            Step("codec1", lambda: ["codec.stage1", *data, "--phones", phones, "--out", w / "codec1", "--configuration", sizes.codec, "--batch", str(sizes.codec_batch)], self.budget["codec1"]),
            Step("speaker", lambda: ["speaker.train", "--cache", audio, "--out", w / "speaker", "--speakers", str(sizes.speakers), "--utterances", "8"], self.budget["speaker"]),
            Step("tokens", lambda: ["voice.tokenise", "--cache", audio, "--codec", w / "codec1" / "checkpoint.pt", "--speaker", w / "speaker" / "checkpoint.pt",
                                    "--labels", phones, "--phonemes", table, "--out", w / "corpus"]),
            Step("codec2", lambda: ["codec.stage2", "--stage1", w / "codec1" / "checkpoint.pt", *data, "--out", w / "codec2", "--batch", str(sizes.judge_batch), "--rate", "3e-4", *sizes.judge], self.budget["codec2"]),
            Step("export-codec", lambda: ["export", "codec", "--checkpoint", w / "codec2" / "checkpoint.pt", "--out", w / "export" / "codec" / "vta-16-50.safetensors"]),
            Step("export-speaker", lambda: ["export", "speaker", "--checkpoint", w / "speaker" / "checkpoint.pt", "--out", w / "export" / "speaker" / "encoder.safetensors",
                                            "--threshold", str(json.loads((w / "speaker" / "record.json").read_text())["legs"][-1]["threshold"])]),
            Step("ar", lambda: ["voice.train", "ar", "--corpus", w / "corpus", "--out", w / "ar", "--positions", str(sizes.positions), *sizes.voice], self.budget["ar"]),
            Step("nar", lambda: ["voice.train", "nar", "--corpus", w / "corpus", "--out", w / "nar", "--positions", str(sizes.positions), *sizes.voice], self.budget["nar"]),
            Step("export-ar", lambda: ["voice.export", "--checkpoint", w / "ar" / "checkpoint.pt", "--out", w / "export" / "voice" / "autoregressive.safetensors"]),
            Step("export-nar", lambda: ["voice.export", "--checkpoint", w / "nar" / "checkpoint.pt", "--out", w / "export" / "voice" / "refinement.safetensors"]),
        ]

    def left(self) -> float:
        """Seconds of this call that are left."""
        return self.call - (time.monotonic() - self.started)

    def run(self) -> bool:
        """Steps until the call is over; whether the chain is complete."""
        for step in self.steps():
            mark = self.work / "done" / step.name
            while not mark.exists():
                if self.left() < RESERVE + 5:
                    return False
                if not self._run(step):
                    return False
        return True

    def _run(self, step: Step) -> bool:
        """Runs a step, or a leg of it; False when the call is over before it ends."""
        command = [str(part) for part in step.command()]
        folder = self.work / step.name
        if step.budget:
            seconds, budget = min(self.left() - RESERVE, self.leg_most), str(step.budget)
            command += ["--leg", str(seconds), "--budget", budget] if step.name == "recogniser" else ["--leg-seconds", str(seconds), "--budget-seconds", budget]
        begun = time.monotonic()
        log = self.work / "logs" / f"{step.name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with open(log, "a", encoding="utf-8") as file:
            file.write(f"== {' '.join(command)}\n")
            file.flush()
            try:
                code = subprocess.run([sys.executable, "-m", f"virtualta_training.{command[0]}", *command[1:]], stdout=file, stderr=subprocess.STDOUT, timeout=max(10.0, self.left()),
                                      cwd=Path(__file__).resolve().parents[1], env=self.environment, check=False).returncode
            except subprocess.TimeoutExpired:
                print(f"{step.name}: cut off by the end of the call", flush=True)
                return False
        if code:
            raise RuntimeError(f"{step.name} failed ({code}); the end of {log}:\n" + "\n".join(log.read_text().splitlines()[-25:]))
        record = json.loads((folder / "record.json").read_text()) if step.budget else {}
        done = record.get("done", True)
        figures = record["legs"][-1] if step.budget else log.read_text().splitlines()[-1][:160]
        print(f"{step.name}: {'done' if done else 'goes on'} after {time.monotonic() - begun:.0f} s: {figures}", flush=True)
        if done:
            self._mark(step)
        return True

    def _mark(self, step: Step) -> None:
        if step.name.startswith("export-"):
            source = self.work / {"export-codec": "codec2"}.get(step.name, step.name.removeprefix("export-"))
            target = self.work / "export" / {"export-ar": "voice", "export-nar": "voice"}.get(step.name, step.name.removeprefix("export-"))
            for kind in ("curve.jsonl", "record.json"):
                if (source / kind).exists():
                    shutil.copy(source / kind, target / f"{source.name}.{kind}")
        (self.work / "done").mkdir(exist_ok=True)
        (self.work / "done" / step.name).write_text("")


def main() -> None:
    """Command line: one call."""
    parser = argparse.ArgumentParser(description="Go on with the chain.")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--wall", type=float, default=1800, help="seconds for everything, feeding and taking included")
    parser.add_argument("--call", type=float, default=560, help="seconds of this call")
    parser.add_argument("--recogniser-seconds", type=float, default=0, help="train the recogniser on before the final alignment (needs the dictionary in the first parcel)")
    parser.add_argument("--codec", default=Sizes.codec, help="codec configuration")
    parser.add_argument("--miniature", action="store_true", help="tiny networks, a few steps, two legs each: proves the chain on a CPU")
    options = parser.parse_args()
    if options.miniature:
        chain = Chain(options.work.resolve(), 60, options.call, options.recogniser_seconds, MINIATURE, leg_most=6)
    else:
        chain = Chain(options.work.resolve(), options.wall, options.call, options.recogniser_seconds, Sizes(codec=options.codec))
    try:
        complete = chain.run()
    except RuntimeError as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
    print("complete" if complete else "call again")
    sys.exit(0 if complete else CALL_AGAIN)


if __name__ == "__main__":
    main()
