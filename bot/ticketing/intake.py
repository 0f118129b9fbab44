"""How tickets come about: who gets the question, who is told, which clocks run."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.conversation import Conversation
from bot.desk.promises import Goal
from bot.exchange import Exchange
from bot.messages import Person, Post
from bot.promises import deadlines
from bot.ticketing.changes import heard
from bot.tickets import lifecycle
from bot.tickets.ticket import ACTIVE, Ticket
from bot.wording.catalogue import Wording
from bot.wording.request import expectation, further_card, opened_card
from bot.wording.team import asked_too_card

_OPEN = tuple(sorted(ACTIVE))


async def bring_in(x: Exchange, conversation: Conversation, category: str, *, threadless: bool = False) -> Ticket:
    """Have people look after the question, in the ticket that is returned: a new one with everything already said and
    tried, or the newest one of somebody who may have no more. Requester and team are told.

    `threadless`: it was asked for outside any thread, so the first word to the requester opens one.
    """
    newest = await _newest_open(x, conversation.asker)
    crowded = lifecycle.to_add_to(newest, x.desk.most_open_tickets)
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
    await heard(x, ticket)
    await x.tell_team(ticket, asked_too_card(x.words, conversation))


async def _open(x: Exchange, conversation: Conversation, category: str, *, threadless: bool) -> Ticket:
    team = x.desk.team_for(category)
    return await begin(
        x,
        Ticket(
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
        ),
    )


async def begin(x: Exchange, draft: Ticket) -> Ticket:
    """The draft as a ticket: requester and team are told, the clocks run."""
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


async def _tell_opened(x: Exchange, ticket: Ticket) -> None:
    words = x.words_of(ticket)
    calendar, usual = x.team(ticket).calendar, x.desk.usual_answer(ticket)
    expected = calendar.add(x.now, usual) if usual is not None else None
    card = opened_card(words, ticket, x.team(ticket).name, expectation(words, ticket, expected, x.here))
    if ticket.request_key:
        await x.open_request_thread(ticket, card)
    else:
        await x.tell_requester(ticket, card)
