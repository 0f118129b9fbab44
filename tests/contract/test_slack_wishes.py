"""I5: the message shortcut "Create ticket", which may be used anywhere, also where we are no member."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.contract.drivers.slack import SlackDriver, drive
from tests.contract.fake_slack import BOT_USER, Channel, Fault
from tests.contract.slack_rig import Rig, open_door
from tests.contract.stack import MovedClock, Stack, unguided
from tests.fakes.memory_ledger import MemoryLedger

BETWEEN = "D0HUMANS"


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_door() as opened:
        opened.slack.channels[BETWEEN] = Channel(BETWEEN, {"U0MARIA", "U0SAM"})
        yield opened


@pytest.mark.parametrize(("channel", "apart"), [("C0HELP", False), ("C0OTHERS", True), (BETWEEN, True)])
async def test_I5_where_we_are_no_member_a_wish_says_so(rig: Rig, channel: str, apart: bool) -> None:
    said = rig.slack.write("U0MARIA", channel, "the door is shut")
    assert (await rig.slack.deliver(rig.slack.shortcut("U0SAM", channel, said)))[0] == 200
    [wish] = rig.engine.handled
    assert (wish.apart, wish.text) == (apart, "the door is shut")


async def test_I5_where_slack_does_not_tell_us_the_authors_own_chat_is_the_safe_place(rig: Rig) -> None:
    said = rig.slack.write("U0MARIA", "C0HELP", "the door is shut")
    rig.slack.fail_next("conversations.replies", Fault(429, retry_after=30))
    assert (await rig.slack.deliver(rig.slack.shortcut("U0SAM", "C0HELP", said)))[0] == 200
    assert rig.engine.handled[0].apart


async def test_I5_of_a_message_between_two_people_only_its_author_reads_the_answers() -> None:
    ledger = MemoryLedger()
    stack = Stack(ledger, ledger.chat, MovedClock(), library=unguided)
    async with drive(stack) as driver:
        assert isinstance(driver, SlackDriver)
        slack = driver.slack
        slack.channels[BETWEEN] = Channel(BETWEEN, {"U0MARIA", "U0IVAN"})
        said = slack.write("U0MARIA", BETWEEN, "my payslip shows too little")
        await slack.deliver(slack.shortcut("U0IVAN", BETWEEN, said))
        await stack.settle()
        await driver.command("sam", "triage", "reply 1 your new password is swordfish")
        await stack.settle()
        stack.clock.advance(timedelta(hours=1))
        await stack.settle()
        chat = slack.channels[slack.direct("U0MARIA")]
        ours = [each for each in chat.messages if each["user"] == BOT_USER]
        assert any("swordfish" in each["text"] for each in ours)
        assert any("has opened ticket #1 for you" in each["text"] for each in ours)
        assert not [each for each in slack.whispers if "swordfish" in each["text"] and each["user"] == "U0IVAN"]
        assert [each["text"] for each in slack.whispers if each["user"] == "U0IVAN"]
        assert not await ledger.outbox.dead_letters()
        await driver.say("maria", "dm", "it is the one of March")
        await stack.settle()
        assert "it is the one of March" in " ".join(each.text for each in await driver.look("sam", "triage"))
