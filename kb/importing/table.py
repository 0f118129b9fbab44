"""Articles in a CSV file: a row each, columns named in English or Russian."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from slugify import slugify

from kb.article import Status
from kb.formulas import unguarded
from kb.importing.dates import day, strange_days
from kb.importing.draft import Attachment, Draft, Harvest, Loss, Reason
from kb.importing.letters import decode
from kb.importing.tree import Tree, Unreadable

KIND = "csv"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "key", "number", "номер", "ид", "код"),
    "slug": ("slug", "short name", "адрес"),
    "title": ("title", "name", "subject", "question", "заголовок", "название", "тема", "вопрос"),
    "body": ("body", "text", "content", "answer", "description", "solution", "текст", "ответ", "содержание", "решение",
             "описание"),
    "aliases": ("aliases", "alias", "synonyms", "other questions", "keywords", "синонимы", "формулировки",
                "ключевые слова"),
    "tags": ("tags", "tag", "labels", "label names", "теги", "метки"),
    "language": ("language", "locale", "lang", "язык"),
    "category": ("category", "section", "topic", "категория", "раздел"),
    "owner": ("owner", "author", "владелец", "автор", "ответственный"),
    "updated": ("updated", "updated at", "modified", "date", "last modified", "обновлено", "изменено", "дата"),
    "review-by": ("review-by", "review by", "review", "expires", "пересмотреть", "проверить до"),
    "status": ("status", "state", "статус", "состояние"),
    "source": ("source", "источник"),
    "markup": ("markup", "format", "разметка"),
}  # fmt: skip
"""Our names of the columns, and what they may be called in a file."""

_DELIMITERS = (",", ";", "\t", "|")
_STATUSES = {
    **{"черновик": Status.DRAFT, "на проверке": Status.REVIEW, "опубликовано": Status.PUBLISHED},
    **{"устарело": Status.STALE, "снято": Status.RETIRED, "archived": Status.RETIRED, "outdated": Status.STALE},
}
_HTML = re.compile(r"</?(?:p|br|div|ol|ul|li|h[1-6]|table|strong|b|a|img|span|em|code|pre)\b[^<>]*>", re.IGNORECASE)
_LARGEST_CELL = 2_000_000
"""Characters; Python's own bound is 131,072."""


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: Mapping[str, str]
    """By our names of the columns."""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def read_table(tree: Tree, columns: Mapping[str, str]) -> Harvest:
    """The rows of every `*.csv` in the tree. `columns` names those that are called otherwise: `{"title": "Betreff"}`.
    Several aliases or tags in a cell stand on a line each, or between `;` or `|`; tags also between commas."""
    drafts: list[Draft] = []
    losses = [Loss(name, Reason.UNSAFE) for name in tree.unsafe]
    for name in tree.ending(".csv", ".tsv", ".txt"):
        try:
            found = list(_drafts(decode(tree.read(name)), columns))
        except (Unreadable, csv.Error) as error:
            losses.append(Loss(name, Reason.UNREADABLE, str(error)))
            continue
        drafts += [draft for draft in found if isinstance(draft, Draft)]
        losses += [loss for loss in found if isinstance(loss, Loss)]
    pages = {f"{draft.slug}.md": draft.source for draft in drafts if draft.slug}
    files = {name: Attachment(name, PurePosixPath(name).name) for name in tree.sizes if name.startswith("files/")}
    return Harvest(KIND, tree, tuple(drafts), tuple(losses), pages, files, _near)


def has_title_and_body(names: Sequence[str], columns: Mapping[str, str]) -> bool:
    """Whether a header row with these names can be read."""
    return {"title", "body"} <= set(_known(names, columns))


def _drafts(text: str, columns: Mapping[str, str]) -> Iterator[Draft | Loss]:
    for row in _rows(text, columns):
        if not any(row.cells.values()):
            continue
        yield _draft(row)
        yield from strange_days(f"{row.number}: {row['title'][:80]}", row["updated"], row["review-by"])


def _rows(text: str, columns: Mapping[str, str]) -> Iterator[_Row]:
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, columns))
    header = next(reader, [])
    places = _known(header, columns)
    if not has_title_and_body(header, columns):
        raise csv.Error("title, body ← " + ", ".join(name.strip() for name in header)[:150])
    for cells in reader:
        named = {column: unguarded(cells[place]) for column, place in places.items() if place < len(cells)}
        yield _Row(reader.line_num, named)


def _delimiter(text: str, columns: Mapping[str, str]) -> str:
    """That which finds most of the columns: the names are known, so there is nothing to guess."""
    first = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=lambda each: len(_known(next(csv.reader([first], delimiter=each), []), columns)))


def _known(names: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Where each column is. Names that the caller gave come first, then ours in the order in which they are listed."""
    there = [" ".join(name.split()).casefold() for name in names]
    given = {ours: theirs.strip().casefold() for ours, theirs in columns.items()}
    found: dict[str, int] = {}
    for ours, theirs in COLUMNS.items():
        wanted = (given[ours],) if ours in given else tuple(each for each in theirs if each not in given.values())
        place = next((there.index(each) for each in wanted if each in there), None)
        if place is not None:
            found[ours] = place
    return found


def _draft(row: _Row) -> Draft:
    named = row["id"] or row["slug"] or slugify(row["title"], max_length=80) or str(row.number)
    body = row["body"]
    return Draft(
        source=row["source"] or f"{KIND}:{named}",
        title=row["title"],
        body=body,
        markup=_markup(row["markup"], body),
        language=row["language"],
        slug=row["slug"],
        aliases=_list(row.cells.get("aliases", ""), r"[;|]"),
        tags=_list(row.cells.get("tags", ""), r"[;|,]"),
        category=row["category"],
        owner=row["owner"],
        updated=day(row["updated"]),
        review_by=day(row["review-by"]),
        status=_status(row["status"]),
    )


def _list(text: str, between: str) -> tuple[str, ...]:
    """A line each, where there are lines."""
    return tuple(filter(None, map(str.strip, text.split("\n") if "\n" in text else re.split(between, text))))


def _markup(told: str, body: str) -> Literal["html", "markdown"]:
    if told in ("html", "markdown"):
        return "html" if told == "html" else "markdown"
    return "html" if _HTML.search(body) else "markdown"


def _status(text: str) -> Status:
    told = text.casefold()
    try:
        return Status(told)
    except ValueError:
        return _STATUSES.get(told, Status.PUBLISHED)


def _near(address: str) -> str:
    """Links between articles name their slugs; files lie in `files` beside the table."""
    near = address.split("?", 1)[0].removeprefix("./")
    return near.removeprefix("../") if near.startswith("../files/") else near.rsplit("/", 1)[-1]
