"""When people edit or delete what they said, every copy of it follows; nothing is answered again.

Of a deleted message the history keeps that it was deleted, by whom and when. Its words go from the cards, from what is
kept as context and from the outbox.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from bot import feedback
from bot.commands.grammar import Command, spoken_command
from bot.conversation.conversation import Conversation
from bot.exchange import Exchange, copy_key, digest, files_key
from bot.messages import Change, Message, Person, Post, Side
from bot.ports import Held, Words
from bot.ticketing import lasting_words, replying
from bot.ticketing.bringing import came_along
from bot.ticketing.changes import quoted, save
from bot.ticketing.naming import rename, retell
from bot.tickets.ticket import Status, Ticket, ticket_in
from bot.wording.replies import is_author, quote_in, revised, without_files
from bot.wording.tickets import heading_of

Told = TypeVar("Told", Ticket, Conversation)
_SAYING, _NOTING = ("reply", "ask"), ("note",)
_NEWEST = 20
"""Tickets of one person among which that of an edited message is looked for."""
_SKEW = timedelta(minutes=1)
"""By how much a platform's clock may be ahead of ours."""


async def follow(x: Exchange, message: Message) -> bool:
    """Do what an edit or deletion means for the copies. False where nothing is known of the message concerned."""
    thread, cause = message.thread, _cause(message)
    sent = await replying.posts_of(x, cause)
    said = await x.work.said(message.about, thread.platform, thread.workspace)
    copy = await x.work.post(copy_key(cause))
    if sent or (said is None and copy is not None):
        await _by_command(x, message, sent, copy)
    elif said is not None and (message.change is Change.DELETED or said.sender == message.sender):
        await _in_words(x, message, said, copy)
    return bool(sent or said or copy) or await lasting_words.tell_author(x, message, cause)


async def _by_command(x: Exchange, message: Message, sent: Sequence[Post], copy: Post | None) -> None:
    """An agent changed the message by which they had given a command: to reply, to ask, or to note."""
    ticket = await x.work.ticket(_number(copy))
    deleted = message.change is Change.DELETED
    if not deleted and not _may_edit(x, message, copy):
        await x.refuse(message, "edit-not-yours")
        return
    held = await _held(x, ticket, message)
    text = await _said_again(x, message, ticket, _names(held, sent=bool(sent)))
    if ticket and held and not text and await replying.recall(x, ticket, held):
        await _is_back(x, message, ticket, sent)
        return
    if not deleted and (why := await _why_not(x, text, sent)):
        await x.refuse(message, why, number=str(ticket.number if ticket else 0))
        return
    text = text or ""
    for post in sent if deleted else ():
        await _never_resent(x, post)
    for post in (*sent, *([copy] if copy else ())):
        await x.reword(post.key, lambda card: revised(card, text))
    if ticket is not None and copy is not None:
        lines = _copied(copy, quote_in(copy.card), text or x.words.text("message-deleted"))
        for key in await _where_it_came(x, ticket):
            await retell(x, key, (ticket, ticket), lines)
    if ticket is not None and sent:
        await x.note(message.change.value, ticket, message.sender)


async def _never_resent(x: Exchange, post: Post) -> None:
    """A reply that was given up, and whose message is gone: its reader has never seen it, and never will."""
    fate = await x.work.fate(post.key)
    if fate is not None and fate.state == "dead":
        await x.work.call_back([post.key])


def _may_edit(x: Exchange, message: Message, copy: Post | None) -> bool:
    """Whether who edits is of the desk now, and the author. Of words whose copy is kept no longer, nobody knows."""
    member = x.desk.member(message.sender)
    return member is not None and (copy is None or is_author(copy.card, member))


async def _is_back(x: Exchange, message: Message, ticket: Ticket, posts: Sequence[Post]) -> None:
    """A reply was called back because its message is gone, or is no reply any more: then its author is told."""
    if message.change is Change.EDITED:
        await x.refuse(message, "edit-called-back", number=str(ticket.number))
    for post in posts if message.change is Change.DELETED else ():
        await x.reword(post.key, lambda card: revised(card, ""))


async def _why_not(x: Exchange, text: str | None, sent: Sequence[Post]) -> str:
    """Why an edit changes nothing: the wording of the reason, or nothing where it does."""
    if text is None:
        return "edit-unclear"
    fate = await x.work.fate(sent[0].key) if sent else None
    return "edit-undone" if fate is not None and fate.state == "undone" else ""


def _names(held: Held | None, *, sent: bool) -> Sequence[str]:
    """The commands that say the same in the same way. What waits can still become none of them, what has left not."""
    if held is not None:
        return ("ask",) if held.asks else ("reply",)
    return _SAYING if sent else _NOTING


async def _said_again(x: Exchange, message: Message, ticket: Ticket | None, names: Sequence[str]) -> str | None:
    """What the message says now to whom it said something before: nothing once it is deleted; None where it no longer
    is such a command."""
    if message.change is Change.DELETED:
        return ""
    here = await x.work.ticket_of(message.thread, Side.TRIAGE) if message.thread.root else None
    command = spoken_command(message.text, here=here)
    if not isinstance(command, Command) or ticket is None or command.number != ticket.number:
        return None
    return command.text if command.name in names else None


async def _held(x: Exchange, ticket: Ticket | None, message: Message) -> Held | None:
    held = await x.work.held(ticket.number) if ticket else ()
    return next((each for each in held if each.key == _cause(message)), None)


async def _in_words(x: Exchange, message: Message, said: Words, copy: Post | None) -> None:
    """Somebody changed their own words, in a request thread or among the team."""
    deleted = message.change is Change.DELETED
    now = replace(said, text="" if deleted else message.text, deleted=deleted)
    if (now.text, now.deleted) == (said.text, said.deleted):
        return
    await x.work.keep_words(now)
    if copy is not None:
        await x.reword(copy.key, lambda card: revised(card, now.text))
    revision = _revision(x, said, now)
    conversation = await x.work.conversation(said.thread)
    for ticket in await _tickets(x, said, conversation, copy):
        after = revision.of(ticket, ticket.requester) if _is_of(ticket, said) else revision.of_kin(ticket)
        if after != ticket:
            await x.show_card(await save(x, after))
        await _in_posts(x, ticket, after, revision, copy)
        await rename(x, ticket, after)
        if now.deleted:
            await x.reword(files_key(_cause(message), ticket.number), without_files)
        if after != ticket or ticket.number == _number(copy):
            await x.note(message.change.value, ticket, message.sender)
    if conversation is not None:
        if now.deleted:
            await feedback.forget(x, conversation)
        files = tuple(each for each in conversation.files if not (now.deleted and each.delivery == said.delivery))
        after_all = replace(revision.of(conversation, conversation.asker), files=files)
        if after_all != conversation:
            await x.work.save_conversation(after_all)


@dataclass(frozen=True, slots=True)
class Revision:
    """What somebody said in a thread, before and after they changed it: alone, and as a line of the context."""

    sender: Person
    words: tuple[str, str]
    line: tuple[str, str]

    def of(self, told: Told, asker: Person) -> Told:
        """With the new words in the place of the old ones, where these are the question that the sender asked, some
        lines of it, or their line of the context."""
        question = _with_lines(told.question, *self.words) if self.sender == asker else told.question
        lines = tuple(self.line[1] if line == self.line[0] else line for line in told.context)
        return replace(told, question=question, context=lines)

    def of_kin(self, ticket: Ticket) -> Ticket:
        """Of a ticket that was split off: the sender's question stands there as context, without their name."""
        old, new = self.words
        if ticket.requester != self.sender:
            return ticket
        return replace(ticket, context=tuple(_with_lines(line, old, new) for line in ticket.context))


def _with_lines(text: str, old: str, new: str) -> str:
    """The text in which these whole lines, that were one message, are others."""
    return f"\n{text}\n".replace(f"\n{old}\n", f"\n{new}\n", 1)[1:-1] if old else text


def _revision(x: Exchange, said: Words, now: Words) -> Revision:
    gone = x.words.text("message-deleted")
    was, becomes = (replace(each, text=gone) if each.deleted else each for each in (said, now))
    return Revision(said.sender, (was.text, becomes.text), (quoted(x, was), quoted(x, becomes)))


async def _tickets(x: Exchange, said: Words, conversation: Conversation | None, copy: Post | None) -> Sequence[Ticket]:
    """Tickets that may hold the words, closed ones and those that were split off too; locked in the order of their
    numbers, as by all."""
    asker = conversation.asker if conversation else said.sender
    newest = await x.work.tickets(statuses=tuple(Status), requester=asker, newest=True, limit=_NEWEST)
    theirs = {each.number: each for each in newest if _is_of(each, said)}
    named = {conversation.ticket or 0 if conversation else 0, _number(copy)} - {0, *theirs}
    theirs |= {each.number: each for each in (await x.work.tickets_numbered(sorted(named)) if named else ())}
    numbers = {*theirs, *(number for each in theirs.values() for number in each.links)}
    return [ticket for number in sorted(numbers) if (ticket := await x.work.ticket(number))]


def _is_of(ticket: Ticket, said: Words) -> bool:
    """Whether the ticket was asked for in the thread in which this was said. Where all of a chat is one thread, only
    one that was opened afterwards can have the words."""
    return ticket.request == said.thread and (bool(said.thread.root) or ticket.opened_at >= said.at - _SKEW)


async def _in_posts(x: Exchange, ticket: Ticket, after: Ticket, revision: Revision, copy: Post | None) -> None:
    """Cards that quote the ticket: its own, also where it was before; calls for people; the question how it went; and
    what came with it where it was merged."""
    lines = dict(zip(ticket.context, after.context, strict=True)) | dict([revision.line])
    lines |= _copied(copy, *revision.words) if copy else {}
    calls = [key for each in await x.work.escalations(ticket.number) for key in each.pings]
    for key in dict.fromkeys((*ticket.card_keys, *calls, *filter(None, (ticket.answer_key,)))):
        await retell(x, key, (ticket, after), lines)
    for key in await _where_it_came(x, ticket):
        await retell(x, key, (ticket, after), lines)


async def _where_it_came(x: Exchange, ticket: Ticket) -> Sequence[str]:
    """Keys of the posts that show what came with the ticket to other teams, and wherever it was merged, and merged once
    more."""
    keys, into = [key for bounce in _bounces(ticket) for key in ticket.moved_keys(bounce)], ticket.merged_into
    while into is not None:
        keys += (
            ticket.absorbed_keys if into == ticket.merged_into else (came_along(k, into) for k in ticket.absorbed_keys)
        )
        following = next(iter(await x.work.tickets_numbered([into])), None)
        for bounce in _bounces(following) if following else ():
            keys += (came_along(key, into, bounce) for key in ticket.absorbed_keys)
        into = following.merged_into if following else None
    return keys


def _bounces(ticket: Ticket) -> range:
    return range(1, ticket.bounces + 1)


def _copied(copy: Post, old: str, new: str) -> dict[str, str]:
    """The line that brings what this post shows into the ticket into which its own was merged."""
    heading = heading_of(copy.card)
    return {f"{heading} {old}": f"{heading} {new}"}


def _number(copy: Post | None) -> int:
    """Number of the ticket in whose triage thread the copy stands, or 0."""
    return ticket_in(copy.lane) if copy else 0


def _cause(message: Message) -> str:
    """The cause of the message that is edited or deleted."""
    return digest(message.thread.platform, message.thread.workspace, message.about)
