"""How the promises for a ticket stand, read from its history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import zip_longest

from bot.desk.clocks import Clock, read_clocks
from bot.desk.desk import Desk
from bot.desk.happenings import Event, Happening, Terms
from bot.desk.people import Member
from bot.desk.promises import Facts
from bot.ports import AuditEntry
from bot.tickets.ticket import Priority, Ticket

_HAPPENINGS = {
    "opened": Happening.OPENED,
    "claimed": Happening.CLAIMED,
    "assigned": Happening.CLAIMED,
    "released": Happening.RELEASED,
    "replied": Happening.REPLIED,
    "relayed": Happening.WROTE,
    "pending": Happening.PENDING,
    "held": Happening.HELD,
    "approval": Happening.AWAITED,
    "approved": Happening.RESUMED,
    "refused": Happening.RESOLVED,
    "withdrawn": Happening.RESOLVED,
    "lapsed": Happening.RESOLVED,
    "unheld": Happening.RESUMED,
    "resolved": Happening.RESOLVED,
    "closed": Happening.RESOLVED,
    "merged": Happening.RESOLVED,
    "reopened": Happening.REOPENED,
    "priority": Happening.CHANGED,
    "category": Happening.CHANGED,
    "transferred": Happening.CHANGED,
}
"""What lines of the history mean to clocks. The detail of a change says what was before it: "normal → urgent". Who is
handed a ticket has it: "desk → network/ivan"; a team's is to be claimed."""
ARROW = " → "
_TO = "/"
_WITH_FACTS = (Happening.OPENED, Happening.CHANGED)


def clocks_of(
    desk: Desk, ticket: Ticket, history: Sequence[AuditEntry], now: datetime, language: str = "en"
) -> tuple[Clock, ...]:
    """The clocks of the ticket, by what the desk promised meanwhile, as far as that is known, and promises now."""
    terms = desk.terms or (Terms(ticket.opened_at, desk.promises),)
    return read_clocks(happened(history, desk.facts(ticket)), terms, now, language)


def handed_over(old: str, team: str, receiver: Member | None) -> str:
    """The detail of a hand-over from one team to another, or to a member there."""
    return f"{old}{ARROW}{team}" + (_TO + receiver.handle if receiver else "")


def happened(history: Sequence[AuditEntry], facts: Facts) -> list[Event]:
    """What clocks have to know of the history, oldest first; `facts` are those of the ticket now."""
    events: list[Event] = []
    for entry, following in reversed(list(zip_longest(history, history[1:]))):
        what = None if _is_answer(entry, following) else _HAPPENINGS.get(entry.action)
        if what is not None:
            events.append(Event(entry.at, what, facts if what in _WITH_FACTS else None))
        if entry.action == "transferred":
            events.append(Event(entry.at, Happening.CLAIMED if _TO in entry.detail else Happening.RELEASED))
        if what is Happening.CHANGED:
            facts = _before(facts, entry)
    return events[::-1]


def _is_answer(entry: AuditEntry, following: AuditEntry | None) -> bool:
    """Whether these words are an agent's answer in the request thread, of which the next line tells."""
    return following is not None and (entry.action, following.action, entry.actor, entry.at) == (
        "relayed",
        "replied",
        following.actor,
        following.at,
    )


def _before(facts: Facts, entry: AuditEntry) -> Facts:
    """The facts before the change that the line tells."""
    old = entry.detail.partition(ARROW)[0]
    match entry.action:
        case "priority" if old in set(Priority):
            return replace(facts, priority=Priority(old))
        case "category":
            return replace(facts, category=old)
        case "transferred":
            return replace(facts, team=old)
        case _:
            return facts
