"""Imports for tests: the exports that lie here, or one made by the test, taken into a folder."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kb.article import Article
from kb.importing.draft import Reason
from kb.importing.intake import Report, take_in
from kb.importing.places import Gaps
from kb.importing.sources import read_source
from kb.importing.tree import open_tree
from kb.reader import read_folders

EXPORTS = Path(__file__).parent / "exports"
TODAY = date(2026, 11, 27)


def taken(
    kind: str,
    source: Path,
    to: Path,
    gaps: Gaps | None = None,
    today: date = TODAY,
    columns: Mapping[str, str] | None = None,
) -> Report:
    """What the import did."""
    with open_tree(source) as tree:
        return take_in(read_source(kind, tree, columns or {}), to, gaps or Gaps(), today)


def articles(folder: Path) -> dict[str, Article]:
    """By language and slug; every file must be an article."""
    reading = read_folders([folder] if folder.is_dir() else [])
    assert reading.mistakes == ()
    return {f"{article.language}/{article.slug}": article for article in reading.every}


def losses(report: Report) -> set[tuple[Reason, str]]:
    return {(loss.reason, loss.detail) for loss in report.losses}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below, byte for byte."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
