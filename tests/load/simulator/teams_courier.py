"""Brings what people do to the bot's door as the Bot Connector does: signed, impatient, repeated, out of turn."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.contract.fake_connector import FakeConnector
from tests.load.simulator.weather import Sky

PATIENCE = 15.0
"""Seconds that Teams waits for the door (T8)."""
PAUSES = (1.0, 5.0, 15.0, 30.0, 60.0, 60.0, 60.0)
"""Seconds before each repeat. None is documented; the lab assumes some, so that repeats are tried."""
TOKEN_LASTS = 300.0
"""Seconds for which one token is used; a real one is good for an hour."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """How it went: the door's `status` (0: it never answered), its `answer`, and how long each try took, in seconds."""

    status: int
    answer: bytes = b""
    tries: tuple[float, ...] = ()

    @property
    def acknowledged(self) -> bool:
        """The bot has it."""
        return 200 <= self.status < 300


@dataclass(slots=True)
class Courier:
    """Knocks at the `doors` of one installation in turn. `waits` holds the seconds of every answered knock."""

    connector: FakeConnector
    session: aiohttp.ClientSession
    doors: Sequence[str]
    sky: Sky
    pauses: Sequence[float] = PAUSES
    waits: list[float] = field(default_factory=list)
    repeats: int = 0
    _token: tuple[int, float, str] = (-1, 0.0, "")
    _turn: int = 0
    _echoes: set[asyncio.Task[Delivered]] = field(default_factory=set)

    async def bring(self, activity: dict[str, Any]) -> Delivered:
        """Until it is acknowledged, refused for good (4xx), or given up. An invoke is brought once (T8).

        Some arrive late, so that others overtake them, and some a second time under the same id (T11).
        """
        await asyncio.sleep(self.sky.delay())
        delivered = await self._insist(activity)
        if delivered.acknowledged and activity["type"] != "invoke" and self.sky.doubles():
            echo = asyncio.create_task(self._knock(activity))
            self._echoes.add(echo)
            echo.add_done_callback(self._echoes.discard)
        return delivered

    async def rest(self) -> None:
        """Until every second copy has arrived."""
        await asyncio.gather(*self._echoes)

    async def _insist(self, activity: dict[str, Any]) -> Delivered:
        tries: tuple[float, ...] = ()
        for pause in (0.0, *(() if activity["type"] == "invoke" else self.pauses)):
            await asyncio.sleep(self.sky.weather.seconds(pause))
            self.repeats += bool(tries)
            delivered = await self._knock(activity)
            tries += delivered.tries
            if delivered.acknowledged or 400 <= delivered.status < 500:
                break
        return Delivered(delivered.status, delivered.answer, tries)

    async def _knock(self, activity: dict[str, Any]) -> Delivered:
        began = time.perf_counter()
        limit = aiohttp.ClientTimeout(total=self.sky.weather.seconds(PATIENCE))
        headers = {"Authorization": f"Bearer {self._signed()}"}
        try:
            async with self.session.post(self._door(), json=activity, headers=headers, timeout=limit) as response:
                answer = await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError):
            return Delivered(0, tries=(time.perf_counter() - began,))
        took = time.perf_counter() - began
        self.waits.append(took)
        return Delivered(response.status, answer, (took,))

    def _door(self) -> str:
        self._turn += 1
        return self.doors[self._turn % len(self.doors)]

    def _signed(self) -> str:
        """One token for some minutes, as the real connector has; another as soon as the issuer has another key."""
        issuer, now = self.connector.issuer, time.monotonic()
        key, until, token = self._token
        if key != issuer.key_number or now >= until:
            token = issuer.sign(self.connector.service_url)
            self._token = (issuer.key_number, now + TOKEN_LASTS, token)
        return token
