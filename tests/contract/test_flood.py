"""A flood from one person: beyond what the desk allows, requests go to the newest open ticket and none is lost."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.desk.desk import Desk
from bot.engine import Engine
from bot.messages import Person, Press, Thread
from bot.ports import Ledger, TimerKind
from bot.tickets.lifecycle import to_add_to
from bot.tickets.ticket import ACTIVE, Ticket
from tests.contract.stack import MovedClock, Stack, contract_desk
from tests.contract.test_engine import DIRECT, MARIA, NADIA, command, posts, said
from tests.samples import ticket

MOST = 3


@dataclass
class Strict(Stack):
    """With a limit of three."""

    most: int = MOST

    @property
    def engine(self) -> Engine:
        return replace(super().engine, desk=self.desk)

    def desk(self) -> Desk:
        return replace(contract_desk(), most_open_tickets=self.most)


@pytest.fixture
def stack(ledger: Ledger) -> Strict:
    return Strict(ledger, ledger.chat, MovedClock())  # type: ignore[attr-defined]  # every ledger of the tests has one


async def ask(stack: Stack, number: int, text: str = "I need a human", sender: Person = MARIA) -> None:
    thread = replace(DIRECT, channel=f"D{sender.id}", root=f"{number}.0")
    await stack.handler.handle(said(stack, f"m{sender.id}{number}", text, thread=thread, sender=sender))


async def open_tickets(stack: Stack, person: Person = MARIA) -> list[Ticket]:
    async with stack.ledger.work() as work:
        return list(await work.tickets(statuses=sorted(ACTIVE), requester=person, limit=99))


async def fill(stack: Stack, sender: Person = MARIA) -> None:
    """As many tickets as one may have, all delivered."""
    for number in range(MOST):
        await ask(stack, number, sender=sender)
    await posts(stack)


@pytest.mark.parametrize(("open_now", "most", "added"), [(2, 3, 0), (3, 3, 3), (4, 3, 4), (4, 0, 0), (0, 1, 0)])
def test_K4_a_further_request_belongs_to_the_newest_of_too_many(open_now: int, most: int, added: int) -> None:
    newest = [ticket(number=number) for number in range(open_now, 0, -1)]
    found = to_add_to(newest, most)
    assert (found.number if found else 0) == added


async def test_K4_one_request_too_many_goes_to_the_newest_ticket_and_its_team_sees_all_of_it(stack: Strict) -> None:
    await fill(stack)
    await ask(stack, 9, "I need a human, my badge is broken")
    shown = await posts(stack)
    assert [ticket.number for ticket in await open_tickets(stack)] == [1, 2, 3]
    [to_team] = [text for text in shown if "my badge is broken" in text]
    assert "Maria Silva asks for help with something else too" in to_team
    [to_maria] = [text for text in shown if text != to_team]
    assert "Added to ticket #3" in to_maria
    assert "Open: #3, #2, #1." in to_maria
    assert "/ticket mine" in to_maria


async def test_K4_what_was_tried_goes_along_and_further_words_too(stack: Strict) -> None:
    await fill(stack)
    for place, text in enumerate(("my vpn wont conect since this morning", "I need a human", "the red light is on")):
        await stack.handler.handle(said(stack, f"v{place}", text, thread=replace(DIRECT, root="9.0")))
    shown = "\n".join(await posts(stack))
    assert "VPN does not connect" in shown.split("something else too")[1]
    assert "the red light is on" in shown
    assert len(await open_tickets(stack)) == MOST


async def test_K4_a_button_that_asks_for_a_person_is_limited_as_well(stack: Strict) -> None:
    await fill(stack)
    thread = replace(DIRECT, root="9.0")
    await stack.handler.handle(said(stack, "q", "qwertz asdf", thread=thread))
    await stack.handler.handle(said(stack, "p", "", thread=thread, pressed=Press("person", "1")))
    assert "Added to ticket #3" in "\n".join(await posts(stack))
    assert len(await open_tickets(stack)) == MOST


async def test_T3_so_is_the_command_and_its_answer_is_private(stack: Strict) -> None:
    await fill(stack)
    help_channel = Thread("slack", "T0FIRST", "C0HELP", "")
    asked = command(stack, "new", "new my badge is broken", MARIA)
    await stack.handler.handle(replace(asked, thread=help_channel, threadless=True))
    leased = await stack.ledger.outbox.lease(["slack"], stack.clock(), 50)
    private = {each.parcel.thread.channel: each.parcel.private_to for each in leased}
    assert private["C0HELP"] == MARIA
    assert private["C0TRIAGE"] is None
    assert len(await open_tickets(stack)) == MOST


async def test_K4_who_has_fewer_gets_a_ticket_of_their_own(stack: Strict) -> None:
    await fill(stack)
    await ask(stack, 0, sender=NADIA)
    await stack.handler.handle(command(stack, "done", "resolve 2 done"))
    await ask(stack, 9)
    assert [ticket.number for ticket in await open_tickets(stack)] == [1, 3, 5]
    assert [ticket.number for ticket in await open_tickets(stack, NADIA)] == [4]


async def test_K4_without_a_limit_each_request_is_a_ticket(stack: Strict) -> None:
    stack.most = 0
    for number in range(MOST + 2):
        await ask(stack, number)
    assert len(await open_tickets(stack)) == MOST + 2


async def test_S5_an_answer_is_expected_to_what_was_added(stack: Strict) -> None:
    await fill(stack)
    await stack.handler.handle(command(stack, "c", "claim 3"))
    await stack.handler.handle(command(stack, "r", "reply 3 on my way"))
    await ask(stack, 9)
    stack.clock.advance(timedelta(days=1))
    due = await stack.ledger.due_timers(stack.clock(), 99)
    async with stack.ledger.work() as work:
        fired = [await work.fire(key) for key in due]
    assert TimerKind.UNANSWERED in {timer.kind for timer in fired if timer is not None and timer.ticket == 3}


async def test_O4_in_russian(stack: Strict) -> None:
    ivan = Person("slack", "T0FIRST", "U0IVAN", "Иван Смирнов", "ru")
    await fill(stack, ivan)
    await ask(stack, 9, "позовите человека", ivan)
    shown = "\n".join(await posts(stack))
    assert "Добавлено к заявке № 3" in shown
    assert "не больше 3 открытых заявок" in shown
