"""I9, L1 of the page: who sees what, live, from any process."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from adapters.web.config import Room
from adapters.web.playground import Playground
from adapters.web.setup import setup_of
from bot.cards import Card, Text
from bot.errors import Refused
from bot.messages import Message, Person, Thread
from bot.ports import ChatLine, Parcel
from tests.fakes.live_socket import LiveSocket, live_socket
from tests.fakes.memory_chat import MemoryChatLog
from tests.fakes.playground import open_playground, utc_now

CARD = Card("en", (Text(("hello",)),))


@dataclass
class Held:
    """A handler that waits until it is let go, and remembers the order."""

    go: asyncio.Event = field(default_factory=asyncio.Event)
    begun: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    async def handle(self, message: Message) -> None:
        self.begun.append(message.text)
        if message.sender.id == "maria":
            await self.go.wait()
        self.done.append(message.text)


@dataclass
class Nothing:
    """A handler with nothing to say."""

    async def handle(self, message: Message) -> None:
        return None


async def newest(playground: Playground) -> int:
    return max((line.revision for line in await playground.chat.since(0)), default=0)


async def seen(live: LiveSocket, playground: Playground, who: str) -> list[str]:
    await live.watch(who)
    return [line["channel"] for line in await live.reach(who, await newest(playground))]


@pytest.mark.parametrize(
    ("who", "places"),
    [
        ("maria", ["dm-maria", "help"]),
        ("ivan", ["help"]),
        ("sam", ["help", "triage"]),
        ("lena", ["help", "triage", "leads"]),
    ],
)
async def test_everybody_sees_their_own_places_and_no_others(who: str, places: list[str]) -> None:
    async with open_playground(Nothing(), MemoryChatLog()) as playground, live_socket(playground.config.home) as live:
        for number, channel in enumerate(("dm-maria", "help", "triage", "leads")):
            await playground.platform.send(Parcel(f"k{number}", Thread("web", "playground", channel), CARD))
        assert await seen(live, playground, who) == places


async def test_private_lines_reach_only_the_view_of_that_person() -> None:
    async with open_playground(Nothing(), MemoryChatLog()) as playground, live_socket(playground.config.home) as live:
        thread, sam = Thread("web", "playground", "triage"), Person("web", "playground", "sam")
        await playground.platform.send(Parcel("k", thread, CARD, private_to=sam))
        assert await seen(live, playground, "sam") == ["triage"]
        assert await seen(live, playground, "nadia") == []
        assert await seen(live, playground, "lena") == []


async def test_a_command_is_shown_to_the_one_who_gave_it_and_a_press_to_nobody() -> None:
    async with open_playground(Nothing(), MemoryChatLog()) as playground, live_socket(playground.config.home) as live:
        card = await playground.platform.send(Parcel("k", Thread("web", "playground", "triage"), CARD))
        await live.say("sam", "triage", "/ticket claim 1")
        await live.act({"do": "press", "as": "sam", "line": card, "action": "claim", "value": "1"})
        assert await seen(live, playground, "nadia") == ["triage"]
        await live.watch("sam")
        lines = await live.reach("sam", await newest(playground))
        assert [(line["command"], line["text"], line["private"]) for line in lines] == [
            (False, "", False),
            (True, "/ticket claim 1", True),
        ]


async def test_what_another_process_writes_is_seen() -> None:
    chat = MemoryChatLog()
    async with open_playground(Nothing(), chat) as playground, live_socket(playground.config.home) as live:
        await live.watch("maria")
        await live.reach("maria", 0)
        written = await chat.add(ChatLine("", "help", "", "firstline", utc_now(), 0, card=CARD))
        assert [line["id"] for line in await live.reach("maria", written.revision)] == [written.id]


async def test_a_view_that_comes_back_gets_what_it_missed_and_no_more() -> None:
    async with open_playground(Nothing(), MemoryChatLog()) as playground:
        first = await playground.platform.send(Parcel("k1", Thread("web", "playground", "help"), CARD))
        revision = await newest(playground)
        second = await playground.platform.send(Parcel("k2", Thread("web", "playground", "help"), CARD))
        async with live_socket(playground.config.home) as live:
            await live.watch("maria", revision)
            lines = await live.reach("maria", await newest(playground))
    assert [line["id"] for line in lines] == [second]
    assert first != second


async def test_a_view_that_was_left_gets_nothing_more() -> None:
    async with open_playground(Nothing(), MemoryChatLog()) as playground, live_socket(playground.config.home) as live:
        await live.watch("maria")
        await live.watch("ivan")
        await live.reach("maria", 0)
        await live.send({"do": "leave", "as": "maria"})
        await live.say("ivan", "help", "hello")
        await live.reach("ivan", await newest(playground))
        assert not live.lines["maria"]


async def test_one_persons_actions_keep_their_order_and_do_not_hold_up_others() -> None:
    handler = Held()
    async with open_playground(handler, MemoryChatLog()) as playground, live_socket(playground.config.home) as live:
        for text in ("one", "two"):
            await live.send({"do": "say", "id": text, "as": "maria", "place": "help", "text": text})
        await live.say("ivan", "help", "other")
        assert handler.done == ["other"]
        assert handler.begun == ["one", "other"]
        handler.go.set()
        await live.say("maria", "help", "three")
    assert handler.done == ["other", "one", "two", "three"]


async def test_too_much_at_once_is_refused_and_not_piled_up() -> None:
    handler = Held()
    async with open_playground(handler, MemoryChatLog()) as playground, live_socket(playground.config.home) as live:
        for number in range(64):
            await live.send({"do": "say", "id": f"n{number}", "as": "maria", "place": "help", "text": "x"})
        answer = await live.say("maria", "help", "one too many")
        assert (answer["type"], answer["why"]) == ("failed", "busy")
        handler.go.set()


async def test_nobody_acts_as_somebody_unknown() -> None:
    async with open_playground(Nothing(), MemoryChatLog()) as playground, live_socket(playground.config.home) as live:
        answer = await live.say("mallory", "help", "hello")
        assert (answer["type"], answer["why"]) == ("failed", "unknown-person")
        live.lines["mallory"], live.revisions["mallory"] = {}, 0
        await live.send({"do": "watch", "id": "w", "as": "mallory", "since": 0})
        while "w" not in live._answers:
            await live.hear()
        assert live._answers["w"]["why"] == "unknown-person"


async def test_nonsense_is_answered_and_the_socket_goes_on() -> None:
    async with open_playground(Nothing(), MemoryChatLog()) as playground, live_socket(playground.config.home) as live:
        await live.socket.send_str("nonsense")
        await live.hear()
        assert (await live.say("maria", "help", "hello"))["type"] == "done"


async def test_O1_a_team_of_today_has_its_room_while_the_page_is_open() -> None:
    async with open_playground(Nothing(), MemoryChatLog()) as playground, live_socket(playground.config.home) as live:
        to_hr = Parcel("k", Thread("web", "playground", "hr-triage"), CARD)
        with pytest.raises(Refused):
            await playground.platform.send(to_hr)
        await live.watch("sam")
        before = playground.config
        hr = replace(before, rooms=(*before.rooms, Room("hr-triage", "hr-triage", "triage")))
        playground.described = lambda: hr
        while not live.setups:
            await live.hear()
        assert "hr-triage" in [room["id"] for room in setup_of(playground.config)["rooms"]]
        await playground.platform.send(to_hr)
        assert [line["channel"] for line in await live.reach("sam", await newest(playground))] == ["hr-triage"]
