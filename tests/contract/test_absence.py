"""T5: who is away is called by nobody by name, on every ledger."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.cards import plain_card
from bot.desk.file import parse_desk
from bot.tickets.ticket import Status, Ticket
from tests.conftest import AnyLedger
from tests.contract.counter import BOTH, DESK, MARIA, NADIA, PETRA, SAM, Counter
from tests.fakes.memory_ledger import MemoryLedger, MemoryWork

RU = replace(NADIA, language="ru")


@pytest.fixture
async def counter(ledger: AnyLedger) -> Counter:
    """With ticket 1, Maria's, claimed by Sam. It is Monday, 9 o'clock."""
    counter = Counter(ledger)
    await counter.ask()
    await counter.order("claim 1")
    return counter


async def test_T5_away_says_until_when_what_stays_assigned_and_tells_the_leads(counter: Counter) -> None:
    await counter.order("away until Friday 12:00")
    told = counter.privately(SAM)
    assert "away until Fri" in told
    assert "12:00" in told
    assert "/ticket back\nOne ticket stays assigned: #1" in told
    assert "Sam Okafor is away until" in counter.to("C0LEADS")
    assert "#1 · I need a human" in counter.to("C0LEADS")
    assert "Assignee: Sam Okafor (away until Fri" in counter.to("C0TRIAGE"), "on the card"


async def test_T5_the_team_sees_it_and_the_requester_does_not(counter: Counter) -> None:
    await counter.order("away until Friday")
    assert "Sam Okafor · " in await counter.order("list", NADIA)
    assert "(away until" in counter.privately(NADIA)
    assert "(away until" in await counter.order("show 1", NADIA)
    assert "away" not in await counter.order("mine", MARIA)
    assert "away" not in await counter.order("show 1", MARIA)


async def test_T5_it_ends_by_itself(counter: Counter) -> None:
    await counter.order("away for 2 hours")
    counter.clock.advance(timedelta(hours=2))
    assert "away" not in await counter.order("list", NADIA)
    assert "You are not away" in await counter.order("back")


async def test_T5_back_ends_it_at_once(counter: Counter) -> None:
    await counter.order("away")
    assert "(away)" in await counter.order("list", NADIA)
    shown = await counter.order("back")
    assert "Welcome back" in shown
    assert "You have one ticket: #1" in shown
    assert "(away" not in counter.to("C0TRIAGE")
    assert "(away" not in await counter.order("list", NADIA)


async def test_T5_a_later_word_replaces_the_earlier(counter: Counter) -> None:
    await counter.order("away until Friday")
    await counter.order("away until Tuesday")
    assert "away until Tue" in await counter.order("list", NADIA)


async def test_O4_T5_the_same_in_russian(counter: Counter) -> None:
    shown = await counter.order("отсутствую до понедельника", RU)
    assert "Вас нет на месте до 30 нояб." in shown
    assert "С возвращением" in await counter.order("вернулась", RU)
    assert "до понедельника" in await counter.order("отсутствую когда-нибудь", RU), "an example"


async def test_T5_a_lead_may_say_it_of_others_and_nobody_else_may(counter: Counter) -> None:
    assert "Only a lead" in await counter.order("away nadia until Friday")
    assert "Nadia Petrova is away until" in await counter.order("away nadia until Friday", BOTH)
    assert "away until" in await counter.order("away lena until Friday", BOTH)


async def test_T5_a_lead_may_say_that_somebody_is_back_and_nobody_else_may(counter: Counter) -> None:
    await counter.order("away")
    assert "Only a lead" in await counter.order("back sam", NADIA)
    assert "(away)" in await counter.order("list", NADIA)
    shown = await counter.order("back sam", BOTH)
    assert "Sam Okafor is there again" in counter.privately(BOTH)
    assert "(away" not in counter.to("C0TRIAGE")
    assert "#1" not in counter.privately(BOTH)
    assert "Sam Okafor is not away" in await counter.order("back sam", BOTH)
    assert "Sam Okafor: и так на месте" in await counter.order("вернулся sam", replace(BOTH, language="ru"))
    assert "nobody in your teams by “smith”" in await counter.order("back smith", BOTH)
    assert "Welcome back" not in shown


async def test_T5_a_lead_hears_of_the_tickets_of_their_own_teams_alone(ledger: AnyLedger) -> None:
    text = DESK.replace(
        '    { handle = "petra"',
        '    { handle = "sam", name = "Sam Okafor", slack = "U0SAM" },\n    { handle = "petra"',
    ).replace('handle = "nadia", name = "Nadia Petrova"', 'handle = "nadia", role = "lead", name = "Nadia Petrova"')
    counter = Counter(ledger, parse_desk(text))
    for number in (1, 2):
        await counter.ask(root=f"{number}.1", who=replace(MARIA, id=f"U{number}"))
        await counter.order(f"claim {number}")
    await counter.order("transfer 2 network found: x")
    await counter.order("claim 2")
    await counter.order("away sam until Friday", NADIA)
    told = counter.privately(NADIA)
    assert "One ticket stays assigned: #1." in told
    assert "#2" not in told
    assert "#2" in counter.to("C0NETLEADS"), "who leads there hears of it"


class Overtaken(MemoryWork):
    """A unit of work; another one resolves the tickets that it has looked for, before it locks them."""

    async def tickets(self, **wanted: Any) -> Sequence[Ticket]:
        found = await super().tickets(**wanted)
        self._t.tickets |= {each.number: replace(each, status=Status.RESOLVED) for each in found}
        return found


class OvertakenLedger(MemoryLedger):
    @asynccontextmanager
    async def work(self) -> AsyncIterator[MemoryWork]:
        async with super().work():
            yield Overtaken(self)


async def test_T5_a_card_is_shown_as_the_ticket_is_and_not_as_it_was_read() -> None:
    counter = Counter(OvertakenLedger())
    await counter.ask()
    await counter.order("claim 1")
    await counter.order("away")
    [card] = [each.card for each in counter.posts if each.card.title.startswith("#1 · ")]
    assert "Status: resolved" in plain_card(card)


async def test_T5_what_is_no_time_is_refused_with_examples(counter: Counter) -> None:
    assert "/ticket away until Monday" in await counter.order("away until the cows come home")
    assert "not in any of its teams" in await counter.order("away until Monday", MARIA)


async def test_T5_in_ones_own_time_zone(ledger: AnyLedger) -> None:
    desk = parse_desk(DESK.replace('slack = "U0PETRA"', 'slack = "U0PETRA", time_zone = "Asia/Tokyo"'))
    counter = Counter(ledger, desk)
    await counter.order("away until 19:30", PETRA)  # it is 18:00 in Tokyo, 9:00 in London
    assert "19:30" in counter.privately(PETRA) or "7:30" in counter.privately(PETRA)
    counter.clock.advance(timedelta(minutes=91))
    assert "You are not away" in await counter.order("back", PETRA)


async def test_S5_a_step_that_names_somebody_who_is_away_falls_to_the_next_at_once(ledger: AnyLedger) -> None:
    steps = 'steps = [{ tell = "member:nadia", wait = "5m" }, { tell = "team", wait = "5m" }]'
    counter = Counter(ledger, parse_desk(DESK.replace('steps = [{ tell = "leads", wait = "5m" }]', steps)))
    await counter.ask()
    await counter.order("away until Friday", NADIA)
    assert "(member: nadia) was left out: Nadia Petrova is away." in await counter.wait(timedelta(minutes=11))
    assert "needs somebody" in counter.to("C0TRIAGE")


async def test_S4_a_warning_does_not_call_an_assignee_who_is_away(counter: Counter) -> None:
    await counter.order("away")
    await counter.wait(timedelta(minutes=50))
    warned = next(each for each in counter.posts if each.card.title == "Ticket #1 is due soon")
    assert not warned.thread.root
    assert "\nSam Okafor\n" not in counter.to("C0TRIAGE"), "no line that calls him"


@pytest.fixture
async def busy() -> Counter:
    """Lena has 20 tickets of the service desk and, after them, one of the network."""
    counter = Counter(MemoryLedger())
    for number in range(1, 22):
        await counter.ask(who=replace(MARIA, id=f"U{number}"), root=f"{number}.1")
    await counter.order("transfer 21 network found: a dead port", BOTH)
    for number in range(1, 22):
        await counter.order(f"claim {number}", BOTH)
    return counter


async def test_T5_the_leads_of_every_team_hear_however_many_tickets_another_has(busy: Counter) -> None:
    await busy.order("away until Monday", BOTH)
    assert "#21" in busy.to("C0NETLEADS")
    assert "#20" in busy.to("C0LEADS")


async def test_I8_T5_tickets_of_a_team_that_one_left_hide_none_of_ones_own(busy: Counter) -> None:
    first, second = busy.desk.teams
    without = tuple(each for each in first.members if each.handle != "lena")
    busy.desk = replace(busy.desk, teams=(replace(first, members=without), second))
    shown = await busy.order("home", BOTH)
    assert "#21" in shown
    assert "#20" not in shown
