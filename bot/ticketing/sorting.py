"""What a ticket is, and whose: priority, category, tags, assignee."""

from bot.desk.people import Member
from bot.exchange import Exchange
from bot.messages import Person
from bot.ports import TimerKind
from bot.promises import deadlines, escalation
from bot.promises.sla import ARROW
from bot.ticketing.changes import save, tell_thread
from bot.tickets import lifecycle
from bot.tickets.ticket import Priority, Ticket
from bot.wording.people import member_on
from bot.wording.team import thread_card


async def assign(x: Exchange, ticket: Ticket, to: Member, member: Member, sender: Person) -> None:
    """The ticket is `to`'s, who is told. Raises AlreadySo, NotActive, Merged."""
    assigned = await save(x, lifecycle.assign(ticket, to.handle, x.now))
    await x.note("assigned", assigned, sender, to.handle)
    await x.work.cancel_timers(ticket.number, [TimerKind.UNCLAIMED])
    await escalation.end(x, assigned, escalation.CLAIMED, to, "claimed")
    await x.tell_requesters(assigned, "ticket-claimed", to, status=assigned.status)
    await x.show_card(assigned)
    triage = x.triage(ticket)
    whom = member_on(to, triage.platform if triage else "", notify=to.handle != member.handle)
    line = x.words.say("thread-assigned", agent=x.colleague(member, ticket), to=whom)
    await x.tell_team(ticket, thread_card(x.words, line), alert=True)


async def prioritise(x: Exchange, ticket: Ticket, priority: Priority, member: Member, sender: Person) -> None:
    """How soon it matters. Raises AlreadySo, NotActive, Merged."""
    changed = await save(x, lifecycle.prioritise(ticket, priority))
    await x.note("priority", changed, sender, f"{ticket.priority}{ARROW}{priority}")
    changed = await deadlines.watch_anew(x, changed)
    await tell_thread(x, changed, "thread-priority", member, value=x.words.text(f"priority-{priority}"))
    await x.show_card(changed)


async def categorise(x: Exchange, ticket: Ticket, category: str, member: Member, sender: Person) -> None:
    """What it is about. Raises AlreadySo, NotActive, Merged."""
    changed = await save(x, lifecycle.categorise(ticket, category))
    await x.note("category", changed, sender, f"{ticket.category}{ARROW}{category}")
    changed = await deadlines.watch_anew(x, changed)
    await tell_thread(x, changed, "thread-category", member, value=category)
    await x.show_card(changed)


async def tag(x: Exchange, ticket: Ticket, tags: tuple[str, ...], sender: Person) -> None:
    """Words of the team's own to find it by. Raises AlreadySo, TooManyTags."""
    tagged = await save(x, lifecycle.tag(ticket, tags))
    await x.note("tagged", tagged, sender, ", ".join(tags))
    await x.show_card(tagged)


async def untag(x: Exchange, ticket: Ticket, tags: tuple[str, ...], sender: Person) -> None:
    """Without those words. Raises NoSuchTag."""
    left = await save(x, lifecycle.untag(ticket, tags))
    await x.note("untagged", left, sender, ", ".join(tags))
    await x.show_card(left)
