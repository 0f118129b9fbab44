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
from bot.wording.presence import away_line, back_line, left_card

_OPEN = tuple(sorted(ACTIVE))
_MOST = 20
"""Tickets of one member that are named, and whose cards are shown anew."""


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
    await _answer(x, message, whom, until, held)
    await _tell_leads(x, message, whom, until, held)
    await _show_cards(x, held)


async def come_back(x: Exchange, message: Message, member: Member) -> None:
    """Somebody is there again, whatever they had said."""
    if member.handle not in await x.away():
        await x.refuse(message, "refused-not-away")
        return
    await _note(x, member, x.now, x.now)
    held = await x.work.tickets(statuses=_OPEN, assignee=member.handle, limit=_MOST)
    words = x.words_for(message.sender)
    await x.whisper(message, Card(words.language, (Text(back_line(words, held)),)))
    await _show_cards(x, held)


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


async def _answer(x: Exchange, message: Message, whom: Member, until: datetime | None, held: Sequence[Ticket]) -> None:
    words = x.words_for(message.sender)
    own = x.desk.member(message.sender) == whom
    who = None if own else member_on(whom, message.sender.platform)
    line = away_line(words, who, _at(x, words, whom, until), held)
    await x.whisper(message, Card(words.language, (Text(line),)))


async def _tell_leads(
    x: Exchange, message: Message, whom: Member, until: datetime | None, held: Sequence[Ticket]
) -> None:
    for team in x.desk.teams_of(whom):
        theirs = [ticket for ticket in held if x.team(ticket).id == team.id]
        leads = x.desk.channel(team.leads or team.triage, message.thread)
        if leads is not None and theirs:
            who = member_on(whom, leads.platform)
            await x.say(leads, left_card(x.words, who, _at(x, x.words, whom, until), theirs), "")


def _at(x: Exchange, words: Wording, whom: Member, until: datetime | None) -> Moment | None:
    zone = x.now.astimezone(whom.zone or x.desk.zone)
    return words.time(until, zone) if until else None


async def _show_cards(x: Exchange, held: Sequence[Ticket]) -> None:
    """Whether the assignee is there is part of a ticket's card."""
    for ticket in held:
        await x.show_card(ticket)
