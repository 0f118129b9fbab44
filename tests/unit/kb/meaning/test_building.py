"""K9: vectors of many texts are made in a process of their own, with progress, and can be stopped."""

import os
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from kb.meaning.apart import Make, Twin, apart
from kb.meaning.building import Progress, build
from kb.meaning.encoder import Vectors
from kb.meaning.minilm import open_minilm
from kb.meaning.vectors import FILE, VectorCache

TEXTS = tuple(f"way to ask number {number}" for number in range(600))


class Process:
    """An encoder whose vectors tell the process that made them; asked for "end" it ends its process."""

    dimensions = 2

    def __init__(self, name: str = "process") -> None:
        self.name = name

    def encode(self, texts: Sequence[str]) -> Vectors:
        if "end" in texts:
            os._exit(1)
        return np.array([(os.getpid(), os.nice(0)) for _ in texts], np.float32).reshape(-1, 2)


TWIN = Twin(Process(), Process)
OTHER = Twin(Process("other"), partial(Process, "other"))


class Silent:
    """An encoder that must not be asked."""

    name, dimensions = "process", 2

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError(texts)


def test_K9_encoding_is_done_in_a_less_urgent_process() -> None:
    with apart(TWIN) as encoder:
        assert (encoder.name, encoder.dimensions) == ("process", 2)
        vectors = encoder.encode(("one", "two"))
    assert vectors.shape == (2, 2)
    assert vectors[0, 0] != os.getpid()
    assert vectors[0, 1] > os.nice(0)


@pytest.mark.parametrize(("make", "text"), [(Process, "end"), (partial(open_minilm, Path("nowhere")), "text")])
def test_K9_a_process_that_ends_or_cannot_begin_is_told(make: Make, text: str) -> None:
    with pytest.raises(BrokenProcessPool), apart(Twin(Process(), make)) as encoder:
        encoder.encode((text,))


def test_K9_no_process_begins_where_all_is_kept(tmp_path: Path) -> None:
    cache, broken = VectorCache(tmp_path / FILE), partial(open_minilm, tmp_path)
    build((TWIN,), TEXTS, cache, bool)
    assert build((Twin(Process(), broken),), TEXTS, cache, bool)


def test_K9_building_tells_how_far_it_is(tmp_path: Path) -> None:
    cache, seen = VectorCache(tmp_path / FILE), list[Progress]()
    assert build((TWIN, OTHER), TEXTS, cache, seen.append)
    assert seen[0] == Progress(0, 2 * len(TEXTS))
    assert seen[-1] == Progress(2 * len(TEXTS), 2 * len(TEXTS))
    assert [each.done for each in seen] == sorted(each.done for each in seen)
    assert cache.directions(Silent(), TEXTS).any(axis=1).all()


def test_K9_building_that_is_stopped_goes_on_later(tmp_path: Path) -> None:
    cache, seen = VectorCache(tmp_path / FILE), list[Progress]()

    def enough(progress: Progress) -> bool:
        seen.append(progress)
        return progress.done < 100

    assert not build((TWIN,), TEXTS, cache, enough)
    assert 100 <= seen[-1].done < len(TEXTS)
    stopped = seen[-1]
    seen.clear()
    assert build((TWIN,), TEXTS, cache, seen.append)
    assert seen[0] == stopped


def test_K9_building_forgets_what_is_gone(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / FILE)
    build((TWIN, OTHER), TEXTS, cache, bool)
    build((TWIN,), TEXTS[:10], cache, bool)
    seen: list[Progress] = []
    build((TWIN, OTHER), TEXTS[:20], cache, seen.append)
    assert seen[0] == Progress(10, 40)
    assert Progress(20, 40) in seen
