"""The file of an imported article: front matter, text, and a digest that tells whether anyone has edited it since."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path, PurePosixPath

import yaml

from kb.article import Status
from kb.front_matter import FrontMatter, FrontMatterError, parse, split
from kb.importing.draft import Draft, Loss, Reason

_LONGEST = 200
_MOST_WORDS = 10_000
"""Characters of all aliases and tags together; the front matter as a whole may have 16,000."""
_NUMBER = re.compile(r"0b[01]+|0[0-7]*|[1-9][0-9]*")
_DIGEST = re.compile(r"^imported: \S*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Standing:
    """An imported article as it stands in the folder."""

    path: PurePosixPath
    facts: FrontMatter
    digest: str
    """Of the file now; that of the file as imported is in `facts`."""


def standing(folder: Path) -> tuple[dict[tuple[str, str], Standing], dict[str, str]]:
    """The imported articles of a folder by source and language; and for every slug in use, its source ("" if none)."""
    found: dict[tuple[str, str], Standing] = {}
    slugs: dict[str, str] = {}
    for path in sorted(folder.rglob("*.md")):
        facts, digest = _facts(path)
        slugs.setdefault(path.stem, facts.source if facts else "")
        if facts and facts.source:
            place = PurePosixPath(path.relative_to(folder).as_posix())
            found.setdefault((facts.source, facts.language), Standing(place, facts, digest))
    return found, slugs


def file_text(draft: Draft, body: str, updated: date) -> str:
    """The whole file, digest included."""
    facts: dict[str, object] = {
        "title": draft.title,
        "aliases": list(draft.aliases),
        "tags": list(draft.tags),
        "language": draft.language,
        "category": draft.category,
        "owner": draft.owner,
        "updated": updated,
        "review-by": draft.review_by or _a_year_on(updated),
        "status": str(draft.status) if draft.status is not Status.PUBLISHED else "",
        "source": draft.source,
    }
    front = yaml.safe_dump(
        {name: value for name, value in facts.items() if value}, allow_unicode=True, sort_keys=False, width=10**6
    )
    digest = digest_of(f"---\n{front}---\n{body}\n")
    return f"---\n{front}imported: {digest}\n---\n{body}\n"


def digest_of(text: str) -> str:
    """Of the file without the line that holds it. Never what YAML would take for a number."""
    digest = blake2b(_DIGEST.sub("", text, count=1).encode(), digest_size=8).hexdigest()
    return f"x{digest}" if _NUMBER.fullmatch(digest) else digest


def fitted(draft: Draft) -> tuple[Draft, list[Loss]]:
    """The draft with title, aliases and tags as long as front matter may have them, and what that cost."""
    losses = [Loss(draft.title[:80], Reason.SHORTENED, word[:80]) for word in _over(draft)]
    aliases, tags = (_within(words) for words in (draft.aliases, draft.tags))
    title = draft.title if len(draft.title) <= _LONGEST else f"{draft.title[: _LONGEST - 1].rstrip()}…"
    return replace(draft, title=title, aliases=aliases, tags=tags), losses


def _a_year_on(updated: date) -> date:
    """The day of review where the source names none."""
    return updated + timedelta(days=365) if updated.year < date.max.year else date.max


def _over(draft: Draft) -> Iterator[str]:
    if len(draft.title) > _LONGEST:
        yield draft.title
    for words in (draft.aliases, draft.tags):
        kept = set(_within(words))
        yield from (word for word in words if word.strip() and word.strip() not in kept)


def _within(words: tuple[str, ...]) -> tuple[str, ...]:
    """Each once, those over the limit left out, and no more than fit."""
    kept: dict[str, None] = {}
    room = _MOST_WORDS // 2
    for word in map(str.strip, words):
        if word and len(word) <= _LONGEST and room >= len(word) and word not in kept:
            kept[word] = None
            room -= len(word) + 5
    return tuple(kept)


def _facts(path: Path) -> tuple[FrontMatter | None, str]:
    try:
        text = path.read_bytes().decode("utf-8")
        return parse(split(text)[0]), digest_of(text)
    except (OSError, UnicodeDecodeError, FrontMatterError):
        return None, ""
