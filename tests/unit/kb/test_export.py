"""K8: what is exported is imported again as the same articles."""

import csv
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kb.article import Article, ArticleError
from kb.article_file import read_article
from kb.exporting import Format, export
from kb.reader import read_folders
from tests.unit.kb.imports import EXPORTS, articles, contents, taken
from tests.unit.kb.samples import STARTER, VPN, put

FORMATS: tuple[Format, ...] = ("json", "csv", "markdown", "html")


def the_same(articles: Iterable[Article]) -> dict[tuple[str, str], Article]:
    """Apart from where they lie, and what only says where they came from."""
    return {(each.language, each.slug): replace(each, path=Path(), source="") for each in articles}


def there_and_back(folder: Path, form: Format, tmp_path: Path) -> Path:
    """Where the articles of the folder are, exported and imported again."""
    to = tmp_path / "export" / (f"all.{form}" if form in ("json", "csv") else "")
    export(read_folders([folder]).every, [folder], form, to)
    taken(form, to, tmp_path / "again")
    return tmp_path / "again"


@pytest.mark.parametrize("form", FORMATS)
def test_K8_the_starter_articles_come_back_as_they_were(tmp_path: Path, form: Format) -> None:
    again = there_and_back(STARTER, form, tmp_path)
    before, after = the_same(read_folders([STARTER]).every), the_same(articles(again).values())
    assert after.keys() == before.keys()
    for key, article in before.items():
        if form == "html":  # blank lines between heading and list are no difference
            assert after[key].body.replace("\n\n", "\n") == article.body.replace("\n\n", "\n")
            assert replace(after[key], body="") == replace(article, body="")
        else:
            assert after[key] == article


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("kind", "source"), [("zendesk", "zendesk"), ("confluence", "confluence-xml")])
def test_K8_imported_articles_come_back_with_their_files(tmp_path: Path, form: Format, kind: str, source: str) -> None:
    first = tmp_path / "first"
    taken(kind, EXPORTS / source, first)
    again = there_and_back(first, form, tmp_path)
    before, after = (articles(folder) for folder in (first, again))
    assert {key: article.source for key, article in after.items()} == {
        key: article.source for key, article in before.items()
    }
    files = [set(contents(folder / "files").values()) for folder in (first, again)]
    assert files[0] == files[1]
    for key, article in before.items():
        assert after[key].sections == article.sections
        assert after[key].body.count("](") == article.body.count("](")
        assert all((again / after[key].language / target).is_file() for target in _files(after[key].body))


def _files(body: str) -> list[str]:
    return [piece.split(")")[0] for piece in body.split("](")[1:] if piece.startswith("../")]


@pytest.mark.parametrize("form", FORMATS)
def test_K8_an_export_of_the_second_round_is_that_of_the_first(tmp_path: Path, form: Format) -> None:
    for path in sorted(STARTER.rglob("*.md"))[::12]:
        put(tmp_path / "kb", f"{path.parent.name}/{path.name}", path.read_text(encoding="utf-8"))
    once = there_and_back(tmp_path / "kb", form, tmp_path / "1")
    twice = there_and_back(once, form, tmp_path / "2")
    bodies = ({key: article.body for key, article in articles(folder).items()} for folder in (once, twice))
    first, second = bodies
    assert second == first


def test_K8_words_that_look_like_lists_stay_one_alias(tmp_path: Path) -> None:
    put(tmp_path / "kb", "en/vpn.md", VPN.replace("  - cannot connect to vpn", '  - "a; b | c"\n  - "=1+1, d"'))
    for form in FORMATS:
        again = there_and_back(tmp_path / "kb", form, tmp_path / form)
        assert articles(again)["en/vpn"].aliases == ("a; b | c", "=1+1, d")


def test_K8_an_export_never_reaches_outside_the_articles(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    text = VPN.replace("review-by: 2027-05-02\n", "review-by: 2027-05-02\nsource: x:1\n")
    put(tmp_path / "kb", "en/vpn.md", f"{text}\n[a](../../secret.txt) ![b](/etc/passwd)\n")
    export(read_folders([tmp_path / "kb"]).every, [tmp_path / "kb"], "markdown", tmp_path / "out")
    assert set(contents(tmp_path / "out")) == {"en/vpn.md"}


def test_K8_json_and_csv_are_what_other_programs_read(tmp_path: Path) -> None:
    reading = read_folders([STARTER])
    for form in ("json", "csv"):
        export(reading.every, [STARTER], form, tmp_path)
    records = json.loads((tmp_path / "articles.json").read_text(encoding="utf-8"))["articles"]
    with (tmp_path / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [record["title"] for record in records] == [row["title"] for row in rows]
    assert len(rows) == len(reading.every)


def test_K8_a_page_shows_the_article_and_nothing_acts_in_it(tmp_path: Path) -> None:
    evil = VPN.replace("title: VPN does not connect", 'title: "<script>alert(1)</script>\\" onload=\\"x"')
    put(tmp_path / "kb", "en/vpn.md", evil)
    export(read_folders([tmp_path / "kb"]).every, [tmp_path / "kb"], "html", tmp_path / "out")
    page = (tmp_path / "out" / "en" / "vpn.html").read_text(encoding="utf-8")
    assert "<script>" not in page
    assert "<li>Try again.</li>" in page


def test_K8_only_imported_articles_may_have_any_form(tmp_path: Path) -> None:
    text = VPN.replace("## Steps", "## How")
    with pytest.raises(ArticleError):
        read_article(put(tmp_path, "en/own.md", text))
    free = put(tmp_path, "en/taken.md", text.replace("review-by: 2027-05-02\n", "review-by: 2027-05-02\nsource: x:1\n"))
    assert read_article(free).sections[0].steps[1] == "Try again."


@pytest.mark.parametrize(
    "title", ["=cmd|' /C calc'!A0", "@SUM(1)", "+7 495", "- a list", "'=quoted", "''-", "plain", "'tis"]
)
def test_K8_no_cell_is_a_formula_and_comes_back_as_it_was(tmp_path: Path, title: str) -> None:
    put(tmp_path / "kb", "en/vpn.md")
    article = replace(read_folders([tmp_path / "kb"]).every[0], title=title)
    export([article], [], "csv", tmp_path / "all.csv")
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    taken("csv", tmp_path / "all.csv", tmp_path / "again")
    assert [each.title for each in articles(tmp_path / "again").values()] == [title]
