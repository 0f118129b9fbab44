"""S4: no storm after an outage, on every ledger: what is overdue is told once, and many calls are one message."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.cards import Card, plain_card
from bot.desk.file import parse_desk
from bot.messages import Person, Press
from bot.ports import Leased, Ledger, Timer, TimerKind
from bot.tickets.ticket import Priority
from tests.contract.stack import HERE, MovedClock, Stack
from tests.contract.test_engine import DIRECT, MARIA, NADIA, SAM, command, said
from tests.fakes.memory_ledger import MemoryLedger, MemoryWork
from tests.samples import ticket

SEEN = "Lena Fischer has seen the escalation."
LENA = Person("slack", "T0FIRST", "U0LENA", "Lena Fischer", "en")
DESK = (HERE / "desk.toml").read_text(encoding="utf-8").replace("time_zone", "most_open_tickets = 0\ntime_zone", 1)


@pytest.fixture
def stack(ledger: Ledger) -> Stack:
    desk = parse_desk(DESK)
    return Stack(ledger, ledger.chat, MovedClock(), desk_now=lambda: desk)  # type: ignore[attr-defined]


async def opened(stack: Stack, count: int) -> None:
    """A ticket every ten seconds; the second one is urgent."""
    for number in range(1, count + 1):
        thread = replace(DIRECT, root=f"{number}.1")
        await stack.handler.handle(said(stack, f"m{number}", "I need a human", thread=thread))
        stack.clock.advance(timedelta(seconds=10))
    async with stack.ledger.work() as work:
        second = await work.ticket(2)
        assert second is not None
        await work.save_ticket(replace(second, priority=Priority.URGENT))
        await work.commit()
    await cards(stack)


async def acted(stack: Stack) -> None:
    for key in await stack.ledger.due_timers(stack.clock(), 200):
        await stack.engine.fire(key)


async def leased(stack: Stack) -> Sequence[Leased]:
    """Everything on its way, delivered."""
    found: list[Leased] = []
    while some := await stack.ledger.outbox.lease(["slack"], stack.clock(), 50):
        for each in some:
            await stack.ledger.outbox.sent(each, f"9.{each.parcel.key}", stack.clock())
        found += some
    return found


async def cards(stack: Stack) -> list[Card]:
    return [each.parcel.card for each in await leased(stack)]


async def calls(stack: Stack) -> list[Card]:
    """Cards that are to be acknowledged."""
    return [card for card in await cards(stack) if card.buttons and card.buttons[0].action == "ack"]


async def pressed(stack: Stack, card: Card, sender: Person, value: str = "") -> list[str]:
    [button] = card.buttons
    press = Press(button.action, value or button.value)
    message = said(stack, f"p{stack.clock()}{sender.id}{value}", "", sender=sender, pressed=press)
    await stack.handler.handle(replace(message, thread=replace(DIRECT, channel="C0LEADS", root="")))
    return [plain_card(card) for card in await cards(stack)]


async def test_S4_after_an_outage_many_calls_are_one_the_most_urgent_and_oldest_first(stack: Stack) -> None:
    await opened(stack, 6)
    stack.clock.advance(timedelta(hours=1))
    await acted(stack)
    [call] = await calls(stack)
    words = plain_card(call).splitlines()
    assert words[0] == "6 tickets need somebody"
    assert [line.split()[1] for line in words if line.startswith("• #")] == ["#2", "#1", "#3", "#4", "#5", "#6"]
    await acted(stack)
    assert await calls(stack) == []


async def test_S4_few_calls_are_a_message_each(stack: Stack) -> None:
    await opened(stack, 3)
    stack.clock.advance(timedelta(hours=1))
    await acted(stack)
    assert [card.title for card in await calls(stack)] == [f"Ticket #{number} needs somebody" for number in (2, 1, 3)]


async def test_S4_calls_in_time_are_a_message_each(stack: Stack) -> None:
    await opened(stack, 6)
    stack.clock.advance(timedelta(seconds=61))  # the first was due a second ago, the others are due one after another
    titles = []
    for _ in range(6):
        await acted(stack)
        titles += [card.title for card in await calls(stack)]
        stack.clock.advance(timedelta(seconds=10))
    assert len(titles) == 6
    assert not any("tickets" in title for title in titles)


async def test_S4_the_next_step_is_one_message_too_and_names_who_is_called(stack: Stack) -> None:
    await opened(stack, 5)
    stack.clock.advance(timedelta(hours=1))
    await acted(stack)
    await cards(stack)
    stack.clock.advance(timedelta(minutes=2))
    await acted(stack)
    [call] = await calls(stack)
    assert plain_card(call).startswith("5 tickets need somebody\nLena Fischer\n• #2")


async def test_S4_one_press_acknowledges_them_all(stack: Stack) -> None:
    await opened(stack, 5)
    stack.clock.advance(timedelta(hours=1))
    await acted(stack)
    [call] = await calls(stack)
    shown = await pressed(stack, call, LENA)
    assert sum(text == SEEN for text in shown) == 5
    [over] = [text for text in shown if text.startswith("Tickets that needed somebody")]
    assert "Acknowledged by Lena Fischer" in over
    assert "[Acknowledge]" not in over
    stack.clock.advance(timedelta(minutes=2))
    await acted(stack)  # acknowledged: no next step, but the clocks for claiming run again
    [call] = await calls(stack)
    assert plain_card(call).startswith("5 tickets need somebody")


async def test_X3_a_forged_or_late_press_does_no_more_than_its_presser_may(stack: Stack) -> None:
    await opened(stack, 5)
    stack.clock.advance(timedelta(hours=1))
    await acted(stack)
    [call] = await calls(stack)
    assert "not in any of its teams" in (await pressed(stack, call, MARIA))[0]
    assert "None of these tickets waits" in (await pressed(stack, call, SAM, "88,99"))[0]
    assert (await pressed(stack, call, SAM, "1,2,99"))[0]
    assert any("Acknowledged by" in text for text in await pressed(stack, call, NADIA))
    assert "None of these tickets waits" in (await pressed(stack, call, SAM))[0]
    for nonsense in ("1,", ",", "1,x", "1," * 500 + "1"):
        assert await pressed(stack, call, SAM, nonsense)


async def test_S4_who_claims_one_of_many_leaves_the_others_to_be_acknowledged(stack: Stack) -> None:
    await opened(stack, 5)
    stack.clock.advance(timedelta(hours=1))
    await acted(stack)
    [call] = await calls(stack)
    await stack.handler.handle(command(stack, "c1", "claim 3"))
    shown = [plain_card(card) for card in await cards(stack)]
    assert not any("Tickets that needed somebody" in text for text in shown)
    assert sum(text == SEEN for text in await pressed(stack, call, LENA)) == 4


async def test_S4_a_hundred_and_more_are_told_in_few_messages(stack: Stack) -> None:
    async with stack.ledger.work() as work:
        for number in range(1, 121):
            await work.add_ticket(ticket(team="service-desk", request=DIRECT))
            await work.set_timer(Timer(f"t{number}", TimerKind.UNCLAIMED, number, stack.clock()))
        await work.commit()
    stack.clock.advance(timedelta(days=1))
    await acted(stack)
    found = await calls(stack)
    named = [int(number) for card in found for number in card.buttons[0].value.split(",")]
    assert sorted(named) == list(range(1, 121))
    assert len(found) == 2
    assert all(len(card.buttons[0].value) < 2000 for card in found)


async def test_S4_two_workers_tell_each_call_once(stack: Stack) -> None:
    await opened(stack, 12)
    stack.clock.advance(timedelta(hours=1))
    await asyncio.gather(*(acted(stack) for _ in range(3)))
    named = [number for card in await calls(stack) for number in card.buttons[0].value.split(",")]
    assert sorted(map(int, named)) == list(range(1, 13))


class Spoilt(MemoryWork):
    """A unit of work in which one of the tickets that fire together spoils it for all."""

    async def fire_with(self, timer: Timer, overdue: datetime, limit: int) -> Sequence[Timer]:
        raise ValueError


class SpoiltLedger(MemoryLedger):
    @asynccontextmanager
    async def work(self) -> AsyncIterator[MemoryWork]:
        async with super().work():
            yield Spoilt(self)


async def test_S4_one_that_fails_keeps_nobody_else_from_being_called(stack: Stack) -> None:
    ledger = SpoiltLedger()
    spoilt = Stack(ledger, ledger.chat, stack.clock, desk_now=stack.desk_now)
    await opened(spoilt, 5)
    spoilt.clock.advance(timedelta(hours=1))
    await acted(spoilt)
    assert len([card for card in await calls(spoilt) if card.title.endswith("needs somebody")]) == 5


async def test_S4_who_is_answered_but_not_claimed_is_called_for_again_after_an_acknowledgement(stack: Stack) -> None:
    await opened(stack, 2)
    for text in ("reply 1 on my way", "escalate 1 no idea", "ack 1"):
        await stack.handler.handle(command(stack, text, text))
    await cards(stack)
    stack.clock.advance(timedelta(minutes=2))
    await acted(stack)
    titles = [card.title for card in await calls(stack)]
    assert "Ticket #1 needs somebody" in titles
