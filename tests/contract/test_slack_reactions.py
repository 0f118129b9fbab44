"""I6: a reaction in Slack opens a ticket for who wrote the message."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.messages import Person
from tests.contract.fake_slack import BOT_USER, TEAM
from tests.contract.slack_rig import Rig, open_door

Json = dict[str, Any]

MARIA, SAM = Person("slack", TEAM, "U0MARIA"), Person("slack", TEAM, "U0SAM")


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_door(reaction="ticket") as opened:
        yield opened


async def send(rig: Rig, body: Json) -> int:
    return (await rig.slack.deliver(body))[0]


def reaction(rig: Rig, ts: str, emoji: str = "ticket", user: str = "U0SAM", channel: str = "C0HELP") -> Json:
    item = {"type": "message", "channel": channel, "ts": ts}
    event = {"type": "reaction_added", "user": user, "reaction": emoji, "item": item, "ts": rig.slack.ts()}
    body = rig.slack.event(event, channel)
    body["event"] = {key: value for key, value in body["event"].items() if key not in ("channel", "channel_type", "ts")}
    return body


@pytest.mark.parametrize("emoji", ["ticket", "ticket::skin-tone-3"])
async def test_I6_the_words_are_asked_for_and_the_author_gets_the_ticket(rig: Rig, emoji: str) -> None:
    said = rig.slack.write("U0MARIA", "C0HELP", "a &amp; b are broken")
    assert await send(rig, reaction(rig, said["ts"], emoji)) == 200
    [wish] = rig.engine.handled
    assert (wish.sender, wish.behalf, wish.text) == (SAM, MARIA, "a & b are broken")
    assert (wish.about, wish.thread.root) == (f"m:C0HELP:{said['ts']}", said["ts"])


async def test_I6_in_a_thread_it_is_the_message_itself_that_counts(rig: Rig) -> None:
    first = rig.slack.write("U0SAM", "C0HELP", "what is wrong?")
    said = rig.slack.write("U0MARIA", "C0HELP", "the door", first["ts"])
    await send(rig, reaction(rig, said["ts"]))
    [wish] = rig.engine.handled
    assert (wish.text, wish.thread.root) == ("the door", first["ts"])


async def test_I6_repeats_of_it_are_one(rig: Rig) -> None:
    said = rig.slack.write("U0MARIA", "C0HELP", "help")
    for _ in range(3):
        await send(rig, reaction(rig, said["ts"]))
    assert len(rig.engine.handled) == 1


async def test_I6_other_emoji_bots_messages_and_those_that_are_gone_are_nothing(rig: Rig) -> None:
    said = rig.slack.write("U0MARIA", "C0HELP", "help")
    ours = rig.slack.write(BOT_USER, "C0HELP", "an answer")
    bodies = [reaction(rig, said["ts"], "eyes"), reaction(rig, ours["ts"]), reaction(rig, "1.000001")]
    bodies += [reaction(rig, said["ts"], user=BOT_USER), reaction(rig, said["ts"], channel="C0OTHERS")]
    assert [await send(rig, body) for body in bodies] == [200] * len(bodies)
    assert rig.engine.handled == []


async def test_I6_nothing_is_asked_where_no_emoji_is_configured() -> None:
    async with open_door() as rig:
        said = rig.slack.write("U0MARIA", "C0HELP", "help")
        assert await send(rig, reaction(rig, said["ts"])) == 200
        assert rig.engine.handled == []
