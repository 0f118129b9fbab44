"""User groups kept in step with rotations: whoever mentions the group calls who is on call.

Nothing of it is stored: what should be is compared with what is at the start, at every hand-over, when desk.toml is
described anew, and every hour. So whatever happened meanwhile ends with the right people in the group.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.desk.rotation import Attendance, Rotation
from bot.errors import Duplicate, NotSent, OutcomeUnknown, RateLimited, Refused
from bot.exchange import Exchange, digest
from bot.messages import Post, Thread
from bot.pause import pause
from bot.ports import Clock, Ledger, UserGroups
from bot.promises.attendance import attendance
from bot.promises.ladder import who_is_on_call
from bot.wording.oncall import group_refused_card

log = logging.getLogger(__name__)

_EVERY = 5.0
"""Seconds between two looks at who is on call."""
_LOOKS_AGAIN = timedelta(hours=1)
"""After which the platform is asked again, as somebody may have changed the group there, or mended what was wrong."""
_TRIES_AGAIN = timedelta(seconds=30)

Place = tuple[str, str]
"""(platform, user group there)"""


@dataclass(frozen=True, slots=True)
class _Done:
    """What was asked for last, and from when on it is asked for again."""

    people: frozenset[str]
    again_at: datetime
    paused: bool = False
    """Nothing is asked for before that."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Keeps the groups of these platforms, by name."""

    ledger: Ledger
    desk: Callable[[], Desk]
    clock: Clock
    platforms: Mapping[str, UserGroups]
    _done: dict[Place, _Done] = field(default_factory=dict, init=False)

    async def run(self, stop: asyncio.Event) -> None:
        """Look again and again, until `stop` is set."""
        while not stop.is_set():
            await self.look()
            await pause(stop, _EVERY)

    async def look(self) -> None:
        """Put whoever is on call into the groups, where they are not. Raises what the database raises."""
        desk, now = self.desk(), self.clock()
        if not any(platform in self.platforms for each in desk.rotations for platform, _ in each.groups):
            return
        async with self.ledger.work() as work:
            there = await attendance(Exchange(work, desk, now, ""))
        for place, people in wanted(desk, now, there).items():
            if place[0] in self.platforms and self._is_due(place, people, now):
                self._done[place] = await self._put(place, people, now)

    def _is_due(self, place: Place, people: frozenset[str], now: datetime) -> bool:
        done = self._done.get(place)
        return done is None or now >= done.again_at or (done.people != people and not done.paused)

    async def _put(self, place: Place, people: frozenset[str], now: datetime) -> _Done:
        platform, group = place
        try:
            if await self.platforms[platform].put(group, people):
                log.info("user group follows the rotation", extra={"platform": platform, "group": group})
        except Refused as error:
            log.warning("user group not changed: %s", error, extra={"platform": platform, "group": group})
            await self._tell_leads(place, str(error))
        except RateLimited as error:
            return _Done(people, now + error.retry_after, paused=True)
        except (NotSent, OutcomeUnknown) as error:
            log.warning("user group not changed yet: %s", error, extra={"platform": platform, "group": group})
            return _Done(people, now + _TRIES_AGAIN, paused=True)
        return _Done(people, now + _LOOKS_AGAIN)

    async def _tell_leads(self, place: Place, reason: str) -> None:
        """Once for each group and reason, whichever process finds it first."""
        rotation = next((each for each in self.desk().rotations if place in each.groups), None)
        leads = _leads(self.desk(), rotation) if rotation else None
        if rotation is None or leads is None:
            return
        with suppress(Duplicate):
            async with self.ledger.work() as work:
                x = Exchange(work, self.desk(), self.clock(), digest("user group", *place, reason))
                if await work.post(x.cause) is None:
                    await x.add_post(Post(x.cause, leads, group_refused_card(x.words, rotation.name, place[1], reason)))
                    await work.commit()


def wanted(desk: Desk, now: datetime, there: Attendance) -> Mapping[Place, frozenset[str]]:
    """Who should be in each group, by their ids on its platform. Groups with nobody are missing: they stay as they
    are."""
    found: defaultdict[Place, set[str]] = defaultdict(set)
    for rotation in desk.rotations:
        member = who_is_on_call(desk, rotation, now, there)
        for platform, group in rotation.groups:
            if member is not None and (id := dict(member.ids).get(platform)):
                found[platform, group].add(id)
    return {place: frozenset(ids) for place, ids in found.items()}


def _leads(desk: Desk, rotation: Rotation) -> Thread | None:
    team = desk.team(rotation.team)
    return desk.channel(team.leads or team.triage, Thread("", "", ""))
