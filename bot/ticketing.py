"""What happens to a ticket, and who is told: the life cycle of `bot.tickets` with its effects.

The requester's side hears only what is meant for it; the team's side hears everything.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot import deadlines, escalation, tickets
from bot.cards import Card
from bot.conversation.conversation import Conversation
from bot.desk.desk import Member
from bot.desk.promises import Goal
from bot.escalation import UNANSWERED, UNCLAIMED, UNRESOLVED
from bot.exchange import Exchange
from bot.gathering import MANUAL
from bot.messages import Message, Person, Post
from bot.ports import TimerKind
from bot.tickets import Ticket
from bot.warning import cause_of
from bot.wording.catalogue import Wording
from bot.wording.people import named
from bot.wording.request import expectation, further_card, line_card, opened_card, reply_card, resolved_card
from bot.wording.team import asked_too_card, thread_card

_OPEN = tuple(sorted(tickets.ACTIVE))
_CLAIMED = UNCLAIMED, cause_of(Goal.CLAIM)
_ANSWERED = *_CLAIMED, UNANSWERED, cause_of(Goal.FIRST_RESPONSE), cause_of(Goal.NEXT_RESPONSE)
_RESOLVED = *_ANSWERED, UNRESOLVED, cause_of(Goal.RESOLUTION), MANUAL
"""Causes of escalations and warnings that end when a ticket is claimed, answered, resolved."""


async def bring_in(x: Exchange, conversation: Conversation, category: str, *, threadless: bool = False) -> Ticket:
    """Have people look after the question, in the ticket that is returned: a new one with everything already said and
    tried, or the newest one of somebody who may have no more. Requester and team are told.

    `threadless`: it was asked for outside any thread, so the first word to the requester opens one.
    """
    newest = await _newest_open(x, conversation.asker)
    crowded = tickets.to_add_to(newest, x.desk.most_open_tickets)
    if crowded is None:
        return await _open(x, conversation, category, threadless=threadless)
    await _add(x, crowded, conversation)
    card = further_card(Wording(conversation.language), newest, x.team(crowded).name)
    heard_by = conversation.asker if threadless else None
    await x.add_post(Post(x.key(), conversation.thread, card, private_to=heard_by, route=conversation.route))
    return crowded


async def _newest_open(x: Exchange, person: Person) -> Sequence[Ticket]:
    """As many as the person may have; two requests at the same moment do not see each other's ticket."""
    most = x.desk.most_open_tickets
    return await x.work.tickets(statuses=_OPEN, requester=person, newest=True, limit=most) if most else ()


async def _add(x: Exchange, ticket: Ticket, conversation: Conversation) -> None:
    await x.note("relayed", ticket, conversation.asker)
    if ticket.answered_at is not None:
        await deadlines.watch_answer(x, ticket)
    await x.tell_team(ticket, asked_too_card(x.words, conversation))


async def _open(x: Exchange, conversation: Conversation, category: str, *, threadless: bool) -> Ticket:
    team = x.desk.team_for(category)
    draft = Ticket(
        number=0,
        requester=conversation.asker,
        request=conversation.thread,
        team=team.id,
        question=conversation.question,
        opened_at=x.now,
        language=conversation.language,
        category=category,
        context=conversation.context,
        tried=conversation.tried,
        passed_over=conversation.passed_over,
        link=conversation.link,
        route=conversation.route,
        request_key=x.key() if threadless else "",
    )
    ticket = await x.work.add_ticket(_promised(x, draft))
    await x.note("opened", ticket, ticket.requester)
    await _tell_opened(x, ticket)
    await x.show_card(ticket, first=True)
    for goal in (Goal.CLAIM, Goal.FIRST_RESPONSE, Goal.RESOLUTION):
        await deadlines.watch(x, ticket, goal)
    return ticket


def _promised(x: Exchange, draft: Ticket) -> Ticket:
    promise = x.desk.promise(Goal.FIRST_RESPONSE, draft)
    return replace(draft, promised_at=promise.calendar.add(x.now, promise.within) if promise else None)


async def claim(x: Exchange, ticket: Ticket, member: Member, sender: Person) -> None:
    """The member takes the ticket. Raises AlreadyClaimed, NotActive."""
    claimed = await _save(x, tickets.claim(ticket, member.handle, x.now))
    await x.note("claimed", ticket, sender)
    await x.work.cancel_timers(ticket.number, [TimerKind.UNCLAIMED])
    await escalation.end(x, claimed, _CLAIMED, member, "claimed")
    await _tell_requester(x, claimed, "ticket-claimed", member)
    await x.show_card(claimed)


async def release(x: Exchange, ticket: Ticket, member: Member, sender: Person) -> None:
    """Back to the team's queue. Raises NotAssigned, NotActive."""
    released = await _save(x, tickets.release(ticket))
    await x.note("released", ticket, sender)
    await _tell_thread(x, ticket, "thread-released", member)
    words = x.words_of(ticket)
    line = words.say("ticket-released", team=x.team(ticket).name, number=str(ticket.number))
    await x.tell_requester(released, line_card(words, line, released.status.value))
    await x.show_card(released)
    await deadlines.watch(x, released, Goal.CLAIM)


async def reply(x: Exchange, ticket: Ticket, member: Member, sender: Person, text: str) -> None:
    """An answer to the requester, seen by the team too. Raises NotActive."""
    answered = await _save(x, tickets.answer(ticket, x.now))
    await _answered(x, answered, member, sender)
    card = reply_card(x.words_of(ticket), ticket, x.agent(member, ticket), text)
    await x.tell_requester(answered, card, alert=True)
    if ticket.answered_at is None:
        await x.show_card(answered)
    who = x.words.say("thread-reply", agent=x.colleague(member, ticket))
    await x.tell_team(ticket, thread_card(x.words, who, text))


async def note(x: Exchange, ticket: Ticket, member: Member, sender: Person, text: str) -> None:
    """Words for the team alone."""
    await x.note("noted", ticket, sender)
    who = x.words.say("thread-note", agent=x.colleague(member, ticket))
    await x.tell_team(ticket, thread_card(x.words, who, text))


async def resolve(x: Exchange, ticket: Ticket, member: Member, sender: Person, text: str) -> None:
    """Solved, says the member; the requester is asked. Raises NotActive."""
    resolved = await _save(x, tickets.resolve(ticket, member.handle, text, x.now))
    await x.note("resolved", ticket, sender, text)
    await x.work.cancel_timers(ticket.number, list(TimerKind))
    await escalation.end(x, resolved, _RESOLVED, member, "resolved")
    await _tell_thread(x, ticket, "thread-resolved", member)
    await x.show_card(resolved)
    card = resolved_card(x.words_of(ticket), resolved, x.agent(member, ticket))
    await ask_requester(x, resolved, card)


async def reopen_by_agent(x: Exchange, ticket: Ticket, member: Member, sender: Person) -> None:
    """Open again at a member's wish. Raises NotResolved."""
    reopened = await _reopen(x, ticket, sender)
    await _tell_thread(x, ticket, "thread-reopened-by", member)
    await _tell_reopened(x, reopened)


async def reopen_by_requester(x: Exchange, ticket: Ticket, sender: Person) -> None:
    """Not solved, says the requester. Raises NotResolved."""
    reopened = await _reopen(x, ticket, sender)
    await x.tell_team(ticket, thread_card(x.words, x.words.say("thread-reopened")))
    await _tell_reopened(x, reopened)


async def close(x: Exchange, ticket: Ticket, sender: Person) -> None:
    """It works, says the requester. Raises NotResolved."""
    await x.put_buttons_away(ticket.answer_key)
    closed = await _save(x, tickets.confirm(ticket))
    await x.note("closed", ticket, sender)
    words = x.words_of(ticket)
    line = words.say("ticket-closed", number=str(ticket.number))
    await x.tell_requester(closed, line_card(words, line, closed.status.value))
    await x.tell_team(ticket, thread_card(x.words, x.words.say("thread-closed")))
    await x.show_card(closed)


async def ask_requester(x: Exchange, ticket: Ticket, card: Card) -> None:
    """Ask in the request thread whether it works, and remember the post whose buttons are live."""
    await x.put_buttons_away(ticket.answer_key)
    key = await x.tell_requester(ticket, card, alert=True)
    await _save(x, replace(ticket, answer_key=key))


async def relay_to_team(x: Exchange, ticket: Ticket, message: Message) -> None:
    """Carry words from the request thread to the triage thread, and expect an answer to them."""
    member = x.desk.member(message.sender)
    await x.note("relayed", ticket, message.sender)
    if member is not None and ticket.status in tickets.ACTIVE and message.sender != ticket.requester:
        answered = await _save(x, tickets.answer(ticket, x.now))
        await _answered(x, answered, member, message.sender)
    elif ticket.status in tickets.ACTIVE and ticket.answered_at is not None:
        await deadlines.watch_answer(x, ticket)
    await x.tell_team(
        ticket, thread_card(x.words, x.words.say("thread-words", who=named(message.sender)), message.text)
    )


async def _answered(x: Exchange, ticket: Ticket, member: Member, sender: Person) -> None:
    await x.note("replied", ticket, sender)
    await x.work.cancel_timers(ticket.number, [TimerKind.UNANSWERED, TimerKind.UNCLAIMED])
    await escalation.end(x, ticket, _ANSWERED, member, "answered")


async def _reopen(x: Exchange, ticket: Ticket, sender: Person) -> Ticket:
    await x.put_buttons_away(ticket.answer_key)
    reopened = await _save(x, tickets.reopen(ticket))
    await x.note("reopened", ticket, sender)
    await x.show_card(reopened)
    await deadlines.watch_anew(x, reopened)
    return reopened


async def _tell_opened(x: Exchange, ticket: Ticket) -> None:
    words = x.words_of(ticket)
    calendar, usual = x.team(ticket).calendar, x.desk.usual_answer(ticket)
    expected = calendar.add(x.now, usual) if usual is not None else None
    card = opened_card(words, ticket, x.team(ticket).name, expectation(words, ticket, expected, x.here))
    if ticket.request_key:
        await x.open_request_thread(ticket, card)
    else:
        await x.tell_requester(ticket, card)


async def _tell_reopened(x: Exchange, ticket: Ticket) -> None:
    words = x.words_of(ticket)
    who = x.assignee(ticket, ticket.request.platform) or x.team(ticket).name
    line = words.say("ticket-reopened", number=str(ticket.number), who=who)
    await x.tell_requester(ticket, line_card(words, line, ticket.status.value))


async def _tell_requester(x: Exchange, ticket: Ticket, key: str, member: Member) -> None:
    words = x.words_of(ticket)
    line = words.say(key, agent=x.agent(member, ticket), number=str(ticket.number))
    await x.tell_requester(ticket, line_card(words, line, ticket.status.value))


async def _tell_thread(x: Exchange, ticket: Ticket, key: str, member: Member) -> None:
    await x.tell_team(ticket, thread_card(x.words, x.words.say(key, agent=x.colleague(member, ticket))))


async def _save(x: Exchange, ticket: Ticket) -> Ticket:
    """Store the ticket and give it back as stored."""
    await x.work.save_ticket(ticket)
    return replace(ticket, version=ticket.version + 1)
