"""Articles of our own exports: one JSON file, or a folder of Markdown files."""

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from kb.front_matter import FrontMatterError, parse, split
from kb.importing.dates import day, strange_days
from kb.importing.draft import Attachment, Draft, Harvest, Loss, Reason
from kb.importing.letters import decode
from kb.importing.pages import base_of, in_tree, status
from kb.importing.tree import Tree, Unreadable

JSON, MARKDOWN = "json", "markdown"


def read_json(tree: Tree) -> Harvest:
    """The articles of every `*.json`: `{"articles": [{"slug": …, "language": …, "body": …}]}`, or the list alone."""
    drafts: list[Draft] = []
    losses = [Loss(name, Reason.UNSAFE) for name in tree.unsafe]
    for name in tree.ending(".json"):
        try:
            value = json.loads(decode(tree.read(name, 500_000_000)))
            listed = value.get("articles") if isinstance(value, dict) else value
            records = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
            drafts += [_from_record(name, record) for record in records]
            for record in records:
                losses += strange_days(_text(record, "title"), _text(record, "updated"), _text(record, "review-by"))
        except (Unreadable, ValueError, RecursionError) as error:
            losses.append(Loss(name, Reason.UNREADABLE, f"JSON: {error}"))
    return _harvest(JSON, tree, drafts, losses)


def read_markdown(tree: Tree) -> Harvest:
    """Every `*.md` with front matter as articles have it."""
    drafts: list[Draft] = []
    losses = [Loss(name, Reason.UNSAFE) for name in tree.unsafe]
    for name in tree.ending(".md"):
        try:
            drafts.append(_from_markdown(name, decode(tree.read(name, 1_000_000))))
        except (Unreadable, FrontMatterError) as error:
            losses.append(Loss(name, Reason.UNREADABLE, str(error)))
    return _harvest(MARKDOWN, tree, drafts, losses)


def _harvest(kind: str, tree: Tree, drafts: list[Draft], losses: list[Loss]) -> Harvest:
    """Links lead from `<language>/<slug>.md` to others, and to files that lie elsewhere in the tree."""
    pages = {in_tree(draft.base): draft.source for draft in drafts}
    files = {
        name: Attachment(name, PurePosixPath(name).name)
        for name in tree.sizes
        if not name.lower().endswith((".md", ".json"))
    }
    return Harvest(kind, tree, tuple(drafts), tuple(losses), pages, files, in_tree)


def _from_record(name: str, record: Mapping[str, Any]) -> Draft:
    slug, language = _text(record, "slug"), _text(record, "language")
    return Draft(
        source=_text(record, "source") or f"{JSON}:{slug or _text(record, 'title')}",
        title=_text(record, "title"),
        body=_text(record, "body"),
        markup="markdown",
        language=language,
        base=base_of(str(PurePosixPath(name).parent / language / f"{slug}.md")),
        slug=slug,
        aliases=_texts(record, "aliases"),
        tags=_texts(record, "tags"),
        category=_text(record, "category"),
        owner=_text(record, "owner"),
        updated=day(_text(record, "updated")),
        review_by=day(_text(record, "review-by")),
        status=status(_text(record, "status")),
    )


def _from_markdown(name: str, text: str) -> Draft:
    front, body, _ = split(text)
    facts = parse(front)
    path = PurePosixPath(name)
    return Draft(
        source=facts.source or f"{MARKDOWN}:{path.stem}",
        title=facts.title,
        body=body,
        markup="markdown",
        language=facts.language,
        base=base_of(name),
        slug=path.stem,
        aliases=facts.aliases,
        tags=facts.tags,
        category=facts.category,
        owner=facts.owner,
        updated=facts.updated,
        review_by=facts.review_by,
        status=facts.status,
    )


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _texts(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = record.get(name)
    return (
        tuple(each.encode("utf-8", "replace").decode() for each in value if isinstance(each, str))
        if isinstance(value, list)
        else ()
    )
