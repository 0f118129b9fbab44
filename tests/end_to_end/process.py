"""A whole Firstline as its own process, and a person at its playground, for tests that kill it."""

import asyncio
import json
import os
import re
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds after which a test gives up; nothing is asserted about how long things take."""


@dataclass
class Started:
    """One process; `address` is its playground, `doors` where Slack and Teams come in, `operators` its metrics."""

    process: Process
    address: str = ""
    doors: str = ""
    operators: str = ""

    async def kill(self) -> None:
        """As the machine does when it fails."""
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def stop(self) -> int:
        """As an operator does."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)


async def start(command: str, environment: dict[str, str]) -> Started:
    """Run `firstline <command>` until it says that it is ready."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        command,
        cwd=ROOT,
        env={
            **os.environ,
            "LC_ALL": "C.UTF-8",
            "FIRSTLINE_PLAYGROUND__PORT": "0",
            "FIRSTLINE_PORT": "0",
            "FIRSTLINE_METRICS__PORT": "0",
            "FIRSTLINE_DATA": str(ROOT / "build" / "data"),
            "FIRSTLINE_SEARCH": "words",
            **environment,
        },
        stdin=DEVNULL,
        stdout=PIPE,
    )
    started = Started(process)
    await asyncio.wait_for(_ready(started), PATIENCE)
    return started


async def _ready(started: Started) -> None:
    assert started.process.stdout is not None
    async for line in started.process.stdout:
        words = line.decode()
        address = re.search(r"http://\S+", words)
        if address and words.startswith("Playground"):
            started.address = address[0]
        elif address and words.startswith("Doors"):
            started.doors = address[0]
        elif address and words.startswith("For operators"):
            started.operators = address[0]
        elif "Ctrl+C" in words:
            return
    raise AssertionError("the process ended before it was ready")


@dataclass
class Visitor:
    """Somebody at the playground, who can be several people and sees what each of them sees."""

    socket: aiohttp.ClientWebSocketResponse
    people: tuple[str, ...]
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=count)
    name: str = "v"
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def watch(self) -> None:
        for person in self.people:
            await self._send({"do": "watch", "as": person, "since": 0})

    async def say(self, who: str, place: str, text: str, root: str = "") -> str:
        """Say it and wait until it is acknowledged; returns the action's id, to say the very same again."""
        return await self._send({"do": "say", "as": who, "place": place, "text": text, "root": root})

    async def press(self, who: str, line: dict[str, Any], label: str, fields: dict[str, str] | None = None) -> str:
        button = next(each for each in line["card"]["buttons"] if each["label"] == label)
        press = {"line": line["id"], "action": button["action"], "value": button["value"], "fields": fields or {}}
        return await self._send({"do": "press", "as": who, **press})

    async def move(self, who: str, text: str) -> str:
        """Move the clock to the moment that the text names; the time then."""
        id = await self._send({"do": "clock", "as": who, "text": text})
        while id not in self.answers:
            await self._receive()
        answer = self.answers[id]
        assert answer["type"] == "done", answer["why"]
        return str(answer["line"])

    async def until(self, words: str) -> dict[str, Any]:
        """The line of Firstline with these words, as soon as there is one."""
        while True:
            for line in self.lines.values():
                if line["card"] and words in json.dumps(line["card"], ensure_ascii=False):
                    return line
            await self._receive()

    def cards(self) -> list[str]:
        """Everything that Firstline has said, as JSON text."""
        return [json.dumps(line["card"], ensure_ascii=False) for line in self.lines.values() if line["card"]]

    async def _send(self, action: dict[str, Any]) -> str:
        id = f"{self.name}{next(self.numbers)}"
        await self.socket.send_json({"id": id, **action})
        return id

    async def _receive(self) -> None:
        frame = await asyncio.wait_for(self.socket.receive_json(), PATIENCE)
        self.answers[frame.get("id", "")] = frame
        for line in frame.get("lines", ()):
            self.lines[line["id"]] = line


@asynccontextmanager
async def visiting(address: str, *people: str, name: str = "v") -> AsyncIterator[Visitor]:
    """Sit down at the playground."""
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{address}/live", origin=address) as socket:
        visitor = Visitor(socket, people, name=name)
        await visitor.watch()
        yield visitor
