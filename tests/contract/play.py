"""Plays dialogue.yaml on a platform and writes down what people see, in a form that is the same on every platform."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.desk.values import read_duration
from tests.contract.driver import Driver, Shown
from tests.contract.stack import Stack

DIALOGUE = Path(__file__).with_name("dialogue.yaml")
EXPECTED = Path(__file__).with_name("dialogue.expected.txt")
VIEWS = (("maria", "dm"), ("ivan", "dm"), ("maria", "help"), ("sam", "triage"), ("lena", "leads"))
"""Whose eyes see which place; private words are looked for with everybody's."""
PRIVATE_VIEWS = tuple((who, place) for who in ("maria", "ivan", "sam", "nadia", "lena") for place in ("dm", "help"))
TEAM_VIEWS = (("sam", "triage"), ("nadia", "triage"), ("lena", "triage"), ("lena", "leads"))


@dataclass
class Player:
    """One performance."""

    driver: Driver
    stack: Stack
    seen: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)

    async def play(self) -> str:
        """The whole dialogue; returns what was seen, step by step."""
        return "\n".join([part async for part in self._parts()])

    async def perform(self) -> None:
        """The whole dialogue, with nobody there to see it."""
        async for _ in self._steps():
            pass

    async def _parts(self) -> AsyncIterator[str]:
        async for step in self._steps():
            yield f"== {step}"
            for line in [line async for line in self._news()]:
                yield line

    async def _steps(self) -> AsyncIterator[str]:
        """The name of each, once it is done."""
        script: list[dict[str, Any]] = yaml.safe_load(DIALOGUE.read_text(encoding="utf-8"))
        for step in script:
            await self._do(step)
            await self.stack.settle()
            yield step["step"]
            self.stack.clock.advance(timedelta(seconds=1))

    async def _do(self, step: dict[str, Any]) -> None:
        who, place = step["who"], step["place"]
        root = await self._root(who, place, step.get("thread", ""))
        if "say" in step or "mention" in step:
            text = step.get("say") or step["mention"]
            said = await self.driver.say(who, place, text, root=root, mention="mention" in step)
            self.named[step.get("as", "")] = said
        elif "command" in step:
            await self.driver.command(who, place, step["command"])
        elif "wait" in step:
            self.stack.clock.advance(read_duration(step["wait"]))
        else:
            await self._press(step)

    async def _press(self, step: dict[str, Any]) -> None:
        who, place = step["who"], step["place"]
        label = step.get("press") or step["press_first"]
        everything = await self.driver.look(who, place)
        first = next((shown for shown in everything if shown.text.startswith("VPN")), None)
        live = [shown for shown in everything if label in shown.buttons]
        if "press_first" in step and first is not None and not live:
            await self.driver.press_stale(who, first, label)
        else:
            await self.driver.press(who, live[-1], label, step.get("fields"))

    async def _root(self, who: str, place: str, thread: str) -> str:
        if thread == "card":
            return next(shown.id for shown in await self.driver.look(who, place) if shown.text.startswith("#"))
        if not thread or (place == "dm" and not self.driver.threads_in_direct_messages):
            return ""
        return self.named[thread]

    async def _news(self) -> AsyncIterator[str]:
        """What is new to see: first what is there for all, then what is private, whose place differs by platform."""
        discreet = (*PRIVATE_VIEWS, *TEAM_VIEWS)
        now = {view: await self.driver.look(*view) for view in dict.fromkeys((*VIEWS, *discreet))}
        for views, private in ((VIEWS, False), (discreet, True)):
            for who, place in views:
                for shown in now[who, place]:
                    for line in self._changes(who, place, shown) if shown.private is private else ():
                        yield line

    def _changes(self, who: str, place: str, shown: Shown) -> Iterator[str]:
        now = (normal(shown.text), shown.buttons)
        before = self.seen.get((place, shown.id))
        if before == now:
            return
        self.seen[(place, shown.id)] = now
        where = f"privately to {who}" if shown.private else f"{who}'s dm" if place == "dm" else place
        sign = "~" if before else "+"
        yield f"-- {sign} {where}" + (
            " (in thread)" if place not in ("dm",) and shown.root != shown.id and not shown.private else ""
        )
        yield from (f"   {line}" for line in now[0].splitlines())
        if now[1]:
            yield "   " + " ".join(f"[{label}]" for label in now[1])


def normal(text: str) -> str:
    """The words without what differs from run to run: times of day and white space; and from
    platform to platform: only some can link to a direct message."""
    text = re.sub("(?m)^Asked in: (open the thread|direct message)$", "Asked in: a place", text)
    text = re.sub(r"\b\d{1,2}:\d{2}(\s?[AP]M)?\b", "hh:mm", text.replace("\u202f", " ").replace("\u00a0", " "))
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
