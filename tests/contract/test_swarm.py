"""T8: specialists look at a ticket together for a time; what came of it is written back, nothing leaves the team."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.counter import IVAN, MARIA, PETRA, SAM, Counter
from tests.fakes.memory_ledger import MemoryLedger


@pytest.fixture
async def counter() -> Counter:
    """With ticket 1, Maria's, open."""
    counter = Counter(MemoryLedger())
    await counter.ask()
    return counter


def requesters(counter: Counter) -> list[str]:
    return [each.thread.channel for each in counter.posts if each.thread.channel.startswith("DU0")]


async def test_T8_people_are_called_where_they_read_with_the_question_and_until_when(counter: Counter) -> None:
    await counter.order("swarm 1 nadia and @petra for 20 minutes Is it the switch?")
    thread, other = counter.to("C0TRIAGE"), counter.to("C0NETWORK")
    assert "Sam Okafor asks for a look together, until 9:20" in thread
    assert "Nadia Petrova, Petra Novak" in thread
    assert "Is it the switch?" in thread
    assert "Petra Novak\nSam Okafor asks for a look together at #1" in other
    assert "Nadia" not in other
    assert not requesters(counter)
    assert "Swarm: nadia, petra, until 9:20" in await counter.order("show 1")


async def test_T8_a_team_is_called_in_its_channel(counter: Counter) -> None:
    await counter.order("swarm 1 network")
    assert "Network and cables" in counter.to("C0NETWORK")


async def test_T8_there_is_a_reminder_and_then_a_nudge_until_it_is_concluded(counter: Counter) -> None:
    await counter.order("swarm 1 nadia")
    assert "The swarm ends at 9:30" in await counter.wait(timedelta(minutes=26))
    assert "The time of the swarm is over. What came of it?" in await counter.wait(timedelta(minutes=5))
    assert "its conclusion is owed since 9:30" in await counter.order("show 1")
    assert "ends with a conclusion" in await counter.order("swarm 1 end")
    shown = await counter.press("conclude", text="The switch is broken")
    assert "Conclusion of the swarm, by Sam Okafor:" in counter.to("C0TRIAGE")
    assert "> The switch is broken" in shown
    assert not requesters(counter)
    assert "no swarm that is owed a conclusion" in await counter.order("conclude 1 once more")
    assert "Swarm:" not in await counter.order("show 1")


async def test_T8_concluded_in_time_nobody_is_reminded(counter: Counter) -> None:
    await counter.order("swarm 1 nadia")
    await counter.order("swarm 1 end it was the cable")
    assert "swarm" not in (await counter.wait(timedelta(hours=1))).casefold()


async def test_T8_who_is_called_from_another_team_sees_the_ticket_and_takes_part(counter: Counter) -> None:
    assert "not in that team" in await counter.order("show 1", PETRA)
    await counter.order("swarm 1 petra")
    assert "I need a human" in await counter.order("show 1", PETRA)
    assert "port seven" in await counter.order("note 1 it is port seven", PETRA)
    assert "Conclusion of the swarm, by Petra Novak" in await counter.order("conclude 1 port seven", PETRA)
    assert "not in that team" in await counter.order("note 1 more", PETRA)
    assert "not in that team" in await counter.order("reply 1 hello", PETRA)


async def test_T8_who_is_called_does_not_hang_on_the_words_of_the_history() -> None:
    ledger = MemoryLedger()
    counter = Counter(ledger)
    await counter.ask()
    await counter.order("swarm 1 petra for 20 minutes Is it the switch?")
    ledger.tables.history[:] = [replace(each, detail="") for each in ledger.tables.history]
    assert "Swarm: petra, until 9:20" in await counter.order("show 1", PETRA)
    assert "Conclusion of the swarm, by Petra Novak" in await counter.order("conclude 1 port seven", PETRA)


@pytest.mark.parametrize("end", ["resolve 1 done", "close 1 done", "merge 1 2"])
async def test_T8_who_was_called_takes_no_part_once_the_ticket_has_ended(counter: Counter, end: str) -> None:
    await counter.ask(who=IVAN, root="2.2")
    await counter.order("swarm 1 petra for 30 minutes")
    await counter.order(end)
    assert "not in that team" in await counter.order("show 1", PETRA)
    assert "not in that team" in await counter.order("note 1 more", PETRA)
    await counter.wait(timedelta(days=30))
    assert "not in that team" in await counter.order("show 1", PETRA)
    assert "not in that team" in await counter.order("note 1 more", PETRA)


async def test_T8_who_was_called_is_called_anew_after_a_ticket_is_reopened(counter: Counter) -> None:
    await counter.order("swarm 1 petra")
    await counter.order("resolve 1 done")
    await counter.order("reopen 1")
    assert "not in that team" in await counter.order("show 1", PETRA)
    assert "Conclusion of the swarm" in await counter.order("conclude 1 port seven")
    await counter.order("swarm 1 petra")
    assert "I need a human" in await counter.order("show 1", PETRA)


async def test_T8_O4_the_same_in_russian(counter: Counter) -> None:
    await counter.order("разбор 1 petra на 45 минут Это коммутатор?")
    assert "until 9:45" in counter.to("C0NETWORK")
    assert "> Это коммутатор?" in counter.to("C0NETWORK")
    assert "Итог записан" in await counter.order("итог 1 коммутатор")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("swarm 1 nobody here", "begins with no person or team"),
        ("swarm 1 nadia for 2 minutes", "between five minutes and eight hours"),
        ("swarm 1 nadia for 9 hours", "between five minutes and eight hours"),
        ("conclude 1 nothing", "no swarm that is owed a conclusion"),
        ("swarm 1", "words are missing"),
    ],
)
async def test_T8_what_does_not_fit_is_answered_with_an_example(counter: Counter, text: str, answer: str) -> None:
    shown = await counter.order(text)
    assert answer in shown
    assert "/ticket swarm" in shown


async def test_T8_there_is_one_at_a_time_and_none_of_a_resolved_ticket(counter: Counter) -> None:
    await counter.order("swarm 1 nadia")
    assert "has a swarm until 9:30" in await counter.order("swarm 1 petra")
    await counter.order("resolve 1 done")
    assert "resolved" in await counter.order("swarm 1 petra", SAM)
    assert "swarm" not in (await counter.wait(timedelta(hours=1))).casefold()


async def test_T8_the_requester_reads_nothing_of_it(counter: Counter) -> None:
    await counter.order("swarm 1 nadia for 20 minutes Is she telling the truth?")
    await counter.order("conclude 1 she is")
    shown = await counter.order("show 1", MARIA)
    assert not any(word in shown for word in ("swarm", "Swarm", "truth", "she is"))
    assert "is your own request" in await counter.order("conclude 1 x", MARIA)
