"""Tickets that are called by their questions in channels which are not their own: of leads, and of other teams."""

from collections.abc import Sequence

from bot.exchange import Exchange
from bot.messages import Thread
from bot.tickets.ticket import Ticket
from bot.wording.replies import retold


async def rename(x: Exchange, before: Ticket, after: Ticket) -> None:
    """Where `Exchange.name_tickets` called the ticket by its question, call it by what that reads now. In each channel
    the latest posts are looked at."""
    for channel in _channels(x, before) if after.question != before.question else ():
        for post in await x.work.copies(channel.lane):
            await x.reword(post.key, lambda card: retold(card, before, after, {}))


def _channels(x: Exchange, ticket: Ticket) -> Sequence[Thread]:
    """Those of all teams and leads."""
    places = dict.fromkeys(place for team in x.desk.teams for place in (*team.triage, *team.leads))
    found = (x.desk.channel((place,), ticket.request) for place in places)
    return [channel for channel in found if channel is not None]
