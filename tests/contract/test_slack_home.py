"""I8 S35: the Home tab in Slack, over real HTTP, with the whole engine behind it."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.slack import home
from bot.messages import Thread, chat_of_home, home_of
from bot.wording.catalogue import Wording
from bot.wording.home import Home, home_card
from tests.contract.drivers.slack import SlackDriver, drive
from tests.contract.fake_slack import Fault
from tests.contract.slack_reading import buttons, shown
from tests.contract.slack_rules import home_problems
from tests.contract.stack import MovedClock, Stack, unguided
from tests.fakes.memory_ledger import MemoryLedger
from tests.samples import NOW, ticket

Json = dict[str, Any]
MARIA = "U0MARIA"


@dataclass
class Tab:
    """Maria's Home tab."""

    driver: SlackDriver
    stack: Stack

    @property
    def slack(self) -> Any:
        return self.driver.slack

    async def send(self, payload: Json) -> None:
        status, _ = await self.slack.deliver(payload)
        assert status == 200
        await self.stack.settle()

    async def open(self, tab: str = "home") -> None:
        await self.send(self.slack.open_home(MARIA, tab))

    @property
    def text(self) -> str:
        message = {**self.slack.homes[MARIA], "ts": "1"}
        return shown("home", message, self.slack.users, private=True).text

    @property
    def labels(self) -> list[str]:
        return [element["text"]["text"] for _, element in buttons(self.slack.homes[MARIA])]

    async def press(self, label: str) -> None:
        found = (each for each in buttons(self.slack.homes[MARIA]) if each[1]["text"]["text"] == label)
        block, element = next(found)
        await self.send(self.slack.press_at_home(MARIA, element, block["block_id"]))

    @property
    def said(self) -> str:
        """What was posted in her chat with us, for good."""
        return "\n".join(each["text"] for each in self.slack.channels[self.slack.direct(MARIA)].messages)


@pytest.fixture
async def tab() -> AsyncIterator[Tab]:
    ledger = MemoryLedger()
    stack = Stack(ledger, ledger.chat, MovedClock(), library=unguided)
    async with drive(stack) as driver:
        yield Tab(driver, stack)


async def test_I8_S35_opened_it_shows_what_is_open_and_ways_to_ask(tab: Tab) -> None:
    await tab.open()
    assert "Your open tickets\nYou have none." in tab.text
    assert "Open a ticket" in tab.labels
    await tab.driver.say("maria", "dm", "I need a human")
    await tab.open()
    assert "#1 · I need a human – new, answer promised by" in tab.text
    assert not tab.slack.whispers, "and nothing is said anywhere else"


async def test_I8_S35_the_other_tab_shows_nothing_new(tab: Tab) -> None:
    await tab.open("messages")
    assert not tab.slack.homes


async def test_I8_S6_an_event_that_comes_twice_is_one(tab: Tab) -> None:
    event = tab.slack.open_home(MARIA)
    await tab.send(event)
    await tab.send(event)
    assert [method for method, _ in tab.slack.calls].count("views.publish") == 1


async def test_I8_a_form_there_opens_a_ticket_in_the_chat_and_the_page_shows_it(tab: Tab) -> None:
    await tab.open()
    await tab.press("Open a ticket")
    await tab.send(tab.slack.submit(MARIA, {"text": "my badge is lost"}))
    assert "Ticket #1 is open" in tab.said
    assert "#1 · my badge is lost – new" in tab.text
    [opened] = [each for each in tab.slack.channels[tab.slack.direct(MARIA)].messages if "#1" in each["text"]]
    await tab.driver.say("maria", "dm", "it is the blue one", root=opened["ts"])
    async with tab.stack.ledger.work() as work:
        assert ("relayed", "") in [(each.action, each.detail) for each in await work.history(1)]


async def test_I8_what_else_is_pressed_there_is_answered_in_the_chat_for_good(tab: Tab) -> None:
    await tab.open()
    await tab.press("What you can ask for")
    assert "New laptop" in tab.said
    assert not tab.slack.whispers, "what vanishes would not be seen from there"


async def test_O4_I8_a_language_chosen_there_changes_the_page_alone(tab: Tab) -> None:
    await tab.open()
    await tab.press("Русский")
    assert "Ваши открытые заявки" in tab.text
    assert not tab.said


@pytest.mark.parametrize("fault", [Fault(status=503), Fault(status=429, retry_after=5), Fault(after_accepting=True)])
async def test_I8_it_is_published_again_whatever_became_of_it(tab: Tab, fault: Fault) -> None:
    tab.slack.fail_next("views.publish", fault)
    await tab.open()
    tab.stack.clock.advance(timedelta(minutes=2))
    await tab.stack.settle()
    assert "Your open tickets" in tab.text


async def test_I8_odd_events_and_views_are_no_harm(tab: Tab) -> None:
    for odd in ({"user": {"id": MARIA}}, {"user": None}, {"channel": "C0HELP"}, {"channel": None}):
        event = tab.slack.open_home(MARIA)
        event["event"] |= odd
        await tab.send(event)
    assert not tab.slack.homes
    await tab.open()
    block, element = next(iter(buttons(tab.slack.homes[MARIA])))
    for kept in ("", "C0HELP", "{}"):
        pressed = tab.slack.press_at_home(MARIA, element, block["block_id"])
        pressed["view"]["private_metadata"] = kept
        status, _ = await tab.slack.deliver(pressed)
        assert status in (200, 400)


def test_S25_a_full_page_keeps_within_the_limits() -> None:
    person = replace(ticket().requester, name="Ж" * 80)
    many = [replace(ticket(number=number), question="ж" * 5000, requester=person) for number in range(1, 11)]
    card = home_card(Wording("ru"), "Д" * 300, Home(many, many, many, catalogue=True), NOW)
    view, _ = home.view(card, "D0MARIA")
    assert not home_problems(view)
    assert len(json.dumps(view, ensure_ascii=False).encode()) < 60_000


def test_I8_a_page_belongs_to_a_chat() -> None:
    chat = Thread("slack", "T0FIRST", "D0MARIA", "1.1")
    assert chat_of_home(home_of(chat).channel) == "D0MARIA"
    assert chat_of_home("D0MARIA") == ""
