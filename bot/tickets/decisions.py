"""How a ticket is approved: pure functions from ticket to ticket, or a typed refusal.

One decision is all there is: whoever comes second is told what the first has decided.
"""

from dataclasses import replace
from datetime import datetime

from bot.tickets.approval import Approval, Approver, Standing
from bot.tickets.lifecycle import going_on, require_active
from bot.tickets.ticket import AlreadyDecided, NoReason, NothingToApprove, Status, Ticket


def approve(ticket: Ticket, who: Approver) -> Ticket:
    """The ticket worked on from now. Raises NothingToApprove, AlreadyDecided, NotActive, Merged."""
    waiting = _waiting(ticket)
    decided = replace(waiting, standing=Standing.APPROVED, decided=who)
    return going_on(replace(ticket, approval=decided))


def refuse(ticket: Ticket, who: Approver, reason: str, now: datetime) -> Ticket:
    """The ticket closed, for a reason that its requester reads. Raises NoReason, and what `approve` raises."""
    waiting = _waiting(ticket)
    if not reason.strip():
        raise NoReason
    decided = replace(waiting, standing=Standing.REFUSED, decided=who, reason=reason)
    return _closed(replace(ticket, approval=decided), now)


def withdraw(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket closed, as its requester no longer wants it. Raises what `approve` raises."""
    waiting = _waiting(ticket)
    return _closed(replace(ticket, approval=replace(waiting, standing=Standing.WITHDRAWN)), now)


def expire(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket closed, as nobody decided in time. Raises what `approve` raises."""
    waiting = _waiting(ticket)
    return _closed(replace(ticket, approval=replace(waiting, standing=Standing.EXPIRED)), now)


def ask(ticket: Ticket, approval: Approval, held_for: str) -> Ticket:
    """The ticket waiting for those who are asked now. Raises what `approve` raises."""
    _waiting(ticket)
    return replace(ticket, approval=approval, held_for=held_for)


def follow(approval: Approval | None) -> Approval | None:
    """That of a ticket which goes on with another one: what was approved was that one alone."""
    return Approval((), approval.within, standing=Standing.FOLLOWS) if approval else None


def _waiting(ticket: Ticket) -> Approval:
    if ticket.approval is None or ticket.approval.standing is Standing.FOLLOWS:
        raise NothingToApprove
    if not ticket.approval.waits:
        raise AlreadyDecided
    require_active(ticket)
    return ticket.approval


def _closed(ticket: Ticket, now: datetime) -> Ticket:
    return replace(ticket, status=Status.CLOSED, closed_at=now, held_for="")
