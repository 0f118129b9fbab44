"""What a request is about, how sure that is, and whether to ask. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.desk.desk import Desk
from bot.desk.routing import Matter, Route, route_of

CLEAR = 0.6
"""Share from which nobody is asked."""
_LIKELY = 0.3
"""Share from which like tickets alone are believed."""
MOST_NAMED = 5
"""Categories that are put up for choice: with *I don't know* as many buttons as every platform shows."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A category, or none, and how sure it is: between 0 and 1."""

    category: str = ""
    share: float = 0.0


def guesses(of_articles: Mapping[str, float], of_tickets: Mapping[str, float]) -> Sequence[Guess]:
    """Categories by what the articles that come near say, and the tickets that are like it; the likeliest first."""
    together = Counter[str]()
    for evidence in (of_articles, of_tickets):
        for category, share in evidence.items():
            together[category] += share  # type: ignore[assignment] # a Counter of floats
    whole = max(1.0, sum(together.values()))
    ordered = sorted(together.items(), key=lambda each: (-each[1], each[0]))
    found = [Guess(category, share / whole) for category, share in ordered if category]
    return [guess for guess in found if guess.category in of_articles or guess.share >= _LIKELY]


def likeliest(found: Sequence[Guess]) -> str:
    """The category that a ticket gets unasked; empty where none is likely."""
    return found[0].category if found else ""


def to_choose_from(desk: Desk, matter: Matter, found: Sequence[Guess]) -> Sequence[str]:
    """The categories to ask about, the likeliest first, then those of desk.toml in its order. None where nobody is to
    be asked: the desk does not want it, it is clear, or wherever the request belongs it would go the same way."""
    if not desk.asks_once or not matters(desk) or (found and found[0].share >= CLEAR):
        return ()
    known = desk.categories
    if len({_landing(desk, matter, category) for category in known}) < 2:
        return ()
    likely = [guess.category for guess in found if guess.category in known]
    return list(dict.fromkeys((*likely, *known)))[:MOST_NAMED]


def matters(desk: Desk) -> bool:
    """Whether categories could lead anywhere at all. Of most desks this can be told without trying."""
    return any(rule.categories for rule in desk.rules) or any(team.categories for team in desk.teams[1:])


def _landing(desk: Desk, matter: Matter, category: str) -> Route:
    """Where it would go if it were of this category."""
    route = route_of(desk.rules, replace(matter, category=category))
    return replace(route, team=route.team or desk.team_for(category).id)
