"""What the words of an order name: a member, a team, a category, tags, a macro; or what may have been meant."""

from collections.abc import Sequence

from bot.cards import Span
from bot.commands.grammar import tags_in
from bot.commands.order import Order
from bot.desk import roster
from bot.desk.categories import category_in, known_categories, nearest_category
from bot.desk.handover import Handover, read_handover
from bot.desk.macro import VARIABLES, fill, variables_in
from bot.desk.people import Member
from bot.desk.teams import Team
from bot.exchange import Exchange
from bot.meant import meant
from bot.ticketing.refusals import Unfit
from bot.ticketing.replying import Reply
from bot.tickets.ticket import Ticket
from bot.wording.people import named

_LONGEST_TAG = 30
_MOST_NAMED = 15
"""Members or teams that a sentence lists."""


def member_named(x: Exchange, order: Order) -> Member:
    """Whom of the ticket's team it names. Raises Unfit."""
    teams = [x.team(order.ticket)]
    to = roster.member_in(teams, order.text, order.member)
    elsewhere = roster.member_in(x.desk.teams, order.text, order.member) if to is None else None
    if elsewhere is not None:
        theirs = ", ".join(team.name for team in x.desk.teams_of(elsewhere)[:_MOST_NAMED])
        who = {"who": elsewhere.name, "handle": elsewhere.handle}
        raise Unfit("member-elsewhere", **who, teams=theirs, team=teams[0].name)
    if to is None:
        raise _unnamed(
            "no-member",
            order.text,
            roster.nearest_handle(teams, order.text),
            team=teams[0].name,
            known=", ".join(each.handle for each in teams[0].members[:_MOST_NAMED]),
        )
    return to


def handed_over(x: Exchange, order: Order) -> tuple[Team, Member | None, Handover]:
    """To which team, to whom of it if to anybody, and with what. Raises Unfit."""
    said, handed = read_handover(order.text)
    receiver, rest = roster.receiver_in(x.desk, said)
    if receiver is None:
        known = ", ".join(team.id for team in x.desk.teams[:_MOST_NAMED])
        raise _unnamed("no-receiver", (said.split() or [""])[0], roster.nearest_receiver(x.desk, said), known=known)
    handed = Handover(handed.tried, handed.found, handed.next, rest)
    if not handed:
        raise Unfit("no-handover")
    if isinstance(receiver, Team):
        return receiver, None, handed
    return roster.team_for(x.desk, receiver, x.team(order.ticket)), receiver, handed


def category_named(x: Exchange, order: Order) -> str:
    """The category that it names. Raises Unfit."""
    known = known_categories(x.desk, order.of_articles())
    category = category_in(known, order.text, x.desk.titles)
    if category is None:
        nearest = nearest_category(known, order.text, x.desk.titles)
        raise _unnamed("no-category", order.text, nearest, known=_listed(x, order, known))
    return category


def tags_named(order: Order) -> tuple[str, ...]:
    """The tags that it names. Raises Unfit."""
    tags = tags_in(order.text)
    if not tags or max(map(len, tags)) > _LONGEST_TAG:
        raise Unfit("tag-words", most=_LONGEST_TAG)
    return tags


def macro_filled(x: Exchange, order: Order) -> Reply:
    """The reply that its macro makes. Raises Unfit."""
    said = order.text.strip().casefold()
    macro = next((macro for macro in x.desk.macros if macro.name == said), None)
    if macro is None:
        raise _unnamed("no-macro", order.text, meant(said, [each.name for each in x.desk.macros]))
    if "article" in variables_in(macro.text) and not order.ticket.tried:
        raise Unfit("no-article", said=macro.name)
    if not {*variables_in(macro.text)} <= {*VARIABLES, *(answer.name for answer in order.ticket.answers)}:
        raise Unfit("no-field", said=macro.name)
    return Reply(order.member, order.message, lambda each: fill(macro.text, _values(x, order, each)))


def _values(x: Exchange, order: Order, reader: Ticket) -> dict[str, Span]:
    """What stands for the variables, for the requester of this ticket."""
    ticket, language = order.ticket, reader.language
    return {
        **{answer.name: answer.value.of(language) for answer in ticket.answers},
        "requester": named(reader.requester),
        "agent": order.member.name,
        "number": str(ticket.number),
        "team": x.team(ticket).name,
        "article": ticket.tried[-1].title if ticket.tried else "",
    }


def _listed(x: Exchange, order: Order, categories: Sequence[str]) -> str:
    """The categories as they can be written, each with what people call it."""
    titles = ((name, x.desk.title(name).of(x.words_for(order.sender).language)) for name in categories)
    return ", ".join(f"{name} ({title})" if title else name for name, title in titles)


def _unnamed(why: str, said: str, nearest: str, **values: str) -> Unfit:
    """Nothing is called that: what may have been meant, or what there is."""
    return Unfit(f"{why}-near", said=said, nearest=nearest, **values) if nearest else Unfit(why, said=said, **values)
