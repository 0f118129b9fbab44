"""Members who go away and come back: who is told, and what is said of the tickets that they have."""

from collections.abc import Sequence
from datetime import datetime

from bot.cards import Card, Moment, Text
from bot.desk import roster
from bot.desk.absence import Absence
from bot.desk.people import Member, Role
from bot.desk.teams import Team
from bot.desk.until import read_until
from bot.exchange import Exchange
from bot.messages import Message
from bot.tickets.ticket import ACTIVE, Ticket
from bot.wording.catalogue import Wording
from bot.wording.people import member_on
from bot.wording.presence import away_lines, back_lines, left_card

_OPEN = tuple(sorted(ACTIVE))
_MOST = 200
"""Tickets of one member that are told of, and whose cards are shown anew: nobody works on more."""


async def leave(x: Exchange, message: Message, member: Member, said: str) -> None:
    """Somebody is away, until the moment that the words name or until they are back. A lead may say so of others, by
    name before the moment. The leads hear whose tickets wait for somebody else."""
    whom, rest = _who_and_when(x, said, member)
    if whom is None:
        await x.refuse(message, "refused-away-others")
        return
    until = read_until(rest, x.now.astimezone(whom.zone or x.desk.zone)) if rest else None
    if rest and until is None:
        await x.refuse(message, "refused-away-when", said=rest)
        return
    await _note(x, whom, x.now, until)
    held = await x.work.tickets(statuses=_OPEN, assignee=whom.handle, limit=_MOST)
    await _answer(x, message, (member, whom), until, held)
    await _tell_leads(x, message, whom, until, held)
    await _show_cards(x, held)


async def come_back(x: Exchange, message: Message, member: Member, said: str) -> None:
    """Somebody is there again, whatever was said before. A lead may say so of others, by name."""
    whom, rest = _who_and_when(x, said, member)
    own = whom is not None and whom.handle == member.handle
    if whom is None:
        await x.refuse(message, "refused-back-others")
    elif rest:
        await x.refuse(message, "refused-back-whom", said=rest)
    elif whom.handle in await x.away():
        await _note(x, whom, x.now, x.now)
        held = await x.work.tickets(statuses=_OPEN, assignee=whom.handle, limit=_MOST)
        words, who = x.words_for(message.sender), member_on(whom, message.sender.platform)
        lines = back_lines(words, held) if own else (words.say("back-other", who=who),)
        await x.whisper(message, Card(words.language, tuple(map(Text, lines))))
        await _show_cards(x, held)
    elif own:
        await x.refuse(message, "refused-not-away")
    else:
        await x.refuse(message, "refused-not-away-other", who=member_on(whom, message.sender.platform))


def _who_and_when(x: Exchange, said: str, speaker: Member) -> tuple[Member | None, str]:
    """Whom the words are about, and the moment that they name. None where the speaker may not say so of another."""
    first, _, rest = said.strip().partition(" ")
    named = roster.member_in(x.desk.teams_of(speaker), first, speaker) if first else None
    if named is None or named.handle == speaker.handle:
        return speaker, (rest if named else said).strip()
    return (named if _leads(x.desk.teams_of(named), speaker) else None), rest.strip()


def _leads(teams: Sequence[Team], speaker: Member) -> bool:
    return any(each.handle == speaker.handle and each.role is Role.LEAD for team in teams for each in team.members)


async def _note(x: Exchange, member: Member, since: datetime, until: datetime | None) -> None:
    before = next((each for each in await x.work.absences() if each.member == member.handle), None)
    await x.save_absence(Absence(member.handle, since, until, before.version if before else 0))


async def _answer(
    x: Exchange, message: Message, people: tuple[Member, Member], until: datetime | None, held: Sequence[Ticket]
) -> None:
    """To the first of the `people`, who said so of the second; they hear of the tickets of their own teams alone."""
    (speaker, whom), words = people, x.words_for(message.sender)
    own = speaker.handle == whom.handle
    who = None if own else member_on(whom, message.sender.platform)
    seen = held if own else [ticket for ticket in held if x.team(ticket) in x.desk.teams_of(speaker)]
    lines = away_lines(words, who, _at(x, words, whom, until), seen)
    await x.whisper(message, Card(words.language, tuple(map(Text, lines))))


async def _tell_leads(
    x: Exchange, message: Message, whom: Member, until: datetime | None, held: Sequence[Ticket]
) -> None:
    for team in x.desk.teams_of(whom):
        theirs = [x.titled(ticket, x.words) for ticket in held if x.team(ticket).id == team.id]
        leads = x.desk.channel(team.leads or team.triage, message.thread)
        if leads is not None and theirs:
            who = member_on(whom, leads.platform)
            await x.name_tickets(leads, left_card(x.words, who, _at(x, x.words, whom, until), theirs))


def _at(x: Exchange, words: Wording, whom: Member, until: datetime | None) -> Moment | None:
    zone = x.now.astimezone(whom.zone or x.desk.zone)
    return words.time(until, zone) if until else None


async def _show_cards(x: Exchange, held: Sequence[Ticket]) -> None:
    """Whether the assignee is there is part of a ticket's card. Somebody may be changing it: each is locked, in order,
    and read again, so that no card shows what it was before."""
    for number in sorted(ticket.number for ticket in held):
        ticket = await x.work.ticket(number)
        if ticket is not None:
            await x.show_card(ticket)
