"""K9: a status or an alias is written into a file, and every other letter of it stays."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.article import Status
from kb.article_file import read_article
from kb.editing import NotEdited, edit, with_alias, with_status
from kb.front_matter import parse, split
from tests.unit.kb.samples import VPN, put

FLOW = VPN.replace("aliases:\n  - cannot connect to vpn\n", 'aliases: [one, "two, three"]  # ours\n')
COMMENTED = VPN.replace("  - cannot connect to vpn\n", "  # as they say\n  - 'cannot connect: vpn'  # really\n\n")
FLUSH = VPN.replace("  - cannot connect to vpn", "- cannot connect to vpn")
NONE = VPN.replace("aliases:\n  - cannot connect to vpn\n", "")
EMPTY = VPN.replace("aliases:\n  - cannot connect to vpn\n", "aliases: []\n")
WINDOWS = VPN.replace("\n", "\r\n")
MARKED = "\ufeff" + VPN
WAYS = [VPN, FLOW, COMMENTED, FLUSH, NONE, EMPTY, WINDOWS, MARKED]


def added(before: str, after: str) -> list[str]:
    """The lines that are new; the others must be there in their order."""
    lines, new = iter(after.splitlines(keepends=True)), []
    for line in before.splitlines(keepends=True):
        while (found := next(lines)) != line:
            new.append(found)
    return [*new, *lines]


@pytest.mark.parametrize("text", WAYS)
def test_K9_an_alias_is_added_and_the_rest_stays(text: str) -> None:
    after = with_alias(text, "vpn: does #not connect")
    assert parse(split(after)[0]).aliases[-1] == "vpn: does #not connect"
    if text not in (FLOW, EMPTY):
        assert 1 <= len(added(text, after)) <= 2
    assert with_alias(after, "vpn: does #not connect") == after
    assert ("\r\n" in after) == ("\r\n" in text)
    assert after.count("\n") == after.count("\r\n") or "\r\n" not in text


def test_K9_an_alias_looks_like_those_before_it() -> None:
    assert added(VPN, with_alias(VPN, "no vpn")) == ["  - no vpn\n"]
    assert added(FLUSH, with_alias(FLUSH, "no vpn")) == ["- no vpn\n"]
    assert 'aliases: [one, "two, three", "no vpn"]  # ours\n' in with_alias(FLOW, "no vpn")
    assert added(VPN, with_alias(VPN, "yes")) == ['  - "yes"\n'], "which YAML would take for true"


@pytest.mark.parametrize("text", WAYS)
def test_K9_a_status_is_set_and_set_again(text: str) -> None:
    stale = with_status(text, Status.STALE)
    assert parse(split(stale)[0]).status is Status.STALE
    assert [line.strip() for line in added(text, stale)] == ["status: stale"]
    retired = with_status(stale, Status.RETIRED)
    assert retired == stale.replace("status: stale", "status: retired")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_K9_whatever_people_ask_is_added_whole_or_not_at_all(alias: str) -> None:
    for text in (VPN, FLOW):
        try:
            after = with_alias(text, alias)
        except NotEdited:
            assert alias != alias.strip() or not alias.isprintable()
        else:
            assert parse(split(after)[0]).aliases[-1] == alias


def test_K9_a_file_that_somebody_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = put(tmp_path, "en/vpn.md")

    def meanwhile(text: str) -> str:
        path.write_text(f"{VPN}One line more.\n", encoding="utf-8")
        return with_alias(text, "no vpn")

    with pytest.raises(NotEdited, match="meanwhile"):
        edit(path, meanwhile)
    assert path.read_text(encoding="utf-8") == f"{VPN}One line more.\n"
    assert list(path.parent.iterdir()) == [path]


def test_K9_a_file_is_written_whole_with_its_rights(tmp_path: Path) -> None:
    path = put(tmp_path, "en/vpn.md")
    path.chmod(0o640)
    edit(path, lambda text: with_alias(text, "no vpn"))
    assert read_article(path).aliases == ("cannot connect to vpn", "no vpn")
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(path.parent.iterdir()) == [path]


def test_K9_what_is_no_article_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotEdited, match="front matter"):
        with_status("Just words.\n", Status.STALE)


def test_K9_an_article_that_is_a_link_stays_one(tmp_path: Path) -> None:
    path, link = put(tmp_path, "en/vpn.md"), tmp_path / "en" / "link.md"
    link.symlink_to(path)
    edit(link, lambda text: with_status(text, Status.RETIRED))
    assert link.is_symlink()
    assert "status: retired" in path.read_text(encoding="utf-8")
