"""`firstline kb import`: articles of another system, made into ours."""

import sys
from datetime import UTC, datetime

from bot.errors import Misconfigured
from bot.operations.counting import Counting
from bot.operations.speech import Arguments, say, tame
from bot.settings import Settings
from bot.wording.catalogue import Wording
from kb.importing.draft import Loss
from kb.importing.intake import Report, Verdict, take_in
from kb.importing.places import Gaps
from kb.importing.sources import read_source
from kb.importing.table import COLUMNS
from kb.importing.tree import Unreadable, open_tree


async def kb_import(_: Settings, arguments: Arguments, words: Wording) -> int:
    """Take in what is there, and name what was left out: the exit status is 1 if anything was."""
    columns = _columns(arguments.column, words)
    if arguments.to.resolve().is_relative_to(arguments.source.resolve()):
        raise Misconfigured(words.text("kb-import-into-itself", path=str(arguments.to)))
    gaps = Gaps(arguments.language, arguments.owner, arguments.category, arguments.review_by)
    counting = Counting(words, command="kb-import")
    try:
        with open_tree(arguments.source) as tree:
            report = take_in(
                read_source(arguments.kind, tree, columns),
                arguments.to,
                gaps,
                datetime.now(UTC).date(),
                dry_run=arguments.dry_run,
                seen=lambda done, total: counting("taking", done, total),
            )
    except Unreadable as error:
        raise Misconfigured(words.text("kb-import-unreadable", path=str(arguments.source), why=str(error))) from error
    except OSError as error:
        raise Misconfigured(words.text("kb-not-written", path=str(arguments.to), why=str(error))) from error
    _tell(report, arguments, words)
    return 0 if report.is_whole and report.counts else 1


def _columns(pairs: list[str], words: Wording) -> dict[str, str]:
    columns = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    if len(columns) < len(pairs) or not set(columns) <= set(COLUMNS):
        raise Misconfigured(words.text("kb-import-columns", columns=", ".join(COLUMNS)))
    return columns


def _tell(report: Report, arguments: Arguments, words: Wording) -> None:
    for loss in report.losses:
        print(tame(worded_loss(loss, words)), file=sys.stderr)
    counts = {str(verdict): report.counts.get(verdict, 0) for verdict in Verdict}
    if not report.counts:
        say(words, "kb-import-nothing", path=str(arguments.source), kind=arguments.kind)
        return
    summary = "kb-import-would" if arguments.dry_run else "kb-import-done"
    say(words, summary, path=str(arguments.to), files=report.files, **counts)
    if report.losses:
        say(words, "kb-import-left", count=len(report.losses))


def worded_loss(loss: Loss, words: Wording) -> str:
    """What was not taken, why, and what can be done."""
    return words.text(f"kb-left-{loss.reason}", item=loss.item, detail=loss.detail)
