"""Home: what somebody finds when they come to Firstline – what waits for them, their tickets, ways to ask, what they
prefer."""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk.approvers import somebody
from bot.exchange import Exchange
from bot.messages import Message, Person, Press, chat_of_home
from bot.ports import Preference
from bot.ticketing import approving
from bot.tickets.ticket import ACTIVE, Status, Ticket
from bot.wording.approvals import ask_card
from bot.wording.catalogue import LANGUAGES
from bot.wording.home import Home, home_card

_OPEN = tuple(sorted(ACTIVE))
_STANDING = (*_OPEN, Status.RESOLVED)
_MOST = 10
_LOOKED_AT = 200
"""Tickets of one member among which those of their teams are looked for: nobody works on more."""


async def show_home(x: Exchange, message: Message) -> None:
    """To the sender alone."""
    home = await _home(x, message.sender)
    await x.whisper(message, home_card(x.words_for(message.sender), x.desk.name, home, x.here))


def in_chat(message: Message) -> Message:
    """The message from somebody's page as one from their chat with us: a post of ours may open a thread there."""
    chat = replace(message.thread, channel=chat_of_home(message.thread.channel), root="")
    return replace(message, thread=chat, direct=True, threadless=True)


async def prefer(x: Exchange, message: Message, press: Press) -> None:
    """The sender chose the language in which they read from now on."""
    if press.value not in LANGUAGES:
        await x.refuse(message, "stale-press")
        return
    await x.work.prefer(Preference(message.sender, press.value, x.now))
    await show_home(x, replace(message, sender=replace(message.sender, language=press.value)))


async def show_decisions(x: Exchange, message: Message) -> None:
    """What waits for the sender's decision, a card with both answers for each."""
    waiting, words = await _to_decide(x, message.sender), x.words_for(message.sender)
    for ticket in waiting:
        await x.whisper(message, ask_card(words, x.titled(ticket, words), "approval-title", x.here))
    if not waiting:
        await x.refuse(message, "decide-none")


async def _home(x: Exchange, person: Person) -> Home:
    own = await x.work.tickets(statuses=_STANDING, requester=person, newest=True, limit=_MOST)
    lists = (own, await _to_decide(x, person), await _assigned(x, person))
    words = x.words_for(person)
    own, to_decide, assigned = ([x.titled(ticket, words) for ticket in each] for each in lists)
    return Home(own, to_decide, assigned, bool(x.desk.request_types))


async def _to_decide(x: Exchange, person: Person) -> Sequence[Ticket]:
    who = somebody(x.desk, person)
    if who is None:
        return ()
    found: list[Ticket] = []
    last = 0
    while len(found) < _MOST and (page := await x.work.awaiting_approval(last)):
        waiting = [each for each in page if each.awaits_approval and each.requester != person]
        found += [each for each in waiting if approving.may_decide(x.desk, each, who)]
        last = page[-1].number
    return found[:_MOST]


async def _assigned(x: Exchange, person: Person) -> Sequence[Ticket]:
    """Those of the teams in which they are: who has left a team sees no more of it."""
    member = x.desk.member(person)
    if member is None:
        return ()
    teams = x.desk.teams_of(member)
    found = await x.work.tickets(statuses=_OPEN, assignee=member.handle, limit=_LOOKED_AT)
    return [each for each in found if x.team(each) in teams and each.requester != person][:_MOST]
