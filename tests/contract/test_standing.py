"""T12: whatever happens at the desk, the history of each ticket tells how the ticket stands."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.audit import standing
from bot.audit.chain import Line
from bot.audit.standing import Standing, differences, told
from bot.desk.file import parse_desk
from bot.ports import AuditEntry
from bot.promises import sla
from bot.tickets.ticket import Ticket
from tests.contract.counter import BOTH, DESK, Counter
from tests.examples import up_to
from tests.fakes.memory_ledger import MemoryLedger

_TICKETS = st.integers(1, 3)
_ORDERS = st.sampled_from(
    (
        *("claim {}", "release {}", "assign {} lena", "assign {} petra", "transfer {} network found: x"),
        *("transfer {} service-desk/nadia found: x", "transfer {} petra found: x", "hold {} a part", "unhold {}"),
        *("ask {} which office?", "reply {} try it", "note {} hm", "priority {} high", "priority {} low"),
        *("category {} vpn", "resolve {} done", "close {} enough", "reopen {}", "merge {} 2", "merge {} 3"),
        *("link {} 1", "split {} and another", "undo {}", "escalate {} help", "ack {}", "tag {} x"),
    )
)
_STEPS = st.one_of(
    st.tuples(_ORDERS, _TICKETS),
    st.tuples(st.sampled_from(("it is back", "thanks")), _TICKETS),
    st.tuples(st.sampled_from(("10s", "30s", "40h", "400h")), st.just(0)),
)
_UNITS = {"s": timedelta(seconds=1), "h": timedelta(hours=1)}


@settings(up_to(40), phases=[Phase.explicit, Phase.generate])
@given(st.lists(_STEPS, min_size=3, max_size=14), st.sampled_from((0, 20)))
def test_T12_the_history_tells_how_each_ticket_stands(steps: list[tuple[str, int]], undo_within: int) -> None:
    asyncio.run(_live(steps, undo_within))


def test_T12_what_moves_clocks_moves_tickets() -> None:
    """A new action that changes how a ticket stands is told by its history too."""
    assert not sla._HAPPENINGS.keys() - standing._CHANGES.keys() - {"replied", "relayed"}


async def _live(steps: list[tuple[str, int]], undo_within: int) -> None:
    ledger = MemoryLedger()
    counter = Counter(ledger, replace(parse_desk(DESK), undo_within=timedelta(seconds=undo_within)))
    for number in (1, 2, 3):
        await counter.ask("I need a human, my vpn is down", root=f"{number}.1")
    for what, number in steps:
        if not number:
            await counter.wait(int(what[:-1]) * _UNITS[what[-1]])
        elif "{}" in what:
            await counter.order(what.format(number), BOTH)
        else:
            await counter.ask(what, root=f"{number}.1")
    for ticket in ledger.tables.tickets.values():
        lines = [_line(each) for each in ledger.tables.history if each.ticket == ticket.number]
        assert list(differences(_standing(ticket), told(lines))) == []


def _line(entry: AuditEntry) -> Line:
    return Line("main", entry.ticket or 0, 0, entry.at, entry.action, entry.actor, entry.actor_name, entry.detail, "x")


def _standing(ticket: Ticket) -> Standing:
    into, who = ticket.merged_into, ticket.requester
    facts = {name: getattr(ticket, name) for name in ("status", "assignee", "priority", "category", "team")}
    return Standing(
        **facts, merged_into=f"#{into}" if into else "", requester=f"{who.platform}/{who.workspace}/{who.id}"
    )
