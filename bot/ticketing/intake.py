"""How tickets come about: who gets the question, who is told, which clocks run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.conversation.conversation import Conversation
from bot.desk.promises import Goal
from bot.desk.request_types import RequestType
from bot.exchange import Exchange, copy_key, digest, files_key
from bot.messages import Person, Post
from bot.promises import deadlines
from bot.ticketing import approving
from bot.ticketing.approving import approval_for, held_for
from bot.ticketing.assigning import routed, tell_given
from bot.ticketing.changes import heard, save
from bot.tickets import kinship, lifecycle
from bot.tickets.answers import Answer
from bot.tickets.ticket import ACTIVE, Status, Ticket
from bot.wording.approvals import asked as asked_names
from bot.wording.approvals import withdraw_button
from bot.wording.catalogue import Wording
from bot.wording.files import with_files
from bot.wording.people import named
from bot.wording.request import expectation, further_card, opened_card
from bot.wording.request_types import told
from bot.wording.team import asked_too_card, thread_card

_OPEN = tuple(sorted(ACTIVE))
_ALL_AT_FIRST = (Goal.CLAIM, Goal.FIRST_RESPONSE, Goal.RESOLUTION)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form asks for."""

    type: RequestType
    answers: tuple[Answer, ...] = ()


async def bring_in(
    x: Exchange, conversation: Conversation, category: str, *, threadless: bool = False, wanted: Wanted | None = None
) -> Ticket:
    """Have people look after the question, in the ticket that is returned: a new one with everything already said and
    tried, or the newest one of somebody who may have no more. Requester and team are told.

    `threadless`: it was asked for outside any thread, so the first word to the requester opens one. `wanted`: by a
    form, whose type says which team it is for; what has to be approved is always a ticket of its own.
    """
    newest = () if wanted and wanted.type.approvers else await _newest_open(x, conversation.asker)
    crowded = lifecycle.to_add_to(newest, x.desk.most_open_tickets)
    if crowded is None:
        before = await x.work.ticket(conversation.follows) if conversation.follows else None
        draft = _draft(x, conversation, category, request_key=x.key() if threadless else "")
        linked = replace(draft, links=(before.number,)) if before else draft
        there = await routed(x, _as_wanted(x, linked, wanted) if wanted else linked)
        opened = await begin(x, _awaiting(x, there, wanted) if wanted else there)
        if before is not None:
            await followed(x, before, opened)
        await _bring_files(x, opened, conversation)
        return opened
    await _add(x, crowded, _in_words(x, conversation, wanted) if wanted else conversation)
    await _bring_files(x, crowded, conversation)
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
    await heard(x, ticket)
    await x.tell_team(ticket, asked_too_card(x.words, conversation), key=copy_key(x.cause))


def _draft(x: Exchange, conversation: Conversation, category: str, *, request_key: str) -> Ticket:
    return Ticket(
        number=0,
        requester=conversation.asker,
        request=conversation.thread,
        team=x.desk.team_for(category).id,
        question=conversation.question,
        opened_at=x.now,
        language=conversation.language,
        category=category,
        context=conversation.context,
        tried=conversation.tried,
        passed_over=conversation.passed_over,
        link=conversation.link,
        route=conversation.route,
        request_key=request_key,
    )


def _as_wanted(x: Exchange, draft: Ticket, wanted: Wanted) -> Ticket:
    asked = wanted.type
    return replace(
        draft,
        team=asked.team or x.desk.team_for(asked.category).id,
        category=asked.category,
        priority=asked.priority,
        request_type=asked.id,
        answers=wanted.answers,
    )


def _awaiting(x: Exchange, draft: Ticket, wanted: Wanted) -> Ticket:
    """The draft on hold, if somebody has to approve it first, whoever is to have it then."""
    approval = approval_for(x.desk, wanted.type, draft.requester, draft.team)
    if approval is None:
        return draft
    return replace(draft, status=Status.ON_HOLD, held_for=held_for(x.words, approval), approval=approval)


def _in_words(x: Exchange, conversation: Conversation, wanted: Wanted) -> Conversation:
    """A form that gets no ticket of its own, so that its title and fields are words, the team's."""
    title = wanted.type.title.of(x.words.language)
    return replace(conversation, question=f"{title}\n{told(x.words, wanted.answers)}")


async def _bring_files(x: Exchange, ticket: Ticket, conversation: Conversation) -> None:
    """What came with the question goes below the card, a post for each message, so that it can go with it again."""
    for delivery in dict.fromkeys(each.delivery for each in conversation.files):
        who = x.words.say("thread-files", who=named(conversation.asker))
        files = [each for each in conversation.files if each.delivery == delivery]
        asked = conversation.thread
        key = files_key(digest(asked.platform, asked.workspace, delivery), ticket.number)
        await x.tell_team(ticket, with_files(x.words, thread_card(x.words, who), files), key=key)


async def begin(x: Exchange, draft: Ticket) -> Ticket:
    """The draft as a ticket: requester and team are told, also who was given it; the clocks run."""
    ticket = await x.work.add_ticket(_promised(x, draft))
    await x.note("opened", ticket, ticket.requester)
    await _tell_opened(x, ticket)
    await x.show_card(ticket, first=True)
    if ticket.assignee:
        await tell_given(x, ticket)
    if ticket.awaits_approval:
        return await approving.begin(x, ticket)
    for goal in (Goal.FIRST_RESPONSE, Goal.RESOLUTION) if ticket.assignee else _ALL_AT_FIRST:
        await deadlines.watch(x, ticket, goal)
    return ticket


async def linked_to(x: Exchange, ticket: Ticket, opened: Ticket, sender: Person | None, action: str) -> Ticket:
    """The ticket as it is with a link to a new one that came of it by this action."""
    await x.note("linked", opened, sender, f"#{ticket.number}")
    first = await save(x, kinship.link(ticket, opened)[0])
    await x.note(action, first, sender, f"#{opened.number}")
    return first


async def followed(x: Exchange, ticket: Ticket, opened: Ticket) -> None:
    """A ticket that has ended goes on in a new one, which names it already: its team is told."""
    first = await linked_to(x, ticket, opened, None, "linked")
    await x.show_card(first)
    line = x.words.say("thread-followed", other=str(opened.number))
    await x.tell_team(first, thread_card(x.words, line))


def _promised(x: Exchange, draft: Ticket) -> Ticket:
    promise = None if draft.awaits_approval else x.desk.promise(Goal.FIRST_RESPONSE, draft)
    return replace(draft, promised_at=promise.calendar.add(x.now, promise.within) if promise else None)


async def _tell_opened(x: Exchange, ticket: Ticket) -> None:
    words = x.words_of(ticket)
    calendar, usual = x.team(ticket).calendar, x.desk.usual_answer(ticket)
    expected = calendar.add(x.now, usual) if usual is not None else None
    soon = expectation(words, ticket, expected, x.here)
    if ticket.awaits_approval:
        soon = words.say("approval-first", who=asked_names(words, ticket))
    card = opened_card(words, ticket, x.team(ticket).name, soon)
    if ticket.awaits_approval:
        card = replace(card, buttons=(withdraw_button(words, ticket),))
    if ticket.request_key:
        await x.open_request_thread(ticket, card)
    else:
        await x.tell_requester(ticket, card)
