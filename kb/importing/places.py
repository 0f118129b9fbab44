"""Where drafts lie once they are articles: in their language, under a slug that stays when a title changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import assert_never

from slugify import slugify

from kb.importing.draft import Draft, Loss, Reason
from kb.importing.sheet import Standing
from kb.language import LANGUAGES, language_of

_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Gaps:
    """What to take where the source does not tell."""

    language: str = ""
    owner: str = "service-desk"
    category: str = "general"
    review_by: date | None = None


def completed(drafts: Iterable[Draft], gaps: Gaps) -> tuple[list[Draft], list[Loss]]:
    """The drafts with every fact an article must have, once for each source and language (the newest); the rest."""
    kept: dict[tuple[str, str], Draft] = {}
    losses: list[Loss] = []
    for draft in drafts:
        match _completed(draft, gaps):
            case Loss() as loss:
                losses.append(loss)
            case Draft() as whole:
                other = kept.get((whole.source, whole.language))
                kept[whole.source, whole.language] = _newer(other, whole) if other else whole
            case never:
                assert_never(never)
    return [kept[key] for key in sorted(kept)], losses


def places(
    drafts: Iterable[Draft], standing: Mapping[tuple[str, str], Standing], slugs: Mapping[str, str]
) -> dict[tuple[str, str], PurePosixPath]:
    """The path of each draft's article. One that was imported before keeps its path, and translations share a slug."""
    owners = dict(slugs)
    chosen = {source: there.path.stem for (source, _), there in reversed(list(standing.items()))}
    paths: dict[tuple[str, str], PurePosixPath] = {}
    for draft in drafts:
        key = (draft.source, draft.language)
        if key in standing:
            paths[key] = standing[key].path
            continue
        if draft.source not in chosen:
            chosen[draft.source] = slug = _free_slug(draft, owners)
            owners[slug] = draft.source
        paths[key] = PurePosixPath(draft.language, f"{chosen[draft.source]}.md")
    return paths


def _completed(draft: Draft, gaps: Gaps) -> Draft | Loss:
    item = f"{draft.source} ({draft.title[:80]})" if draft.title else draft.source
    language = _language(draft, gaps)
    if language not in LANGUAGES:
        return Loss(item, Reason.LANGUAGE, draft.language)
    if not draft.title.strip():
        return Loss(item, Reason.NO_TITLE)
    return replace(
        draft,
        title=" ".join(draft.title.split()),
        language=language,
        owner=_line(draft.owner) or gaps.owner,
        category=_line(draft.category) or gaps.category,
        review_by=draft.review_by or gaps.review_by,
    )


def _language(draft: Draft, gaps: Gaps) -> str:
    told = draft.language or gaps.language
    return told.lower().replace("_", "-").split("-")[0] if told else language_of(f"{draft.title} {draft.body[:5000]}")


def _line(text: str) -> str:
    return " ".join(text.split())[:200].strip()


def _newer(one: Draft, other: Draft) -> Draft:
    return other if (other.updated or date.min) >= (one.updated or date.min) else one


def _free_slug(draft: Draft, owners: Mapping[str, str]) -> str:
    wished = slugify(draft.slug or draft.title, max_length=_LONGEST_SLUG, word_boundary=True)
    plain = wished or slugify(draft.source, max_length=_LONGEST_SLUG) or "article"
    tail = slugify(draft.source.partition(":")[2])[-30:].strip("-")
    others = (f"{plain}-{tail}" if tail else plain, *(f"{plain}-{number}" for number in range(2, len(owners) + 3)))
    return next(slug for slug in (plain, *others) if slug not in owners)
