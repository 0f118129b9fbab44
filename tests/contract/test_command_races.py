"""T3, T9: two processes on PostgreSQL, two commands on one ticket at once: the result equals one of the two orders."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations_with_replacement, count

import pytest

from bot.desk.file import parse_desk
from bot.engine import Engine
from bot.messages import Message, Thread
from bot.tickets.ticket import Status
from storage.ledger import SqlLedger, open_ledger
from tests.contract.counter import BOTH, DESK, MARIA, NADIA
from tests.contract.stack import MovedClock, Stack

SAYS = "says "
"""What the requester writes in the thread of the ticket, instead of a command."""
COMMANDS = (
    *("claim {0}", "assign {0} nadia", "release {0}", "transfer {0} network found: a dead port", "ask {0} where?"),
    *("hold {0} a part", "unhold {0}", "priority {0} high", "category {0} vpn", "tag {0} a", "untag {0} b"),
    *("resolve {0} done", "close {0} no fault", "reopen {0}", "merge {0} {1}", "merge {1} {0}", "split {0} another"),
    *("note {0} seen", "macro {0} restart", "undo {0}", "ack {0}", "swarm {0} nadia 1h why?", "conclude {0} found"),
    *("link {0} {1}", "unlink {0} {1}", "reply {0} hello", "escalate {0} help", SAYS + "{0}", SAYS + "{1}"),
)
PAIRS = tuple(combinations_with_replacement(COMMANDS, 2))
SOME = tuple(zip(COMMANDS, COMMANDS[5:] + COMMANDS[:5], strict=True))
"""Each command, twice."""
AT_ONCE = 12
"""Pairs tried beside each other, each on tickets of its own."""

Outcome = tuple[object, ...]


@dataclass
class Two:
    """Two engines on one database, as two processes have them."""

    engines: tuple[Engine, Engine]
    ledger: SqlLedger
    clock: MovedClock
    numbers: "count[int]"

    async def tickets(self) -> tuple[int, int]:
        """A ticket that both agents may work on, tagged, claimed; and another one."""
        maria = replace(MARIA, id=f"U{next(self.numbers)}")
        for _ in range(2):
            thread = Thread("slack", "T0FIRST", f"D{maria.id}", f"{next(self.numbers)}.1")
            message = Message(f"m{thread.root}", thread, maria, self.clock(), "new help", addressed=True, command=True)
            await self.engines[0].handle(replace(message, direct=True))
        async with self.ledger.work() as work:
            opened = [each.number for each in await work.tickets(statuses=[Status.NEW], requester=maria)]
        await self.order(f"tag {opened[0]} b")
        await self.order(f"claim {opened[0]}")
        return opened[0], opened[1]

    async def order(self, text: str, who: int = 0) -> None:
        """An agent's command, or what a requester writes. Each process has a channel of its own: messages in one take
        turns, and commands there would never be at work at once."""
        if text.startswith(SAYS):
            await self.says(int(text.removeprefix(SAYS)), who)
            return
        sender, channel = ((BOTH, "C0TRIAGE"), (NADIA, "C0NETWORK"))[who]
        thread = Thread("slack", "T0FIRST", channel, "")
        name = f"c{next(self.numbers)}"
        await self.engines[who].handle(Message(name, thread, sender, self.clock(), text, addressed=True, command=True))

    async def says(self, number: int, process: int) -> None:
        async with self.ledger.work() as work:
            [ticket] = await work.tickets_numbered([number])
        name = f"w{next(self.numbers)}"
        said = Message(name, ticket.request, ticket.requester, self.clock(), "it got worse", direct=True)
        await self.engines[process].handle(said)

    async def outcome(self, numbers: tuple[int, int]) -> Outcome:
        """What became of the two tickets, with their numbers as places, and what the history says."""
        async with self.ledger.work() as work:
            found = [(await work.ticket(number), await work.history(number)) for number in numbers]
        place = {number: place for place, number in enumerate(numbers)}
        return tuple(
            (
                *(ticket.status, ticket.assignee, ticket.priority, ticket.category, ticket.tags, ticket.team),
                *(ticket.held_for, ticket.bounces, ticket.resolution, ticket.version),
                place.get(ticket.merged_into or 0),
                [place.get(number, "new") for number in (*ticket.links, -1, *ticket.absorbed)],
                [(entry.action, re.sub(r"#\d+", "#", entry.detail)) for entry in history],
            )
            for ticket, history in found
            if ticket is not None
        )


@pytest.fixture
async def two(postgres_url: str) -> AsyncIterator[Two]:
    desk, clock = replace(parse_desk(DESK), most_open_tickets=0), MovedClock()
    everybody = replace(desk.teams[1], members=(*desk.teams[1].members, *desk.teams[0].members))
    desk = replace(desk, teams=(desk.teams[0], everybody))
    async with AsyncExitStack() as stack:
        ledgers = [await stack.enter_async_context(open_ledger(postgres_url, desk.id, {})) for _ in range(2)]
        first, second = (replace(Stack(ledger, ledger.chat, clock).engine, desk=lambda: desk) for ledger in ledgers)
        yield Two((first, second), ledgers[0], clock, count(1))


def orders(pair: tuple[str, str]) -> Iterator[tuple[tuple[int, str], tuple[int, str]]]:
    """One after the other, both ways: who says what."""
    first, second = enumerate(pair)
    yield first, second
    yield second, first


async def wrong_outcome(two: Two, pair: tuple[str, str]) -> object:
    """What became of the tickets, where neither order gives it."""
    allowed = []
    for order in orders(pair):
        numbers = await two.tickets()
        for who, command in order:
            await two.order(command.format(*numbers), who)
        allowed.append(await two.outcome(numbers))
    numbers = await two.tickets()
    await asyncio.gather(*(two.order(command.format(*numbers), who) for who, command in enumerate(pair)))
    became = await two.outcome(numbers)
    return None if became in allowed else (pair, became, allowed)


@pytest.mark.parametrize("pairs", [SOME, pytest.param(PAIRS, marks=pytest.mark.slow)], ids=["some", "all"])
async def test_T3_two_commands_at_once_are_one_after_the_other(
    two: Two, caplog: pytest.LogCaptureFixture, pairs: Sequence[tuple[str, str]]
) -> None:
    for start in range(0, len(pairs), AT_ONCE):
        found = await asyncio.gather(*(wrong_outcome(two, pair) for pair in pairs[start : start + AT_ONCE]))
        assert [wrong for wrong in found if wrong] == []
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_T9_of_two_merges_into_each_other_one_lives_on(two: Two) -> None:
    for _ in range(10):
        one, other = await two.tickets()
        await asyncio.gather(two.order(f"merge {one} {other}", 0), two.order(f"merge {other} {one}", 1))
        async with two.ledger.work() as work:
            found = [await work.ticket(number) for number in (one, other)]
        assert sorted(str(each.merged_into) for each in found if each) in (
            sorted(["None", str(other)]),
            sorted(["None", str(one)]),
        )
        assert sum(each is not None and each.status is Status.CLOSED for each in found) == 1


async def test_T9_agents_and_merged_requesters_never_wait_in_a_circle(
    two: Two, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = await two.tickets()
    await two.order(f"merge {other} {one}")
    caplog.set_level("INFO", "bot.engine")
    for turn in range(10):
        said = (two.says(other, 1), two.says(one, 1), two.order(f"reply {one} {turn}", 0), two.says(other, 0))
        await asyncio.gather(*said)
    assert [record for record in caplog.records if "lost a race" in record.message] == []
    async with two.ledger.work() as work:
        actions = [entry.action for entry in await work.history(one)]
    assert (actions.count("relayed"), actions.count("replied")) == (30, 10)


async def test_T9_a_merge_and_the_tickets_linked_to_it_never_wait_in_a_circle(
    two: Two, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot.engine")
    for _ in range(12):
        one, middle, last, _ = sorted((*await two.tickets(), *await two.tickets()))
        await two.order(f"link {one} {middle}")
        await asyncio.gather(two.order(f"merge {one} {last}", 0), two.order(f"link {middle} {last}", 1))
        async with two.ledger.work() as work:
            assert middle in next(each.links for each in await work.tickets_numbered([last]))
    assert [record for record in caplog.records if "lost a race" in record.message] == []


async def test_T9_who_speaks_about_a_merged_ticket_locks_both_in_order(two: Two) -> None:
    one, other = await two.tickets()
    await two.order(f"merge {one} {other}")

    async def stand() -> None:
        async with two.ledger.work() as work:
            await work.standing(one)

    async with two.ledger.work() as work:
        await work.ticket(one)
        speaking = asyncio.create_task(stand())
        await asyncio.wait([speaking], timeout=0.5)
        assert not speaking.done()
        assert await work.ticket(other), "which the speaker has not locked yet"
    await speaking


async def test_T13_two_processes_ask_one_person_once(two: Two) -> None:
    for _ in range(8):
        numbers = await two.tickets()
        for number in numbers:
            await two.order(f"close {number} no fault")
        two.clock.advance(timedelta(hours=2))
        due = await two.ledger.due_timers(two.clock(), 50)
        assert len(due) == 2
        await asyncio.gather(*(engine.fire(key) for engine, key in zip(two.engines, due, strict=True)))
        async with two.ledger.work() as work:
            found = await work.tickets_numbered(numbers)
        assert sum(ticket.rating_asked_at is not None for ticket in found) == 1
