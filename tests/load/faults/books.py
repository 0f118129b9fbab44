"""What stands in an installation's database, read beside its processes."""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, select

from bot.clock import utc_now
from bot.errors import FirstlineError
from storage.database import open_database
from storage.tables.history import history
from storage.tables.outbox import posts
from storage.tables.promises import timers
from tests.load.simulator.seen import Posted

SOON = timedelta(minutes=1)
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Books:
    """The database at `url`."""

    url: str

    async def unfinished(self, ahead: float = 0.0) -> int:
        """Posts that are to be sent, and timers that fire within the next minute of a clock so many seconds ahead."""
        soon = utc_now() + SOON + timedelta(seconds=ahead)
        waiting = select(posts.c.id).where(posts.c.state.in_(["waiting", "sending"]))
        pending = select(timers.c.key).where(timers.c.state == "pending", timers.c.due_at < soon)
        return sum(map(len, await self._rows(waiting, pending)))

    async def drained(self, within: float, ahead: float = 0.0) -> list[str]:
        """Wait until nothing is left to do; what is left after so many seconds, in words. `ahead` as above."""
        until, left = time.monotonic() + within, -1
        while left and time.monotonic() < until:
            with suppress(FirstlineError):  # the database may be away
                left = await self.unfinished(ahead)
            await asyncio.sleep(0.3)
        return [f"{left} posts and timers were left after {within:.0f} s"] if left else []

    async def posted(self) -> list[Posted]:
        """Every post of the outbox."""
        columns = posts.c.key, posts.c.state, posts.c.private_id, posts.c.edits, posts.c.reason
        (found,) = await self._rows(select(*columns))
        return [
            Posted(row["key"], row["state"], bool(row["private_id"]), bool(row["edits"]), row["reason"])
            for row in found
        ]

    async def histories(self) -> dict[int, list[str]]:
        """What happened to each ticket, oldest first."""
        (found,) = await self._rows(select(history.c.ticket, history.c.action).order_by(history.c.sequence))
        told: dict[int, list[str]] = defaultdict(list)
        for row in found:
            if row["ticket"] is not None:
                told[row["ticket"]].append(row["action"])
        return told

    async def held_up(self, words: str) -> tuple[int, list[str]]:
        """Posts that are not sent: how many of lanes with a card of these words; keys and states of others."""
        columns = posts.c.key, posts.c.state, posts.c.lane, posts.c.card, posts.c.attempts, posts.c.reason
        (waiting,) = await self._rows(select(*columns).where(posts.c.state != "sent"))
        lanes = {row["lane"] for row in waiting if words in json.dumps(row["card"])}
        others = [_described(row) for row in waiting if row["lane"] not in lanes]
        return len(waiting) - len(others), others

    async def lateness(self) -> list[float]:
        """For each timer that fired and raised a ticket: seconds from its due time to its effect, ascending."""
        fired = select(timers.c.ticket, timers.c.due_at).where(timers.c.state == "fired", timers.c.kind == "unclaimed")
        raised = select(history.c.ticket, history.c.at).where(history.c.action.in_(["escalated", "recalled"]))
        firings, effects = await self._rows(fired, raised)
        due, done = {row["ticket"]: row["due_at"] for row in firings}, {row["ticket"]: row["at"] for row in effects}
        return sorted((done[ticket] - at).total_seconds() for ticket, at in due.items() if ticket in done)

    async def _rows(self, *asked: Select[Any]) -> list[Rows]:
        async with open_database(self.url, beside=True) as database, database.reading() as transaction:
            return [await transaction.all(each) for each in asked]


def _described(row: Mapping[str, Any]) -> str:
    tried = f"tried {row['attempts']} times" if row["attempts"] else "not tried"
    return f"{row['key']} ({row['state']}, {tried}, {row['reason'] or 'no reason'}): {json.dumps(row['card'])[:300]}"
