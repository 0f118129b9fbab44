"""Plays people at terminals: lines typed in, lines printed out, and nothing else is looked at."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import aiohttp

from adapters.console.client import Console, display_of, read_setup
from adapters.console.screen import Row
from adapters.console.seen import Seen
from adapters.web.playground import Playground
from bot.wording.catalogue import Wording
from tests.contract.driver import PEOPLE, Driver, Shown
from tests.contract.stack import Stack
from tests.fakes.playground import open_playground

_HEAD = re.compile(r"(?P<number>\d+) · (?P<author>[^·]+) · [^·]+(?P<rest>( · .*)?)")
_THREAD = re.compile(r" · in thread of (\d+)")
_BUTTON = re.compile(r"\[(\d+)\] (.+?)(?=  \[|$)")
_URL = re.compile(r" \(https?://[^)]*\)")


@dataclass
class Printed:
    """One message as it was last printed."""

    number: str
    place: str
    head: str
    author: str
    body: list[str] = field(default_factory=list)

    def shown(self, seen: Seen) -> Shown:
        thread = _THREAD.search(self.head)
        buttons = tuple(label for line in self.body for _, label in _buttons(line))
        text = "\n".join(_URL.sub("", line) for line in self.body if not _buttons(line))
        id, root = seen.id_of(int(self.number)), seen.id_of(int(thread[1] if thread else self.number))
        return Shown(id, self.place, root, text, buttons, "only you see this" in self.head)


class Terminal:
    """One person's terminal: `type` returns when the console asks for the next line."""

    def __init__(self, who: str) -> None:
        self.who = who
        self.place = "dm"
        self.printed: dict[str, Printed] = {}
        self.numbers: dict[tuple[str, str], str] = {}
        self._typed: asyncio.Queue[str] = asyncio.Queue()
        self._asked = asyncio.Semaphore(0)
        self._last: Printed | None = None

    async def read_line(self, _prompt: str) -> str | None:
        self._asked.release()
        return await self._typed.get()

    def write(self, row: Row) -> None:
        head = _HEAD.fullmatch(row.text) if row.kind == "head" else None
        if head:
            self._last = Printed(head["number"], self.place, row.text, head["author"])
            self.printed[head["number"]] = self._last
        elif row.kind == "notice":
            self._last = None
        elif self._last is not None:
            line = row.text.removeprefix("  ")
            self._last.body.append(line)
            self.numbers |= {(self._last.number, label): number for number, label in _buttons(line)}

    async def ready(self) -> None:
        async with asyncio.timeout(10):
            await self._asked.acquire()

    async def type(self, *lines: str) -> None:
        for line in lines:
            self._typed.put_nowait(line)
            await self.ready()

    async def go(self, place: str) -> None:
        if place != self.place:
            self.place = place
            await self.type(f":go {place}")


class ConsoleDriver:
    """Five terminals."""

    platform = "console"
    threads_in_direct_messages = True

    def __init__(self, terminals: dict[str, tuple[Terminal, Console]], playground: Playground) -> None:
        self._terminals = terminals
        self._playground = playground

    async def say(self, who: str, place: str, text: str, *, root: str = "", mention: bool = False) -> str:
        terminal, seen = await self._at(who, place)
        before = set(terminal.printed)
        thread = f":thread {seen.number(root)}" if root else ":new"
        await terminal.type(thread, f"@Firstline {text}" if mention else text)
        mine = [int(one.number) for one in terminal.printed.values() if one.author != "Firstline"]
        return seen.id_of(max(number for number in mine if str(number) not in before))

    async def attach(self, who: str, place: str, text: str, name: str, *, root: str = "", mention: bool = False) -> str:
        raise NotImplementedError("a terminal shows files and puts none in")

    async def edit(self, who: str, place: str, id: str, text: str) -> None:
        terminal, seen = await self._at(who, place)
        await terminal.type(f":edit {seen.number(id)} {text}")

    async def delete(self, who: str, place: str, id: str) -> None:
        terminal, seen = await self._at(who, place)
        await terminal.type(f":delete {seen.number(id)}")

    async def command(self, who: str, place: str, text: str) -> None:
        terminal, _ = await self._at(who, place)
        await terminal.type(":new", f"/ticket {text}")

    async def press(self, who: str, shown: Shown, label: str, fields: dict[str, str] | None = None) -> None:
        terminal, seen = await self._at(who, shown.place)
        message = seen.number(shown.id)
        button = terminal.numbers[str(message), label]
        await terminal.type(f":press {message}.{button}", *(fields or {}).values())

    async def press_stale(self, who: str, shown: Shown, label: str) -> None:
        await self.press(who, shown, label)

    async def look(self, who: str, place: str) -> Sequence[Shown]:
        terminal, seen = await self._at(who, place)
        ours = [one for one in terminal.printed.values() if one.place == place and one.author == "Firstline"]
        return sorted((one.shown(seen) for one in ours), key=lambda shown: shown.id)

    async def _at(self, who: str, place: str) -> tuple[Terminal, Seen]:
        terminal, console = self._terminals[who]
        await terminal.go(place)
        newest = max((line.revision for line in await self._playground.chat.since(0, 100_000)), default=0)
        async with asyncio.timeout(10):
            while console.seen.revision < newest:  # noqa: ASYNC110 - a console announces nothing to tests
                await asyncio.sleep(0.005)
        return terminal, console.seen


@asynccontextmanager
async def drive(stack: Stack) -> AsyncIterator[Driver]:
    """The playground on a free port, five terminals at it, and the stack behind it."""
    async with AsyncExitStack() as opened:
        playground = await opened.enter_async_context(open_playground(stack.handler, stack.chat, clock=stack.clock))
        await stack.attach(playground.platform)
        session = await opened.enter_async_context(aiohttp.ClientSession())
        terminals = {who: await opened.enter_async_context(_sit(stack, session, playground, who)) for who in PEOPLE}
        yield ConsoleDriver(terminals, playground)


@asynccontextmanager
async def _sit(
    stack: Stack, session: aiohttp.ClientSession, playground: Playground, who: str
) -> AsyncIterator[tuple[Terminal, Console]]:
    home, words, terminal = playground.config.home, Wording("en"), Terminal(who)
    setup = await read_setup(session, home, words)
    console = Console(setup, who, terminal.read_line, display_of(setup, words, terminal.write, stack.clock))
    running = asyncio.create_task(console.run(session, home))
    await terminal.ready()
    try:
        yield terminal, console
    finally:
        terminal._typed.put_nowait(":quit")
        await running


def _buttons(line: str) -> list[tuple[str, str]]:
    return _BUTTON.findall(line) if line.startswith("[1] ") else []
