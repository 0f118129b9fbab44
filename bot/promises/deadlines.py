"""When somebody has to be told that a promise falls due soon, or was not kept: timers for the clocks of a ticket.

A timer is set as if nothing will happen to the ticket. When it fires, the ticket's history says how its clock really
stands: if there is time left, the timer is set again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.desk.clocks import Clock
from bot.desk.promises import Goal
from bot.exchange import Exchange
from bot.ports import AuditEntry, Timer, TimerKind
from bot.promises.sla import clocks_of
from bot.tickets.ticket import Ticket

_OVERDUE = {
    Goal.CLAIM: TimerKind.UNCLAIMED,
    Goal.FIRST_RESPONSE: TimerKind.UNANSWERED,
    Goal.NEXT_RESPONSE: TimerKind.UNANSWERED,
    Goal.RESOLUTION: TimerKind.UNRESOLVED,
}
_GOALS = tuple(_OVERDUE)
_KINDS = (*dict.fromkeys(_OVERDUE.values()), TimerKind.WARNING)
_WARNED = {goal: f"warned_{goal.value}" for goal in _GOALS}
WARNINGS = tuple(_WARNED.values())
"""Lines of the history that say that somebody was warned of a goal."""
ESCALATED, RECALLED = "escalated", "recalled"
"""Lines of the history that say that somebody is called: of RECALLED the requester hears nothing."""


async def watch(x: Exchange, ticket: Ticket, goal: Goal) -> None:
    """Start the clock of the goal, if it is promised; it runs while the team works."""
    promise = x.desk.promise(goal, ticket)
    if promise is None:
        return
    await _set(x, ticket, _OVERDUE[goal], promise.calendar.add(x.now, promise.within))
    if promise.is_warned_of:
        await _warn_at(x, ticket, goal, promise.calendar.add(x.now, promise.within * 3 / 4))


async def watch_answer(x: Exchange, ticket: Ticket) -> None:
    """Start the clock for the next answer to the requester, be it the first or a further one."""
    await watch(x, ticket, Goal.FIRST_RESPONSE if ticket.answered_at is None else Goal.NEXT_RESPONSE)


async def look_again(x: Exchange, ticket: Ticket, kind: TimerKind) -> None:
    """Ask once more whether it is still not done, after the time that the team's escalation policy gives for it."""
    team = x.team(ticket)
    within = team.escalation.claim_within if kind is TimerKind.UNCLAIMED else team.escalation.answer_within
    await _set(x, ticket, kind, team.calendar.add(x.now, within))


async def watch_anew(x: Exchange, ticket: Ticket) -> Ticket:
    """Set all timers anew, as the clocks stand after what has just happened to the ticket and is in its history. The
    ticket as stored, with the moment by which an answer is promised now."""
    return await _promised(x, ticket, await _set_anew(x, ticket))


async def _set_anew(x: Exchange, ticket: Ticket) -> Sequence[Clock]:
    await x.work.cancel_timers(ticket.number, _KINDS)
    running = _running(x, ticket, await x.work.history(ticket.number))
    for clock in running:
        if clock.due_at is not None and (clock.reached_at is None or clock.reached_at >= x.now):
            await _set(x, ticket, _OVERDUE[clock.promise.goal], clock.due_at)
        if clock.warn_at is not None and clock.promise.is_warned_of:
            await _warn_at(x, ticket, clock.promise.goal, clock.warn_at)
    return running


async def rest(x: Exchange, ticket: Ticket) -> None:
    """The ticket waits for somebody else, and its clocks stand still: nobody is to be told anything."""
    await x.work.cancel_timers(ticket.number, _KINDS)


async def go_on(x: Exchange, ticket: Ticket) -> Ticket:
    """Set all timers anew after a pause or in other hands, where nobody is called any more: what is overdue already is
    asked for once more, and a claim by whoever is to go on. The ticket as for `watch_anew`."""
    running = await _set_anew(x, ticket)
    for clock in running:
        if clock.reached_at is not None:
            await look_again(x, ticket, _OVERDUE[clock.promise.goal])
    if not ticket.assignee:
        await look_again(x, ticket, TimerKind.UNCLAIMED)
    return await _promised(x, ticket, running)


async def _promised(x: Exchange, ticket: Ticket, running: Sequence[Clock]) -> Ticket:
    due = next((each.due_at for each in running if each.promise.goal is Goal.FIRST_RESPONSE), None)
    if ticket.answered_at is not None or due == ticket.promised_at:
        return ticket
    await x.work.save_ticket(replace(ticket, promised_at=due))
    return replace(ticket, promised_at=due, version=ticket.version + 1)


async def is_overdue(x: Exchange, ticket: Ticket, kind: TimerKind) -> bool:
    """Whether the time of the kind is used up; if there is some left, the timer is set again. Where no clock says
    so, as after an acknowledgement, somebody had reason to ask again; but a resolution must be promised still."""
    goals = [goal for goal in _GOALS if _OVERDUE[goal] is kind]
    for clock in _running(x, ticket, await x.work.history(ticket.number)):
        if clock.promise.goal in goals:
            if clock.reached_at is None and clock.due_at is not None:
                await _set(x, ticket, _OVERDUE[clock.promise.goal], clock.due_at)
            return clock.reached_at is not None
    return kind is not TimerKind.UNRESOLVED


async def is_news(x: Exchange, ticket: Ticket, kind: TimerKind, reason: str) -> bool:
    """Whether nobody was called for this reason yet since the promise counts: requesters hear of it once."""
    history = await x.work.history(ticket.number)
    clocks = _running(x, ticket, history)
    since = next((each.started_at for each in clocks if _OVERDUE[each.promise.goal] is kind), ticket.opened_at)
    return not any((entry.action, entry.detail) == (ESCALATED, reason) and entry.at >= since for entry in history)


async def to_warn_of(x: Exchange, ticket: Ticket, goal: Goal) -> Clock | None:
    """The clock of the goal if somebody has to be warned of it now, which is noted as done; if it is too early, the
    timer is set again."""
    history = await x.work.history(ticket.number)
    for clock in _running(x, ticket, history):
        if clock.promise.goal is goal and clock.promise.is_warned_of and not _was_warned(history, clock):
            if clock.nearly_due and clock.due_at is not None:
                await x.note(_WARNED[goal], ticket, None)
                return clock
            if clock.warn_at is not None:
                await _warn_at(x, ticket, goal, clock.warn_at)
    return None


def _running(x: Exchange, ticket: Ticket, history: Sequence[AuditEntry]) -> list[Clock]:
    return [clock for clock in clocks_of(x.desk, ticket, history, x.now) if clock.stopped_at is None]


def _was_warned(history: Sequence[AuditEntry], clock: Clock) -> bool:
    action = _WARNED[clock.promise.goal]
    return any(entry.action == action and entry.at >= clock.started_at for entry in history)


async def _set(x: Exchange, ticket: Ticket, kind: TimerKind, due: datetime) -> None:
    await x.work.set_timer(Timer(f"{x.cause}-{ticket.number}-{kind.value}", kind, ticket.number, due))


async def _warn_at(x: Exchange, ticket: Ticket, goal: Goal, at: datetime) -> None:
    key = f"{x.cause}-{ticket.number}-warning-{goal.value}"
    await x.work.set_timer(Timer(key, TimerKind.WARNING, ticket.number, at, goal.value))
