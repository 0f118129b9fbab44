"""Hand-over of on-call duty: who comes and who goes is told, once.

Who is on call is compared with who was last told, so that whatever happened meanwhile (a restart, an outage, a changed
desk file) is one notice at most.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk.desk import Desk
from bot.desk.rotation import Attendance, Rotation
from bot.errors import Conflict
from bot.exchange import Exchange, digest
from bot.messages import Thread
from bot.pause import pause
from bot.ports import Clock, Duty, Ledger
from bot.promises.attendance import attendance
from bot.promises.groups import wanted
from bot.wording.oncall import handover_card

AHEAD = timedelta(days=35)
"""As far as anybody looks for the next hand-over."""
_EVERY = 5.0
"""Seconds between two looks."""


@dataclass(frozen=True, slots=True)
class Shifts:
    """Looks whether somebody else is on call now."""

    ledger: Ledger
    desk: Callable[[], Desk]
    clock: Clock

    async def run(self, stop: asyncio.Event) -> None:
        """Look again and again, until `stop` is set."""
        while not stop.is_set():
            await self.look()
            await pause(stop, _EVERY)

    async def look(self) -> None:
        """Tell of each rotation's hand-over, if there was one. Raises what the database raises."""
        for rotation in self.desk().rotations:
            with suppress(Conflict):  # another process tells it
                await self._look_at(rotation)

    async def _look_at(self, rotation: Rotation) -> None:
        async with self.ledger.work() as work:
            before = await work.duty(rotation.id)
            cause = digest("duty", rotation.id, str(before.version if before else 0))
            x = Exchange(work, self.desk(), self.clock(), cause)
            there = await attendance(x)
            member = rotation.on_call(x.now, there).member
            if before is None:
                await work.save_duty(Duty(rotation.id, member, x.now))
            elif before.member != member:
                await work.save_duty(replace(before, member=member, since=x.now))
                await _tell(x, rotation, before.member, there)
            else:
                return
            await work.commit()


async def _tell(x: Exchange, rotation: Rotation, leaving: str, there: Attendance) -> None:
    """Who comes and who goes, in the channel of the rotation's team."""
    thread = x.desk.channel(x.desk.team(rotation.team).triage, Thread("", "", ""))
    if thread is None:
        return
    coming = x.desk.member_named(rotation.on_call(x.now, there).member)
    change = rotation.next_change(x.now, there, AHEAD)
    until = x.words.time(change.start, x.here) if change else None
    people = coming, x.desk.member_named(leaving)
    kept = [group for group in rotation.groups if group not in wanted(x.desk, x.now, there)]
    await x.say(thread, handover_card(x.words, rotation.name, people, until, (thread.platform, kept)), "")
