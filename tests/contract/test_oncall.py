"""S7: who is on call is asked, taken, given and handed over; each hand-over is told once."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.file import parse_desk
from bot.ports import Ledger
from bot.promises.shifts import Shifts
from tests.contract.counter import BOTH, DESK, MARIA, NADIA, PETRA, SAM, Counter
from tests.contract.test_escalation import ON_CALL, desk_with
from tests.fakes.memory_ledger import MemoryLedger


@pytest.fixture
def counter() -> Counter:
    """Monday, 9 in the morning; Sam is on call for the service desk today, Nadia tomorrow."""
    return Counter(MemoryLedger(), desk_with("oncall"))


def shifts(counter: Counter) -> Shifts:
    return Shifts(counter.ledger, lambda: counter.desk, counter.clock)


async def looked(counter: Counter) -> str:
    await shifts(counter).look()
    return await counter.told()


async def test_S7_who_is_on_call_now_and_next_is_shown_privately(counter: Counter) -> None:
    await counter.order("oncall")
    shown = counter.privately(SAM)
    assert "Service desk on call: Sam Okafor; from Tue" in shown
    assert ": Nadia Petrova" in shown
    assert "Nights: nobody; from " in shown


async def test_S7_who_takes_a_duty_has_it_until_then(counter: Counter) -> None:
    assert "Nadia Petrova is on call" in await counter.order("oncall take until 18:00", NADIA)
    assert "Service desk on call: Nadia Petrova" in await counter.order("oncall")
    await counter.ask()
    await counter.order("escalate 1 help")
    assert "\nNadia Petrova\n" in counter.to("C0TRIAGE")
    counter.clock.advance(timedelta(hours=10))
    assert "Service desk on call: Sam Okafor" in await counter.order("oncall")


async def test_S7_O4_a_duty_is_taken_from_one_time_to_another_in_russian(counter: Counter) -> None:
    shown = await counter.order("дежурство взять desk с 12:00 до 15:00", NADIA)
    assert "Nadia Petrova дежурит: «Service desk on call»" in shown
    assert "Sam Okafor; from" in (await counter.order("oncall")).replace("from 12:00", "from")
    counter.clock.advance(timedelta(hours=4))
    assert "Service desk on call: Nadia Petrova" in await counter.order("oncall")


async def test_S7_leads_and_who_is_on_call_give_a_duty_to_others(counter: Counter) -> None:
    assert "Only who leads" in await counter.order("oncall give sam until 18:00", NADIA)
    assert "Nadia Petrova is on call" in await counter.order("oncall give nadia until 18:00", SAM)
    assert "Sam Okafor is on call" in await counter.order("oncall give sam until 17:00", BOTH)
    assert "Only who leads" in await counter.order("oncall take desk until 17:00", PETRA)


async def test_S7_a_cover_is_called_off_and_both_stay_in_the_history(counter: Counter) -> None:
    await counter.order("oncall take until 18:00", NADIA)
    assert "called off" in await counter.order("oncall drop", NADIA)
    assert "Service desk on call: Sam Okafor" in await counter.order("oncall")
    assert "no cover of yours" in await counter.order("oncall drop", NADIA)
    assert isinstance(counter.ledger, MemoryLedger)
    history = [entry for entry in counter.ledger.tables.history if entry.ticket is None]
    assert [(entry.action, entry.actor_name) for entry in history] == [
        ("covered", "Nadia Petrova"),
        ("uncovered", "Nadia Petrova"),
    ]


async def test_S7_words_between_many_blanks_and_on_many_lines_are_read(counter: Counter) -> None:
    blanks = " " * 70
    assert "from when until when" in await counter.order(f"oncall take from{blanks}x{blanks}y", NADIA)
    assert "is on call" in await counter.order(f"oncall take from{blanks}12:00\n until\n15:00", NADIA)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("oncall take", "from when until when"),
        ("oncall take until yesterday", "from when until when"),
        ("oncall take from 18:00 until 17:00 2020-01-01", "from when until when"),
        ("oncall dance", "I do not understand “dance”"),
    ],
)
async def test_S7_what_is_not_understood_is_answered_with_an_example(counter: Counter, text: str, answer: str) -> None:
    shown = await counter.order(text)
    assert answer in shown
    assert "/ticket oncall take until 18:00" in shown


async def test_S7_without_rotations_and_for_outsiders_it_says_so(counter: Counter) -> None:
    assert "not in any of its teams" in await counter.order("oncall", MARIA)
    counter.desk = parse_desk(DESK)
    assert "no on-call rotations" in await counter.order("oncall")


async def test_S7_who_is_away_is_not_on_call(counter: Counter) -> None:
    await counter.order("away until Friday", SAM)
    assert "Service desk on call: Nadia Petrova" in await counter.order("oncall")


async def test_S7_a_hand_over_is_told_once_to_both(ledger: Ledger) -> None:
    counter = Counter(ledger, desk_with("oncall"))
    assert await looked(counter) == ""
    counter.clock.advance(timedelta(hours=16))
    await asyncio.gather(shifts(counter).look(), shifts(counter).look())
    shown = await counter.told()
    assert shown.count("Nadia Petrova, you are on call for “Service desk on call” now") == 1
    assert shown.count("Sam Okafor, your on-call duty for “Service desk on call” is over.") == 1
    assert await looked(counter) == ""


async def test_S7_after_an_outage_there_is_one_notice_and_none_where_nothing_changed(counter: Counter) -> None:
    await looked(counter)
    counter.clock.advance(timedelta(days=14))
    assert await looked(counter) == ""
    counter.clock.advance(timedelta(days=7))
    assert (await looked(counter)).count("Service desk on call") == 2


async def test_S7_a_gap_is_told_to_the_team(counter: Counter) -> None:
    counter.clock.advance(timedelta(hours=12))
    await looked(counter)
    counter.clock.advance(timedelta(hours=12))
    assert "Nobody is on call for “Nights” now." in await looked(counter)


def test_S7_a_rotation_that_never_begins_and_unknown_people_are_named_with_their_line() -> None:
    text = DESK + ON_CALL.replace('members = ["sam", "nadia"]', 'members = ["sam", "nobody"]')
    with pytest.raises(Exception, match=r'desk.toml:\d+: rotation.desk.layer.0.members: there is no member "nobody"'):
        parse_desk(text)
    assert replace(parse_desk(DESK + ON_CALL).rotations[0], name="").id == "desk"
