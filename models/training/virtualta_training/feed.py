"""Batches made ahead by worker processes, so that a fast device does not wait for Python."""
from __future__ import annotations

import multiprocessing
import os
import pickle
from typing import Any, Callable, Iterable, Iterator


def workers_of(device: str) -> int:
    """How many processes make batches: none on a CPU, where the network needs the cores and runs are repeatable."""
    return max(1, min(14, (os.cpu_count() or 2) - 2)) if device == "cuda" else 0


def in_order(function: Callable[[Any], Any], items: Iterable[Any], workers: int) -> Iterator[Any]:
    """`function` of every item, in order, by `workers` processes (1 or fewer: in this one)."""
    if workers <= 1:
        yield from map(function, items)
        return
    global _function
    _function = function  # inherited by the fork: closures need no pickling
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        yield from pool.imap(_call, items, chunksize=4)


_function: Callable[[Any], Any] | None = None


def _call(item: Any) -> Any:
    assert _function is not None
    return _function(item)


class Feed:
    """`again(number)` makes a worker's own source, `draw(source, *settings)` a batch of tensors from it.

    Settings reach the workers a few batches late."""

    def __init__(self, again: Callable[[int], Any], draw: Callable[..., Any], workers: int) -> None:
        self._again, self._draw, self._workers = again, draw, workers
        self._settings = multiprocessing.Array("d", 4, lock=False)
        self._batches: Iterator[Any] | None = None

    def next(self, own: Any, *settings: float) -> Any:
        """The next batch; without workers from `own`."""
        if self._workers == 0:
            return self._draw(own, *settings)
        self._settings[: len(settings)] = list(settings)
        if self._batches is None:
            self._batches = self._start(len(settings))
        return pickle.loads(next(self._batches))

    def _start(self, settings: int) -> Iterator[Any]:
        from torch.utils.data import DataLoader, IterableDataset, get_worker_info

        feed = self

        class Endless(IterableDataset):
            def __iter__(self) -> Iterator[Any]:
                source = feed._again(get_worker_info().id)
                while True:
                    yield pickle.dumps(feed._draw(source, *feed._settings[:settings]), protocol=5)

        # Forked, so that sources and memory maps need no pickling; the workers never touch the device. Batches travel as bytes:
        # tensors would take shared memory, of which there may be little.
        return iter(DataLoader(Endless(), batch_size=None, num_workers=self._workers, prefetch_factor=2, multiprocessing_context="fork", collate_fn=_same))


def _same(value: Any) -> Any:
    return value
