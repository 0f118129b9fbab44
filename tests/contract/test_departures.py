"""S4 S5 T5: whoever leaves desk.toml leaves no ticket behind of which nobody knows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.desk import Desk
from bot.desk.file import parse_desk
from bot.ports import Ledger
from bot.promises import departures
from bot.promises.departures import Departures
from bot.tickets.ticket import Status
from tests.contract.counter import DESK, IVAN, MARIA, NADIA, SAM, Counter
from tests.fakes.memory_ledger import MemoryLedger

WITHOUT_SAM = DESK.replace('    { handle = "sam", name = "Sam Okafor", slack = "U0SAM" },\n', "")


def described(text: str, language: str = "en") -> Desk:
    return replace(parse_desk(text), language=language)


@pytest.fixture
async def counter(ledger: Ledger) -> Counter:
    """Sam has tickets 1 and 2; 3 is nobody's."""
    counter = Counter(ledger)
    for number, who in enumerate((MARIA, IVAN, MARIA), 1):
        await counter.ask(who=who, root=f"{number}.1")
    await counter.order("claim 1")
    await counter.order("claim 2")
    return counter


async def looked(counter: Counter) -> str:
    await Departures(counter.ledger, lambda: counter.desk, counter.clock).look()
    return await counter.told()


async def test_T5_while_everybody_is_there_nothing_is_said(counter: Counter) -> None:
    assert await looked(counter) == ""


async def test_T5_the_leads_are_told_once_of_the_tickets_of_somebody_who_left(counter: Counter) -> None:
    counter.desk = described(WITHOUT_SAM)
    await looked(counter)
    told = counter.to("C0LEADS")
    assert told.startswith("2 tickets of sam, who is no longer in the team:")
    assert "#1 · I need a human" in told
    assert "#2" in told
    assert "#3" not in told
    assert "/ticket assign 1 WHO" in told
    assert "/ticket release 1" in told
    assert "sam (no longer in the team)" in counter.to("C0TRIAGE")
    assert await looked(counter) == ""


async def test_T5_the_leads_hear_of_all_tickets_however_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(departures, "_MOST", 2)
    counter = Counter(MemoryLedger())
    for number in range(1, 6):
        await counter.ask(who=replace(MARIA, id=f"U{number}"), root=f"{number}.1")
        await counter.order(f"claim {number}")
    counter.desk = described(WITHOUT_SAM)
    await looked(counter)
    assert all(f"#{number}" in counter.to("C0LEADS") for number in range(1, 6))
    assert await looked(counter) == ""


async def test_T5_O4_the_leads_are_told_in_russian(counter: Counter) -> None:
    counter.desk = described(WITHOUT_SAM, language="ru")
    await looked(counter)
    assert "sam больше не состоит в команде, а за ним(ней) 2 заявки:" in counter.to("C0LEADS")
    assert "/ticket назначить 1 КОМУ" in counter.to("C0LEADS")


async def test_T5_what_was_given_to_somebody_else_is_not_told_of(counter: Counter) -> None:
    await counter.order("assign 1 nadia")
    await counter.order("resolve 2 done")
    counter.desk = described(WITHOUT_SAM)
    assert await looked(counter) == ""


async def test_T5_who_asks_is_told_nothing_of_it(counter: Counter) -> None:
    counter.desk = described(WITHOUT_SAM)
    await looked(counter)
    assert {each.thread.channel for each in counter.posts} == {"C0LEADS", "C0TRIAGE"}
    shown = await counter.order("show 1", MARIA)
    assert "no longer" not in shown
    assert "no team" not in shown


async def test_S4_a_warning_about_such_a_ticket_goes_to_the_team(counter: Counter) -> None:
    counter.desk = described(WITHOUT_SAM)
    await counter.wait(timedelta(minutes=46))
    warnings = [each for each in counter.posts if each.card.title.endswith("is due soon")]
    assert {(each.thread.channel, each.thread.root, each.alert) for each in warnings} == {("C0TRIAGE", "", True)}
    assert "sam (no longer in the team)" in counter.to("C0TRIAGE")


@pytest.mark.parametrize(("language", "gone"), [("en", "no longer in the team"), ("ru", "больше не в команде")])
async def test_T5_who_comes_back_is_shown_so_and_missed_when_they_leave_again(
    counter: Counter, language: str, gone: str
) -> None:
    there, without = described(DESK, language), described(WITHOUT_SAM, language)
    counter.desk = without
    await looked(counter)
    assert gone in counter.to("C0TRIAGE")
    counter.desk = there
    shown = await looked(counter)
    assert len(counter.posts) == 2
    assert {each.thread.channel for each in counter.posts} == {"C0TRIAGE"}
    assert SAM.name in shown
    assert gone not in shown
    assert await looked(counter) == "", "it is noted once"
    counter.desk = without
    await looked(counter)
    assert all(f"{number} · I need a human" in counter.to("C0LEADS") for number in (1, 2))
    assert await looked(counter) == ""


async def test_T5_what_others_have_by_then_is_left_alone_when_somebody_comes_back(counter: Counter) -> None:
    counter.desk = described(WITHOUT_SAM)
    await looked(counter)
    await counter.order("assign 1 nadia", NADIA)
    await counter.order("resolve 2 done", NADIA)
    counter.desk = described(DESK)
    assert await looked(counter) == ""


@pytest.mark.parametrize(
    ("language", "told"), [("en", "is in the team again (sam)"), ("ru", "снова состоит в команде (sam)")]
)
async def test_T5_only_the_team_reads_in_the_history_that_somebody_is_back(
    counter: Counter, language: str, told: str
) -> None:
    for text in (WITHOUT_SAM, DESK):
        counter.desk = described(text, language)
        await looked(counter)
    reader = {"en": MARIA, "ru": replace(MARIA, language="ru")}[language]
    assert told in await counter.order("show 1", replace(NADIA, language=language))
    assert told.removesuffix(" (sam)") not in await counter.order("show 1", reader)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("by_words", [True, False])
async def test_T5_what_is_reopened_does_not_go_to_who_left(counter: Counter, by_words: bool, language: str) -> None:
    await counter.order("resolve 1 done")
    counter.desk = described(WITHOUT_SAM, language)
    heard = await (counter.ask("it still does not work") if by_words else counter.order("reopen 1", NADIA))
    [called] = [each for each in counter.posts if each.alert and each.thread.channel == "C0TRIAGE"]
    said = "nobody has it now" if language == "en" else "сейчас она ничья"
    assert said in str(called.card)
    assert "sam" in str(called.card)
    assert "Service desk has it, with all that you wrote" in heard
    async with counter.ledger.work() as work:
        ticket = await work.ticket(1)
        history = await work.history(1)
    assert ticket is not None
    assert (ticket.assignee, ticket.status) == ("", Status.NEW)
    told = [(each.action, each.detail) for each in history if each.action in ("reopened", "released")]
    assert told == [("reopened", ""), ("released", "sam")]
    await counter.wait(timedelta(minutes=11))
    assert any(each.card.title for each in counter.posts if each.alert), "it is to be claimed, as any other"


async def test_S5_the_step_of_who_left_is_left_out_at_once(counter: Counter) -> None:
    text = WITHOUT_SAM.replace('tell = "leads"', 'tell = "assignee"').replace(
        'wait = "5m" }]', 'wait = "5m" }, { tell = "leads", wait = "5m" }]'
    )
    counter.desk = described(text)
    shown = await counter.wait(timedelta(minutes=61))
    assert "Step 1 (assignee) was left out: sam is in no team any more." in shown
    assert "needs somebody" in counter.to("C0LEADS")
    assert SAM.name not in shown
