"""An import, from what a source gave to files in a folder of articles."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath

from kb.article import ArticleError
from kb.article_file import LARGEST, read_text
from kb.importing.draft import NOTED, Draft, Harvest, Loss, Reason
from kb.importing.markdown import from_html, from_markdown
from kb.importing.markup import soup
from kb.importing.mending import Mender, Places
from kb.importing.places import Gaps, completed, places
from kb.importing.sheet import Standing, file_text, fitted, standing
from kb.importing.tree import TooLarge

ATTACHMENTS = {"en": "Attachments", "ru": "Вложения"}


class Verdict(StrEnum):
    """What an import does with an article's file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    """The source has not changed; whoever edited the file here keeps what they wrote."""
    KEPT = "kept"
    """Changed there and here: not touched."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One article's file, the files it needs beside it, and what is to be done with it. Paths begin at the folder."""

    path: PurePosixPath
    text: str
    verdict: Verdict
    files: Mapping[PurePosixPath, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do."""

    counts: Mapping[Verdict, int]
    files: int
    """Images and attachments of all articles."""
    losses: tuple[Loss, ...]

    @property
    def is_whole(self) -> bool:
        """Whether everything was taken."""
        return all(loss.reason in NOTED for loss in self.losses)


def take_in(
    harvest: Harvest,
    folder: Path,
    gaps: Gaps,
    today: date,
    *,
    dry_run: bool = False,
    seen: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Write the articles into the folder, unless it is a `dry_run`. `seen` is told how many of how many are done.

    The same import again changes nothing. Raises OSError where the folder cannot be written.
    """
    there, slugs = standing(folder)
    drafts, losses = completed(harvest.drafts, gaps)
    where = places(drafts, there, slugs)
    counts: Counter[Verdict] = Counter()
    files: set[PurePosixPath] = set()
    for done, draft in enumerate(drafts, start=1):
        sheet, lost = _sheet(Mender(harvest, draft, where), there.get((draft.source, draft.language)), today)
        sheet, lost = _beside(folder, sheet, lost)
        losses += lost
        if sheet:
            counts[sheet.verdict] += 1
            files |= set(sheet.files)
            if not dry_run:
                _write(folder, sheet)
        seen(done, len(drafts))
    return Report(counts, len(files), (*harvest.losses, *losses, *_gone(harvest, there, where)))


def _beside(folder: Path, sheet: Sheet | None, losses: list[Loss]) -> tuple[Sheet | None, list[Loss]]:
    """A new article never takes the place of a file that no import wrote: somebody has translated it here."""
    if sheet is None or sheet.verdict is not Verdict.NEW or not (folder / sheet.path).exists():
        return sheet, losses
    return replace(sheet, verdict=Verdict.KEPT), [*losses, Loss(str(sheet.path), Reason.EDITED, str(sheet.path))]


def _sheet(mender: Mender, there: Standing | None, today: date) -> tuple[Sheet | None, list[Loss]]:
    draft, losses = fitted(mender.draft)
    item = f"{draft.source} ({draft.title})"
    try:
        body = _body(mender)
    except TooLarge as error:
        return None, [*losses, Loss(item, Reason.TOO_LARGE, str(error))]
    losses += mender.losses
    if not body:
        return None, [*losses, Loss(item, Reason.NO_TEXT)]
    text, verdict = settled(draft, body, there, today)
    if trouble := _trouble(Path(mender.place), text.encode()):
        return None, [*losses, Loss(item, *trouble)]
    if verdict is Verdict.KEPT:
        losses.append(Loss(item, Reason.EDITED, str(mender.place)))
    return Sheet(mender.place, text, verdict, mender.files), losses


def settled(draft: Draft, body: str, there: Standing | None, today: date) -> tuple[str, Verdict]:
    """The file's text, and what to do with the file that stands there.

    Where the source has no date, that of the file holds as long as all else is the same.
    """
    if there is None:
        return file_text(draft, body, draft.updated or today), Verdict.NEW
    text = file_text(draft, body, draft.updated or there.facts.updated)
    if f"\nimported: {there.facts.imported}\n" in text:
        return text, Verdict.SAME
    if there.facts.imported != there.digest:
        return text, Verdict.KEPT
    return file_text(draft, body, draft.updated or today), Verdict.CHANGED


def _body(mender: Mender) -> str:
    draft = mender.draft
    convert = from_markdown if draft.markup == "markdown" else lambda text, mending: from_html(soup(text), mending)
    text = convert(draft.body, mender).strip()
    attached = list(mender.attached(text))
    if attached:
        text = "\n\n".join(filter(None, (text, f"## {ATTACHMENTS[draft.language]}", "\n".join(attached))))
    return text


def _trouble(path: Path, content: bytes) -> tuple[Reason, str] | None:
    """Why a file with this content would not be read."""
    if len(content) > LARGEST:
        return Reason.TOO_LARGE, f"{len(content)} > {LARGEST}"
    try:
        read_text(path, content)
    except ArticleError as error:
        return Reason.REFUSED, error.mistakes[0].message
    return None


def _gone(harvest: Harvest, there: Mapping[tuple[str, str], Standing], now: Places) -> Iterator[Loss]:
    for key, sheet in sorted(there.items()):
        if key not in now and key[0].startswith(f"{harvest.kind}:"):
            yield Loss(f"{key[0]} ({sheet.facts.title})", Reason.GONE, str(sheet.path))


def _write(folder: Path, sheet: Sheet) -> None:
    """The files first, so that the article never names one that is not there."""
    if sheet.verdict is Verdict.KEPT:
        return
    for path, content in sheet.files.items():
        if not (folder / path).exists():
            _put(folder / path, content)
    if sheet.verdict is not Verdict.SAME:
        _put(folder / sheet.path, sheet.text.encode())


def _put(path: Path, content: bytes) -> None:
    """All of it or nothing, however it ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    os.replace(beside, path)
