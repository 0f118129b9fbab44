"""Tickets that belong together: merged, split, linked, or followed up by a new one."""

from dataclasses import replace

from bot.conversation.conversation import Conversation
from bot.desk.people import Member
from bot.exchange import Exchange
from bot.messages import Message, Person
from bot.ports import ENDING
from bot.promises import deadlines, escalation
from bot.ticketing import approving
from bot.ticketing.bringing import came_along, what_was_said
from bot.ticketing.changes import save, tell_thread
from bot.ticketing.intake import begin, followed, linked_to
from bot.tickets import decisions, kinship
from bot.tickets.ticket import Ticket
from bot.wording.request import line_card
from bot.wording.tickets import merged_cards


async def merge(x: Exchange, ticket: Ticket, into: Ticket, member: Member, sender: Person) -> None:
    """The ticket closed for the sake of the other, which carries its words and answers its requester.

    Raises what `kinship.merge` does.
    """
    merged, survivor = kinship.merge(ticket, into, x.now)
    merged, survivor = await save(x, merged), await save(x, survivor)
    await x.note("merged", merged, sender, f"#{into.number}")
    await x.note("absorbed", survivor, sender, f"#{ticket.number}")
    await x.work.cancel_timers(ticket.number, ENDING)
    await escalation.end(x, ticket, escalation.RESOLVED, member, "merged")
    await x.put_buttons_away(ticket.answer_key)
    await approving.close_cards(x, ticket, merged)
    await _tell_merged(x, merged, survivor)
    await x.show_card(merged)
    await tell_thread(x, merged, "thread-merged", member, other=str(into.number))
    await _bring(x, ticket, survivor)
    await _link_to(x, ticket, survivor, sender)
    await x.show_card(survivor)
    if survivor.answered_at is not None and ticket.answered_at is None:
        await deadlines.watch_answer(x, survivor)


async def split(x: Exchange, ticket: Ticket, member: Member, sender: Person, text: str) -> Ticket:
    """Another matter of the same requester, as a ticket of its own in the same team; also of a closed one."""
    draft = Ticket(
        number=0,
        requester=ticket.requester,
        request=replace(ticket.request, root=""),
        team=x.team(ticket).id,
        question=text,
        opened_at=x.now,
        language=ticket.language,
        context=(ticket.question,),
        link=ticket.link,
        route=ticket.route,
        request_key=x.key(),
        links=(ticket.number,),
    )
    opened = await begin(x, draft)
    first = await linked_to(x, ticket, opened, sender, "split")
    await tell_thread(x, first, "thread-split", member, other=str(opened.number))
    await x.show_card(first)
    return opened


async def follow_up(x: Exchange, ticket: Ticket, conversation: Conversation, message: Message) -> Ticket:
    """The requester writes after the window for reopening: a new ticket about what the conversation asks now, linked to
    the old one, whose question it knows. What was approved was the old one alone: both sides are told so, and the new
    one is named as what goes on with that."""
    question = (
        conversation.question if ticket.approval is None else approving.title_after(ticket, conversation.language)
    )
    asked_before = () if ticket.question in question else (ticket.question,)
    draft = replace(
        Ticket(0, ticket.requester, conversation.thread, x.team(ticket).id, question, x.now),
        language=conversation.language,
        category=ticket.category,
        tried=ticket.tried,
        context=(*ticket.context, *asked_before, *filter(None, (ticket.resolution,))),
        link=message.link or ticket.link,
        route=message.route or ticket.route,
        links=(ticket.number,),
        approval=decisions.follow(ticket.approval),
    )
    opened = await begin(x, draft)
    await approving.tell_follows(x, ticket, opened)
    await followed(x, ticket, opened)
    return opened


async def link(x: Exchange, ticket: Ticket, other: Ticket, sender: Person) -> None:
    """Each names the other. Raises WithItself, AlreadyLinked."""
    for one, two in _both(*kinship.link(ticket, other)):
        await x.note("linked", one, sender, f"#{two.number}")
        await x.show_card(await save(x, one))


async def unlink(x: Exchange, ticket: Ticket, other: Ticket, sender: Person) -> None:
    """They name each other no longer. Raises WithItself, NotLinked."""
    for one, two in _both(*kinship.unlink(ticket, other)):
        await x.note("unlinked", one, sender, f"#{two.number}")
        await x.show_card(await save(x, one))


def _both(one: Ticket, two: Ticket) -> tuple[tuple[Ticket, Ticket], tuple[Ticket, Ticket]]:
    return (one, two), (two, one)


async def _tell_merged(x: Exchange, merged: Ticket, survivor: Ticket) -> None:
    """Everybody who waits is told, once: whose ticket is gone, where it goes on; the other's, that there is company."""
    gone = await x.audience(merged)
    for each in gone:
        words = x.words_of(each)
        key = "ticket-merged-own" if each.requester == survivor.requester else "ticket-merged"
        line = words.say(key, number=str(each.number), other=str(survivor.number))
        await x.tell_requester(each, line_card(words, line))
    if survivor.requester not in [each.requester for each in gone]:
        words = x.words_of(survivor)
        line = words.say("ticket-absorbed", number=str(survivor.number))
        await x.tell_requester(survivor, line_card(words, line))


async def _bring(x: Exchange, ticket: Ticket, survivor: Ticket) -> None:
    """Show the team of the survivor what was said about the ticket, and what had come to it with others."""
    said, cut_off = await what_was_said(x, ticket)
    cards = merged_cards(x.words, x.titled(ticket, x.words), said, earlier=cut_off)
    for key, card in zip(ticket.absorbed_keys, cards, strict=False):
        await x.tell_team(survivor, card, key=key)
    for earlier in await x.work.tickets_numbered(ticket.absorbed) if ticket.absorbed else ():
        into = earlier.merged_into or 0
        for key in earlier.absorbed_keys:
            came = await x.work.post(key if into == ticket.number else came_along(key, ticket.number))
            if came is not None:
                await x.tell_team(survivor, came.card, key=came_along(key, survivor.number))


async def _link_to(x: Exchange, ticket: Ticket, survivor: Ticket, sender: Person) -> None:
    """Tickets that were linked to the one that is gone are linked to the one that lives on. Whoever orders the merge
    has locked them, as all are locked in one order."""
    for number in sorted({*ticket.links} - {survivor.number}):
        other = await x.work.ticket(number)
        if other is not None and survivor.number not in other.links:
            await x.note("linked", other, sender, f"#{survivor.number}")
            await x.show_card(await save(x, kinship.relink(other, survivor)))
