"""Carries what happens in the workspace to the app's doors, and again when nobody acknowledges it, as Slack does.

https://docs.slack.dev/apis/events-api: 2xx within three seconds, else again at once, after a minute, after five.
"""

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode

import aiohttp

from tests.contract.fake_slack import SECRET
from tests.load.simulator.weather import Sky

Json = dict[str, Any]

RETRIES = (0.0, 60.0, 300.0)
"""Seconds of Slack's clock before each further attempt."""
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One knock: when it began, the seconds until the answer, and its status; 0 is no answer in time."""

    at: float
    took: float
    status: int
    what: str = ""
    """The message's ts, of an event."""

    @property
    def acknowledged(self) -> bool:
        """Slack is content."""
        return 200 <= self.status < 300


@dataclass
class Courier:
    """Knocks at `doors` in turn."""

    sky: Sky
    session: aiohttp.ClientSession
    doors: list[str] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    given_up: set[str] = field(default_factory=set)
    """Events that nobody acknowledged at any attempt."""
    retried: int = 0
    clock: Callable[[], float] = time.time
    """By which events are signed: the app refuses those that are more than five minutes off its own."""
    _turns: "count[int]" = field(default_factory=count)
    _twins: set["asyncio.Task[bool]"] = field(default_factory=set)

    async def event(self, envelope: Json) -> bool:
        """Deliver the event until it is acknowledged; False when Slack gives it up. Twice if the weather is so."""
        twin = self._twin_of(envelope) if self.sky.doubles() else None
        if delay := self.sky.delay():
            await asyncio.sleep(delay)
        taken = await self._until_taken(envelope) or (twin is not None and await twin)
        if not taken:
            self.given_up.add(str(envelope["event_id"]))
        return taken

    async def interaction(self, payload: Json) -> bool:
        """A press or a submitted form: sent once, the person is told when it fails."""
        return (await self._knock(urlencode({"payload": json.dumps(payload)}).encode(), FORM)).acknowledged

    async def command(self, form: Json) -> bool:
        """A slash command: sent once."""
        return (await self._knock(urlencode(form).encode(), FORM)).acknowledged

    async def finish(self) -> None:
        """Wait for what is still being delivered a second time."""
        await asyncio.gather(*self._twins)

    def _twin_of(self, envelope: Json) -> "asyncio.Task[bool]":
        """The same event on its way under another id."""
        twin = asyncio.create_task(self._until_taken({**envelope, "event_id": f"Ev{secrets.token_hex(4)}"}))
        self._twins.add(twin)
        twin.add_done_callback(self._twins.discard)
        return twin

    async def _until_taken(self, envelope: Json) -> bool:
        body, retry, what = json.dumps(envelope).encode(), dict[str, str](), str(envelope["event"].get("ts"))
        attempt = await self._knock(body, "application/json", retry, what)
        for number, pause in enumerate(RETRIES, start=1):
            if attempt.acknowledged:
                return True
            await asyncio.sleep(self.sky.weather.seconds(pause))
            self.retried += 1
            reason = "http_error" if attempt.status else "http_timeout"
            retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
            attempt = await self._knock(body, "application/json", retry, what)
        return attempt.acknowledged

    async def _knock(
        self, body: bytes, content_type: str, more: dict[str, str] | None = None, what: str = ""
    ) -> Attempt:
        door = self.doors[next(self._turns) % len(self.doors)]
        stamp = str(int(self.clock()))
        headers = {"Content-Type": content_type, **signed(SECRET, stamp, body), **(more or {})}
        limit = aiohttp.ClientTimeout(total=self.sky.weather.patience)
        began, at = time.perf_counter(), time.time()
        try:
            async with self.session.post(door, data=body, headers=headers, timeout=limit) as answer:
                await answer.read()
                status = 0 if self.sky.unheard() else answer.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            status = 0
        attempt = Attempt(at, time.perf_counter() - began, status, what)
        self.attempts.append(attempt)
        self.statuses[status] += 1
        return attempt


def signed(secret: str, stamp: str, body: bytes) -> dict[str, str]:
    """Slack's signature, version v0 (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""
    digest = hmac.new(secret.encode(), b":".join((b"v0", stamp.encode(), body)), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
