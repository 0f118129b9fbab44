"""Plays people in Teams: activities in through the door, posts out through the fake connector."""

import html
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.app import PATH, Teams
from bot.ports import Parcel, Platform
from tests.contract.driver import Driver, Shown
from tests.contract.fake_connector import FakeConnector, Posted, serve
from tests.contract.fake_teams import FakeTeams
from tests.contract.stack import Stack

_LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\([^)\s]*\)")
_TIMES = re.compile(r"(?:\{\{[^}]*\}\}\s?)+")


class Watched:
    """The platform, and which of its posts were meant for one person: in a chat nothing else tells."""

    name = "teams"

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.settle = platform.settle
        self.private: set[str] = set()

    async def send(self, parcel: Parcel) -> str:
        sent = await self._platform.send(parcel)
        if parcel.private_to is not None:
            self.private.add(sent)
        return sent

    async def find(self, parcel: Parcel) -> str | None:
        return await self._platform.find(parcel)


class TeamsDriver:
    """A tenant with five people, three channels and a chat with Firstline for each of them."""

    platform = "teams"
    threads_in_direct_messages = False

    def __init__(self, teams: FakeTeams, connector: FakeConnector, watched: Watched) -> None:
        self.teams = teams
        self.connector = connector
        self._watched = watched
        self._actions: dict[tuple[str, str], dict[str, Any]] = {}

    async def say(self, who: str, place: str, text: str, *, root: str = "", mention: bool = False) -> str:
        return await self.teams.say(who, _base(who, place), text, root=root, mention=mention)

    async def attach(self, who: str, place: str, text: str, name: str, *, root: str = "", mention: bool = False) -> str:
        return await self.teams.attach(who, _base(who, place), text, name, root=root, mention=mention)

    async def edit(self, who: str, place: str, id: str, text: str) -> None:
        await self.teams.edit(id, text)

    async def delete(self, who: str, place: str, id: str) -> None:
        await self.teams.delete(id)

    async def command(self, who: str, place: str, text: str) -> None:
        await self.say(who, place, f"/ticket {text}", mention=place != "dm")

    async def press(self, who: str, shown: Shown, label: str, fields: dict[str, str] | None = None) -> None:
        action = self._actions[shown.id, label]
        data = action.get("data") or {}
        if action["type"] == "Action.ShowCard":
            action, inputs = action["card"]["actions"][0], _inputs(action["card"])
            filled = {inputs[name]: text for name, text in (fields or {}).items()}
            data = action["data"] | filled
        posted = next(posted for posted in self.connector.posts if posted.id == shown.id)
        pressed = {"replyToId": posted.id, "verb": action["verb"], "data": data}
        told = await self.teams.press(who, posted.base, posted.root, pressed)
        assert told["statusCode"] == 200, told

    async def press_stale(self, who: str, shown: Shown, label: str) -> None:
        await self.press(who, shown, label)

    async def look(self, who: str, place: str) -> Sequence[Shown]:
        base = _base(who, place)
        return [self._shown(posted, place) for posted in self.connector.posts if posted.base == base]

    def _shown(self, posted: Posted, place: str) -> Shown:
        actions = posted.card.get("actions", ())
        self._actions |= {(posted.id, action["title"]): action for action in actions}
        return Shown(
            id=posted.id,
            place=place,
            root=posted.root or posted.id,
            text=words_of(posted),
            buttons=tuple(action["title"] for action in actions),
            private=posted.id in self._watched.private,
        )


@asynccontextmanager
async def drive(stack: Stack) -> AsyncIterator[Driver]:
    """The stack behind a real door, with a fake Teams in front and a fake connector behind."""
    async with serve(FakeConnector()) as connector, aiohttp.ClientSession() as session:
        teams = Teams(connector.config(), stack.handler, session, stack.clock)
        watched = Watched(teams.platform)
        await stack.attach(watched)
        app = web.Application()
        teams.routes(app)
        async with TestServer(app) as server:
            people = FakeTeams(connector, session, str(server.make_url(PATH)), stack.clock)
            yield TeamsDriver(people, connector, watched)


def words_of(posted: Posted) -> str:
    """What a person reads: one line per block, markup undone."""
    activity = posted.activity
    if activity.get("textFormat") == "plain":
        return str(activity["text"])
    if activity.get("textFormat") == "markdown":
        return "\n".join(_undone(line) for line in activity["text"].splitlines() if line.strip("> "))
    fallback = posted.card["fallbackText"].splitlines()
    return "\n".join(_timed(line, fallback) for line in _card_lines(posted.card["body"]))


def _card_lines(body: list[dict[str, Any]]) -> Iterator[str]:
    for element in body:
        match element["type"]:
            case "TextBlock":
                yield from map(_undone, filter(None, element["text"].split("\n\n")))
            case "FactSet":
                yield from (f"{_undone(fact['title'])}: {_undone(fact['value'])}" for fact in element["facts"])
            case "Container":
                yield from (f"> {line}" for line in _card_lines(element["items"]))


def _undone(text: str) -> str:
    text = re.sub(r"<at>(.*?)</at>", r"\1", _LINK.sub(r"\1", text))
    text = re.sub(r"(?<!\\)(\*\*|`)", "", text)
    text = re.sub(r"^- ", "• ", text).rstrip()
    return html.unescape(re.sub(r"\\([\\`*_\[\]~{}#+=.)-])", r"\1", text))


def _timed(line: str, fallback: list[str]) -> str:
    """The line with its times in words: what stands there in the card's fallback."""
    if "{{" not in line:
        return line
    pattern = re.compile(".+?".join(map(re.escape, _TIMES.split(line))))
    return next((said for said in fallback if pattern.fullmatch(said)), line)


def _inputs(card: dict[str, Any]) -> dict[str, str]:
    """Ids of the form's inputs by the name of their field."""
    return {part["id"].rpartition(".")[2]: part["id"] for part in card["body"] if part["type"].startswith("Input.")}


def _base(who: str, place: str) -> str:
    return f"a:dm-{who}" if place == "dm" else f"19:{place}@thread.tacv2"
