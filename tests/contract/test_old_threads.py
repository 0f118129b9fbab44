"""T6 T11: what is written in the thread of a ticket that ended long ago, or that was refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.file import parse_desk
from bot.messages import Message, Press, Thread
from bot.tickets.ticket import Status
from tests.conftest import AnyLedger
from tests.contract.counter import BOTH, IVAN, MARIA, PETRA, Counter
from tests.contract.test_approvals import APPROVED, BORIS, send
from tests.fakes.memory_ledger import MemoryLedger

LONG = timedelta(days=60)


async def closed(ledger: AnyLedger) -> Counter:
    """With ticket 1, Maria's, closed two months ago."""
    counter = Counter(ledger)
    await counter.ask()
    await counter.order("resolve 1 a new cable")
    await counter.ask("it works")
    await counter.wait(LONG)
    return counter


async def test_T6_whatever_is_written_long_after_the_end_opens_a_linked_ticket_and_both_sides_know(
    ledger: AnyLedger,
) -> None:
    counter = await closed(ledger)
    await counter.ask("do you remember the number of that cable?")
    assert ((await counter.ticket(2)).links, (await counter.ticket(1)).links) == ((1,), (2,))
    assert (await counter.ticket(1)).status is Status.CLOSED
    assert "linked with your ticket #1" in counter.to("DU0MARIA")
    assert "ticket #2 goes on with it" in counter.to("C0TRIAGE")
    assert "do you remember the number of that cable?" in counter.to("C0TRIAGE")
    assert ("linked", "#1") in await counter.history(2)
    assert ("linked", "#2") in await counter.history(1)


async def test_T6_an_answer_comes_first_and_the_ticket_after_it_is_linked_too(ledger: AnyLedger) -> None:
    counter = await closed(ledger)
    assert "[Solved]" in await counter.ask("my vpn does not connect")
    await counter.ask("I need a human")
    assert (await counter.ticket(2)).links == (1,)
    assert "linked with your ticket #1" in counter.to("DU0MARIA")
    await counter.order("resolve 2 done")
    await counter.ask("it works")
    await counter.wait(LONG)
    await counter.ask("no sound in calls")
    await counter.ask("I need a human")
    assert (await counter.ticket(3)).links == (2,), "the last one that the thread had"


async def test_T6_a_chat_without_threads_is_not_one_matter_for_ever() -> None:
    counter = Counter(MemoryLedger())
    chat = Thread("slack", "T0FIRST", "DU0MARIA", "")

    async def say(text: str) -> str:
        return await counter.hear(
            Message(counter.delivery(), chat, MARIA, counter.clock(), text, direct=True, addressed=True)
        )

    await say("I need a human")
    await counter.order("close 1 done")
    await counter.wait(LONG)
    assert "[Open a ticket]" in await say("what is the lunch menu for tomorrow?")
    await say("I need a human")
    assert (await counter.ticket(2)).links == ()


async def test_O4_T6_the_same_in_russian() -> None:
    counter = Counter(MemoryLedger())
    await counter.ask("позовите человека", IVAN)
    await counter.order("close 1 done")
    await counter.wait(LONG)
    await counter.ask("а какой там был номер кабеля?", IVAN)
    assert "связана с вашей заявкой № 1" in counter.to("DU0IVAN")


@pytest.fixture
async def refused() -> Counter:
    """With ticket 1, Maria's, refused by Boris, who says why."""
    counter = Counter(MemoryLedger(), desk=parse_desk(APPROVED))
    await send(counter)
    await counter.press("refuse", "1", BORIS, text="not this year")
    return counter


@pytest.mark.parametrize("after", [timedelta(minutes=1), LONG])
@pytest.mark.parametrize("said", ["my boss agrees now", "please reconsider, mine burnt down"])
async def test_T11_further_words_on_a_refusal_reach_the_team_and_get_a_word_back(
    refused: Counter, after: timedelta, said: str
) -> None:
    await refused.wait(after)
    for _ in range(2):
        await refused.ask(said)
        assert said in refused.to("C0NETWORK")
        assert "refused by Boris Klein: not this year" in refused.to("DU0MARIA")
        assert "/ticket catalogue" in refused.to("DU0MARIA")
        assert "/ticket new" in refused.to("DU0MARIA")
    async with refused.ledger.work() as work:
        assert await work.ticket(2) is None, "it would need no approval"


async def test_T11_also_in_a_chat_without_threads_while_the_refusal_is_fresh(refused: Counter) -> None:
    counter = refused
    chat = Thread("slack", "T0FIRST", "DU0IVAN", "")
    press = Message(counter.delivery(), chat, IVAN, counter.clock(), direct=True, addressed=True)
    fields = (("model", "standard"),)

    await counter.hear(replace(press, pressed=Press("request", "laptop", fields)))
    await counter.press("refuse", "2", BOTH, text="not this year")
    said = replace(press, delivery=counter.delivery(), at=counter.clock(), text="мой начальник теперь согласен")
    await counter.hear(said)
    assert "остаётся закрытой" in counter.to("DU0IVAN")
    assert "мой начальник теперь согласен" in counter.to("C0NETWORK")


async def test_T11_what_follows_an_approved_request_never_looks_approved(ledger: AnyLedger) -> None:
    counter = Counter(ledger, desk=parse_desk(APPROVED))
    await send(counter)
    await counter.press("approve", "1", BORIS)
    await counter.order("close 1 handed out", PETRA)
    for number in (2, 3):
        await counter.wait(LONG)
        await counter.ask("it does not work again")
        assert (await counter.ticket(number)).question == "Follow-up: New laptop"
        assert f"ticket #{number - 1}, and nothing of it is approved" in counter.to("C0NETWORK")
        assert f"what you were given in ticket #{number - 1}" in counter.to("DU0MARIA")
        assert "Approval: not approved: goes on with a ticket that was" in counter.to("C0NETWORK")
        await counter.order(f"approve {number}", BORIS)
        assert "not approved" in await counter.order(f"show {number}", PETRA)
        await counter.order(f"claim {number}", PETRA)
        await counter.order(f"close {number} helped", PETRA)
        assert (await counter.ticket(number)).status is Status.CLOSED


async def test_O4_T11_what_follows_is_said_in_russian() -> None:
    counter = Counter(MemoryLedger(), desk=parse_desk(APPROVED))
    maria = replace(MARIA, language="ru")
    await send(counter, maria)
    await counter.press("approve", "1", BORIS)
    await counter.order("close 1 handed out", PETRA)
    await counter.wait(LONG)
    await counter.ask("снова не работает", maria)
    assert (await counter.ticket(2)).question == "Продолжение: Новый ноутбук"
    assert "отправьте форму заново" in counter.to("DU0MARIA")


async def test_T11_thanks_for_a_refusal_are_not_taken_for_a_repair(refused: Counter) -> None:
    assert "comes back" not in await refused.ask("thanks")
    assert "anything else" in refused.to("DU0MARIA")
