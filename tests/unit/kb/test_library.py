"""K8: articles are read again without a restart, and questions are answered meanwhile."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.change import Change
from kb.feedback import Learned
from kb.library import Library
from kb.reader import read_again, read_folders
from tests.examples import up_to
from tests.unit.kb.samples import VPN, put

PRINTER = VPN.replace("VPN does not connect", "Printer does not print").replace("cannot connect to vpn", "paper jam")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    put(tmp_path, "en/vpn.md")
    library = Library([tmp_path])
    assert library.reload().added == (("en", "vpn"),)
    return library


def test_K8_reload_tells_what_changed(library: Library, tmp_path: Path) -> None:
    put(tmp_path, "en/printer.md", PRINTER)
    put(tmp_path, "en/vpn.md", VPN.replace("Try again.", "Try once more."))
    assert library.reload() == Change(added=(("en", "printer"),), changed=(("en", "vpn"),))
    (tmp_path / "en" / "vpn.md").unlink()
    assert library.reload() == Change(removed=(("en", "vpn"),))
    assert library.search("paper jam", "en")[0].article.slug == "printer"
    assert not library.reload()


def test_K8_a_slip_in_a_file_takes_no_answer_away(library: Library, tmp_path: Path) -> None:
    put(tmp_path, "en/vpn.md", VPN.replace("## Steps", "## Stepps"))
    change = library.reload()
    assert not change
    assert [mistake.line for mistake in change.mistakes] == [15, 0]
    assert library.mistakes == change.mistakes
    assert library.search("cannot connect to vpn", "en")[0].article.slug == "vpn"


def test_K8_an_old_set_stays_as_it_was(library: Library, tmp_path: Path) -> None:
    old = library.knowledge
    (tmp_path / "en" / "vpn.md").unlink()
    library.reload()
    assert old.search("cannot connect to vpn", "en")[0].article.slug == "vpn"
    assert library.search("cannot connect to vpn", "en") == ()


def test_K1_what_was_asked_is_at_hand_until_the_articles_change(library: Library, tmp_path: Path) -> None:
    asked = ("cannot connect to vpn", "en")
    first = library.search(*asked)
    assert library.search(*asked) is first
    library.adjust(Learned((), datetime.now(UTC)))
    assert library.search(*asked) is not first
    assert library.search(*asked) == first
    (tmp_path / "en" / "vpn.md").unlink()
    library.reload()
    assert library.search(*asked) == ()


def test_K8_questions_are_answered_while_reloading(library: Library, tmp_path: Path) -> None:
    def ask(_: int) -> str:
        return library.search("cannot connect to vpn", "en")[0].article.slug

    with ThreadPoolExecutor(3) as pool:
        answers = pool.map(ask, range(300))
        for number in range(10):
            put(tmp_path, f"en/printer-{number}.md", PRINTER)
            library.reload()
        assert set(answers) == {"vpn"}


async def test_K8_watches_the_files(library: Library, tmp_path: Path) -> None:
    stop = asyncio.Event()
    changes = library.watch(stop)
    waiting = asyncio.ensure_future(anext(changes))
    change = Change()
    async with asyncio.timeout(20):
        for number in range(100):
            if waiting.done():
                break
            put(tmp_path, f"en/printer-{number}.md", PRINTER)  # the watcher needs a moment before it sees anything
            await asyncio.wait({waiting}, timeout=0.2)
        change = await waiting
        stop.set()
        rest = [later async for later in changes]
    assert change.added
    assert all(later.mistakes == () for later in rest)
    assert library.search("paper jam", "en")


async def test_K8_nothing_to_watch_ends_with_stop(tmp_path: Path) -> None:
    stop = asyncio.Event()
    watching = asyncio.ensure_future(anext(Library([tmp_path / "absent"]).watch(stop), None))
    stop.set()
    async with asyncio.timeout(20):
        assert await watching is None


@pytest.mark.parametrize("status", ["draft", "review", "retired"])
def test_K9_only_what_is_published_or_stale_is_found(tmp_path: Path, status: str) -> None:
    path = put(tmp_path, "en/vpn.md", VPN.replace("owner:", f"status: {status}\nowner:"))
    library = Library([tmp_path])
    library.reload()
    assert library.search("vpn does not connect", "en") == ()
    assert library.knowledge.article("en", "vpn") is None
    assert [each.status for each in read_folders([tmp_path]).every] == [status]
    for shown in ("published", "stale"):
        path.write_text(VPN.replace("owner:", f"status: {shown}\nowner:"), encoding="utf-8")
        library.reload()
        [hit] = library.search("vpn does not connect", "en")
        assert hit.article.status == shown


def test_K9_an_unknown_status_is_named_with_those_there_are(tmp_path: Path) -> None:
    put(tmp_path, "en/vpn.md", VPN.replace("owner:", "status: finished\nowner:"))
    [mistake] = read_folders([tmp_path]).mistakes
    assert mistake.line == 8
    assert "'draft', 'review', 'published', 'stale' or 'retired'" in mistake.message


TURNS = st.lists(st.tuples(st.sampled_from(["put", "break", "remove", "other"]), st.integers(0, 5)), max_size=6)


@up_to(30)
@given(TURNS)
def test_K8_what_is_told_to_have_changed_is_read_as_all_would_be(turns: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as name:
        folders = (Path(name) / "b", Path(name) / "a")
        for number in (0, 2, 4):
            put(folders[number % 4 // 2], f"x/en/vpn-{number}.md")
        before = read_folders(folders)
        changed = [_turn(folders[number % 2], kind, number) for kind, number in turns]
        again = read_again(folders, before, changed)
        whole = read_folders(folders, before.files)
        assert again is not None
        assert again.reading == whole
        assert list(again.reading.files) == list(whole.files)
        assert list(again.reading.packed) == list(whole.packed)


def _turn(folder: Path, kind: str, number: int) -> Path:
    if kind == "other":
        return put(folder, "x/en/picture.png", "no article")
    text = VPN.replace("Try again.", f"Try {kind}.")
    path = put(folder, f"x/en/vpn-{number}.md", text.replace("## Steps", "## Stepps") if kind == "break" else text)
    if kind == "remove":
        path.unlink()
    return path


def test_K8_where_a_folder_has_changed_all_is_read(library: Library, tmp_path: Path) -> None:
    put(tmp_path, "more/en/printer.md", PRINTER)
    before = library._reading
    assert read_again([tmp_path], before, [tmp_path / "more"]) is None
    assert read_again([tmp_path], before, [tmp_path / "gone"]) is None
    assert read_again([tmp_path], before, [tmp_path.parent / "elsewhere.md"]) is None
    assert library.reload([tmp_path / "more"]).added == (("en", "printer"),)


def test_K8_only_the_file_that_changed_is_read(library: Library, tmp_path: Path) -> None:
    put(tmp_path, "en/printer.md", PRINTER)
    put(tmp_path, "en/vpn.md", VPN.replace("Try again.", "Try once more."))
    assert library.reload([tmp_path / "en" / "printer.md"]) == Change(added=(("en", "printer"),))
    assert library.reload() == Change(changed=(("en", "vpn"),))
