"""What happens to a ticket, and who is told: the life cycle of `bot.tickets.lifecycle` with its effects.

The requester's side hears only what is meant for it; the team's side hears everything.
"""

from dataclasses import replace

from bot.cards import Card, Text
from bot.desk.people import Member
from bot.desk.promises import Goal
from bot.exchange import Exchange, copy_key
from bot.messages import Message, Person
from bot.ports import ENDING, Timer, TimerKind, Words
from bot.promises import deadlines, escalation
from bot.tickets import lifecycle
from bot.tickets.ticket import ACTIVE, WAITING, Status, Ticket
from bot.wording.files import with_files
from bot.wording.people import named
from bot.wording.request import line_card, resolved_card
from bot.wording.satisfaction import rated_card
from bot.wording.team import thread_card


async def claim(x: Exchange, ticket: Ticket, member: Member, sender: Person) -> None:
    """The member takes the ticket. Raises AlreadyClaimed, NotActive."""
    claimed = await save(x, lifecycle.claim(ticket, member.handle, x.now))
    await note_going_on(x, ticket, claimed, sender)
    await x.note("claimed", ticket, sender)
    await x.work.cancel_timers(ticket.number, [TimerKind.UNCLAIMED])
    await escalation.end(x, claimed, escalation.CLAIMED, member, "claimed")
    await x.tell_requesters(claimed, "ticket-claimed", member, status=claimed.status)
    if ticket.status in WAITING and claimed.status not in WAITING:
        claimed = await deadlines.go_on(x, claimed)
    await x.show_card(claimed)


async def release(x: Exchange, ticket: Ticket, member: Member, sender: Person) -> None:
    """Back to the team's queue. Raises NotAssigned, NotActive."""
    released = await save(x, lifecycle.release(ticket))
    await note_going_on(x, ticket, released, sender)
    await x.note("released", ticket, sender)
    await tell_thread(x, ticket, "thread-released", member)
    await x.tell_requesters(released, "ticket-released", member, status=released.status)
    if released.status not in WAITING:
        released = await _to_be_claimed(x, ticket, released)
    await x.show_card(released)


async def _to_be_claimed(x: Exchange, before: Ticket, released: Ticket) -> Ticket:
    if before.status in WAITING:
        return await deadlines.go_on(x, released)
    await deadlines.watch(x, released, Goal.CLAIM)
    return released


async def note(x: Exchange, ticket: Ticket, member: Member, sender: Person, text: str) -> None:
    """Words for the team alone."""
    await x.note("noted", ticket, sender)
    who = x.words.say("thread-note", agent=x.colleague(member, ticket))
    await x.tell_team(ticket, thread_card(x.words, who, text), key=copy_key(x.cause))


async def resolve(x: Exchange, ticket: Ticket, member: Member, sender: Person, text: str) -> None:
    """Solved, says the member; the requester is asked. Raises NotActive."""
    resolved = await save(x, lifecycle.resolve(ticket, member.handle, text, x.now))
    await x.note("resolved", ticket, sender, text)
    await x.work.cancel_timers(ticket.number, ENDING)
    await escalation.end(x, resolved, escalation.RESOLVED, member, "resolved")
    await tell_thread(x, resolved, "thread-resolved", member)
    await x.show_card(resolved)
    await watch_silence(x, resolved)
    card = resolved_card(x.words_of(ticket), resolved, x.agent(member, ticket))
    for each in (await x.audience(resolved))[1:]:
        others = resolved_card(x.words_of(each), resolved, x.agent(member, each)).without_buttons()
        await x.tell_requester(each, others, alert=True)
    await ask_requester(x, resolved, card)


async def reopen_by_agent(x: Exchange, ticket: Ticket, member: Member, sender: Person) -> None:
    """Open again at a member's wish. Raises NotResolved."""
    reopened = await _reopen(x, ticket, sender)
    await tell_thread(x, ticket, "thread-reopened-by", member)
    await _tell_reopened(x, ticket, reopened)


async def reopen_by_requester(x: Exchange, ticket: Ticket, sender: Person) -> None:
    """Not solved, says the requester. Raises NotResolved."""
    reopened = await _reopen(x, ticket, sender)
    await x.tell_team(ticket, thread_card(x.words, x.words.say("thread-reopened")))
    await _tell_reopened(x, ticket, reopened)


async def ask_requester(x: Exchange, ticket: Ticket, card: Card) -> None:
    """Ask in the request thread whether it works, and remember the post whose buttons are live."""
    await x.put_buttons_away(ticket.answer_key)
    key = await x.tell_requester(ticket, card, alert=True)
    await save(x, replace(ticket, answer_key=key))


async def relay_to_team(x: Exchange, ticket: Ticket, message: Message, *, settles: bool = False) -> None:
    """Carry words from the request thread to the triage thread, and expect an answer to them, unless they say that it
    works (`settles`): a resolved ticket with words that nobody has answered is not closed by silence."""
    member = x.desk.member(message.sender)
    await x.note("relayed", ticket, message.sender)
    of_another = bool(ticket.absorbed) and message.thread != ticket.request  # what is said there its requester reads
    if member is not None and ticket.status in ACTIVE and message.sender != ticket.requester and not of_another:
        answered = await save(x, lifecycle.answer(ticket, x.now))
        await answered_by(x, answered, member, message.sender)
    else:
        await heard(x, ticket)
    settles = settles or (member is not None and message.sender != ticket.requester and not of_another)
    if ticket.status is Status.RESOLVED and settles:
        await watch_silence(x, ticket)
    card = thread_card(x.words, x.words.say("thread-words", who=named(message.sender)), message.text)
    if ticket.status is Status.RESOLVED and not settles:
        way = Text(x.words.say("thread-words-after", number=str(ticket.number)), subtle=True)
        card = replace(card, blocks=(*card.blocks, way))
    await x.tell_team(ticket, with_files(x.words, card, message.files), key=copy_key(x.cause))


async def heard(x: Exchange, ticket: Ticket) -> None:
    """The requester's side wrote: what they were asked is answered, and they expect an answer in their turn."""
    if ticket.status is Status.RESOLVED:
        await x.work.cancel_timers(ticket.number, [TimerKind.FORGOTTEN])
    after = lifecycle.hear(ticket)
    if after != ticket:
        after = await save(x, after)
        await x.show_card(await deadlines.go_on(x, after))
    elif after.status in ACTIVE and after.answered_at is not None:
        await deadlines.watch_answer(x, after)


async def answered_by(x: Exchange, ticket: Ticket, member: Member, sender: Person) -> None:
    """What ends when a person has written to the requester."""
    await x.note("replied", ticket, sender)
    await x.work.cancel_timers(ticket.number, [TimerKind.UNANSWERED, TimerKind.UNCLAIMED])
    await escalation.end(x, ticket, escalation.ANSWERED, member, "answered")


async def _reopen(x: Exchange, ticket: Ticket, sender: Person) -> Ticket:
    """With whoever had it; with nobody, if they are in no team any more."""
    if ticket.rating:  # in the place of the question stand thanks by now
        await x.edit(ticket.answer_key, rated_card(x.words_of(ticket), ticket).without_buttons())
    else:
        await x.put_buttons_away(ticket.answer_key)
    again = replace(lifecycle.reopen(ticket, x.now, x.desk.reopen_within), answer_key="")
    reopened = await save(x, lifecycle.release(again) if x.has_left(again) else again)
    await x.note("reopened", ticket, sender)
    if ticket.assignee and not reopened.assignee:
        await x.note("released", ticket, None, ticket.assignee)
    await x.work.cancel_timers(ticket.number, [TimerKind.FORGOTTEN, TimerKind.SATISFACTION])
    reopened = await deadlines.go_on(x, reopened)
    await x.show_card(reopened)
    return reopened


async def _tell_reopened(x: Exchange, before: Ticket, ticket: Ticket) -> None:
    if before.assignee and not ticket.assignee:
        left = x.words.say("thread-reopened-left", who=before.assignee)
        await x.tell_team(ticket, thread_card(x.words, left), alert=True)
    for each in await x.audience(ticket):
        words = x.words_of(each)
        who = x.assignee(ticket, each.request.platform) or x.team(ticket).name
        line = words.say("ticket-reopened", number=str(ticket.number), who=who)
        await x.tell_requester(each, line_card(words, line, ticket.status.value))


async def tell_thread(x: Exchange, ticket: Ticket, key: str, member: Member, **values: str) -> None:
    """One sentence in the triage thread."""
    line = x.words.say(key, agent=x.colleague(member, ticket), **values)
    await x.tell_team(ticket, thread_card(x.words, line))


async def note_going_on(x: Exchange, before: Ticket, after: Ticket, sender: Person) -> None:
    """A line of history where an agent ended the waiting."""
    if before.status in WAITING and after.status not in WAITING:
        await x.note("unheld", after, sender)


async def watch_silence(x: Exchange, ticket: Ticket) -> None:
    """Start the clock for closing a resolved ticket of which its requester says nothing."""
    due = x.now + x.desk.close_after
    await x.work.set_timer(Timer(f"{x.cause}-forgotten", TimerKind.FORGOTTEN, ticket.number, due))


async def standing(x: Exchange, number: int | None) -> Ticket | None:
    """The ticket of this number, or the one that it was merged into."""
    return await x.work.standing(number) if number else None


async def save(x: Exchange, ticket: Ticket) -> Ticket:
    """Store the ticket and give it back as stored."""
    await x.work.save_ticket(ticket)
    return replace(ticket, version=ticket.version + 1)


def quoted(x: Exchange, words: Words) -> str:
    """What somebody said as a line of context, with their name where it is known: an id of a platform tells people
    nothing."""
    name = x.name(words.sender)
    return words.text if name == words.sender.id else f"{name}: {words.text}"
