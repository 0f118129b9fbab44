"""K7: one question at most before a ticket, where the answer decides who gets it, on every ledger."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards import Card
from bot.desk.file import parse_desk
from bot.desk.precedents import Precedents
from bot.messages import Message, Person, Press, Thread
from bot.promises.experience import Experience
from tests.conftest import AnyLedger
from tests.contract.counter import DESK, IVAN, MARIA, Counter
from tests.contract.stack import contract_desk

TITLES = """
[category.mail]
title = { en = "Mail and calendars", ru = "Почта и календари" }

[category.vpn]
title = { en = "VPN", ru = "VPN и удалённый доступ" }
"""
SORTED = parse_desk(
    DESK.replace('id = "service-desk"', 'id = "service-desk"\ncategories = ["mail"]').replace(
        'id = "network"', 'id = "network"\ncategories = ["vpn"]'
    )
    + TITLES
)
QUESTION = "One question before I open a ticket"
THREAD = Thread("slack", "T0FIRST", "DU0MARIA", "1.1")


@pytest.fixture
def counter(ledger: AnyLedger) -> Counter:
    return Counter(ledger, SORTED)


async def press(
    counter: Counter, label: str, who: Person = MARIA, card: Card | None = None, thread: Thread = THREAD
) -> str:
    """Press the button of this label on what was shown last, in Maria's chat."""
    cards = [card] if card else [each.card for each in counter.posts]
    button = next(each for shown in cards for each in shown.buttons if each.label == label)
    pressed = Press(button.action, button.value)
    message = Message(counter.delivery(), thread, who, counter.clock(), pressed=pressed, direct=True, addressed=True)
    return await counter.hear(message)


async def puzzled(counter: Counter, who: Person = MARIA, text: str = "what is the lunch menu for tomorrow?") -> str:
    """Somebody asks what no article answers, and presses *Open a ticket*."""
    await counter.ask(text, who)
    label = "Создать заявку" if who.language == "ru" else "Open a ticket"
    return await press(counter, label, who, thread=replace(THREAD, channel=f"D{who.id}"))


async def test_K7_where_it_decides_who_gets_it_one_question_is_asked(counter: Counter) -> None:
    shown = await puzzled(counter)
    assert QUESTION in shown
    assert "1. Mail and calendars\n2. VPN" in shown
    assert "[Mail and calendars] · [VPN] · [I don't know]" in shown
    assert "Ticket" not in shown
    assert "Ticket #1 is open" in await press(counter, "VPN")
    ticket = await counter.ticket()
    assert (ticket.team, ticket.category) == ("network", "vpn")
    assert not ticket.passed_over


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("2", "vpn"),
        ("the first one", "mail"),
        ("Mail and calendars", "mail"),
        ("vpn", "vpn"),
        ("I don't know", ""),
        ("no idea", ""),
        ("none of these", ""),
        ("human", ""),
        ("thanks", ""),
        ("my badge is broken", ""),
    ],
)
async def test_K7_whatever_is_said_next_opens_the_ticket(counter: Counter, said: str, category: str) -> None:
    await puzzled(counter)
    shown = await counter.ask(said)
    assert "Ticket #1 is open" in shown
    assert "[I don't know]" not in shown, "never two questions"
    ticket = await counter.ticket()
    assert ticket.category == category
    assert ("badge" in ticket.question) is ("badge" in said), "what is told is not lost"


@pytest.mark.parametrize(("said", "who"), [("human", MARIA), ("I need a human", MARIA), ("оператор", IVAN)])
async def test_K4_whoever_calls_for_a_human_is_asked_nothing(counter: Counter, said: str, who: Person) -> None:
    shown = await counter.ask(said, who)
    assert "#1" in shown or "№ 1" in shown
    assert (await counter.ticket()).team == "service-desk"
    assert "One question" not in shown
    assert "Один вопрос" not in shown


async def test_K4_also_after_an_answer_and_instead_of_one_to_the_question(counter: Counter) -> None:
    await counter.ask("what is the lunch menu for tomorrow?")
    assert "Ticket #1 is open" in await counter.ask("I need a human")
    await counter.ask("what is the lunch menu for tomorrow?", IVAN)
    await press(counter, "Open a ticket", IVAN, thread=replace(THREAD, channel="DU0IVAN"))
    assert "Ticket #2 is open" in await counter.ask("human", IVAN)


async def test_K7_i_do_not_know_is_a_button(counter: Counter) -> None:
    await puzzled(counter)
    assert "Ticket #1 is open" in await press(counter, "I don't know")
    assert (await counter.ticket()).team == "service-desk"


async def test_K7_who_says_nothing_gets_the_ticket_after_a_while_once(counter: Counter) -> None:
    await puzzled(counter)
    assert not await counter.wait(timedelta(minutes=4))
    shown = await counter.wait(timedelta(minutes=2))
    assert "Ticket #1 is open" in shown
    assert shown.count("I don't know") == 0, "the question has lost its buttons"
    await counter.ask("the blue laptop")
    assert "the blue laptop" in counter.to("C0TRIAGE")


async def test_K7_who_answered_in_time_gets_no_second_ticket(counter: Counter) -> None:
    await puzzled(counter)
    await counter.ask("2")
    await counter.wait(timedelta(minutes=6))
    async with counter.ledger.work() as work:
        assert await work.ticket(2) is None


async def test_K7_an_old_button_says_so_and_somebody_elses_press_is_refused(counter: Counter) -> None:
    await puzzled(counter)
    question = counter.posts[-1].card
    assert "Only the person who asked" in await press(counter, "VPN", replace(MARIA, id="U0SAM"), question)
    await press(counter, "VPN", card=question)
    assert "A person has this already" in await press(counter, "Mail and calendars", card=question)


async def test_O4_K7_the_same_in_russian(counter: Counter) -> None:
    shown = await puzzled(counter, IVAN, "какое завтра меню в столовой?")
    assert "Один вопрос" in shown
    assert "Почта и календари" in shown
    assert "№ 1" in await counter.ask("не знаю", IVAN)


async def test_K7_nobody_is_asked_where_an_article_has_said_it_already(counter: Counter) -> None:
    counter.desk = replace(SORTED, teams=(SORTED.teams[0], replace(SORTED.teams[1], categories=("network",))))
    await counter.ask("my vpn wont connect since this morning")
    shown = await counter.ask("I need a human")
    assert QUESTION not in shown
    assert (await counter.ticket()).team == "network"


@pytest.mark.parametrize("changed", [{"asks_once": False}, {"teams": SORTED.teams[:1]}])
async def test_K7_nor_where_it_is_not_wanted_or_changes_nothing(ledger: AnyLedger, changed: dict[str, object]) -> None:
    counter = Counter(ledger, replace(SORTED, **changed))  # type: ignore[arg-type]
    assert "Ticket #1 is open" in await puzzled(counter)


async def test_K7_nor_by_a_command(counter: Counter) -> None:
    await counter.order("new my badge does not open the door")
    assert (await counter.ticket()).question == "my badge does not open the door"


async def test_T5_like_tickets_say_where_it_goes_and_nobody_is_asked(ledger: AnyLedger) -> None:
    past = tuple((f"the xylofax terminal in room {room} is dead", "vpn") for room in ("one", "two", "three"))
    counter = Counter(ledger, replace(SORTED, precedents=Precedents(past)))
    assert QUESTION not in await puzzled(counter, text="the xylofax terminal in room five is dead")
    assert (await counter.ticket()).team == "network"


async def test_T5_the_desks_own_tickets_teach_it(ledger: AnyLedger) -> None:
    counter = Counter(ledger)
    for number in range(1, 4):
        await counter.ask(
            "I need a human, the xylofax terminal is dead", replace(MARIA, id=f"U{number}"), f"{number}.0"
        )
        await counter.order(f"category {number} vpn")
    experience = Experience(contract_desk, ledger.chronicle, counter.clock)
    await experience.refresh()
    assert experience().precedents.shares("xylofax terminal dead again")["vpn"] > 0.6
