"""The dispatcher: takes posts from the outbox to their platforms, in order, once.

The rules are those of a transactional outbox with an unknown outcome: a refused post is dead, a post that certainly
did not leave waits, and a post that may have arrived is looked for before it is sent again.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.cards import Text
from bot.errors import CannotSearch, DeliveryFailed, NotSent, OutcomeUnknown, RateLimited, Refused
from bot.ports import Clock, Leased, Ledger, Parcel, Platform
from bot.wording.catalogue import Wording

log = logging.getLogger(__name__)

UNCERTAIN_AFTER = timedelta(minutes=10)
"""A post whose outcome stays unknown this long no longer holds up its lane; an operator sees it."""
LONGEST_WAIT = timedelta(minutes=5)
MOST_FAILURES = 12
"""Attempts after which a post that fails by our own fault (it cannot be rendered) is given up."""
_BATCH = 50
_POLL = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Delivers what is due on the platforms of this process, and lets due timers act.

    `never_twice` decides for platforms that cannot be searched: a post whose outcome stays unknown is then left
    uncertain rather than sent again with a remark.
    """

    ledger: Ledger
    platforms: Mapping[str, Platform]
    fire: Callable[[str], Awaitable[None]]
    clock: Clock
    never_twice: bool = False

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set. A failing database or platform never ends the loop; what was begun is finished."""
        failures = 0
        while not stop.is_set():
            try:
                busy = await self.work_once()
                failures = 0
            except Exception:
                log.exception("dispatcher failed, going on")
                busy, failures = 0, failures + 1
            if failures:
                await _sleep(stop, backoff(failures))
            elif not busy:
                await self._wait(stop)

    async def work_once(self) -> int:
        """One round of timers and deliveries; returns how many there were."""
        timers = await self.ledger.due_timers(self.clock(), _BATCH)
        for key in timers:
            await self.fire(key)
        return len(timers) + await self.deliver_due()

    async def deliver_due(self) -> int:
        """Deliver the heads of all lanes that are due; returns how many there were."""
        leased = await self.ledger.outbox.lease(list(self.platforms), self.clock(), _BATCH)
        await asyncio.gather(*(self._deliver(each) for each in leased))
        return len(leased)

    async def _wait(self, stop: asyncio.Event) -> None:
        changed = asyncio.create_task(self.ledger.changed(_POLL))
        stopped = asyncio.create_task(stop.wait())
        _, waiting = await asyncio.wait((changed, stopped), return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        if not changed.cancelled():
            changed.result()

    async def _deliver(self, leased: Leased) -> None:
        outbox, now = self.ledger.outbox, self.clock()
        settled = self._settled(leased)
        if settled > now:
            await outbox.wait(leased, settled, maybe_sent=True)
            return
        try:
            await outbox.sent(leased, await self._send(leased), self.clock())
        except Refused as refusal:
            log.warning("post refused", extra={"post": leased.parcel.key, "reason": str(refusal)})
            await outbox.give_up(leased, "dead", str(refusal), now)
        except RateLimited as limited:
            until = self.clock() + limited.retry_after
            await outbox.wait(leased, until, maybe_sent=False, whole_channel=True)
        except NotSent:
            await outbox.wait(leased, now + backoff(leased.attempts), maybe_sent=leased.maybe_sent)
        except OutcomeUnknown as unknown:
            await self._unknown(leased, str(unknown))
        except DeliveryFailed:
            await outbox.wait(leased, now + backoff(leased.attempts), maybe_sent=leased.maybe_sent)
        except Exception as error:
            log.exception("post failed", extra={"post": leased.parcel.key})
            await self._unknown(leased, f"{type(error).__name__}: {error}")

    async def _send(self, leased: Leased) -> str:
        """Send, or find where an earlier attempt may have sent it. An edit is safe to repeat."""
        parcel, platform = leased.parcel, self._platform(leased)
        if not leased.maybe_sent or parcel.edits:
            return await platform.send(parcel)
        try:
            return await platform.find(parcel) or await platform.send(parcel)
        except CannotSearch:
            if self.never_twice:
                raise Refused("whether it arrived cannot be known, and it is not to be sent twice") from None
            return await platform.send(_marked(parcel))

    def _settled(self, leased: Leased) -> datetime:
        """From when on a look at the platform tells whether an earlier attempt arrived. Edits need no look."""
        if leased.last_tried_at is None or leased.parcel.edits:
            return self.clock()
        return leased.last_tried_at + self._platform(leased).settle

    def _platform(self, leased: Leased) -> Platform:
        return self.platforms[leased.parcel.thread.platform]

    async def _unknown(self, leased: Leased, reason: str) -> None:
        now = self.clock()
        since = leased.first_tried_at or now
        if now - since > UNCERTAIN_AFTER and not leased.parcel.edits:
            log.error("outcome of post stays unknown", extra={"post": leased.parcel.key, "reason": reason})
            await self.ledger.outbox.give_up(leased, "uncertain", reason, now)
        elif leased.attempts >= MOST_FAILURES and leased.parcel.edits:
            await self.ledger.outbox.give_up(leased, "dead", reason, now)
        else:
            wait = max(self._platform(leased).settle, backoff(leased.attempts))
            await self.ledger.outbox.wait(leased, now + wait, maybe_sent=True)


def backoff(attempts: int) -> timedelta:
    """How long to wait after this many attempts: doubling from a second to five minutes, with a quarter of jitter."""
    seconds = min(2.0 ** min(attempts, 10), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=seconds * random.uniform(0.75, 1.0))  # noqa: S311 - spreads load, guards nothing


def _marked(parcel: Parcel) -> Parcel:
    """The parcel with a remark that it may be a repeat."""
    words = Wording(parcel.card.language)
    remark = Text(words.say("possible-repeat"), subtle=True)
    return replace(parcel, card=replace(parcel.card, blocks=(*parcel.card.blocks, remark)))


async def _sleep(stop: asyncio.Event, wait: timedelta) -> None:
    try:
        await asyncio.wait_for(stop.wait(), wait.total_seconds())
    except TimeoutError:
        return
