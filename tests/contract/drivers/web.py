"""Plays people in the playground, over the same socket as its page."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import aiohttp

from adapters.web.playground import Playground
from bot.cards import Button, card_from_json, plain_card
from tests.contract.driver import PEOPLE, Driver, Shown
from tests.contract.stack import Stack
from tests.fakes.live_socket import Frame, LiveSocket, live_socket
from tests.fakes.playground import open_playground

ALL = 100_000


class WebDriver:
    """One socket on which all five act, as an open page does."""

    platform = "web"
    threads_in_direct_messages = True

    def __init__(self, live: LiveSocket, playground: Playground) -> None:
        self.live = live
        self._playground = playground
        self._buttons: dict[tuple[str, str], Button] = {}
        self._newest = 0

    async def say(self, who: str, place: str, text: str, *, root: str = "", mention: bool = False) -> str:
        words = f"@Firstline {text}" if mention else text
        answer = await self.live.say(who, _channel(who, place), words, root)
        assert answer["type"] == "done", answer
        return str(answer["line"])

    async def attach(self, who: str, place: str, text: str, name: str, *, root: str = "", mention: bool = False) -> str:
        words = f"@Firstline {text}" if mention else text
        async with aiohttp.ClientSession() as session:
            address = f"{self._playground.config.home}/files"
            async with session.post(address, params={"as": who, "name": name}, data=name.encode()) as response:
                file = (await response.json())["id"]
        say = {"do": "say", "as": who, "place": _channel(who, place), "root": root, "text": words, "files": [file]}
        answer = await self.live.act(say)
        assert answer["type"] == "done", answer
        return str(answer["line"])

    async def edit(self, who: str, place: str, id: str, text: str) -> None:
        await self._change({"do": "edit", "as": who, "line": id, "text": text})

    async def delete(self, who: str, place: str, id: str) -> None:
        await self._change({"do": "delete", "as": who, "line": id})

    async def _change(self, action: Frame) -> None:
        answer = await self.live.act(action)
        assert answer["type"] == "done", answer

    async def command(self, who: str, place: str, text: str) -> None:
        await self.say(who, place, f"/ticket {text}")

    async def press(self, who: str, shown: Shown, label: str, fields: dict[str, str] | None = None) -> None:
        button = self._buttons[shown.id, label]
        press = {"do": "press", "line": shown.id, "action": button.action, "value": button.value}
        answer = await self.live.act({**press, "as": who, "fields": fields or {}})
        assert answer["type"] == "done", answer

    async def press_stale(self, who: str, shown: Shown, label: str) -> None:
        await self.press(who, shown, label)

    async def look(self, who: str, place: str) -> Sequence[Shown]:
        newer = await self._playground.chat.since(self._newest, ALL)
        self._newest = max((line.revision for line in newer), default=self._newest)
        lines = await self.live.reach(who, self._newest)
        return [self._shown(one, place) for one in lines if one["channel"] == _channel(who, place) and one["card"]]

    def _shown(self, line: Frame, place: str) -> Shown:
        card = card_from_json(line["card"])
        self._buttons |= {(line["id"], button.label): button for button in card.buttons}
        labels = tuple(button.label for button in card.buttons)
        return Shown(line["id"], place, line["root"], plain_card(replace(card, buttons=())), labels, line["private"])


@asynccontextmanager
async def drive(stack: Stack) -> AsyncIterator[Driver]:
    """The playground on a free port, with the stack behind it."""
    async with open_playground(stack.handler, stack.chat, clock=stack.clock) as playground:
        await stack.attach(playground.platform)
        async with live_socket(playground.config.home) as live:
            for who in PEOPLE:
                await live.watch(who)
            yield WebDriver(live, playground)


def _channel(who: str, place: str) -> str:
    return f"dm-{who}" if place == "dm" else place
