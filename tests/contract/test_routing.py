"""T5: new tickets find their team and their member, on every ledger, and evenly from two processes at once."""

import asyncio
from collections import Counter as Count
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.file import parse_desk
from bot.messages import Message, Side, Thread
from bot.tickets.ticket import Priority, Status
from storage.ledger import open_ledger
from storage.prepared import watched
from tests.conftest import AnyLedger
from tests.contract.counter import BOTH, DESK, IVAN, MARIA, NADIA, SAM, Counter
from tests.contract.stack import MovedClock, Stack
from tests.unit.desk.test_routing import ROUTES, SKILLED

BY_TURNS = '\n[[route]]\nname = "all"\nassign = "round robin"\n'
BY_LOAD = '\n[[route]]\nname = "all"\nassign = "least loaded"\n'


def counter_of(ledger: AnyLedger, routes: str, desk: str = DESK) -> Counter:
    return Counter(ledger, parse_desk(desk + routes))


async def opened(counter: Counter, count: int, start: int = 1) -> list[str]:
    """So many tickets of different people; who got them."""
    for number in range(start, start + count):
        await counter.ask(who=replace(MARIA, id=f"U{number}"), root=f"{number}.1")
    return [(await counter.ticket(number)).assignee for number in range(start, start + count)]


async def test_T5_a_rule_says_team_priority_and_tags(ledger: AnyLedger) -> None:
    counter = counter_of(ledger, ROUTES, SKILLED)
    help = Thread("slack", "T0FIRST", "C0HELP", "7.1")
    said = "I need a human, the wi-fi in room four is gone"
    await counter.hear(Message("m:C0HELP:7.1", help, MARIA, counter.clock(), said, addressed=True))
    ticket = await counter.ticket()
    assert (ticket.team, ticket.tags, ticket.assignee) == ("network", ("cable", "floor"), "petra")
    assert "Ticket #1 is open" in counter.to("C0HELP")
    assert "I need a human" in counter.to("C0NETWORK")
    assert not counter.to("C0TRIAGE")


async def test_T5_the_priority_of_a_rule_is_that_of_its_promises(ledger: AnyLedger) -> None:
    urgent = '[[route]]\nname = "down"\nwhen = { keyword = "outage" }\npriority = "urgent"\n'
    promise = '[[promise]]\nname = "urgent"\npriority = "urgent"\nfirst_response = "7m"\n'
    counter = counter_of(ledger, urgent + promise)
    await counter.ask("I need a human, there is an outage")
    ticket = await counter.ticket()
    assert ticket.priority is Priority.URGENT
    assert ticket.promised_at == ticket.opened_at + timedelta(minutes=7)


async def test_T5_by_turns_each_gets_one_is_called_and_need_not_claim_it(ledger: AnyLedger) -> None:
    counter = counter_of(ledger, BY_TURNS)
    assert await opened(counter, 1) == ["sam"]
    called = next(each for each in counter.posts if "your turn" in str(each.card))
    assert called.alert
    assert called.thread.root == (await counter.thread(1, Side.TRIAGE)).root
    assert "Assignee: Sam Okafor" in counter.to("C0TRIAGE")
    assert "Sam" not in counter.to("DU1"), "nobody has looked at it yet"
    assert (await counter.ticket()).status is Status.OPEN
    assert ("assigned", "sam") in await counter.history()
    assert await opened(counter, 4, start=2) == ["nadia", "lena", "sam", "nadia"]
    assert "Nobody has claimed" not in await counter.wait(timedelta(minutes=11))


async def test_T5_who_is_away_is_given_none_until_they_are_back(ledger: AnyLedger) -> None:
    counter = counter_of(ledger, BY_TURNS)
    await counter.order("away until Friday", NADIA)
    assert await opened(counter, 3) == ["sam", "lena", "sam"]
    await counter.order("back", NADIA)
    assert await opened(counter, 2, start=4) == ["nadia", "lena"]


async def test_T5_where_nobody_is_there_it_waits_for_the_team_and_the_card_says_why(ledger: AnyLedger) -> None:
    counter = counter_of(ledger, BY_TURNS)
    for who in (SAM, NADIA, BOTH):
        await counter.order("away", who)
    assert await opened(counter, 1) == [""]
    assert "Assignee: nobody yet: all who work now are away" in counter.to("C0TRIAGE")
    await counter.order("priority 1 high")
    assert "nobody yet: all who work now are away" in counter.to("C0TRIAGE"), "still, once the card is shown anew"
    await counter.order("back", NADIA)
    await counter.order("claim 1", NADIA)
    await counter.order("release 1", NADIA)
    assert "Assignee: nobody yet\n" in counter.to("C0TRIAGE")
    assert "needs somebody" in await counter.wait(timedelta(minutes=11))


async def test_T5_by_load_whoever_has_fewest_gets_it(ledger: AnyLedger) -> None:
    counter = counter_of(ledger, BY_LOAD)
    assert sorted(await opened(counter, 3)) == ["lena", "nadia", "sam"]
    held = {(await counter.ticket(number)).assignee: number for number in (1, 2, 3)}
    await counter.order(f"resolve {held['nadia']} done", NADIA)
    assert await opened(counter, 1, start=4) == ["nadia"]


async def test_T5_a_form_is_a_condition(ledger: AnyLedger) -> None:
    form = '[[request]]\nid = "laptop"\ntitle = "New laptop"\n'
    field = '[[request.field]]\nname = "why"\nlabel = "Why"\nkind = "text"\n'
    route = '[[route]]\nname = "laptops"\nwhen = { form = "laptop" }\nteam = "network"\n'
    counter = counter_of(ledger, route + form + field)
    assert counter.desk.rules[0].forms == ("laptop",)


async def test_T5_a_desk_without_routes_asks_nothing_more_of_the_database(sqlite_url: str) -> None:
    async def statements(routes: str) -> list[str]:
        counter = counter_of(ledger, routes)
        texts: list[str] = []
        with watched(lambda text, *_: texts.append(text)):
            thread = Thread("slack", "T0FIRST", f"D{len(routes)}", "1.1")
            await counter.engine.handle(
                Message(thread.channel, thread, MARIA, counter.clock(), "I need a human", direct=True, addressed=True)
            )
        return texts

    async with open_ledger(sqlite_url, "main", {}) as ledger:
        plain = await statements("")
        routed = await statements('[[route]]\nname = "x"\nwhen = { keyword = "human" }\npriority = "high"\n')
    assert not [text for text in plain if "absences" in text or "turns" in text]
    assert len(routed) == len(plain), "nor do routes that give tickets to nobody"


@pytest.mark.parametrize("routes", [BY_TURNS, BY_LOAD])
async def test_T5_two_processes_at_once_give_evenly_and_each_ticket_once(postgres_url: str, routes: str) -> None:
    desk = replace(parse_desk(DESK + routes), most_open_tickets=0)
    clock = MovedClock()
    async with AsyncExitStack() as stack:
        ledgers = [await stack.enter_async_context(open_ledger(postgres_url, desk.id, {})) for _ in range(2)]
        engines = [replace(Stack(each, each.chat, clock).engine, desk=lambda: desk) for each in ledgers]

        async def ask(number: int) -> None:
            thread = Thread("slack", "T0FIRST", f"D{number}", f"{number}.1")
            who = replace(IVAN, id=f"U{number}")
            said = Message(f"m{number}", thread, who, clock(), "I need a human", direct=True, addressed=True)
            await engines[number % 2].handle(said)

        await asyncio.gather(*(ask(number) for number in range(30)))
        async with ledgers[0].work() as work:
            found = await work.tickets(statuses=list(Status), limit=99)
    assert Count(ticket.assignee for ticket in found) == {"sam": 10, "nadia": 10, "lena": 10}


async def test_T5_whoever_asked_does_not_read_that_the_team_is_away(ledger: AnyLedger) -> None:
    counter = counter_of(ledger, BY_TURNS)
    for member in (SAM, NADIA, BOTH):
        await counter.order("away", member)
    await counter.ask()
    assert (await counter.ticket()).unassigned
    assert "away" not in (await counter.order("show 1", MARIA)).casefold()
    assert "away" in (await counter.order("show 1", SAM)).casefold()
