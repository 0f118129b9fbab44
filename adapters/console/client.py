"""One person at a terminal, talking to a playground over the same socket as its page."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import aiohttp

from adapters.console.connection import Connection, Frame, Problem
from adapters.console.display import Display, Write
from adapters.console.filling import fill
from adapters.console.screen import Row
from adapters.console.seen import Seat, Seen
from adapters.console.typed import Be, Go, OpenThread, PressNumber, Revise, Speak, Tell, Typed, Unknown, read_typed
from bot.errors import Misconfigured
from bot.inputs import Form
from bot.wording.catalogue import Wording

ReadLine = Callable[[str], Awaitable[str | None]]
"""Shows the prompt and returns a typed line without its end, or None when there will be no more."""

LINGER = 3.0
"""Seconds for answers to arrive after the last line of a pipe."""


def local_now() -> datetime:
    """Now, in the time zone of this computer."""
    return datetime.now().astimezone()


async def run(
    url: str, person: str, language: str, read_line: ReadLine, write: Write, clock: Callable[[], datetime] = local_now
) -> None:
    """Talk until the person leaves.

    Raises Misconfigured when there is no playground at `url`, or nobody called `person` in it.
    """
    words = Wording(language)
    async with aiohttp.ClientSession() as session:
        setup = await read_setup(session, url, words)
        await Console(setup, person, read_line, display_of(setup, words, write, clock)).run(session, url)


async def read_setup(session: aiohttp.ClientSession, url: str, words: Wording) -> dict[str, Any]:
    """Who and what there is. Raises Misconfigured."""
    try:
        async with session.get(f"{url}/api/setup") as response:
            if response.status != 200:
                raise Misconfigured(words.text("console-refused", url=url))
            return dict(await response.json())
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise Misconfigured(words.text("console-cannot-connect", url=url)) from error


def display_of(setup: dict[str, Any], words: Wording, write: Write, clock: Callable[[], datetime]) -> Display:
    """The display for a playground."""
    display = Display(words, {}, {}, write, clock)
    display.know(setup)
    return display


def _seats_of(setup: dict[str, Any]) -> dict[str, Seat]:
    return {one["handle"]: Seat(one["handle"], one["name"], tuple(one["places"])) for one in setup["people"]}


class Console:
    """`seen` is what has arrived so far for the person who sits there."""

    def __init__(self, setup: dict[str, Any], person: str, read_line: ReadLine, display: Display) -> None:
        self._seats = _seats_of(setup)
        self._setup_changed = asyncio.Event()
        self._read_line = read_line
        self._display = display
        self._news = asyncio.Event()
        self._caught_up = False
        if person not in self._seats:
            raise Misconfigured(self._nobody(person))
        self.seen = self._sit(person)

    async def run(self, session: aiohttp.ClientSession, url: str) -> None:
        """Until the person leaves."""
        self._connection = Connection(url, self._heard, self._noticed)
        line = asyncio.create_task(self._connection.run(session, self._watch))
        inhabiting = asyncio.create_task(self._inhabit(session, url))
        try:
            self._display.notice("console-welcome", name=self.seen.seat.name)
            await self._until(lambda: self._caught_up)
            self._display.place(self.seen)
            await self._talk()
        finally:
            for task in (line, inhabiting):
                task.cancel()
            await asyncio.gather(line, inhabiting, return_exceptions=True)

    async def _talk(self) -> None:
        while (line := await self._read_line(self._display.prompt(self.seen))) is not None:
            typed = read_typed(line)
            if typed == Tell("quit"):
                self._display.notice("console-bye")
                return
            if typed is not None:
                await self._do(typed)
        await asyncio.sleep(LINGER)

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
            case Revise(number, text):
                await self._revise(number, text)
            case Tell(what):
                self._tell(what)
            case Unknown(name, nearest):
                self._display.notice("console-unknown", name=name, nearest=nearest)

    async def _say(self, text: str) -> None:
        """Said, committed and shown before the next line is read."""
        seen = self.seen
        line = await self._act({"do": "say", "place": seen.place, "root": seen.next_root(), "text": text})
        if line:
            await self._until(lambda: line in seen.remarks)
            seen.said(line)

    async def _press(self, typed: PressNumber) -> None:
        found = self.seen.button(typed.number, typed.message)
        if found is None:
            self._display.notice("console-no-button", number=str(typed.number))
            return
        line, button = found
        press = {"do": "press", "line": line, "action": button.action, "value": button.value, "fields": {}}
        if button.form is None:
            await self._act(press)
        else:
            await self._send_form(button.form, press)

    async def _send_form(self, form: Form, press: Frame) -> None:
        """Until it is good; only what is wrong with it is asked for again."""
        fields, wrong = await fill(form, self._read_line, self._display), dict[str, str]()
        while fields is not None:
            try:
                await self._connection.act({**press, "fields": fields, "as": self.seen.seat.handle})
            except Problem as problem:
                self._display.notice(f"web-problem-{problem.why}", **problem.values)
                wrong = problem.beside
            else:
                return
            if not wrong:
                return
            fields = await fill(form, self._read_line, self._display, fields, wrong)
        self._display.notice("console-cancelled")

    async def _revise(self, number: int, text: str) -> None:
        line = self.seen.id_of(number)
        change = {"do": "edit", "text": text} if text else {"do": "delete"}
        if line:
            await self._act({**change, "line": line})
        else:
            self._display.notice("console-no-thread", number=str(number))

    async def _act(self, action: Frame) -> str:
        try:
            return await self._connection.act({**action, "as": self.seen.seat.handle})
        except Problem as problem:
            self._display.notice(f"web-problem-{problem.why}", **problem.values)
            return ""

    def _go(self, name: str) -> None:
        places = {self._display.place_name(place).lstrip("#"): place for place in self.seen.seat.places}
        if name not in places:
            self._display.notice("console-no-place", name=name, places=", ".join(places))
            return
        self.seen.go(places[name])
        self._display.place(self.seen)

    async def _be(self, person: str) -> None:
        if person not in self._seats:
            self._display.write(Row(self._nobody(person), "notice"))
            return
        await self._connection.tell({"do": "leave", "as": self.seen.seat.handle})
        self.seen, self._caught_up = self._sit(person), False
        await self._connection.tell(self._watch())
        await self._until(lambda: self._caught_up)
        self._display.notice("console-now-as", name=self.seen.seat.name)
        self._display.place(self.seen)

    def _open(self, number: int) -> None:
        remark = self.seen.numbered(number)
        if remark is None:
            self._display.notice("console-no-thread", number=str(number))
            return
        self.seen.root = remark.root
        self._display.where(self.seen)

    def _tell(self, what: str) -> None:
        if what == "help":
            self._display.notice("console-help")
        elif what == "rooms":
            self._display.rooms_of(self.seen)
        else:
            self.seen.root, self.seen.anew = "", True
            self._display.notice("console-new")

    async def _inhabit(self, session: aiohttp.ClientSession, url: str) -> None:
        """Whenever there are other people or places, know them, and see what was said before in new ones."""
        while True:
            await self._setup_changed.wait()
            self._setup_changed.clear()
            with suppress(Misconfigured):  # the playground is going: it is asked again when it is back
                setup = await read_setup(session, url, self._display.words)
                self._seats = _seats_of(setup)
                self._display.know(setup)
                await self._stay()

    async def _stay(self) -> None:
        seat, before = self._seats.get(self.seen.seat.handle), self.seen.seat.places
        if seat is None or seat.places == before:
            return
        self.seen.seat, self.seen.revision = seat, 0
        await self._connection.tell(self._watch())
        if self.seen.place not in seat.places:
            self._go(self._display.place_name(seat.places[0]))

    def _heard(self, frame: Frame) -> None:
        if frame["type"] == "setup":
            self._setup_changed.set()
            return
        if frame["as"] != self.seen.seat.handle:
            return
        news = self.seen.take(frame["lines"], frame["revision"])
        if self._caught_up:
            self._display.news(news, self.seen)
        elif not frame["more"]:
            self.seen.caught_up()
            self._caught_up = True
        self._news.set()

    def _noticed(self, connected: bool) -> None:
        if connected:
            self._setup_changed.set()
        self._display.notice("console-back" if connected else "console-lost")

    def _watch(self) -> Frame:
        return {"do": "watch", "as": self.seen.seat.handle, "since": self.seen.revision}

    def _sit(self, person: str) -> Seen:
        seat = self._seats[person]
        return Seen(seat, seat.places[0])

    def _nobody(self, person: str) -> str:
        return self._display.words.text("console-nobody", name=person, people=", ".join(self._seats))

    async def _until(self, reached: Callable[[], bool]) -> None:
        while not reached():
            self._news.clear()
            await self._news.wait()
