"""K8: whatever is done to files, what is searched and kept is what a fresh process would read of them."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.caches import Caches
from kb.change import difference
from kb.library import Library
from kb.reader import Reading, read_folders
from tests.examples import up_to
from tests.unit.kb.samples import VPN, put
from tests.unit.kb.test_guides import GUIDE

SLUGS = ("s1", "s2", "door")
KINDS = ("remove", "put", "break", "draft", "stale", "russian", "remove", "guide", "broken guide", "no guide")
PLACES = st.tuples(st.sampled_from(("b", "a")), st.sampled_from(("en", "x")), st.sampled_from(SLUGS))
TURNS = st.lists(st.lists(st.tuples(st.sampled_from(KINDS), PLACES), min_size=1, max_size=3), max_size=5)


def edited(kind: str, path: Path, number: int) -> Path:
    """The file that was written or taken away."""
    text = VPN.replace("VPN does not connect", f"Gadget {number}").replace("cannot connect to vpn", f"help-{number}")
    guide = path.parent.parent / "guides" / "door.yaml"
    if kind in ("remove", "no guide"):
        gone = path if kind == "remove" else guide
        gone.unlink(missing_ok=True)
        return gone
    if "guide" in kind:
        text = GUIDE.replace("category:", f"articles: [{path.stem}, s1]\ncategory:", 1)
        return put(
            guide.parent, guide.name, text.replace("to: badge", "to: nowhere") if kind == "broken guide" else text
        )
    if kind == "russian":
        text = text.replace("language: en", "language: ru").replace("## Steps", "## Шаги").split("## macOS")[0]
    changes = {"break": ("## Steps", "## Stepps"), "draft": ("owner:", "status: draft\nowner:")}
    changes["stale"] = ("owner:", "status: stale\nowner:")
    return put(path.parent, path.name, text.replace(*changes.get(kind, ("", ""))))


def agree(library: Library, whole: Reading) -> None:
    known = {(article.language, article.slug): article for article in whole.articles}
    shown = library.knowledge
    assert {(article.language, article.slug): article for article in shown.articles} == known
    assert all(
        shown.article(*key) == known.get(key) for key in {*known, *((x, s) for x in ("en", "ru") for s in SLUGS)}
    )
    for article in known.values():
        hits = library.search(article.aliases[-1], article.language)
        assert hits[0].article.aliases[-1] == article.aliases[-1]
        assert all(known[hit.article.language, hit.article.slug] == hit.article for hit in hits)


@pytest.mark.parametrize("several", [1, 200])
@up_to(40)
@given(turns=TURNS)
def test_K8_what_is_searched_and_kept_is_what_is_in_the_files(
    several: int, turns: list[list[tuple[str, tuple[str, str, str]]]]
) -> None:
    """As a change laid over the rest, and as all anew."""
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patched:
        patched.setattr("kb.library.SEVERAL", several)
        folders, caches = (Path(name) / "b", Path(name) / "a"), Caches.beside(Path(name) / "var")
        for number in range(30):
            edited("put", folders[number % 2] / "en" / f"f{number}.md", 1000 + number)
        for kind, slug in (("put", "s1"), ("put", "s2"), ("guide", "s2")):
            edited(kind, folders[0] / "en" / f"{slug}.md", len(slug + kind))
        library, whole = Library(folders, caches=caches), read_folders(folders)
        library.reload()
        for number, turn in enumerate(turns):
            changed = [edited(k, Path(name, *p[:2], f"{p[2]}.md"), number * 10 + i) for i, (k, p) in enumerate(turn)]
            before, whole = whole, read_folders(folders, whole.files)
            told, change = library.reload(changed), difference(before, whole)
            assert [set(each) for each in (told.added, told.changed, told.removed)] == [
                set(each) for each in (change.added, change.changed, change.removed)
            ]
            assert library.mistakes == whole.mistakes
            agree(library, whole)
        assert caches.readings.load() == {
            path: file for path, file in whole.files.items() if file.packed and not file.mistakes
        }
