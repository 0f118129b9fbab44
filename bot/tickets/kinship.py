"""How tickets belong together: merged, linked. Pure: pairs of tickets in, pairs out, or a typed refusal."""

from dataclasses import replace
from datetime import datetime

from bot.tickets.lifecycle import require_active, withdrawn
from bot.tickets.ticket import (
    ACTIVE,
    MOST_TAGS,
    AlreadyLinked,
    NotLinked,
    OtherMerged,
    OtherNotActive,
    Status,
    Ticket,
    WithItself,
)


def merge(ticket: Ticket, into: Ticket, now: datetime) -> tuple[Ticket, Ticket]:
    """The ticket closed for the sake of `into`, and that one with all who now wait for it, and both their links.

    Raises WithItself, NotActive and Merged of the ticket, OtherNotActive and OtherMerged of the one to merge into. As
    only an active ticket can be merged into, there is always one that lives on, and no circle.
    """
    _require_two(ticket, into)
    require_active(ticket)
    if into.merged_into is not None:
        raise OtherMerged
    if into.status not in ACTIVE:
        raise OtherNotActive
    merged = replace(withdrawn(ticket), status=Status.CLOSED, closed_at=now, merged_into=into.number, held_for="")
    everybody = {*into.absorbed, ticket.number, *ticket.absorbed}
    links = {*into.links, *ticket.links} - {into.number, *everybody}
    tags = tuple(dict.fromkeys((*into.tags, *ticket.tags)))[:MOST_TAGS]
    survivor = replace(into, absorbed=tuple(sorted(everybody)), tags=tuple(sorted(tags)), links=tuple(sorted(links)))
    return merged, survivor


def relink(other: Ticket, into: Ticket) -> Ticket:
    """A ticket that was linked to one that is merged, naming the one that lives on as well."""
    return _naming(other, into) if other.number != into.number else other


def link(ticket: Ticket, other: Ticket) -> tuple[Ticket, Ticket]:
    """Both, each naming the other. Raises WithItself, AlreadyLinked."""
    _require_two(ticket, other)
    if other.number in ticket.links:
        raise AlreadyLinked
    return _naming(ticket, other), _naming(other, ticket)


def unlink(ticket: Ticket, other: Ticket) -> tuple[Ticket, Ticket]:
    """Both, naming each other no longer. Raises WithItself, NotLinked."""
    _require_two(ticket, other)
    if other.number not in ticket.links:
        raise NotLinked
    return _without(ticket, other), _without(other, ticket)


def _require_two(ticket: Ticket, other: Ticket) -> None:
    if ticket.number == other.number:
        raise WithItself


def _naming(ticket: Ticket, other: Ticket) -> Ticket:
    return replace(ticket, links=tuple(sorted({*ticket.links, other.number})))


def _without(ticket: Ticket, other: Ticket) -> Ticket:
    return replace(ticket, links=tuple(number for number in ticket.links if number != other.number))
