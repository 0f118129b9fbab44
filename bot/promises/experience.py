"""What the desk's own history teaches: how long a first answer usually takes, which requesters are told to expect, and
what like questions were about."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.desk.desk import Desk, Usual
from bot.desk.precedents import NO_PRECEDENTS, Precedents
from bot.desk.promises import Goal
from bot.pause import pause
from bot.ports import Chronicle, Clock, Story
from bot.promises.sla import clocks_of

FEWEST = 20
"""Answered tickets without which nothing is said."""
_PERIOD = timedelta(days=30)
_MOST = 2000
"""Tickets looked at, the newest."""
_EVERY = 600.0
"""Seconds between two looks."""
_USUALLY = 3 / 4
"""Of the answers came within the time that is told."""


@dataclass(slots=True)
class Experience:
    """Call it for the desk in force (`desk`) with what its history has taught."""

    desk: Callable[[], Desk]
    chronicle: Chronicle
    clock: Clock
    _taught: tuple[tuple[Usual, ...], Precedents] = field(default=((), NO_PRECEDENTS), init=False)
    _known: tuple[Desk, tuple[tuple[Usual, ...], Precedents], Desk] | None = field(default=None, init=False)
    """The desk, what it was taught, and both together: made when one of them has changed."""

    def __call__(self) -> Desk:
        """The desk, with how long its answers usually take and what its tickets were about."""
        desk = self.desk()
        if self._known is None or self._known[0] is not desk or self._known[1] is not self._taught:
            usual, precedents = self._taught
            self._known = desk, self._taught, replace(desk, usual=usual, precedents=precedents)
        return self._known[2]

    async def refresh(self) -> None:
        """Look at the tickets of the last thirty days. Raises what the database raises."""
        desk, now = self.desk(), self.clock()
        times: dict[tuple[str, str], list[timedelta]] = defaultdict(list)
        sorted_before: list[tuple[str, str]] = []
        looked_at = 0
        async for story in self.chronicle.stories(now - _PERIOD):
            if (took := time_to_answer(desk, story)) is not None:
                team = desk.team(story.ticket.team).id
                for category in {story.ticket.category, ""}:
                    times[team, category].append(took)
            if story.ticket.category:
                sorted_before.append((story.ticket.question, story.ticket.category))
            looked_at += 1
            if looked_at == _MOST:
                break
            await asyncio.sleep(0)
        usual = tuple(
            Usual(team, category, usually(taken)) for (team, category), taken in times.items() if len(taken) >= FEWEST
        )
        self._taught = usual, await asyncio.to_thread(Precedents, tuple(sorted_before))

    async def run(self, stop: asyncio.Event) -> None:
        """Look again every ten minutes, until `stop` is set."""
        while not stop.is_set():
            await self.refresh()
            await pause(stop, _EVERY)


def time_to_answer(desk: Desk, story: Story) -> timedelta | None:
    """The hours of work from the opening to the first answer, if there was one."""
    answers = (place for place, entry in enumerate(story.history) if entry.action in ("replied", "resolved"))
    answer = next(answers, None)
    if answer is None:
        return None
    until = story.history[: answer + 1]
    clocks = clocks_of(desk, story.ticket, until, until[-1].at)
    return next((clock.consumed for clock in clocks if clock.promise.goal is Goal.FIRST_RESPONSE), None)


def usually(taken: Sequence[timedelta]) -> timedelta:
    """The time within which three of four came, rounded up to what people say: five minutes, of more than an hour
    fifteen, of more than four hours whole hours."""
    ordered = sorted(taken)
    exact = ordered[min(len(ordered) - 1, int(len(ordered) * _USUALLY))]
    minutes = 5 if exact <= timedelta(hours=1) else 15 if exact <= timedelta(hours=4) else 60
    grain = timedelta(minutes=minutes)
    return max(grain, -(-exact // grain) * grain)
