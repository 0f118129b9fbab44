"""A ticket's life. Every change is a pure function from ticket to ticket, or a typed refusal.

`new → open → (pending | on hold) → resolved → closed`; reopened from resolved, and for a while from closed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.tickets.approval import Standing
from bot.tickets.ticket import (
    ACTIVE,
    BEST,
    MOST_TAGS,
    WAITING,
    AlreadyClaimed,
    AlreadyClosed,
    AlreadySo,
    AwaitsApproval,
    ClosedTooLong,
    Merged,
    NoSuchTag,
    NotActive,
    NotApproved,
    NotAskedHow,
    NotAssigned,
    NotResolved,
    NotWaiting,
    Priority,
    Status,
    Ticket,
    TooManyTags,
)


def to_add_to(newest: Sequence[Ticket], most: int) -> Ticket | None:
    """Where a further request of somebody belongs whose open tickets are these, the newest first: to the newest once
    there are `most` of them, so that nobody fills a team's queue alone; else, or where `most` is 0, to none of them."""
    return newest[0] if 0 < most <= len(newest) else None


def claim(ticket: Ticket, member: str, now: datetime) -> Ticket:
    """The ticket with `member` as assignee, who goes on with it if it waited. Raises AlreadyClaimed, NotActive."""
    require_active(ticket)
    if ticket.assignee and (ticket.assignee != member or ticket.status is Status.OPEN or ticket.awaits_approval):
        raise AlreadyClaimed
    working = _worked_on(ticket, Status.OPEN)
    return replace(working, assignee=member, claimed_at=ticket.claimed_at or now, unassigned="")


def assign(ticket: Ticket, member: str, now: datetime) -> Ticket:
    """The ticket with `member` as assignee, whoever had it; it waits on if it waited. Raises AlreadySo, NotActive."""
    require_active(ticket)
    if ticket.assignee == member:
        raise AlreadySo
    status = Status.OPEN if ticket.status is Status.NEW else ticket.status
    return replace(ticket, assignee=member, status=status, claimed_at=ticket.claimed_at or now, unassigned="")


def release(ticket: Ticket) -> Ticket:
    """The ticket back in its team's queue. Raises NotActive, NotAssigned."""
    require_active(ticket)
    if not ticket.assignee:
        raise NotAssigned
    return replace(_worked_on(ticket, Status.NEW), assignee="", claimed_at=None)


def transfer(ticket: Ticket, team: str, member: str, now: datetime) -> Ticket:
    """The ticket in the hands of `team`, and there of `member` or, if empty, of nobody yet. Raises NotActive."""
    require_active(ticket)
    return replace(
        _worked_on(ticket, Status.OPEN if member else Status.NEW),
        team=team,
        assignee=member,
        claimed_at=now if member else None,
        unassigned="",
        bounces=ticket.bounces + (team != ticket.team),
    )


def answer(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket after a person wrote to the requester. Raises NotActive."""
    require_active(ticket)
    return replace(ticket, answered_at=now)


def ask(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket after the requester was asked something: it waits for them. Raises NotActive, AwaitsApproval."""
    require_approved(ticket)
    return replace(answer(ticket, now), status=Status.PENDING, held_for="")


def hear(ticket: Ticket) -> Ticket:
    """The ticket after the requester wrote: what they were asked is answered; what else it waits for is not."""
    return going_on(ticket) if ticket.status is Status.PENDING else ticket


def hold(ticket: Ticket, reason: str) -> Ticket:
    """The ticket waiting for something else. Raises NotActive, AwaitsApproval."""
    require_approved(ticket)
    return replace(ticket, status=Status.ON_HOLD, held_for=reason)


def unhold(ticket: Ticket) -> Ticket:
    """The ticket worked on again. Raises NotActive, NotWaiting, AwaitsApproval."""
    require_active(ticket)
    if ticket.status not in WAITING:
        raise NotWaiting
    require_approved(ticket)
    return going_on(ticket)


def prioritise(ticket: Ticket, priority: Priority) -> Ticket:
    """The ticket with this priority. Raises AlreadySo, NotActive."""
    require_active(ticket)
    if ticket.priority is priority:
        raise AlreadySo
    return replace(ticket, priority=priority)


def categorise(ticket: Ticket, category: str) -> Ticket:
    """The ticket in this category. Raises AlreadySo, NotActive."""
    require_active(ticket)
    if ticket.category == category:
        raise AlreadySo
    return replace(ticket, category=category)


def tag(ticket: Ticket, tags: Iterable[str]) -> Ticket:
    """The ticket with these tags too, in any status: they sort, they change nothing. Raises AlreadySo, TooManyTags."""
    merged = tuple(sorted({*ticket.tags, *tags}))
    if merged == ticket.tags:
        raise AlreadySo
    if len(merged) > MOST_TAGS:
        raise TooManyTags
    return replace(ticket, tags=merged)


def untag(ticket: Ticket, tags: Iterable[str]) -> Ticket:
    """The ticket without these tags. Raises NoSuchTag when it has not all of them."""
    gone = set(tags)
    if not gone <= set(ticket.tags):
        raise NoSuchTag
    return replace(ticket, tags=tuple(each for each in ticket.tags if each not in gone))


def resolve(ticket: Ticket, member: str, resolution: str, now: datetime) -> Ticket:
    """The ticket as solved by `member`. Raises NotActive, AwaitsApproval."""
    require_approved(ticket)
    return replace(
        ticket,
        status=Status.RESOLVED,
        assignee=ticket.assignee or member,
        resolution=resolution,
        resolved_at=now,
        answered_at=now,
        held_for="",
    )


def confirm(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket closed because the requester says that it works, or says nothing more. Raises NotResolved."""
    if ticket.status is not Status.RESOLVED:
        raise NotResolved
    return replace(ticket, status=Status.CLOSED, closed_at=now)


def close(ticket: Ticket, reason: str, now: datetime) -> Ticket:
    """The ticket closed by an agent, for a reason, which stays where nothing fixed it. Raises AlreadyClosed, Merged."""
    _require_own_life(ticket)
    if ticket.status is Status.CLOSED:
        raise AlreadyClosed
    resolution = ticket.resolution or reason
    return replace(withdrawn(ticket), status=Status.CLOSED, closed_at=now, resolution=resolution, held_for="")


def ended_lately(ticket: Ticket, now: datetime, window: timedelta) -> bool:
    """Whether it is closed, and was closed no longer ago than `window`."""
    closed = ticket.status is Status.CLOSED
    return closed and now - (ticket.closed_at or ticket.resolved_at or now) <= window


def may_reopen(ticket: Ticket, now: datetime, window: timedelta) -> bool:
    """Whether it is not too late: a resolved ticket always may, a closed one for `window`; what was refused or
    withdrawn never may, or nobody would have to approve it."""
    late = ticket.status is Status.CLOSED and not ended_lately(ticket, now, window)
    return not (late or ticket.denied)


def reopen(ticket: Ticket, now: datetime, window: timedelta) -> Ticket:
    """The ticket open again, with whoever had it. Raises NotResolved, NotApproved, ClosedTooLong, Merged."""
    _require_own_life(ticket)
    if ticket.status in ACTIVE:
        raise NotResolved
    if ticket.denied:
        raise NotApproved
    if not may_reopen(ticket, now, window):
        raise ClosedTooLong
    swarm = replace(ticket.swarm, ended=True) if ticket.swarm else None
    return replace(going_on(ticket), resolved_at=None, closed_at=None, resolution="", swarm=swarm)


def escalate(ticket: Ticket, now: datetime) -> Ticket:
    """The ticket marked as escalated. Raises NotActive."""
    require_active(ticket)
    return replace(ticket, escalated_at=now)


def may_ask_how(closed: Ticket, newest: Iterable[Ticket], now: datetime, every: timedelta) -> bool:
    """Whether the requester may be asked how it went: they were not for `every`, about none of their `newest` tickets.

    An `every` of 0 is never. Who reported the same as somebody else is not asked."""
    asked = [each.rating_asked_at for each in newest if each.rating_asked_at is not None]
    ended = closed.status is Status.CLOSED and closed.merged_into is None
    return ended and bool(every) and all(now - at >= every for at in asked)


def rate(ticket: Ticket, rating: int) -> Ticket:
    """The ticket with the requester's word on it. Raises NotAskedHow, also once it is open again."""
    if ticket.rating_asked_at is None or ticket.status is not Status.CLOSED or not 1 <= rating <= BEST:
        raise NotAskedHow
    return replace(ticket, rating=rating)


def require_active(ticket: Ticket) -> None:
    """Raises NotActive, Merged."""
    _require_own_life(ticket)
    if ticket.status not in ACTIVE:
        raise NotActive


def _require_own_life(ticket: Ticket) -> None:
    if ticket.merged_into is not None:
        raise Merged


def withdrawn(ticket: Ticket) -> Ticket:
    """The ticket of whose approval nobody has to decide any more."""
    if ticket.approval is None or not ticket.approval.waits:
        return ticket
    return replace(ticket, approval=replace(ticket.approval, standing=Standing.WITHDRAWN))


def require_approved(ticket: Ticket) -> None:
    """Raises NotActive, Merged, AwaitsApproval."""
    require_active(ticket)
    if ticket.awaits_approval:
        raise AwaitsApproval


def _worked_on(ticket: Ticket, status: Status) -> Ticket:
    """The ticket in this status and no longer waiting; one that awaits approval waits on, whoever has it."""
    return ticket if ticket.awaits_approval else replace(ticket, status=status, held_for="")


def going_on(ticket: Ticket) -> Ticket:
    """The ticket no longer waiting: with whoever has it, or to be claimed."""
    return replace(ticket, status=Status.OPEN if ticket.assignee else Status.NEW, held_for="")
