"""Tickets."""

from datetime import datetime

from bot.tickets.answers import Answer, Spoken
from bot.tickets.swarm import Swarm
from bot.tickets.ticket import Priority, Status, Ticket
from storage.prepared import Row
from storage.rows.approvals import approval_of, approval_values
from storage.rows.fields import Values, person_of, person_values, read, thread_of, thread_values, written
from storage.rows.tried import choice_values, choices_of, tried_of, tried_values

_TICKET = (
    *("number", "team", "question", "opened_at", "language", "status", "priority", "category", "assignee", "link"),
    *(
        "route",
        "request_key",
        "answer_key",
        "claimed_at",
        "answered_at",
        "resolved_at",
        "resolution",
        "promised_at",
        "escalated_at",
        "closed_at",
        "held_for",
        "merged_into",
        "bounces",
        "rating_asked_at",
        "rating",
        "request_type",
        "unassigned",
        "version",
    ),
)
_TICKET_LISTS = ("context", "tags", "links", "absorbed")


def ticket_values(ticket: Ticket) -> Values:
    """A row of `tickets`."""
    return {
        **person_values(ticket.requester, "requester"),
        **thread_values(ticket.request, "request_"),
        **written(ticket, _TICKET),
        **{name: list(getattr(ticket, name)) for name in _TICKET_LISTS},
        "tried": tried_values(ticket.tried),
        "passed_over": choice_values(ticket.passed_over),
        "answers": [
            [each.name, dict(each.label.words), dict(each.value.words), each.person] for each in ticket.answers
        ],
        "approval": approval_values(ticket.approval),
        "swarm": _swarm_values(ticket.swarm),
    }


def ticket_of(row: Row) -> Ticket:
    """The ticket in a row."""
    plain = read(row, _TICKET) | {"status": Status(row["status"]), "priority": Priority(row["priority"])}
    plain |= {name: tuple(row[name]) for name in _TICKET_LISTS}
    return Ticket(
        requester=person_of(row, "requester"),
        request=thread_of(row, "request_"),
        tried=tried_of(row["tried"]),
        passed_over=choices_of(row["passed_over"]),
        answers=tuple(_answer_of(*each) for each in row["answers"]),
        approval=approval_of(row["approval"]),
        swarm=_swarm_of(row["swarm"]),
        **plain,
    )


def _answer_of(name: str, label: dict[str, str], value: dict[str, str], person: str) -> Answer:
    return Answer(name, Spoken(tuple(label.items())), Spoken(tuple(value.items())), person)


def _swarm_values(swarm: Swarm | None) -> Values | None:
    if swarm is None:
        return None
    return {"people": list(swarm.people), "until": swarm.until.isoformat(), "ended": swarm.ended}


def _swarm_of(data: Values | None) -> Swarm | None:
    return Swarm(tuple(data["people"]), datetime.fromisoformat(data["until"]), data["ended"]) if data else None
