"""K1: what articles mean is learned behind the answers, by the settings of the installation."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.meaning import Deepening, twins
from bot.operations.doctor import _search
from bot.settings import Settings
from kb.caches import Caches
from kb.library import Library
from kb.meaning.apart import Twin
from kb.meaning.building import Progress
from tests.unit.kb.samples import VPN, put
from tests.unit.kb.test_large_library import Letters


def test_K1_each_tier_has_its_encoders(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    words, base = (twins(Settings(search=tier, data=tmp_path)) for tier in ("words", "base"))
    assert words == ()
    assert [twin.here.name.split("-")[0] for twin in base] == ["fast"]
    assert twins(Settings(data=tmp_path))[0].make().name == base[0].here.name
    assert not caplog.records


def test_K1_without_the_semantic_model_the_base_searches(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert len(twins(Settings(search="semantic", data=tmp_path))) == 1
    assert [record.message for record in caplog.records] == [
        "the semantic tier cannot be used, searching with the base tier"
    ]


async def test_K1_the_doctor_says_what_the_semantic_tier_lacks(tmp_path: Path) -> None:
    [found] = await _search(Settings(search="semantic", data=tmp_path))
    assert (found.severity.name, found.code) == ("WARNING", "search-fallen-back")
    assert [each.code for each in await _search(Settings(search="base"))] == ["search-base"]
    assert [each.code for each in await _search(Settings(search="words"))] == ["search-words"]


def opened(place: Path) -> Library:
    put(place / "articles", "en/vpn.md")
    library = Library([place / "articles"], twins=(Twin(Letters(), Letters),), caches=Caches.beside(place / "data"))
    library.reload()
    return library


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not true():  # noqa: ASYNC110 - a thread does it, which tells nobody
            await asyncio.sleep(0.01)


async def test_K1_learns_at_the_start_and_after_a_change(tmp_path: Path) -> None:
    library, stop, seen = opened(tmp_path), asyncio.Event(), list[Progress]()
    deepening = Deepening(library, seen.append)
    running = asyncio.ensure_future(deepening.run(stop))
    await until(lambda: library.is_deep)
    put(tmp_path / "articles", "en/zebra.md", VPN.replace("VPN does not connect", "Zebra kicks"))
    library.reload()
    over = library.knowledge.finder
    deepening.wake()
    await until(lambda: library.knowledge.finder is not over)
    stop.set()
    await running
    assert seen[-1].done == seen[-1].total
    assert library.search("zebra kicks", "en")[0].article.slug == "zebra"


def broken() -> Letters:
    """Of no process of its own."""
    raise ValueError


async def test_K1_what_cannot_be_learned_takes_no_answer_away(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    put(tmp_path / "articles", "en/vpn.md")
    library = Library([tmp_path / "articles"], twins=(Twin(Letters(), broken),), caches=Caches.beside(tmp_path))
    library.reload()
    stop = asyncio.Event()
    running = asyncio.ensure_future(Deepening(library, lambda _: None).run(stop))
    await until(lambda: any("cannot be learned" in record.message for record in caplog.records))
    stop.set()
    await running
    assert library.search("cannot connect to vpn", "en")


def test_K1_numpy_is_not_loaded_before_its_threads_are_counted() -> None:
    said = "import sys, bot.__main__; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", said], check=False).returncode == 0  # noqa: S603 - our own
