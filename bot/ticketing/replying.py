"""Words of agents to requesters: a reply, or a question for whose answer the ticket waits.

They wait in the outbox for a while (`Desk.undo_within`), in which their author can call them back. Only what has left
counts as an answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.cards import Card, Line, Mention
from bot.desk.people import Member, Role
from bot.exchange import Exchange, copy_key
from bot.messages import Message, Person, Post, chat_with
from bot.ports import Held, Timer, TimerKind
from bot.promises import deadlines, escalation
from bot.ticketing.changes import answered_by, save
from bot.ticketing.refusals import Unfit
from bot.tickets import lifecycle
from bot.tickets.ticket import ACTIVE, Ticket
from bot.wording.files import with_files
from bot.wording.people import named
from bot.wording.replies import called_back_card, headed, leaving_card, not_asked_card
from bot.wording.request import reply_card
from bot.wording.team import thread_card
from bot.wording.tickets import asked_card

Said = Callable[[Ticket], str | Line]
"""What is said to the requester of a ticket: a macro calls each by their own name."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a member says to the requesters by a message; with `asks`, the ticket waits for an answer."""

    member: Member
    message: Message
    said: Said
    asks: bool = False

    @property
    def sender(self) -> Person:
        """Who wrote it."""
        return self.message.sender


async def reply(x: Exchange, ticket: Ticket, words: Reply) -> None:
    """An answer to the requester, and to those of tickets merged into this; seen by the team too, as it is said to the
    first of them. Raises NotActive, Merged; of a question AwaitsApproval."""
    (lifecycle.require_approved if words.asks else lifecycle.require_active)(ticket)
    audience = await x.audience(ticket)
    until = x.now + x.desk.undo_within if x.desk.undo_within else None
    for place, each in enumerate(audience):
        post = x.to_requester(each, _card(x, each, ticket, words), _key(x.cause, place), alert=True)
        await x.add_post(replace(post, not_before=until))
    who = x.words.say("thread-asked" if words.asks else "thread-reply", agent=x.colleague(words.member, ticket))
    copy = thread_card(x.words, who, words.said(ticket))
    await x.tell_team(ticket, with_files(x.words, copy, words.message.files), key=copy_key(x.cause))
    await _name_left_behind(x, words.message)
    held = Held(x.cause, ticket.number, words.member.handle, words.sender, until or x.now, words.asks)
    if until is None:
        await _counts(x, ticket, held)
        return
    await x.work.hold(held)
    await x.work.set_timer(Timer(f"{x.cause}-departure", TimerKind.DEPARTURE, ticket.number, until, x.cause))
    readers = [named(each.requester) for each in audience]
    own = x.words_for(words.sender)
    await x.whisper(words.message, leaving_card(own, held, readers, x.desk.undo_within))


async def depart(x: Exchange, timer: Timer) -> None:
    """What was held leaves now, unless it was called back: from here on it counts."""
    held = await x.work.let_go(timer.subject)
    ticket = await x.work.ticket(timer.ticket)
    if held is not None and ticket is not None:
        await _counts(x, ticket, held)


async def call_back(x: Exchange, ticket: Ticket, message: Message, member: Member, which: str) -> None:
    """The member's reply of this key, or with none the last one, never leaves. Raises Unfit when none waits."""
    own = [each for each in await x.work.held(ticket.number) if each.member == member.handle]
    held = next((each for each in reversed(own) if which in ("", each.key)), None)
    copy = await x.work.post(copy_key(held.key)) if held else None
    if held is None or not await recall(x, ticket, held):
        raise Unfit("has-left")
    await x.whisper(message, called_back_card(x.words_for(message.sender), copy.card if copy else None))


async def recall(x: Exchange, ticket: Ticket, held: Held) -> bool:
    """Let the reply never leave, and say so to the team; False when it has left."""
    if not await _keep_back(x, ticket, held, held.sender):
        return False
    line = x.words.say("thread-called-back", agent=_author(x, ticket, held))
    await x.reword(copy_key(held.key), lambda _: thread_card(x.words, line))
    return True


async def drop_questions(x: Exchange, ticket: Ticket, sender: Person) -> None:
    """The ticket has ended by the sender's hand, so nothing is asked about it any more: questions that wait to leave
    never do. Their authors get them back, and the team still sees them."""
    for held in await x.work.held(ticket.number):
        copy = await x.work.post(copy_key(held.key))
        if not held.asks or not await _keep_back(x, ticket, held, sender):
            continue
        line = x.words.say("thread-not-asked", agent=_author(x, ticket, held))
        await x.reword(copy_key(held.key), lambda card, line=line: headed(card, line))  # type: ignore[misc]
        card = not_asked_card(x.words_for(held.sender), ticket, copy.card if copy else None)
        await x.add_post(Post(x.key(), chat_with(held.sender), card))


async def _keep_back(x: Exchange, ticket: Ticket, held: Held, sender: Person) -> bool:
    if not await x.work.call_back([post.key for post in await posts_of(x, held.key)]):
        return False
    await x.work.let_go(held.key)
    await x.note("undone", ticket, sender)
    return True


def _author(x: Exchange, ticket: Ticket, held: Held) -> Mention | str:
    member = x.desk.member_named(held.member)
    return x.colleague(member, ticket) if member else held.member


async def posts_of(x: Exchange, key: str) -> Sequence[Post]:
    """The posts of a reply, one for each who reads it."""
    found: list[Post] = []
    while (post := await x.work.post(_key(key, len(found)))) is not None:
        found.append(post)
    return found


def _key(cause: str, place: int) -> str:
    return f"{cause}-to-{place}"


def _card(x: Exchange, reader: Ticket, ticket: Ticket, words: Reply) -> Card:
    card = asked_card if words.asks else reply_card
    said = card(x.words_of(reader), ticket, x.agent(words.member, reader), words.said(reader))
    return with_files(x.words_of(reader), said, words.message.files, inside=False)


async def _name_left_behind(x: Exchange, message: Message) -> None:
    """Tell the author which files do not come along."""
    if names := ", ".join(each.name for each in message.files if not each.shared):
        await x.refuse(message, "file-not-sent", names=names)


async def _counts(x: Exchange, ticket: Ticket, held: Held) -> None:
    """The requester has been written to. A ticket that has ended meanwhile stays as it is."""
    if ticket.status not in ACTIVE or ticket.merged_into is not None:
        await x.note("replied", ticket, held.sender)
        return
    answered = await save(x, (lifecycle.ask if held.asks else lifecycle.answer)(ticket, x.now))
    member = x.desk.member_named(held.member) or Member(held.member, held.member, Role.AGENT, ())
    await answered_by(x, answered, member, held.sender)
    if held.asks:
        await x.note("pending", answered, held.sender)
        await deadlines.rest(x, answered)
        await escalation.end(x, answered, escalation.BY_CLOCK, member, "answered")
    if held.asks or ticket.answered_at is None:
        await x.show_card(answered)
