"""I4: who speaks where somebody else has asked, above all in chats without threads."""

from dataclasses import replace
from datetime import timedelta

from bot.desk.channels import HelpChannel, Mode
from bot.messages import Message, Person, Thread
from bot.ports import Ledger
from tests.contract.counter import IVAN, MARIA, NADIA, SAM, Counter
from tests.contract.drivers.teams import TeamsDriver, drive, words_of
from tests.contract.stack import MovedClock, Stack, unguided
from tests.contract.test_teams_actions import in_chat
from tests.fakes.memory_ledger import MemoryLedger

GROUP = Thread("slack", "T0FIRST", "19:group")
LONG = timedelta(days=60)
ANNA = Person("slack", "T0FIRST", "U0ANNA", "Anna Weber", "en")


async def say(counter: Counter, who: Person, text: str, thread: Thread = GROUP, *, to_us: bool = True) -> str:
    """What is shown after somebody wrote there."""
    message = Message(counter.delivery(), thread, who, counter.clock(), text, addressed=to_us)
    return await counter.hear(message)


async def test_I4_in_a_chat_without_threads_a_second_asker_is_told_where_to_ask(ledger: Ledger) -> None:
    counter = Counter(ledger)
    await say(counter, MARIA, "I need a human, my badge is lost")
    await say(counter, ANNA, "the printer on floor 3 is jammed")
    assert [(each.thread.channel, each.private_to) for each in counter.posts] == [("19:group", ANNA)]
    told = counter.privately(ANNA)
    assert "question of Maria Silva" in told
    assert "Write them to me directly" in told
    assert "> the printer on floor 3 is jammed" in told
    assert "printer" not in await counter.order("show 1")
    assert "вопросом, который задал(а) Maria Silva" in await say(counter, IVAN, "")
    assert "> " not in counter.privately(IVAN)


async def test_I4_nor_is_one_refused_for_anothers_open_answer(ledger: Ledger) -> None:
    counter = Counter(ledger)
    await say(counter, MARIA, "my vpn does not connect")
    assert "Write them to me directly" in await say(counter, ANNA, "the printer on floor 3 is jammed")
    assert "#1" in await say(counter, MARIA, "I need a human"), "hers goes on"
    assert (await counter.ticket()).requester == MARIA


async def test_I4_what_is_not_said_to_us_or_by_the_team_still_goes_to_the_ticket(ledger: Ledger) -> None:
    counter = Counter(ledger)
    await say(counter, MARIA, "I need a human, my badge is lost")
    await say(counter, ANNA, "mine is lost, too", to_us=False)
    assert "> mine is lost, too" in counter.to("C0TRIAGE")
    await say(counter, NADIA, "come to floor 2, please")
    assert "> come to floor 2, please" in counter.to("C0TRIAGE")
    assert counter.to("19:group") == ""


async def test_I4_in_a_thread_a_colleague_who_mentions_us_adds_to_the_ticket() -> None:
    counter, thread = Counter(MemoryLedger()), Thread("slack", "T0FIRST", "C0HELP", "1.1")
    await say(counter, MARIA, "I need a human, my badge is lost", thread)
    await say(counter, ANNA, "mine is lost, too", thread)
    assert "> mine is lost, too" in counter.to("C0TRIAGE")


async def test_I4_long_after_the_end_the_chat_is_whoever_asks_next(ledger: Ledger) -> None:
    counter = Counter(ledger)
    await say(counter, MARIA, "I need a human, my badge is lost")
    await counter.order("close 1 done", SAM)
    assert "Write them to me directly" in await say(counter, ANNA, "my vpn does not connect"), "she may come back"
    await counter.wait(LONG)
    assert "[Solved]" in await say(counter, ANNA, "my vpn does not connect")
    assert not [each for each in counter.posts if each.private_to]
    await say(counter, ANNA, "I need a human")
    ticket = await counter.ticket(2)
    assert (ticket.requester, ticket.question.splitlines()[0]) == (ANNA, "my vpn does not connect")
    assert (ticket.links, ticket.context) == ((), ())
    assert "question of Anna Weber" in await say(counter, MARIA, "and mine?")


async def test_I4_so_is_one_where_the_first_was_helped_or_never_came_back(ledger: Ledger) -> None:
    counter = Counter(ledger)
    await say(counter, MARIA, "my vpn does not connect")
    await say(counter, MARIA, "it works")
    assert "[Solved]" in await say(counter, ANNA, "no sound in calls")
    await counter.wait(LONG)
    await say(counter, MARIA, "I need a human, my badge is lost")
    assert (await counter.ticket()).requester == MARIA


async def test_I4_where_we_are_off_nobody_is_told_to_wait() -> None:
    counter = Counter(MemoryLedger())
    await say(counter, MARIA, "my vpn does not connect")
    off = HelpChannel("slack", GROUP.channel, Mode.OFF)
    counter.desk = replace(counter.desk, help_channels=(off,))
    told = await say(counter, ANNA, "the printer is jammed")
    assert "I do not answer in this channel" in told


async def test_I4_T29_in_teams_that_is_said_in_the_second_askers_own_chat() -> None:
    ledger = MemoryLedger()
    stack = Stack(ledger, ledger.chat, MovedClock(), library=unguided)
    async with drive(stack) as driver:
        assert isinstance(driver, TeamsDriver)
        chat = "19:group@thread.v2"
        driver.connector.chats.add(chat)
        for who, text in (("maria", "I need a human, my badge is lost"), ("ivan", "the printer is jammed")):
            before = len(driver.connector.posts)
            await driver.teams.send(in_chat(driver.teams.message(who, chat, text, mention=True), "groupChat"))
            await stack.settle()
        told = driver.connector.posts[before:]
        assert ["Напишите их мне лично" in words_of(each) for each in told] == [True]
        assert told[0].base != chat
