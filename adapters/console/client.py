"""One person at a terminal, talking to a playground over the same socket as its page."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import aiohttp

from adapters.console.connection import Connection, Frame, Problem
from adapters.console.filling import fill
from adapters.console.screen import Reading, Row, excerpt, rows
from adapters.console.seen import Remark, Seat, Seen
from adapters.console.typed import Be, Go, OpenThread, PressNumber, Speak, Tell, Typed, Unknown, read_typed
from bot.errors import Misconfigured
from bot.wording.catalogue import Value, Wording

ReadLine = Callable[[str], Awaitable[str | None]]
"""Shows the prompt and returns a typed line without its end, or None when there will be no more."""
Write = Callable[[Row], None]

LINGER = 3.0
"""Seconds for answers to arrive after the last line of a pipe."""


def local_now() -> datetime:
    """Now, in the time zone of this computer."""
    return datetime.now().astimezone()


async def run(
    url: str, person: str, language: str, read_line: ReadLine, write: Write, clock: Callable[[], datetime] = local_now
) -> None:
    """Talk until the person leaves. Raises Misconfigured when there is no playground at `url`, or nobody of that name."""
    async with aiohttp.ClientSession() as session:
        words = Wording(language)
        setup = await _setup(session, url, words)
        console = Console(setup, person, words, read_line, write, clock)
        await console.run(session, url)


async def _setup(session: aiohttp.ClientSession, url: str, words: Wording) -> dict[str, Any]:
    try:
        async with session.get(f"{url}/api/setup") as response:
            if response.status != 200:
                raise Misconfigured(words.text("console-refused", url=url))
            return dict(await response.json())
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise Misconfigured(words.text("console-cannot-connect", url=url)) from error


class Console:
    """`seen` is what has arrived so far."""

    def __init__(
        self,
        setup: dict[str, Any],
        person: str,
        words: Wording,
        read_line: ReadLine,
        write: Write,
        clock: Callable[[], datetime] = local_now,
    ) -> None:
        self._seats = {one["handle"]: Seat(one["handle"], one["name"], tuple(one["places"])) for one in setup["people"]}
        self._words = words
        self._read_line = read_line
        self._write = write
        self._clock = clock
        self._arrived = asyncio.Condition()
        self._caught_up = False
        self.seen = self._seen_by(person)

    async def run(self, session: aiohttp.ClientSession, url: str) -> None:
        """Until the person leaves."""
        self._connection = Connection(url, self._heard, self._noticed)
        line = asyncio.create_task(self._connection.run(session, self._watch))
        try:
            self._notice("console-welcome", name=self.seen.seat.name)
            await self._until(lambda: self._caught_up)
            self._show_place()
            await self._talk()
        finally:
            line.cancel()
            with suppress(asyncio.CancelledError):
                await line

    async def _talk(self) -> None:
        while (line := await self._read_line(self._prompt())) is not None:
            typed = read_typed(line)
            if typed == Tell("quit"):
                return self._notice("console-bye")
            if typed is not None:
                await self._do(typed)
        return await asyncio.sleep(LINGER)

    async def _do(self, typed: Typed) -> None:
        match typed:
            case Speak(text):
                await self._say(text)
            case PressNumber():
                await self._press(typed)
            case Go(place):
                self._go(place)
            case Be(person):
                await self._be(person)
            case OpenThread(number):
                self._open(number)
            case Tell(what):
                self._tell(what)
            case Unknown(name, nearest):
                self._notice("console-unknown", name=name, nearest=nearest)

    async def _say(self, text: str) -> None:
        seen = self.seen
        root = seen.next_root()
        line = await self._act({"do": "say", "place": seen.place, "root": root, "text": text})
        seen.anew = False
        if line:
            await self._until(lambda: line in seen.remarks)

    async def _press(self, typed: PressNumber) -> None:
        found = self.seen.button(typed.number, typed.message)
        if found is None:
            return self._notice("console-no-button", number=str(typed.number))
        line, button = found
        fields = await fill(button.form, self._words, self._read_line, self._write) if button.form else {}
        if fields is None:
            return self._notice("console-cancelled")
        press = {"do": "press", "line": line, "action": button.action, "value": button.value, "fields": fields}
        await self._act(press)
        return None

    async def _act(self, action: Frame) -> str:
        try:
            return await self._connection.act({**action, "as": self.seen.seat.handle})
        except Problem as problem:
            self._notice(f"web-problem-{problem.why}", **problem.values)
            return ""

    def _go(self, name: str) -> None:
        seat = self.seen.seat
        place = f"dm-{seat.handle}" if name == "dm" else name
        if place not in seat.places:
            return self._notice("console-no-place", name=name, places=", ".join(map(self._short, seat.places)))
        self.seen.go(place)
        return self._show_place()

    async def _be(self, person: str) -> None:
        if person not in self._seats:
            return self._notice("console-nobody", name=person, people=", ".join(self._seats))
        await self._connection.tell({"do": "leave", "as": self.seen.seat.handle})
        self.seen, self._caught_up = self._seen_by(person), False
        await self._connection.tell(self._watch())
        await self._until(lambda: self._caught_up)
        self._notice("console-now-as", name=self.seen.seat.name)
        return self._show_place()

    def _open(self, number: int) -> None:
        remark = self.seen.numbered(number)
        if remark is None:
            return self._notice("console-no-thread", number=str(number))
        self.seen.root = remark.root
        return self._where()

    def _tell(self, what: str) -> None:
        if what == "new":
            self.seen.root, self.seen.anew = "", True
            return self._notice("console-new")
        if what == "help":
            return self._notice("console-help")
        self._notice("console-places")
        for place in self.seen.seat.places:
            count = sum(1 for remark in self.seen.remarks.values() if remark.channel == place)
            self._notice("console-place", name=self._short(place), count=count)
        return None

    # What arrives

    def _heard(self, frame: Frame) -> None:
        if frame["as"] != self.seen.seat.handle:
            return
        news = self.seen.take(frame["lines"], frame["revision"])
        if self._caught_up:
            self._show_news(news)
        self._caught_up = self._caught_up or not frame["more"]
        self._wake()

    def _show_news(self, news: list[Remark]) -> None:
        for remark in news:
            if remark.channel == self.seen.place:
                self._show(remark)
            elif remark.author != self.seen.seat.handle:
                values = {"place": self._short(remark.channel), "words": excerpt(remark)}
                self._notice("console-elsewhere", author=self._names().get(remark.author, ""), **values)

    def _wake(self) -> None:
        self._news.set()

    def _noticed(self, connected: bool) -> None:
        self._notice("console-back" if connected else "console-lost")
