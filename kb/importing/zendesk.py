"""Articles of a Zendesk help centre: what its API gave, as JSON or a line each.

Fields as in developer.zendesk.com, Help Center API: articles, translations, sections, categories, article attachments.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from kb.article import Status
from kb.importing.dates import day, strange_days
from kb.importing.draft import Attachment, Draft, Harvest, Loss, Reason
from kb.importing.letters import decode
from kb.importing.tree import Tree, Unreadable

KIND = "zendesk"

Record = Mapping[str, Any]
"""An object of the export. Nothing in it is sure to be there, or of its type."""

_LISTS = {
    "articles": "articles", "article": "articles", "translations": "translations", "translation": "translations",
    "sections": "sections", "section": "sections", "categories": "categories", "category": "categories",
    "article_attachments": "attachments", "article_attachment": "attachments", "attachments": "attachments",
    "users": "users", "user": "users",
}  # fmt: skip
_LARGEST = 500_000_000
_MOST_BROKEN = 20
"""Lines that are named; a file with more of them is no JSON at all."""
_ARTICLE = re.compile(r"/hc/(?:[\w-]+/)?articles/(\d+)")
_ATTACHMENT = re.compile(r"/hc/(?:[\w-]+/)?article_attachments/(?:token/\w+/?|(\d+))")


@dataclass(slots=True)
class _Export:
    """The records by kind and id. Filled while reading."""

    articles: dict[str, list[Record]] = field(default_factory=dict)
    translations: dict[str, list[Record]] = field(default_factory=dict)
    sections: dict[str, list[Record]] = field(default_factory=dict)
    categories: dict[str, list[Record]] = field(default_factory=dict)
    attachments: dict[str, list[Record]] = field(default_factory=dict)
    users: dict[str, list[Record]] = field(default_factory=dict)

    def add(self, kind: str, record: object) -> None:
        """Keep it, unless it is no record at all."""
        if isinstance(record, dict):
            owner = {"translations": "source_id", "attachments": "article_id"}.get(kind, "id")
            getattr(self, kind).setdefault(_text(record, owner), []).append(record)
            for nested in ("translations", "attachments"):
                for each in _list(record, nested) if kind == "articles" else ():
                    self.add(nested, {"source_id": record.get("id"), "article_id": record.get("id"), **_dict(each)})

    def name(self, kind: str, key: str) -> str:
        """What the record calls itself."""
        found = getattr(self, kind).get(key, ())
        return _text(found[-1], "name") if found else ""


def read_zendesk(tree: Tree) -> Harvest:
    """Every article and translation. Attachments are found in the tree by their id or their name."""
    export, losses = _Export(), [Loss(name, Reason.UNSAFE) for name in tree.unsafe]
    for name in tree.ending(".json", ".ndjson", ".jsonl"):
        losses += _read(tree, name, export)
    drafts: list[Draft] = []
    pages: dict[str, str] = {}
    files: dict[str, Attachment] = {}
    there = _by_id_and_name(tree)
    for key, versions in export.articles.items():
        attachments = list(_attachments(export.attachments.get(key, ()), there))
        files |= {address: attachment for address, attachment in attachments if attachment}
        for record in _texts(versions, export.translations.get(key, ())):
            drafts.append(_draft(key, record, versions[-1], export, attachments))
            losses += strange_days(f"{KIND}:{key} ({_text(record, 'title')[:80]})", _changed(record, versions[-1]))
        pages[f"article:{key}"] = f"{KIND}:{key}"
        missing = (each for each in export.attachments.get(key, ()) if not files.get(_address(each)))
        losses += [Loss(f"{KIND}:{key}", Reason.NO_SUCH_FILE, _file_name(each)) for each in missing]
    return Harvest(KIND, tree, tuple(drafts), tuple(losses), pages, files, _normal)


def _read(tree: Tree, name: str, export: _Export) -> Iterator[Loss]:
    try:
        text = decode(tree.read(name, _LARGEST))
        broken = 0
        for line, value in _values(text):
            if isinstance(value, (dict, list)):
                _take(export, value)
            elif (broken := broken + 1) <= _MOST_BROKEN:
                yield Loss(f"{name}:{line}", Reason.UNREADABLE, "JSON")
    except (Unreadable, RecursionError) as error:
        yield Loss(name, Reason.UNREADABLE, str(error))


def _values(text: str) -> Iterator[tuple[int, object]]:
    """The document; or, if it is none, what is on each line, None where that is not JSON either."""
    try:
        yield 1, json.loads(text)
    except ValueError:
        for number, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                yield number, _json(line)


def _json(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _take(export: _Export, value: dict[str, Any] | list[Any]) -> None:
    """A page of lists, a list of records, or a record alone."""
    if isinstance(value, list):
        for each in value:
            if isinstance(each, dict):
                _take(export, each)
        return
    lists = [name for name in _LISTS if isinstance(value.get(name), (list, dict))]
    if "id" in value or not lists:
        export.add(_kind(value), value)
        return
    for name in lists:
        for each in value[name] if isinstance(value[name], list) else [value[name]]:
            export.add(_LISTS[name], each)


def _kind(record: Record) -> str:
    """What a record that stands alone is, told by what only its kind has."""
    if "source_id" in record and "source_type" in record:
        return "translations"
    if "content_url" in record or "file_name" in record:
        return "attachments"
    if "section_id" in record or "body" in record:
        return "articles"
    return "sections" if "category_id" in record else "users" if "email" in record else "categories"


def _texts(versions: list[Record], translations: list[Record] | tuple[()]) -> Iterator[Record]:
    """One record for each language: the translations, and the article in the languages that have none.

    Those of sections and categories are not about articles.
    """
    of_articles = [each for each in translations if _text(each, "source_type").lower() in ("", "article")]
    told = {_text(each, "locale").lower() for each in of_articles if _text(each, "body")}
    yield from (each for each in versions if _text(each, "locale").lower() not in told)
    yield from (each for each in of_articles if _text(each, "locale").lower() in told)


def _draft(
    key: str, record: Record, article: Record, export: _Export, attachments: list[tuple[str, Attachment | None]]
) -> Draft:
    section = _text(article, "section_id")
    sections = export.sections.get(section, ())
    category = _text(sections[-1], "category_id") if sections else ""
    return Draft(
        source=f"{KIND}:{key}",
        title=_text(record, "title") or _text(record, "name"),
        body=_text(record, "body"),
        language=_text(record, "locale") or _text(article, "locale"),
        base=_text(record, "html_url") or _text(article, "html_url"),
        tags=tuple(each for each in _list(article, "label_names") if isinstance(each, str)),
        category=export.name("sections", section) or export.name("categories", category),
        owner=export.name("users", _text(article, "author_id")),
        updated=day(_changed(record, article)),
        status=_status(record),
        attachments=tuple(found for _, found in attachments if found),
    )


def _changed(record: Record, article: Record) -> str:
    return _text(record, "edited_at") or _text(record, "updated_at") or _text(article, "updated_at")


def _status(record: Record) -> Status:
    if record.get("draft") is True:
        return Status.DRAFT
    return Status.STALE if record.get("outdated") is True else Status.PUBLISHED


def _attachments(
    records: list[Record] | tuple[()], there: Mapping[str, str]
) -> Iterator[tuple[str, Attachment | None]]:
    for record in records:
        name = _file_name(record)
        place = there.get(_text(record, "id")) or there.get(name.casefold())
        yield _address(record), Attachment(place, name) if place else None


def _address(attachment: Record) -> str:
    return f"attachment:{_text(attachment, 'id')}"


def _file_name(attachment: Record) -> str:
    return _text(attachment, "display_file_name") or _text(attachment, "file_name")


def _by_id_and_name(tree: Tree) -> dict[str, str]:
    """Files that may be attachments: by every number in their path's last two parts, and by name."""
    found: dict[str, str] = {}
    for name in tree.sizes:
        parts = PurePosixPath(name).parts[-2:]
        for number in re.findall(r"\d{3,}", " ".join(parts)):
            found.setdefault(number, name)
        found.setdefault(parts[-1].casefold(), name)
    return found


def _normal(address: str) -> str:
    """`article:<id>` or `attachment:<id>` whatever the language and the rest of the address; the path of others."""
    if found := _ARTICLE.search(address):
        return f"article:{found[1]}"
    found = _ATTACHMENT.search(address)
    return f"attachment:{found[1]}" if found and found[1] else quote(address)


def _text(record: Record, name: str) -> str:
    """The field as text; nothing where it is neither text nor a number. JSON may hold halves of letters."""
    value = record.get(name)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return str(value).encode("utf-8", "replace").decode()


def _list(record: Record, name: str) -> list[Any]:
    value = record.get(name)
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
