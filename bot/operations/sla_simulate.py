"""`firstline sla simulate`: what would have come of the promises under another desk file. Nothing is written."""

from collections.abc import Sequence
from datetime import timedelta

from bot.clock import clock_of
from bot.desk.file import read_desk
from bot.desk.promises import Goal
from bot.errors import Misconfigured
from bot.operations.sla_told import chronicle
from bot.operations.speech import Arguments, say
from bot.promises.replay import Comparison, Outcome, compare
from bot.settings import Settings
from bot.wording.catalogue import Wording
from bot.wording.team import list_numbers

_COLUMNS = (Outcome.KEPT, Outcome.BROKEN, Outcome.RUNNING)
_MOST_NUMBERS = 20


async def simulate(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Replay the histories of recent tickets under both files, and say what differs."""
    if arguments.days < 1:
        raise Misconfigured(words.text("sla-days-wrong"))
    before, after = read_desk(settings.desk), read_desk(arguments.policy)
    now = clock_of(settings)()
    async with chronicle(settings, before, words) as told:
        stories = [story async for story in told.stories(now - timedelta(days=min(arguments.days, 36500)))]
    found = compare(stories, before, after, now)
    say(words, "sla-replayed", tickets=found.tickets, days=arguments.days)
    if found.tickets:
        print(_table(found, words))
        _say_changes(found, words)
    return 0


def _table(found: Comparison, words: Wording) -> str:
    """Kept, not kept and running by goal: today's figure and that of the other file."""
    rows = [["", *(words.text(f"sla-outcome-{outcome.value}") for outcome in _COLUMNS)]]
    for goal in Goal:
        if any(found.before[goal, outcome] + found.after[goal, outcome] for outcome in _COLUMNS):
            figures = (_figure(found.before[goal, each], found.after[goal, each]) for each in _COLUMNS)
            rows.append([words.text(f"sla-goal-{goal.value}"), *figures])
    return "\n".join(_aligned(rows))


def _figure(before: int, after: int) -> str:
    return f"{before} → {after}" + (f" ({after - before:+})" if after != before else "")


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _say_changes(found: Comparison, words: Wording) -> None:
    for (goal, was, would_be), numbers in sorted(found.changed.items()):
        say(
            words,
            "sla-change",
            goal=words.text(f"sla-goal-{goal.value}"),
            was=words.text(f"sla-outcome-{was.value}"),
            other=words.text(f"sla-outcome-{would_be.value}"),
            count=len(numbers),
            tickets=list_numbers(words, numbers[:_MOST_NUMBERS]),
            more=max(0, len(numbers) - _MOST_NUMBERS),
        )
    if not found.changed:
        say(words, "sla-no-change")
