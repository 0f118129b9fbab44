"""X3: a platform's own payload with a forged value, by somebody who may not, through each real adapter."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.tickets.ticket import Ticket
from tests.contract.driver import Shown
from tests.contract.drivers import slack, teams, web
from tests.contract.stack import MovedClock, Stack
from tests.fakes.memory_ledger import MemoryLedger

BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Claim"}}


async def forge_in_slack(driver: Any, who: str, shown: Shown, action: str, value: str) -> None:
    """A signed interaction: Slack vouches for the user, not for what a client sends as the value."""
    channel = driver.slack.channels["D0MARIA"]
    message = next(message for message in channel.messages if message["ts"] == shown.id)
    element = {**BUTTON, "action_id": action, "value": value}
    status, _ = await driver.slack.deliver(driver.slack.press(f"U0{who.upper()}", channel.id, message, element, "b"))
    assert status == 200


async def forge_in_teams(driver: Any, who: str, shown: Shown, action: str, value: str) -> None:
    """An invoke with a token of the connector: the data of a card is the client's."""
    data = {"firstline": {"action": action, "value": value}}
    pressed = {"replyToId": shown.id, "verb": action, "data": data}
    assert (await driver.teams.press(who, f"a:dm-{who}", "", pressed))["statusCode"] == 200


async def forge_in_the_playground(driver: Any, who: str, shown: Shown, action: str, value: str) -> None:
    """A frame of the socket. Whoever reaches the page may be anybody, but each is only who they are."""
    await driver.live.act({"do": "press", "line": shown.id, "action": action, "value": value, "as": who, "fields": {}})


Forge = Callable[[Any, str, Shown, str, str], Awaitable[None]]
PLATFORMS: dict[str, tuple[Any, Forge]] = {
    "slack": (slack, forge_in_slack),
    "teams": (teams, forge_in_teams),
    "web": (web, forge_in_the_playground),
}


async def ticket_one(stack: Stack) -> Ticket:
    async with stack.ledger.work() as work:
        ticket = await work.ticket(1)
    assert ticket is not None
    return ticket


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_X3_a_forged_payload_does_nothing_and_the_agents_does(platform: str) -> None:
    at, forge = PLATFORMS[platform]
    ledger = MemoryLedger({})
    stack = Stack(ledger, ledger.chat, MovedClock())
    async with at.drive(stack) as driver:
        await driver.say("maria", "dm", "I need a human")
        await stack.settle()
        shown = [*await driver.look("maria", "dm")][-1]
        before = await ticket_one(stack)
        for who in ("maria", "ivan"):
            for action in ("claim", "resolve", "release", "escalate", "transfer", "priority"):
                await forge(driver, who, shown, action, "1")
            await stack.settle()
        assert await ticket_one(stack) == before
        card = [*await driver.look("sam", "triage")][-1]
        await driver.press("sam", card, next(label for label in card.buttons if "laim" in label))
        assert (await ticket_one(stack)).assignee == "sam"
    for close in stack.closers:
        await close()
