"""T4: nothing internal ever reaches the requester's side, on any platform, however it was said, edited or deleted.

A word that nobody else says goes into the message; a judge looks at all that any requester has ever been shown.
"""

import re
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib import import_module
from itertools import product

import aiohttp
import pytest

from bot.cards import card_to_json
from bot.desk.desk import Desk
from bot.ports import ChatLine
from tests.contract.driver import EditingDriver, Shown
from tests.contract.stack import MovedClock, Stack, contract_desk
from tests.contract.test_dialogue import PLATFORMS
from tests.fakes.memory_ledger import MemoryLedger

WINDOW = timedelta(seconds=20)
OUTSIDERS = (("maria", "dm"), ("ivan", "dm"), ("maria", "help"), ("ivan", "help"))
"""Whose eyes see the requester's side."""
INTERNAL = ("talk", "thread", "note", "noted by form", "tag", "hold", "transfer", "escalate", "undone")
PUBLIC = ("reply", "replied by form", "ask")


def desk() -> Desk:
    return replace(contract_desk(), undo_within=WINDOW)


@dataclass
class Case:
    """One ticket of Maria's, and everything that any outsider ever saw."""

    driver: EditingDriver
    stack: Stack
    card: Shown | None = None
    seen: list[str] = field(default_factory=list)

    async def open(self) -> None:
        await self.driver.say("maria", "dm", "I need a human, the lamp is red")
        await self.settle()
        self.card = (await self.driver.look("sam", "triage"))[0]

    async def settle(self) -> None:
        await self.stack.settle()
        for who, place in OUTSIDERS:
            self.seen += [shown.text for shown in await self.driver.look(who, place)]

    async def wait(self) -> None:
        self.stack.clock.advance(WINDOW)
        await self.settle()

    async def say(self, how: str, text: str) -> str:
        """The agent says it in that way; the id of the message, where it is one that can be changed."""
        assert self.card is not None
        match how:
            case "talk":
                return await self.driver.say("sam", "triage", text)
            case "thread":
                return await self.driver.say("sam", "triage", text, root=self.card.root)
            case "reply" | "note" | "ask" | "tag" | "hold" | "escalate":
                return await self.driver.say("sam", "triage", f"{how} 1 {text}", root=self.card.root, mention=True)
            case "transfer":
                await self.driver.command("sam", "triage", f"transfer 1 nadia found: {text}")
            case "noted by form":
                await self.driver.press("sam", self.card, "Note", {"text": text})
            case "replied by form":
                await self.driver.press("sam", self.card, "Reply", {"text": text})
            case "undone":
                await self.driver.command("sam", "triage", f"reply 1 {text}")
                await self.settle()
                await self.driver.command("sam", "triage", "undo 1")
        return ""

    def leaked(self, word: str) -> Sequence[str]:
        return [text for text in self.seen if word in text]


def driven(platform: str, stack: Stack) -> AbstractAsyncContextManager[EditingDriver]:
    opened: AbstractAsyncContextManager[EditingDriver] = import_module(f"tests.contract.drivers.{platform}").drive(
        stack
    )
    return opened


def fresh() -> Stack:
    ledger = MemoryLedger()
    return Stack(ledger, ledger.chat, MovedClock(), desk_now=desk)


@pytest.mark.parametrize(("platform", "how"), list(product(PLATFORMS, INTERNAL)))
async def test_T4_what_is_internal_stays_internal_also_edited_and_deleted(platform: str, how: str) -> None:
    stack = fresh()
    async with driven(platform, stack) as driver:
        case = Case(driver, stack)
        await case.open()
        id = await case.say(how, "swordfish")
        await case.wait()
        if id:
            text = f"{how} 1 swordfish again" if how in ("note", "tag", "hold", "escalate") else "swordfish again"
            await driver.edit("sam", "triage", id, text)
            await case.wait()
            await driver.delete("sam", "triage", id)
            await case.wait()
        await driver.command("maria", "dm", "show 1")
        await driver.command("maria", "dm", "search swordfish")
        await case.wait()
        assert not [text for text in case.leaked("swordfish") if "0" not in text and "No ticket" not in text]
        assert case.leaked("lamp"), "the judge sees"


@pytest.mark.parametrize(("platform", "how"), list(product(PLATFORMS, PUBLIC)))
async def test_T4_what_is_public_arrives_after_the_window_and_follows(platform: str, how: str) -> None:
    stack = fresh()
    async with driven(platform, stack) as driver:
        case = Case(driver, stack)
        await case.open()
        id = await case.say(how, "try the green lever")
        await case.settle()
        assert not case.leaked("green lever"), "not before the window is over"
        await case.wait()
        assert case.leaked("green lever")
        if not id:
            return
        await driver.edit("sam", "triage", id, f"{how} 1 try the blue lever")
        await case.settle()
        assert await _now("blue lever", case)
        assert not await _now("green lever", case)
        await driver.delete("sam", "triage", id)
        await case.settle()
        assert not await _now("blue lever", case)


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_T4_the_requesters_words_follow_in_the_triage_thread(platform: str) -> None:
    stack = fresh()
    async with driven(platform, stack) as driver:
        case = Case(driver, stack)
        await case.open()
        root = (await driver.look("maria", "dm"))[0].root if driver.threads_in_direct_messages else ""
        id = await driver.say("maria", "dm", "it is in romo 12", root=root)
        await case.settle()
        assert await _team_sees("romo 12", driver)
        await driver.edit("maria", "dm", id, "it is in room 12")
        await case.settle()
        assert await _team_sees("room 12", driver)
        assert not await _team_sees("romo 12", driver)
        await driver.delete("maria", "dm", id)
        await case.settle()
        assert not await _team_sees("room 12", driver)
        assert await _team_sees("deleted by its author", driver)


async def _now(word: str, case: Case) -> bool:
    return any(word in shown.text for shown in await case.driver.look("maria", "dm"))


async def _team_sees(word: str, driver: EditingDriver) -> bool:
    return any(word in shown.text for shown in await driver.look("sam", "triage"))


CARRYING = ("web", "slack", "teams")
"""Where people can attach files in tests."""


@pytest.mark.parametrize(("platform", "how"), list(product(CARRYING, ("talk", "thread", "note"))))
async def test_T4_files_of_internal_messages_stay_internal(platform: str, how: str) -> None:
    stack = fresh()
    async with driven(platform, stack) as driver:
        case = Case(driver, stack)
        await case.open()
        assert case.card is not None
        root = "" if how == "talk" else case.card.root
        text = "note 1 see this" if how == "note" else "see this"
        id = await driver.attach("sam", "triage", text, "swordfish.txt", root=root, mention=how == "note")
        await case.wait()
        await driver.delete("sam", "triage", id)
        await driver.command("maria", "dm", "show 1")
        await case.wait()
        assert not case.leaked("swordfish")


@pytest.mark.parametrize(("platform", "how"), list(product(CARRYING, ("reply", "ask"))))
async def test_T4_files_of_public_replies_are_told_to_the_requester(platform: str, how: str) -> None:
    stack = fresh()
    async with driven(platform, stack) as driver:
        case = Case(driver, stack)
        await case.open()
        assert case.card is not None
        text = f"{how} 1 see the plan"
        id = await driver.attach("sam", "triage", text, "plan.txt", root=case.card.root, mention=True)
        await case.settle()
        assert not case.leaked("plan.txt"), "not before the window is over"
        await case.wait()
        assert case.leaked("Attached: plan.txt")
        shown = [*await driver.look("sam", "triage"), *await driver.look("sam", "dm")]
        told = any("cannot be carried" in each.text for each in shown)
        assert told is (platform != "web"), "what does not come along is said to who sent it"
        await driver.delete("sam", "triage", id)
        await case.settle()
        assert not await _now("plan.txt", case)


@pytest.mark.parametrize("platform", CARRYING)
@pytest.mark.parametrize("first", [True, False], ids=["with the question", "later"])
async def test_T4_the_requesters_files_reach_the_triage_thread(platform: str, *, first: bool) -> None:
    stack = fresh()
    async with driven(platform, stack) as driver:
        case = Case(driver, stack)
        if first:
            id = await driver.attach("maria", "dm", "I need a human, the lamp is red", "lamp.txt")
            await case.settle()
        else:
            await case.open()
            root = (await driver.look("maria", "dm"))[0].root if driver.threads_in_direct_messages else ""
            id = await driver.attach("maria", "dm", "it looks like this", "lamp.txt", root=root)
            await case.settle()
        assert await _team_sees("Attached: lamp.txt", driver)
        await driver.delete("maria", "dm", id)
        await case.settle()
        assert not await _team_sees("lamp.txt", driver)


async def test_T4_the_playground_really_carries_files_until_they_are_deleted() -> None:
    stack = fresh()
    async with driven("web", stack) as driver, aiohttp.ClientSession() as session:
        case = Case(driver, stack)
        id = await driver.attach("maria", "dm", "I need a human, the lamp is red", "Лампа 1.txt")
        await case.settle()
        [link] = {url for line in await stack.chat.since(0) for url in _links(line)}
        async with session.get(link) as response:
            assert await response.text() == "Лампа 1.txt"
            assert response.headers["Content-Disposition"].startswith("attachment")
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.content_type == "application/octet-stream"
        await driver.delete("maria", "dm", id)
        async with session.get(link) as response:
            assert response.status == 404


def _links(line: ChatLine) -> list[str]:
    return re.findall(r'http://[^"]*/files/[^"]*', str(card_to_json(line.card)).replace("'", '"')) if line.card else []
