"""When people edit or delete what they said, every copy of it follows; nothing is answered again.

Of a deleted message the history keeps that it was deleted, by whom and when. Its words go from the cards, from what is
kept as context and from the outbox.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from bot.commands.grammar import Command, spoken_command
from bot.conversation.conversation import Conversation
from bot.exchange import Exchange, copy_key, digest, files_key
from bot.messages import Change, Message, Post, Side
from bot.ports import Held, Words
from bot.ticketing import replying
from bot.ticketing.changes import save
from bot.tickets.ticket import Status, Ticket
from bot.wording.replies import quote_in, requoted, revised, without_files

Told = TypeVar("Told", Ticket, Conversation)
_LANE = "ticket/"
_SAYING, _NOTING = ("reply", "ask"), ("note",)
_NEWEST = 20
"""Tickets of one person among which that of an edited message is looked for."""


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
    return bool(sent or said or copy)


async def _by_command(x: Exchange, message: Message, sent: Sequence[Post], copy: Post | None) -> None:
    """An agent changed the message by which they had given a command: to reply, to ask, or to note."""
    ticket = await x.work.ticket(_number(copy))
    text = await _said_again(x, message, ticket, sent=bool(sent))
    held = await _held(x, ticket, message)
    if message.change is Change.DELETED and ticket and held and await replying.recall(x, ticket, held):
        return
    if text is None:
        await x.refuse(message, "edit-unclear", number=str(ticket.number if ticket else 0))
        return
    for post in (*sent, *([copy] if copy else ())):
        await x.reword(post.key, lambda card: revised(card, text))
    if ticket is not None and copy is not None:
        old, new = quote_in(copy.card), text or x.words.text("message-deleted")
        for key in ticket.absorbed_keys:
            await x.reword(key, lambda card: requoted(card, old, new))
    if ticket is not None and sent:
        await x.note(message.change.value, ticket, message.sender)


async def _said_again(x: Exchange, message: Message, ticket: Ticket | None, *, sent: bool) -> str | None:
    """What the message says now to whom it said something before: nothing once it is deleted; None where it no longer
    is such a command."""
    if message.change is Change.DELETED:
        return ""
    here = await x.work.ticket_of(message.thread, Side.TRIAGE) if message.thread.root else None
    command = spoken_command(message.text, here=here)
    if not isinstance(command, Command) or ticket is None or command.number != ticket.number:
        return None
    return command.text if command.name in (_SAYING if sent else _NOTING) else None


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
    gone = x.words.text("message-deleted")
    old, new = (gone if each.deleted else each.text for each in (said, now))
    for ticket in await _tickets(x, said, copy):
        if (after := _reworded(ticket, old, new)) != ticket:
            await x.show_card(await save(x, after))
        await _in_calls(x, ticket, old, new)
        if now.deleted:
            await x.reword(files_key(_cause(message), ticket.number), without_files)
        if after != ticket or ticket.number == _number(copy):
            await x.note(message.change.value, ticket, message.sender)
    conversation = await x.work.conversation(said.thread)
    if conversation is not None:
        files = tuple(each for each in conversation.files if not (now.deleted and each.delivery == said.delivery))
        after_all = replace(_reworded(conversation, old, new), files=files)
        if after_all != conversation:
            await x.work.save_conversation(after_all)


async def _tickets(x: Exchange, said: Words, copy: Post | None) -> Sequence[Ticket]:
    """Tickets that may hold the words, closed ones too; locked in the order of their numbers, as by all."""
    conversation = await x.work.conversation(said.thread)
    mine = await x.work.tickets(statuses=tuple(Status), requester=said.sender, newest=True, limit=_NEWEST)
    numbers = {each.number for each in mine if each.request.channel == said.thread.channel}
    numbers |= {conversation.ticket or 0 if conversation else 0, _number(copy)} - {0}
    return [ticket for number in sorted(numbers) if (ticket := await x.work.ticket(number))]


async def _in_calls(x: Exchange, ticket: Ticket, old: str, new: str) -> None:
    """Cards elsewhere that quote the ticket: calls for people, and what came with it where it was merged."""
    pings = [key for each in await x.work.running_escalations(ticket.number) for key in each.pings]
    for key in (*pings, *ticket.absorbed_keys):
        await x.reword(key, lambda card: requoted(card, old, new))


def _reworded(told: Told, old: str, new: str) -> Told:
    """With the new words in the place of the old ones, where these are the question or a line of the context."""
    lines = tuple(line[: len(line) - len(old)] + new if _ends_with(line, old) else line for line in told.context)
    return replace(told, question=new if told.question == old else told.question, context=lines)


def _ends_with(line: str, old: str) -> bool:
    """Whether the line, "name: words" or words alone, has these words."""
    return line == old or (bool(old) and line.endswith(f": {old}"))


def _number(copy: Post | None) -> int:
    """Number of the ticket in whose triage thread the copy stands, or 0."""
    number = copy.lane.removeprefix(_LANE) if copy else ""
    return int(number) if number.isdecimal() else 0


def _cause(message: Message) -> str:
    """The cause of the message that is edited or deleted."""
    return digest(message.thread.platform, message.thread.workspace, message.about)
