"""I3: help channels by policy: what is heard there, and who sees the answer."""

from dataclasses import replace

import pytest

from bot.conversation.questions import asks
from bot.desk.channels import HelpChannel, Mode
from bot.messages import Message, Person, Press, Thread
from bot.ports import Parcel
from tests.contract.counter import IVAN, MARIA, SAM, Counter
from tests.fakes.memory_ledger import MemoryLedger

QUESTION = "my vpn wont connect since this morning"
NEWS = "Cake in the kitchen at three"
HELP = "C0HELP"


def counter(mode: Mode, *, whispers: bool = False, platform: str = "slack") -> Counter:
    desk = Counter(MemoryLedger()).desk
    return Counter(MemoryLedger(), replace(desk, help_channels=(HelpChannel(platform, HELP, mode, whispers),)))


class Channel:
    """People writing in the help channel."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.count = 0

    async def say(self, text: str, who: Person = MARIA, root: str = "", *, mention: bool = False) -> list[Parcel]:
        self.count += 1
        ts = f"{self.count}.1"
        thread = Thread("slack", "T0FIRST", HELP, root or ts)
        now = self.counter.clock()
        await self.counter.hear(Message(f"m:{HELP}:{ts}", thread, who, now, text, addressed=mention))
        return list(self.counter.posts)

    async def press(self, action: str, value: str, root: str) -> list[Parcel]:
        self.count += 1
        thread = Thread("slack", "T0FIRST", HELP, root)
        now, press = self.counter.clock(), Press(action, value)
        await self.counter.hear(Message(f"p{self.count}", thread, MARIA, now, pressed=press, addressed=True))
        return list(self.counter.posts)


@pytest.mark.parametrize(
    ("mode", "question", "news", "mentioned"),
    [
        (Mode.EVERY, True, True, True),
        (Mode.QUESTIONS, True, False, True),
        (Mode.MENTIONS, False, False, True),
    ],
)
async def test_I3_each_mode_hears_what_it_says(mode: Mode, question: bool, news: bool, mentioned: bool) -> None:
    channel = Channel(counter(mode))
    assert bool(await channel.say(QUESTION)) is question
    assert bool(await channel.say(NEWS)) is news
    assert bool(await channel.say(NEWS, mention=True)) is mentioned


async def test_I3_what_an_article_answers_for_sure_is_heard_where_only_questions_are() -> None:
    words = "wifi keeps dropping"
    assert not asks(words)
    assert await Channel(counter(Mode.QUESTIONS)).say(words)
    assert not await Channel(counter(Mode.MENTIONS)).say(words)


async def test_I3_in_a_thread_that_people_have_opened_among_themselves_only_a_mention_is_heard() -> None:
    channel = Channel(counter(Mode.EVERY))
    assert not await channel.say(QUESTION, root="0.9")
    assert await channel.say(QUESTION, root="0.9", mention=True)


async def test_I3_off_is_silent_and_tells_who_mentions_us_privately_where_to_ask() -> None:
    channel = Channel(counter(Mode.OFF))
    assert not await channel.say(QUESTION)
    [told] = await channel.say(QUESTION, mention=True)
    assert told.private_to == MARIA
    assert "Write to me directly" in channel.counter.privately(MARIA)


async def test_I3_an_answer_for_the_asker_alone_is_shown_to_nobody_else_and_its_buttons_work() -> None:
    channel = Channel(counter(Mode.QUESTIONS, whispers=True))
    [answer] = await channel.say(QUESTION)
    assert answer.private_to == MARIA
    assert answer.thread.root == "1.1"
    [solved, *_] = answer.card.buttons
    [confirmed] = await channel.press(solved.action, solved.value, "1.1")
    assert confirmed.private_to == MARIA


async def test_I3_a_ticket_that_comes_of_it_has_its_thread_as_any_other() -> None:
    channel = Channel(counter(Mode.QUESTIONS, whispers=True))
    await channel.say(QUESTION)
    await channel.say("I need a human", root="1.1")
    assert "Ticket #1 is open" in channel.counter.to(HELP)


async def test_I3_where_the_platform_cannot_show_it_to_one_person_the_answer_is_in_the_thread() -> None:
    assert not HelpChannel("teams", HELP, Mode.EVERY, whispers=True).can_whisper
    assert HelpChannel("web", HELP, Mode.EVERY, whispers=True).can_whisper


async def test_I3_once_a_person_has_spoken_we_are_silent_until_we_are_mentioned() -> None:
    channel = Channel(counter(Mode.EVERY))
    await channel.say(QUESTION)
    assert not await channel.say("did you try the other network", SAM, root="1.1")
    assert not await channel.say("yes, still not working", root="1.1")
    assert await channel.say("still not working", root="1.1", mention=True)
    assert await channel.say("still not working", root="1.1"), "we are in the talk again"


async def test_I3_of_a_ticket_everything_still_reaches_the_team() -> None:
    channel = Channel(counter(Mode.EVERY))
    await channel.say("I need a human")
    await channel.say("ask the third floor too", IVAN, root="1.1")
    await channel.say("they have it as well", root="1.1")
    assert "they have it as well" in channel.counter.to("C0TRIAGE")
