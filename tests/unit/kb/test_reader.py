"""K8: articles from Markdown files; every mistake named with file and line, good articles kept."""

from datetime import date
from pathlib import Path

import pytest

from kb.article import ArticleError, Section
from kb.article_file import read_article
from kb.reader import read_folders
from tests.unit.kb.samples import STARTER, VPN, put


def mistakes(path: Path) -> list[tuple[int, str]]:
    with pytest.raises(ArticleError) as caught:
        read_article(path)
    assert all(f"{path}:" in line for line in str(caught.value).splitlines())
    return [(mistake.line, mistake.message) for mistake in caught.value.mistakes]


def test_K8_reads_an_article(tmp_path: Path) -> None:
    path = put(tmp_path, "en/vpn-connect.md")
    article = read_article(path)
    assert (article.slug, article.language, article.title) == ("vpn-connect", "en", "VPN does not connect")
    assert (article.aliases, article.tags) == (("cannot connect to vpn",), ("vpn",))
    assert (article.category, article.owner) == ("network", "service-desk")
    assert (article.updated, article.review_by) == (date(2026, 11, 2), date(2027, 5, 2))
    assert article.summary == "Helps when the VPN cannot connect."
    assert article.sections == (
        Section("Steps", ("Open **Settings** and press `Enter`.", "Try again.")),
        Section("macOS", ("Quit the client.",)),
    )
    assert article.stop == ("Error 809: tell us where you are.",)
    assert article.body.startswith("Helps when")
    assert article.path == path


def test_K8_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    plain, odd = put(tmp_path, "en/a.md"), tmp_path / "en" / "b.md"
    odd.write_bytes(("\ufeff" + VPN.replace("\n", "\r\n")).encode())
    assert read_article(odd).sections == read_article(plain).sections


def test_K8_every_mistake_of_a_file_at_once(tmp_path: Path) -> None:
    text = (
        VPN.replace("title: VPN does not connect\n", "colour: red\n")
        .replace("language: en", "language: de")
        .replace("2027-05-02", "soon")
    )
    found = mistakes(put(tmp_path, "en/vpn.md", text))
    assert [line for line, _ in found] == [1, 6, 10, 2]
    assert [message.split(":")[0] for _, message in found] == ["title", "language", "review-by", "colour"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("## macOS", "## Amiga", 20, "not a section"),
        ("## macOS", "# macOS", 20, "second level"),
        ("## macOS", "## Steps", 0, "twice"),
        ("1. Quit the client.", "- Quit the client.", 21, "only numbered steps"),
        ("- Error 809", "1. Error 809", 24, "only bullets"),
        ("1. Quit the client.", "1. Quit [it](https://example.org).", 21, "not link"),
        ("2. Try again.", "2. Try <b>again</b>.", 18, "not html_inline"),
        ("2. Try again.", "2. Try again.\n   - and again", 18, "one paragraph"),
        ("## Steps\n", "Another paragraph.\n\n## Steps\n", 15, "only one paragraph"),
        ("Helps when the VPN\ncannot connect.\n", "", 0, "before the first heading"),
        ("owner: service-desk", "owner: [", 10, "not YAML"),
        ("tags: [vpn]", "title: again", 5, "given twice"),
        ("updated: 2026-11-02", "updated: 2026-13-45", 1, "not YAML"),
    ],
)
def test_K8_mistake_with_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in VPN
    found = mistakes(put(tmp_path, "en/vpn.md", VPN.replace(old, new)))
    assert any(at == line and words in message for at, message in found), found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must begin"),
        ("---\ntitle: x\n", "no end"),
        ("---\n- a\n---\n", "list of `name: value`"),
        ("---\n---\n", "list of `name: value`"),
        ("---\n1: 2\n---\n", "list of `name: value`"),
        ("x" * 200_001, "larger"),
    ],
)
def test_K8_not_an_article(tmp_path: Path, text: str, words: str) -> None:
    assert words in mistakes(put(tmp_path, "en/vpn.md", text))[0][1]


def test_K8_not_text(tmp_path: Path) -> None:
    path = put(tmp_path, "en/vpn.md")
    path.write_bytes(b"---\n\xff\xfe\n")
    assert mistakes(path) == [(2, "not UTF-8")]


def test_K8_language_must_be_that_of_the_folder(tmp_path: Path) -> None:
    [(line, message)] = mistakes(put(tmp_path, "en/vpn.md", VPN.replace("language: en", "language: ru")))[:1]
    assert (line, "folder" in message) == (1, True)


def test_K8_folder_keeps_the_good_and_lists_the_bad(tmp_path: Path) -> None:
    put(tmp_path, "en/good.md")
    bad = put(tmp_path, "en/bad.md", "nothing")
    again = put(tmp_path, "en/later/good.md")
    reading = read_folders([tmp_path, tmp_path / "absent"])
    assert [article.slug for article in reading.articles] == ["good"]
    assert [mistake.path for mistake in reading.mistakes] == [bad, again, tmp_path / "absent"]


def test_K8_starter_articles_are_all_good_in_both_languages() -> None:
    reading = read_folders([STARTER])
    assert reading.mistakes == ()
    english, russian = ({a.slug for a in reading.articles if a.language == language} for language in ("en", "ru"))
    assert english == russian
    assert len(english) >= 40
