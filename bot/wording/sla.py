"""How promises stand, in words: each clock with what counted, what did not, and why."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.cards import Block, Bullets, Card, Heading, Line, Text
from bot.desk.clocks import Clock, Stretch
from bot.desk.happenings import Why
from bot.wording.catalogue import Wording

_NOTHING = timedelta(0)
_LONGEST = 20
"""Stretches of a clock that a card shows: of a long one the last."""


def sla_card(words: Wording, number: int, clocks: Sequence[Clock], here: datetime) -> Card:
    """The clocks that are running, and of each goal the last that has stopped. `here` is in the desk's time zone."""
    shown = [clock for place, clock in enumerate(clocks) if _is_shown(clock, clocks[place + 1 :])]
    blocks = tuple(block for clock in shown for block in _blocks(words, clock, here))
    none = Text(words.say("sla-none", number=str(number)))
    return Card(words.language, blocks or (none,), words.text("sla-title", number=str(number)) if blocks else "")


def clock_lines(words: Wording, clock: Clock, here: datetime) -> Iterator[Line]:
    """All of a clock, a sentence on a line: what is promised, how it stands, the sums, each stretch."""
    yield from _standing(words, clock, here)
    yield from (stretch_line(words, stretch, here) for stretch in clock.stretches)


def stretch_line(words: Wording, stretch: Stretch, here: datetime) -> Line:
    """From when to when, whether it counted, and why not."""
    start, end, length = words.time(stretch.start, here), words.time(stretch.end, here), words.lasting(stretch.length)
    if stretch.why is Why.COUNTED:
        return words.say("sla-counted", **{"from": start}, to=end, length=length)
    why = words.text(f"sla-why-{stretch.why.value}", name=stretch.name)
    return words.say("sla-pause", **{"from": start}, to=end, length=length, why=why)


def _is_shown(clock: Clock, later: Sequence[Clock]) -> bool:
    return clock.stopped_at is None or all(other.promise.goal is not clock.promise.goal for other in later)


def _blocks(words: Wording, clock: Clock, here: datetime) -> Iterator[Block]:
    promise, state, total = _standing(words, clock, here)
    yield Heading(words.text(f"sla-goal-{clock.promise.goal.value}"))
    yield Text(state)
    yield Text(promise, subtle=True)
    yield Text(total, subtle=True)
    earlier, last = clock.stretches[:-_LONGEST], clock.stretches[-_LONGEST:]
    lines = [words.say("sla-earlier", **_sums(words, earlier))] if earlier else []
    lines += [stretch_line(words, stretch, here) for stretch in last]
    if lines:
        yield Bullets(tuple(lines))


def _standing(words: Wording, clock: Clock, here: datetime) -> tuple[Line, Line, Line]:
    promise = clock.promise
    within, calendar = words.lasting(promise.within), promise.calendar.name or "always"
    return (
        words.say("sla-promise", within=within, policy=promise.policy, calendar=calendar),
        _state(words, clock, here),
        words.say("sla-total", **_sums(words, clock.stretches)),
    )


def _state(words: Wording, clock: Clock, here: datetime) -> Line:
    left = words.lasting(max(clock.left, _NOTHING))
    if clock.breached and clock.reached_at is not None:
        due = words.time(clock.reached_at, here)
        if clock.stopped_at is None:
            return words.say("sla-overdue", at=due)
        return words.say("sla-late", at=due, done=words.time(clock.stopped_at, here))
    if clock.stopped_at is not None:
        return words.say("sla-kept", left=left)
    if clock.due_at is None:
        return words.say("sla-paused", left=left)
    return words.say("sla-due", at=words.time(clock.due_at, here), left=left)


def _sums(words: Wording, stretches: Sequence[Stretch]) -> dict[str, str]:
    counted = sum((each.length for each in stretches if each.why is Why.COUNTED), _NOTHING)
    paused = sum((each.length for each in stretches if each.why is not Why.COUNTED), _NOTHING)
    return {"counted": words.lasting(counted), "paused": words.lasting(paused)}
