"""Where a new ticket goes, and who is given it; a desk without routes pays nothing for them."""

from dataclasses import replace

from bot.desk.assignment import available, chosen, why_nobody
from bot.desk.desk import Desk
from bot.desk.routing import Assignment, Matter, Route, route_of
from bot.exchange import Exchange
from bot.tickets import lifecycle
from bot.tickets.ticket import Ticket
from bot.wording.people import member_on
from bot.wording.team import thread_card


def matter_of(desk: Desk, draft: Ticket) -> Matter:
    """What rules look at in a ticket."""
    return Matter(
        question=draft.question,
        category=draft.category,
        channel=(draft.request.platform, draft.request.channel),
        form=draft.request_type,
        client=desk.client(draft.requester),
        language=draft.language,
        priority=draft.priority,
    )


def sent(draft: Ticket, route: Route) -> Ticket:
    """The draft where its route leads."""
    return replace(
        draft, team=route.team or draft.team, priority=route.priority or draft.priority, tags=route.tags or draft.tags
    )


async def routed(x: Exchange, draft: Ticket) -> Ticket:
    """The draft in its team, and there with whoever is to have it; where nobody is there, it says why."""
    if not x.desk.rules:
        return draft
    route = route_of(x.desk.rules, matter_of(x.desk, draft))
    there = sent(draft, route)
    return there if route.assignment is Assignment.NONE else await _given(x, there, route)


async def tell_given(x: Exchange, ticket: Ticket) -> None:
    """Note who was given a new ticket, and call them below its card."""
    await x.note("assigned", ticket, None, ticket.assignee)
    member = x.desk.member_named(ticket.assignee)
    triage = x.triage(ticket)
    if member is not None:
        whom = member_on(member, triage.platform if triage else "", notify=True)
        await x.tell_team(ticket, thread_card(x.words, x.words.say("thread-given", to=whom)), alert=True)


async def _given(x: Exchange, draft: Ticket, route: Route) -> Ticket:
    team, away = x.desk.team(draft.team), await x.away()
    members = available(team, away, route.skill, x.now)
    if not members:
        return replace(draft, unassigned=why_nobody(team, away, x.now))
    turns = await x.work.turns(team.id)
    by_load = route.assignment is Assignment.LEAST_LOADED
    loads = await x.work.loads([member.handle for member in members]) if by_load else {}
    member = chosen(route.assignment, members, turns, loads)
    if member is None:
        return draft
    await x.work.save_turns(turns.after(member.handle))
    return lifecycle.assign(draft, member.handle, x.now)
