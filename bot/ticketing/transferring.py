"""Handing a ticket over, with what was tried, what was found and what should come next."""

from bot.cards import Mention
from bot.desk.handover import Handover
from bot.desk.people import Member, Role
from bot.desk.teams import Team
from bot.exchange import Exchange
from bot.messages import Person
from bot.promises import deadlines, escalation
from bot.promises.sla import handed_over
from bot.ticketing.bringing import bring_to_team
from bot.ticketing.changes import note_going_on, save, tell_thread
from bot.tickets import lifecycle
from bot.tickets.ticket import WAITING, Ticket
from bot.wording.people import member_on
from bot.wording.tickets import handover_card

BOUNCED = 2
"""From this hand-over between teams on the leads are told: nobody seems to be the right one."""


async def transfer(
    x: Exchange, ticket: Ticket, to: tuple[Team, Member | None], handed: Handover, by: tuple[Member, Person]
) -> None:
    """To another team, or to a member `to` names; by a member, who wrote as the person. Raises NotActive, Merged."""
    (team, receiver), (member, sender) = to, by
    moved = await save(x, lifecycle.transfer(ticket, team.id, receiver.handle if receiver else "", x.now))
    await note_going_on(x, ticket, moved, sender)
    await x.note("transferred", moved, sender, handed_over(ticket.team, team.id, receiver))
    await escalation.end(x, ticket, escalation.BY_CLOCK, member, "transferred")
    if moved.status not in WAITING:
        moved = await deadlines.go_on(x, moved)
    if moved.team != ticket.team:
        await escalation.hand_on(x, moved)
        await _change_channel(x, ticket, moved, member)
    else:
        await x.show_card(moved)
    await x.tell_team(moved, handover_card(x.words, handed, x.colleague(member, moved), _whom(x, moved, receiver)))
    sentence = "ticket-claimed" if receiver else "ticket-transferred"
    await x.tell_requesters(moved, sentence, receiver or member, status=moved.status)
    decided = member.role is Role.LEAD  # who leads decides whose it is
    if moved.team != ticket.team and moved.bounces >= BOUNCED and not decided:
        await escalation.raise_bounced(x, moved, member)


async def _change_channel(x: Exchange, before: Ticket, after: Ticket, member: Member) -> None:
    """A card where the new team is, with what was said so far; the old one says where it went."""
    team = x.team(after).name
    await x.leave_card(before, x.words.say("card-moved", team=team, agent=x.colleague(member, before)))
    await tell_thread(x, before, "thread-moved", member, team=team)
    await x.show_card(after, first=True)
    await bring_to_team(x, before, after)


def _whom(x: Exchange, ticket: Ticket, receiver: Member | None) -> Mention | str:
    triage = x.triage(ticket)
    platform = triage.platform if triage else ""
    return member_on(receiver, platform, notify=True) if receiver else x.team(ticket).name
