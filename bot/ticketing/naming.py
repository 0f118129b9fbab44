"""Tickets that are called by their questions in channels which are not their own: of leads, and of other teams."""

from collections.abc import Mapping, Sequence

from bot.cards import Card
from bot.exchange import Exchange
from bot.messages import Thread
from bot.tickets.ticket import Ticket
from bot.wording.catalogue import Wording
from bot.wording.replies import retold


async def rename(x: Exchange, before: Ticket, after: Ticket) -> None:
    """Where `Exchange.name_tickets` called the ticket by its question, call it by what that reads now. In each channel
    the latest posts are looked at."""
    for channel in _channels(x, before) if after.question != before.question else ():
        for post in await x.work.copies(channel.lane):
            await retell(x, post.key, (before, after), {})


async def retell(x: Exchange, key: str, versions: tuple[Ticket, Ticket], lines: Mapping[str, str]) -> None:
    """Show on an earlier post what it quotes of the ticket, before and after, and these lines as they read now. Each
    card names a form by its title in the card's own language."""

    def change(card: Card) -> Card:
        before, after = (x.titled(each, Wording(card.language)) for each in versions)
        return retold(card, before, after, lines)

    await x.reword(key, change)


def _channels(x: Exchange, ticket: Ticket) -> Sequence[Thread]:
    """Those of all teams and leads."""
    places = dict.fromkeys(place for team in x.desk.teams for place in (*team.triage, *team.leads))
    found = (x.desk.channel((place,), ticket.request) for place in places)
    return [channel for channel in found if channel is not None]
