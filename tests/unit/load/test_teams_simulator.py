"""The simulated Teams is as strict as the real one, and remembers what people could see."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.app import PATH, Teams
from bot.errors import NotSent, OutcomeUnknown, RateLimited, Refused
from bot.messages import Thread
from bot.ports import Parcel
from bot.wording.request import STILL
from tests.contract.fake_issuer import TENANT
from tests.contract.stack import MovedClock, Stack
from tests.contract.teams_door import Heard
from tests.fakes.memory_ledger import MemoryLedger
from tests.load.simulator.seen import read_seen
from tests.load.simulator.teams import Company, TeamsSimulator, serving
from tests.load.simulator.teams_control import Control, Remote
from tests.load.simulator.teams_people import NoSuchButton, People
from tests.load.simulator.weather import FAIR, Sky, Weather
from tests.samples import card

QUESTION = "my vpn wont conect since this morning"
HELP = Thread("teams", TENANT, "19:help@thread.tacv2")
TRIAGE = "19:triage@thread.tacv2"


@dataclass
class Site:
    """A simulated Teams and the adapter in front of it."""

    simulator: TeamsSimulator
    teams: Teams
    people: People
    heard: Heard
    clock: list[float] = field(default_factory=lambda: [1000.0])


@asynccontextmanager
async def site(weather: Weather = FAIR, stack: Stack | None = None) -> AsyncIterator[Site]:
    clock, heard = [1000.0], Heard()
    moved = stack.clock if stack else MovedClock()
    sky = Sky(weather, clock=lambda: clock[0])
    simulator = TeamsSimulator(Company(3), sky=sky, clock=lambda: clock[0])
    async with aiohttp.ClientSession() as session, serving(simulator, Control(simulator, session).routes):
        teams = Teams(simulator.connector.config(), stack.handler if stack else heard, session, moved)
        app = web.Application()
        teams.routes(app)
        async with TestServer(app) as door:
            people = simulator.people(session, [str(door.make_url(""))])
            yield Site(simulator, teams, people, heard, clock)


def parcel(number: int = 1, thread: Thread = HELP) -> Parcel:
    return Parcel(f"key-{number}", thread, card(f"Post {number}"))


async def test_T17_too_many_posts_to_one_conversation_are_told_when_there_is_room_again() -> None:
    async with site() as at:
        for number in range(7):
            await at.teams.platform.send(parcel(number))
        with pytest.raises(RateLimited) as limited:
            await at.teams.platform.send(parcel(8))
        assert limited.value.retry_after.total_seconds() == 1
        assert at.simulator.fate.throttled == {"conversation": 1}
        at.clock[0] += 1
        await at.teams.platform.send(parcel(8))
        assert len(at.simulator.sightings.rows) == 8


async def test_T18_every_failure_is_known_for_what_it_is_and_the_ledger_holds_what_was_taken() -> None:
    for weather, error, seen in (
        (Weather(limited=1), (RateLimited, NotSent), 0),
        (Weather(failed_before=1), OutcomeUnknown, 0),
        (Weather(failed_after=1), OutcomeUnknown, 1),
        (Weather(dropped_after=1), OutcomeUnknown, 1),
        (Weather(garbled=1), OutcomeUnknown, 1),
        (Weather(outages=((0, 10),)), OutcomeUnknown, 0),
    ):
        async with site(weather) as at:
            with pytest.raises(error):
                await at.teams.platform.send(parcel())
            assert [row.unknowable for row in at.simulator.sightings.rows] == [True] * seen


async def test_T19_a_message_too_large_in_utf_16_is_refused() -> None:
    async with site() as at:
        activity: dict[str, Any] = {"type": "message", "textFormat": "plain", "text": "x" * 52_000}
        with pytest.raises(Refused, match="413"):
            await _post(at, activity)
        await _post(at, activity | {"text": "x" * 50_000})


async def test_T20_text_and_card_together_become_two_messages_and_no_id_comes_back() -> None:
    async with site() as at:
        content = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "a card"}]}
        attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
        with pytest.raises(OutcomeUnknown, match="no id"):
            await _post(at, {"type": "message", "textFormat": "plain", "text": "words", "attachments": [attachment]})
        assert [row.text for row in at.simulator.sightings.rows] == ["words", "a card"]


async def test_T28_a_card_of_a_known_shape_with_a_wrong_value_is_refused_still() -> None:
    async with site() as at:
        for size, fine in (("Large", True), ("Huge", False), ("Large", True)):
            body = [{"type": "TextBlock", "text": f"size {size}", "size": size}]
            content = {"type": "AdaptiveCard", "version": "1.5", "body": body}
            attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
            if fine:
                await _post(at, {"type": "message", "attachments": [attachment]})
            else:
                with pytest.raises(Refused, match="400"):
                    await _post(at, {"type": "message", "attachments": [attachment]})


async def test_T8_what_is_not_acknowledged_comes_again_under_the_same_id() -> None:
    async with site() as at:
        at.heard.broken, at.people.courier.pauses = True, (0.0, 0.0)
        said = await at.people.ask("e0", QUESTION)
        assert not said.delivered.acknowledged
        assert len(said.delivered.tries) == 3
        at.heard.broken = False
        assert (await at.people.ask("e1", QUESTION)).delivered.acknowledged
        assert [message.sender.id for message in at.heard.messages] == ["aad-e1"]


async def test_T11_a_second_copy_has_the_same_identity() -> None:
    async with site(Weather(doubled=1)) as at:
        await at.people.ask("e0", QUESTION)
        await at.people.courier.rest()
        assert len({message.delivery for message in at.heard.messages}) == 1
        assert len(at.heard.messages) == 2


async def test_T1_a_rotated_key_is_used_at_once() -> None:
    async with site() as at:
        await at.people.ask("e0", QUESTION)
        before = at.people.courier._signed()
        at.simulator.connector.issuer.rotate()
        assert at.people.courier._signed() != before


async def test_a_request_from_the_question_to_the_claim() -> None:
    ledger = MemoryLedger({})
    stack = Stack(ledger, ledger.chat, MovedClock())
    async with site(stack=stack) as at:
        await stack.attach(at.teams.platform)
        await at.people.ask("e0", QUESTION)
        await settle(at, stack)
        [answer] = at.simulator.connector.posts
        with pytest.raises(NoSuchButton):
            await at.people.press("e0", answer, "fly")
        assert (await at.people.press("e0", answer, STILL)).acknowledged
        await at.people.ask("e0", "I need a human")
        await settle(at, stack)
        triage = next(posted for posted in at.simulator.connector.posts if posted.base == TRIAGE)
        await at.people.command("sam", TRIAGE, "claim 1", root=triage.root)
        await settle(at, stack)
        shown = [row for row in at.simulator.sightings.rows if row.id == triage.id]
        assert [row.version for row in shown] == [1, 2]
        assert "Sam Okafor" not in shown[0].text
        assert "Sam Okafor" in shown[1].text


async def settle(at: Site, stack: Stack) -> None:
    """Deliver everything, however many times Teams says to wait."""
    for _ in range(20):
        await stack.settle()
        at.clock[0] += 2
        stack.clock.advance(timedelta(seconds=2))


async def _post(at: Site, activity: dict[str, Any]) -> None:
    await at.teams.platform._connector.post(at.simulator.connector.service_url, HELP.channel, activity)


async def test_the_simulator_is_told_over_http_what_its_people_do() -> None:
    ledger = MemoryLedger({})
    stack = Stack(ledger, ledger.chat, MovedClock())
    async with site(stack=stack) as at:
        await stack.attach(at.teams.platform)
        address = at.simulator.connector.service_url.removesuffix("/teams/")
        remote = Remote(at.people.courier.session, address)
        await remote.doors([str(at.people.courier.doors[0]).removesuffix(PATH)])
        said = await remote.say("e0", "a:dm-e0", QUESTION)
        assert said["status"] == 200
        await settle(at, stack)
        [seen] = read_seen(await remote.seen())
        assert (await remote.press("e0", seen.id, STILL))["status"] == 200
        await remote.weather(Weather(limited=1), gone=True)
        assert at.simulator.sky.down
        figures = await remote.figures()
        assert (figures["sightings"], len(figures["waits"])) == (1, 2)
