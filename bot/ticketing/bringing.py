"""What was said about a ticket comes along where it goes: into another ticket, or to another team."""

from itertools import chain
from operator import itemgetter

from bot.exchange import Exchange
from bot.messages import Side
from bot.tickets.ticket import Ticket
from bot.wording.replies import quote_in
from bot.wording.tickets import heading_of, merged_cards, moved_cards

_MOST_WORDS, _MOST_COPIES = 20, 50
"""Of what the teams said, and of what they were shown, the latest that comes along."""


async def bring_to_team(x: Exchange, before: Ticket, moved: Ticket) -> None:
    """Show the team that has the ticket now, in whose channel its card has just been posted, what was said while
    others had it, and what had come to it with tickets that were merged."""
    said, cut_off = await what_was_said(x, before)
    if said:
        cards = moved_cards(x.words, moved, x.team(before).name, said, earlier=cut_off)
        for key, card in zip(moved.moved_keys(moved.bounces), cards, strict=False):
            await x.tell_team(moved, card, key=key)
    for each in await x.work.tickets_numbered(moved.absorbed) if moved.absorbed else ():
        said, cut_off = await what_was_said(x, each)
        cards = merged_cards(x.words, x.titled(each, x.words), said, earlier=cut_off)
        for key, card in zip(each.absorbed_keys, cards, strict=False):
            await x.tell_team(moved, card, key=came_along(key, moved.number, moved.bounces))


def came_along(key: str, number: int, bounce: int = 0) -> str:
    """Key of the post that shows the same in the thread of the ticket into which that was merged in its turn, and where
    the team is to which that ticket was handed then."""
    return f"{key}-in-{number}" + (f"-{bounce}" if bounce else "")


async def what_was_said(x: Exchange, ticket: Ticket) -> tuple[list[tuple[str, str]], bool]:
    """Who said what last: the requester's side and agents by command, as the team saw it, and the teams among
    themselves; and whether more was said before."""
    triage = await x.work.threads_of(ticket.number, Side.TRIAGE)
    threads = [await x.work.words(each, _MOST_WORDS + 1) for each in triage]
    among = sorted(chain.from_iterable(threads), key=lambda each: each.at)
    copies = await x.work.copies(ticket.lane, _MOST_COPIES + 1)
    said = [(each.at, f"{x.name(each.sender)}:", each.text) for each in among[-_MOST_WORDS:]]
    quoting = ((each, quote_in(each.card)) for each in copies[-_MOST_COPIES:])
    said += [(each.stored_at or x.now, heading_of(each.card), text) for each, text in quoting if text]
    earlier = len(among) > _MOST_WORDS or len(copies) > _MOST_COPIES
    return [(who, text) for _, who, text in sorted(said, key=itemgetter(0))], earlier
