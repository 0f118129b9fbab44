"""Which team gets a ticket, and how it finds somebody there: the first of desk.toml's rules that fits counts. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.tickets.ticket import Priority
from kb.words import forms, normalise, stem, stems, tokens

Keyword = tuple[tuple[str, ...], ...]
"""For each of its words the stems of the ways to write it."""


class Assignment(StrEnum):
    """How a ticket finds its member."""

    NONE = "none"
    """Somebody of the team claims it."""
    ROUND_ROBIN = "round robin"
    """Whoever has waited longest for one."""
    LEAST_LOADED = "least loaded"
    """Whoever has the fewest open tickets; of equals, whose turn it is."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What rules look at. `channel` is (platform, channel id) where it was asked, `form` the request type; all but the
    priority may be empty."""

    question: str
    category: str = ""
    channel: tuple[str, str] = ("", "")
    form: str = ""
    client: str = ""
    language: str = ""
    priority: Priority = Priority.NORMAL


@dataclass(frozen=True, slots=True)
class Route:
    """Where a ticket goes. An empty `team` is that of its category, no `priority` the one that it has."""

    team: str = ""
    priority: Priority | None = None
    tags: tuple[str, ...] = ()
    skill: str = ""
    """What whoever is given it must know."""
    assignment: Assignment = Assignment.NONE


@dataclass(frozen=True, slots=True)
class Rule:
    """A route for what meets all conditions; an empty condition is met by anything."""

    name: str
    route: Route
    categories: tuple[str, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    """One of them must be there."""
    channels: tuple[tuple[str, str], ...] = ()
    forms: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    priorities: tuple[Priority, ...] = ()

    def fits(self, matter: Matter, said: Collection[str]) -> bool:
        """Whether it is for this matter, in whose question these stems are said."""
        conditions: Iterable[tuple[Collection[object], object]] = (
            (self.categories, matter.category),
            (self.channels, matter.channel),
            (self.forms, matter.form),
            (self.clients, matter.client),
            (self.languages, matter.language),
            (self.priorities, matter.priority),
        )
        met = all(not allowed or value in allowed for allowed, value in conditions)
        return met and (not self.keywords or any(_is_said(each, said) for each in self.keywords))


WHEREVER = Route()
"""Of what no rule is for: to the team of its category."""


def route_of(rules: Sequence[Rule], matter: Matter) -> Route:
    """The route of the first rule that fits."""
    said = frozenset(stems(matter.question)) if any(rule.keywords for rule in rules) else frozenset[str]()
    return next((rule.route for rule in rules if rule.fits(matter, said)), WHEREVER)


def keyword(written: str) -> Keyword:
    """A keyword as rules compare it: "Wi-Fi", "no sound", "не печатает"; in any form of its words."""
    return tuple(tuple(map(stem, forms(token))) for token in tokens(normalise(written)))


def _is_said(words: Keyword, said: Collection[str]) -> bool:
    """Whether all its words are; one with a hyphen also as one word, or as its parts."""
    return all(joined in said or (bool(parts) and all(part in said for part in parts)) for joined, *parts in words)
