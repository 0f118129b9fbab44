"""The main job in the Agents Playground, a client of Teams that is not ours: I1 I2 K3 T1 T2 T3 T4 S5 S6."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.app import PATH, Teams
from adapters.teams.config import TeamsConfig
from tests.contract.stack import MovedClock, Stack
from tests.end_to_end.agents_playground import CHAT, HELP, LEADS, TRIAGE, AgentsPlayground, card_of, start
from tests.fakes.memory_ledger import MemoryLedger

pytestmark = pytest.mark.real_client

CONFIG = TeamsConfig(
    insecure_development=True, listen_host="127.0.0.1", allowed_service_hosts=frozenset({"localhost", "127.0.0.1"})
)


@asynccontextmanager
async def desk(folder: Path) -> AsyncIterator[tuple[AgentsPlayground, Stack]]:
    """The whole engine at work behind the door, and the Playground in front of it."""
    ledger = MemoryLedger()
    stack = Stack(ledger, ledger.chat, MovedClock())
    async with aiohttp.ClientSession() as session:
        teams = Teams(CONFIG, stack.handler, session, stack.clock)
        await stack.attach(teams.platform)
        app = web.Application()
        teams.routes(app)
        async with TestServer(app, host="127.0.0.1") as server, start(folder, str(server.make_url(PATH))) as playground:
            stop = asyncio.Event()
            at_work = asyncio.create_task(stack.dispatcher.run(stop))
            try:
                yield playground, stack
            finally:
                stop.set()
                await at_work


def labels(shown: dict[str, object]) -> list[str]:
    return [action["title"] for action in card_of(shown).get("actions", ())]


async def test_a_question_becomes_a_fix_or_a_ticket_that_somebody_claims_and_answers(tmp_path: Path) -> None:
    async with desk(tmp_path) as (playground, _):
        await playground.say(CHAT, "my vpn wont conect since this morning")
        answer = await playground.see(CHAT, "VPN does not connect")
        assert labels(answer) == ["Solved", "Still need help"]

        told = await playground.press("maria", answer, "Still need help")
        assert told["value"] == "Got it."
        again = await playground.see(CHAT, "next best match")
        assert labels(await playground.see(CHAT, "VPN does not connect", "updateMessage")) == []

        await playground.press("maria", again, "Still need help")
        await playground.see(CHAT, "Ticket #1 is open")
        card = await playground.see(TRIAGE, "#1", "my vpn wont conect")

        await playground.say_as("sam", TRIAGE, "/ticket claim 1")
        await playground.see(CHAT, "Sam Okafor is looking at ticket")
        edited = await playground.see(TRIAGE, "Sam Okafor", "updateMessage")
        assert edited["messageId"] == card["messageId"]

        await playground.press("sam", edited, "Reply", text="Which office are you in?")
        await playground.see(CHAT, "Which office are you in?")
        await playground.say(CHAT, "Lisbon, second floor")
        await playground.see(f"{TRIAGE};messageid={card['messageId']}", "Lisbon, second floor")
        assert "You have ticket #1 now." not in str(playground.shown), "said to Sam alone, and this is Maria's client"


async def test_a_mention_in_a_channel_is_answered_in_its_thread(tmp_path: Path) -> None:
    async with desk(tmp_path) as (playground, _):
        said = await playground.say(HELP, "the printer on our floor does not print anything", mention=True)
        answer = await playground.see(str(said["postConversationId"]), "Printer does not print")
        await playground.press("maria", answer, "Solved")
        solved = await playground.see(str(said["postConversationId"]), "Printer does not print", "updateMessage")
        assert labels(solved) == []


async def test_nobody_claims_so_the_leads_are_told_and_acknowledge(tmp_path: Path) -> None:
    async with desk(tmp_path) as (playground, stack):
        await playground.say(CHAT, "I need a human")
        await playground.see(CHAT, "Ticket #1 is open")
        stack.clock.advance(timedelta(minutes=2))
        ping = await playground.see(LEADS, "Nobody has claimed this ticket")
        await playground.press("lena", ping, "Acknowledge")
        seen = await playground.see(LEADS, "Acknowledged by Lena Fischer", "updateMessage")
        assert labels(seen) == []
