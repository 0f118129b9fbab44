"""One attempt to deliver a post, and what to make of what came of it.

A refused post is dead, a post that certainly did not leave waits, and a post that may have arrived is looked for before
it is sent again.
"""

import asyncio
import logging
import random
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.cards import Text
from bot.errors import CannotSearch, DeliveryFailed, FirstlineError, NotSent, OutcomeUnknown, RateLimited, Refused
from bot.ports import Leased, Ledger, Parcel, Platform
from bot.ports.telemetry import UNWATCHED, Failed, GivenUp, Telemetry
from bot.timekeeping import Timekeeper
from bot.wording.catalogue import Wording

log = logging.getLogger(__name__)

UNCERTAIN_AFTER = timedelta(minutes=10)
"""A post whose outcome stays unknown this long, while its platform answers others, no longer holds up its lane; an
operator sees it."""
LONGEST_WAIT = timedelta(minutes=5)
MOST_FAILURES = 12
"""Attempts after which a post that fails by our own fault (it cannot be rendered) is given up."""
SILENCE = timedelta(minutes=6)
"""Without an answer for so long, a platform counts as away: longer than any wait of ours, and so much shorter than
UNCERTAIN_AFTER that no outage passes for a platform that was there all the time."""
SENDING = timedelta(seconds=12)
"""What must be left of a lease to send a post: a client's time limit is ten seconds. Whoever stood still for longer (a
paused machine) may have been overtaken by another process."""
LONGEST_LOOK = timedelta(seconds=20)
"""For a search through what was said on the platform: what is left of a lease after it must do for sending."""


class _LookLater(FirstlineError):
    """Whether an earlier attempt arrived cannot be seen now."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


class _NeverKnown(FirstlineError):
    """Whether it arrived cannot be known, and it is not to be sent twice."""


@dataclass(slots=True)
class Attempts:
    """Delivers leased posts on the platforms of this process. `never_twice` is as for the dispatcher."""

    ledger: Ledger
    platforms: Mapping[str, Platform]
    time: Timekeeper
    never_twice: Collection[str] = ()
    telemetry: Telemetry = UNWATCHED
    _health: dict[str, "_Health"] = field(default_factory=dict)

    async def deliver(self, leased: Leased) -> None:
        """One post, whatever comes of it. An error of the database leaves it leased: it comes back by itself."""
        try:
            await self._attempt(leased)
        except Exception as error:
            self.telemetry.note(Failed("outcome", error))
            log.exception("outcome not noted", extra={"post": leased.parcel.key})

    async def _attempt(self, leased: Leased) -> None:
        outbox = self.ledger.outbox
        if (until := self._unsettled(leased)) is not None:
            await outbox.wait(leased, until, maybe_sent=True, tried=False)
            return
        try:
            message_id = await self._send(leased)
        except DeliveryFailed as failure:
            await self._failed(leased, failure)
        except _LookLater as later:
            await self._look_later(leased, later.wait)
        except _NeverKnown as unknown:
            await self._give_up(leased, "uncertain", str(unknown))
        except Exception as error:
            log.exception("post failed", extra={"post": leased.parcel.key})
            await self._broken(leased, type(error).__name__)
        else:
            self._answered(leased)
            await outbox.sent(leased, message_id, self.time.now())

    async def _failed(self, leased: Leased, failure: DeliveryFailed) -> None:
        outbox, now = self.ledger.outbox, self.time.now()
        match failure:
            case Refused():
                self._answered(leased)
                log.warning("post refused", extra={"post": leased.parcel.key, "reason": str(failure)})
                await self._give_up(leased, "dead", str(failure))
            case RateLimited(retry_after=retry_after):
                self._answered(leased)
                await outbox.wait(leased, now + retry_after, maybe_sent=leased.maybe_sent, whole_channel=True)
            case OutcomeUnknown():
                await self._unknown(leased, str(failure))
            case _:
                await outbox.wait(leased, now + backoff(leased.attempts), maybe_sent=leased.maybe_sent)

    async def _send(self, leased: Leased) -> str:
        """Send, or find where an earlier attempt may have sent it. An edit is safe to repeat."""
        parcel, platform = leased.parcel, self._platform(leased)
        if not leased.maybe_sent or parcel.edits:
            return await self._send_in_time(leased, parcel)
        try:
            found = await _look(platform, parcel, leased.attempts)
        except CannotSearch:
            if platform.name in self.never_twice:
                raise _NeverKnown from None
            return await self._send_in_time(leased, _marked(parcel))
        self._answered(leased)
        return found or await self._send_in_time(leased, parcel)

    async def _send_in_time(self, leased: Leased, parcel: Parcel) -> str:
        left = leased.until - self.time.now()
        if left < SENDING:
            raise NotSent("its lease ends too soon")
        try:
            async with asyncio.timeout(left.total_seconds()):  # some posts take several calls
                return await self._platform(leased).send(parcel)
        except TimeoutError as error:
            raise OutcomeUnknown("its lease ended") from error

    def _unsettled(self, leased: Leased) -> datetime | None:
        """Until when to wait before a look at the platform tells whether an earlier attempt arrived; None for now."""
        tried, settle, now = leased.last_tried_at, self._platform(leased).settle, self.time.now()
        if tried is None or leased.parcel.edits:
            return None
        if self.time.in_doubt(tried):
            return now + settle
        return tried + settle if tried + settle > now else None

    def _platform(self, leased: Leased) -> Platform:
        return self.platforms[leased.parcel.thread.platform]

    async def _unknown(self, leased: Leased, reason: str) -> None:
        if self._is_hopeless(leased):
            log.error("outcome of post stays unknown", extra={"post": leased.parcel.key, "reason": reason})
            await self._give_up(leased, "uncertain", reason)
        else:
            wait = max(self._platform(leased).settle, backoff(leased.attempts))
            await self.ledger.outbox.wait(leased, self.time.now() + wait, maybe_sent=True)

    async def _look_later(self, leased: Leased, wait: timedelta) -> None:
        if self._is_hopeless(leased):
            await self._give_up(leased, "uncertain", "it could not be looked up")
        else:
            await self.ledger.outbox.wait(leased, self.time.now() + wait, maybe_sent=True, tried=False)

    async def _give_up(self, leased: Leased, state: str, reason: str) -> None:
        await self.ledger.outbox.give_up(leased, state, reason, self.time.now())
        self.telemetry.note(GivenUp(leased.parcel.thread.platform, state))

    def _answered(self, leased: Leased) -> None:
        """The platform has given a definite answer."""
        health = self._health.setdefault(leased.parcel.thread.platform, _Health())
        health.answered(self.time.seconds())

    def _is_hopeless(self, leased: Leased) -> bool:
        """Whether its outcome has been unknown for long while the platform was there.

        Time without the platform does not count: then it is the platform that is missing, not this one answer.
        """
        health = self._health.get(leased.parcel.thread.platform, _Health())
        unknown_for = self.time.now() - (leased.first_tried_at or self.time.now())
        return min(unknown_for, health.well_for(self.time.seconds())) > UNCERTAIN_AFTER and not leased.parcel.edits

    async def _broken(self, leased: Leased, reason: str) -> None:
        """An error that is our own fault: nobody knows whether anything left."""
        if leased.attempts >= MOST_FAILURES:
            await self._give_up(leased, "dead", reason)
        else:
            await self._unknown(leased, reason)


@dataclass(slots=True)
class _Health:
    """Since when a platform has been answering, and when it last did, in seconds of the steady clock."""

    since: float | None = None
    last: float = 0.0

    def answered(self, at: float) -> None:
        """It has answered, after a silence that is longer than any wait of ours perhaps: then it was away."""
        if self.since is None or at - self.last > SILENCE.total_seconds():
            self.since = at
        self.last = at

    def well_for(self, at: float) -> timedelta:
        """How long it has been answering."""
        silent = at - self.last > SILENCE.total_seconds()
        return timedelta(0) if self.since is None or silent else timedelta(seconds=at - self.since)


def backoff(attempts: int) -> timedelta:
    """How long to wait after this many attempts: doubling from a second to five minutes, with a quarter of jitter."""
    seconds = min(2.0 ** min(attempts, 10), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=seconds * random.uniform(0.75, 1.0))  # noqa: S311 - spreads load, guards nothing


async def _look(platform: Platform, parcel: Parcel, attempts: int) -> str | None:
    """Where an earlier attempt left the post. Raises CannotSearch, and _LookLater when only the look failed."""
    try:
        async with asyncio.timeout(LONGEST_LOOK.total_seconds()):
            return await platform.find(parcel)
    except CannotSearch:
        raise
    except RateLimited as limited:
        raise _LookLater(limited.retry_after) from limited
    except (DeliveryFailed, TimeoutError) as error:
        raise _LookLater(backoff(attempts)) from error


def _marked(parcel: Parcel) -> Parcel:
    """The parcel with a remark that it may be a repeat."""
    words = Wording(parcel.card.language)
    remark = Text(words.say("possible-repeat"), subtle=True)
    return replace(parcel, card=replace(parcel.card, blocks=(*parcel.card.blocks, remark)))
