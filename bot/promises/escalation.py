"""Escalations: who is told when nobody claims or answers, in what order, and that somebody saw it.

A step that names nobody reachable is skipped at once. Steps end with the first acknowledgement, or when the reason is
gone: claimed, answered, resolved.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import Line
from bot.desk.people import Member
from bot.desk.promises import Goal
from bot.desk.rotation import Attendance
from bot.desk.teams import Step
from bot.exchange import Exchange
from bot.messages import Person
from bot.ports import Escalation, Timer, TimerKind
from bot.promises import deadlines, gathering, receipts, warning
from bot.promises.attendance import attendance
from bot.promises.deadlines import ESCALATED, RECALLED
from bot.promises.gathering import MANUAL, Call
from bot.promises.ladder import Reached, Skipped, climb, needs_attendance
from bot.promises.warning import cause_of, who_and_how_long
from bot.tickets import lifecycle
from bot.tickets.ticket import ACTIVE, WAITING, NobodyToCall, Ticket
from bot.wording.team import ping_card, thread_card

_ACKNOWLEDGED = "acknowledged"
BEFORE_THE_FIRST = -1
"""The step of an escalation whose policy has not begun yet."""
UNCLAIMED, UNANSWERED, UNRESOLVED = "unclaimed", "unanswered", "unresolved"
CLAIMED = UNCLAIMED, cause_of(Goal.CLAIM)
ANSWERED = *CLAIMED, UNANSWERED, cause_of(Goal.FIRST_RESPONSE), cause_of(Goal.NEXT_RESPONSE)
BY_CLOCK = *ANSWERED, UNRESOLVED, cause_of(Goal.RESOLUTION)
RESOLVED = *BY_CLOCK, MANUAL
"""Causes of escalations and warnings that end when a ticket is claimed, answered, waits, is resolved."""


async def on_timers(due: Sequence[tuple[Exchange, Timer]]) -> None:
    """What timers bring about that have fired together; many calls to one place are one message. An escalation has no
    two calls at once, and the clock raises none beside another call of the ticket."""
    calls: dict[tuple[int, str], Call] = {}
    for x, timer in due:
        call = await _on_timer(x, timer, called=any(number == timer.ticket for number, _ in calls))
        if call is not None:
            calls[timer.ticket, call.escalation.key] = call
    await gathering.call_for_people(tuple(calls.values()))


async def _on_timer(x: Exchange, timer: Timer, *, called: bool) -> Call | None:
    ticket = await x.work.ticket(timer.ticket)
    if ticket is None or ticket.status not in ACTIVE:
        return None
    match timer.kind:
        case TimerKind.RECEIPT:
            lost = await receipts.received(x, ticket, timer.subject)
            return await _call_from(x, ticket, lost, lost.step + 1, failed=True) if lost else None
        case kind if kind is not TimerKind.ESCALATION and ticket.status in WAITING:
            pass  # its clocks stand still; whoever ends the waiting sets their timers anew
        case TimerKind.UNCLAIMED | TimerKind.UNANSWERED | TimerKind.UNRESOLVED if called:
            await deadlines.look_again(x, ticket, timer.kind)
        case TimerKind.EXPIRY:
            anew = None if called else await receipts.expired(x, ticket, timer.subject)
            return await _call_from(x, ticket, anew, 0) if anew else None
        case TimerKind.ESCALATION:
            return await _next_step(x, ticket, timer.subject)
        case TimerKind.WARNING:
            await warning.warn(x, ticket, Goal(timer.subject))
        case TimerKind.UNCLAIMED if ticket.assignee:
            pass
        case kind if await deadlines.is_overdue(x, ticket, kind):
            return await _raise_by_clock(x, ticket, kind)
    return None


async def raise_by_hand(x: Exchange, ticket: Ticket, member: Member, sender: Person, reason: str) -> None:
    """An agent asks for help with the ticket. Raises NotActive, NobodyToCall."""
    escalation = Escalation(f"{x.cause}-escalation", ticket.number, reason, x.now, member.handle, MANUAL)
    if ticket.status in ACTIVE and (await _climb(x, ticket, escalation, 0))[1] is None:
        raise NobodyToCall
    escalated = await _mark(x, ticket, sender, reason)
    await x.tell_requesters(ticket, "ticket-escalated-by", member)
    call = await _call_from(x, escalated, escalation, 0)
    await gathering.call_for_people([call] if call else [])


async def raise_bounced(x: Exchange, ticket: Ticket, member: Member) -> None:
    """A ticket handed from team to team: the leads decide. The team's policy follows, should they not see it."""
    leads = x.leads(ticket)
    if leads is None:
        return
    reason = x.words.text("reason-bounced", times=ticket.bounces)
    escalated = await _mark(x, ticket, None, reason)
    key = f"{x.cause}-escalation"
    escalation = Escalation(key, ticket.number, reason, x.now, member.handle, MANUAL, step=BEFORE_THE_FIRST)
    step = Step("leads", x.team(ticket).escalation.steps[0].wait)
    await gathering.call_for_people([Call(x, escalated, escalation, Reached(BEFORE_THE_FIRST, step, leads))])


def to_be_seen_by(x: Exchange, ticket: Ticket, running: Sequence[Escalation], member: Member) -> list[Escalation]:
    """Those that the member may acknowledge: not the call for help that is their own, unless the team has nobody
    else. Whoever calls knows already."""
    alone = all(each.handle == member.handle for each in x.team(ticket).members)
    return [each for each in running if alone or each.cause != MANUAL or each.raised_by != member.handle]


async def acknowledge(
    x: Exchange, ticket: Ticket, escalations: Sequence[Escalation], member: Member, sender: Person
) -> None:
    """Somebody has seen them: noted with name and time, everywhere that they were shown.

    Seeing is not doing: while nobody claims or answers, the clocks start again.
    """
    at = x.words.time(x.now, x.here)
    calls = [each for each in escalations if not warning.is_warning(each)]
    for escalation in escalations:
        seen = replace(escalation, acknowledged_by=member.handle, acknowledged_at=x.now, ended=True)
        await x.work.save_escalation(seen)
        line = x.words.say("ping-acknowledged", agent=x.colleague(member, ticket), at=at)
        await _close_pings(x, ticket, escalation, line)
        if escalation in calls:
            await receipts.watch_doing(x, ticket, escalation)
    is_news = await _is_news(x, ticket)
    await x.note(_ACKNOWLEDGED, ticket, sender)
    if calls:
        await _tell_seen(x, ticket, member, calls)
        if is_news:
            await x.tell_requesters(ticket, "ticket-escalated-seen", member)


async def acknowledge_all(x: Exchange, numbers: Sequence[int], member: Member, sender: Person) -> bool:
    """Somebody has seen a call about several tickets: noted for those of the member's teams; whether for any. Numbers
    ascend, so that nobody waits in a circle."""
    seen: list[Escalation] = []
    for number in numbers:
        ticket = await x.work.ticket(number)
        if ticket is not None and x.team(ticket) in x.desk.teams_of(member):
            running = await x.work.running_escalations(number)
            seen += running
            if running:
                await acknowledge(x, ticket, running, member, sender)
    await gathering.close(x, seen, member)
    return bool(seen)


async def _tell_seen(x: Exchange, ticket: Ticket, member: Member, calls: Sequence[Escalation]) -> None:
    await _watch_again(x, ticket, [call.cause for call in calls])
    await x.tell_team(
        ticket, thread_card(x.words, x.words.say("thread-acknowledged", agent=x.colleague(member, ticket)))
    )


async def _is_news(x: Exchange, ticket: Ticket) -> bool:
    """Whether nobody has seen yet what the requester was told last: that somebody is called."""
    lines = (entry.action for entry in reversed(await x.work.history(ticket.number)))
    return next((each for each in lines if each in (ESCALATED, _ACKNOWLEDGED)), "") == ESCALATED


async def hand_on(x: Exchange, ticket: Ticket) -> None:
    """The ticket is another team's: calls that nobody has acknowledged go up its policy from the first step."""
    for escalation in await x.work.running_escalations(ticket.number):
        if not warning.is_warning(escalation):
            await x.work.save_escalation(replace(escalation, step=BEFORE_THE_FIRST))


async def end(x: Exchange, ticket: Ticket, causes: Sequence[str], member: Member, how: str) -> None:
    """The reason is gone: `how` is "claimed", "answered" or "resolved"."""
    for escalation in await x.work.running_escalations(ticket.number):
        if escalation.cause in causes:
            await x.work.save_escalation(replace(escalation, ended=True))
            line = x.words.say(f"ping-over-{how}", agent=x.colleague(member, ticket))
            await _close_pings(x, ticket, escalation, line)


async def _raise_by_clock(x: Exchange, ticket: Ticket, kind: TimerKind) -> Call | None:
    """Raise it, unless an earlier call for help is still on its way up: then look again when that time is over."""
    cause = kind.value
    running = [each for each in await x.work.running_escalations(ticket.number) if not warning.is_warning(each)]
    if any(each.step < len(x.team(ticket).escalation.steps) for each in running):
        await deadlines.look_again(x, ticket, kind)
        return None
    for each in running:
        await x.work.save_escalation(replace(each, ended=True))
    reason = x.words.text(f"reason-{cause}")
    if await deadlines.is_news(x, ticket, kind, reason):
        escalated = await _mark(x, ticket, None, reason)
        await x.tell_requesters(ticket, "ticket-escalated")
    else:
        escalated = await _mark(x, ticket, None, reason, action=RECALLED)
    escalation = Escalation(f"{x.cause}-escalation", ticket.number, "", x.now, "", cause)
    return await _call_from(x, escalated, escalation, 0)


async def _mark(x: Exchange, ticket: Ticket, actor: Person | None, reason: str, *, action: str = ESCALATED) -> Ticket:
    escalated = lifecycle.escalate(ticket, x.now)
    await x.work.save_ticket(escalated)
    await x.note(action, ticket, actor, reason)
    await x.tell_team(ticket, thread_card(x.words, x.words.say("thread-escalated", reason=reason)))
    return escalated


async def _next_step(x: Exchange, ticket: Ticket, key: str) -> Call | None:
    escalation = await x.work.escalation(key)
    if escalation is None or escalation.ended:
        return None
    return await _call_from(x, ticket, escalation, escalation.step + 1)


async def _call_from(
    x: Exchange, ticket: Ticket, escalation: Escalation, first: int, *, failed: bool = False
) -> Call | None:
    """The call of the first step from `first` on that reaches somebody; after the last the clocks start again."""
    skipped, reached = await _climb(x, ticket, escalation, first)
    if reached is not None:
        return Call(x, ticket, replace(escalation, step=reached.number), reached, tuple(skipped), failed)
    at_end = replace(escalation, step=len(x.team(ticket).escalation.steps), ended=not escalation.pings)
    await x.work.save_escalation(at_end)
    await _watch_again(x, ticket, [escalation.cause])
    return None


async def _climb(
    x: Exchange, ticket: Ticket, escalation: Escalation, first: int
) -> tuple[Sequence[Skipped], Reached | None]:
    there = await attendance(x) if needs_attendance(x.team(ticket)) else Attendance()
    return climb(x.desk, ticket, first, x.now, there, escalation.raised_by)


async def _watch_again(x: Exchange, ticket: Ticket, causes: Sequence[str]) -> None:
    """Start the clocks again for what is still not done; nobody waits for an answer that was given."""
    if not ticket.assignee:
        await deadlines.look_again(x, ticket, TimerKind.UNCLAIMED)
    if ticket.answered_at is None or UNANSWERED in causes:
        await deadlines.look_again(x, ticket, TimerKind.UNANSWERED)


async def _close_pings(x: Exchange, ticket: Ticket, escalation: Escalation, line: Line) -> None:
    """Show on each ping what became of it instead of what was asked."""
    for key in filter(gathering.is_of_one, escalation.pings):
        shown = await x.work.post(key)
        if shown is not None:
            facts = who_and_how_long(x, ticket, shown.thread.platform)
            titled = x.titled(ticket, x.words)
            await x.edit(key, ping_card(x.words, titled, [line], facts, title=_title(escalation)))


def _title(escalation: Escalation) -> str:
    return "warning" if warning.is_warning(escalation) else "ping"
