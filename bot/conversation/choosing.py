"""Which of the articles put up for choice is meant: by the button, by its number or by its title.

Words for numbers are data (`places.toml`). Places count from 1, and 0 is none of them.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Sequence
from functools import cache
from importlib.resources import files

from bot.conversation.conversation import Conversation, Stage
from bot.conversation.intents import Intent, bare_intent, intent_of, normal
from bot.tickets.ticket import Choice

Gist = Callable[[str], Collection[str]]
"""The stems that say what a text is about."""

_LONGEST = 200
"""Characters; more than that is neither a number nor a title."""
_BEYOND = 99
"""The last of nobody knows how many."""
_POINTING = re.compile(r"\b(the|this|that) one\b")
"""Points at one of them, and does not say which."""


def pressed_value(round: int, place: int) -> str:
    """What the button of a choice carries: no name, so that no article can be had by it that was not put up."""
    return f"{round}.{place}"


def pressed_place(conversation: Conversation, value: str) -> int:
    """The place that a pressed button names, if it is one of the choice that is open now."""
    places = range(1, len(conversation.choices) + 1) if conversation.stage is Stage.CHOOSING else range(0)
    return next((place for place in places if value == pressed_value(conversation.round, place)), 0)


def meant_place(text: str, choices: Sequence[Choice], gist: Gist) -> int:
    """The place that these words name; it may lie beyond the last one.

    A title counts when most of it is said, or words that stand in no other title. What has a meaning of its own
    ("still not working") must be the whole title.
    """
    words = normal(text)
    if not words or len(words) > _LONGEST:
        return 0
    titles = [normal(choice.title) for choice in choices]
    if titles.count(words) == 1:
        return titles.index(words) + 1
    if bare_intent(text) is not Intent.OTHER:
        return 0
    return numbered_place(text, len(choices)) or _titled_place(text, titles, gist)


def sorted_place(text: str, sorting: Sequence[Choice], gist: Gist) -> int:
    """The place of the category that these words name, by number, name or title; the first of `sorting` is none."""
    words, offered = normal(text), sorting[1:]
    named = [place for place, each in enumerate(offered, 1) if words and words == normal(each.slug)]
    place = named[0] if named else meant_place(text, offered, gist)
    return place if place <= len(offered) else 0


def is_unsure(text: str) -> bool:
    """Whether it says no more than that somebody does not know."""
    return normal(text) in _whole("unsure")


def sorting_place(conversation: Conversation, value: str) -> int | None:
    """The place that a pressed button names, 0 for *I don't know*; None for a button that is none of the question."""
    places = range(len(conversation.sorting)) if conversation.stage is Stage.SORTING else range(0)
    return next((place for place in places if value == pressed_value(conversation.round, place)), None)


def numbered_place(text: str, count: int = _BEYOND) -> int:
    """The place that a message names which is nothing but a number: "2", "the second one", "номер два"."""
    said = _said()
    words = [word for word in _POINTING.sub(" ", normal(text)).split() if word not in said["around"]]
    if len(words) > 1:
        words = [word for word in words if word not in said["pronouns"]]
    named = {count if word in said["last"] else _places().get(word, 0) for word in words}
    return named.pop() if len(named) == 1 else 0


def _titled_place(text: str, titles: Sequence[str], gist: Gist) -> int:
    around = _said()["around"]
    said = set(gist(" ".join(word for word in normal(text).split() if word not in around)))
    whole = intent_of(text) is not Intent.OTHER
    abouts = [set(gist(title)) for title in titles]
    fitting = [place for place, about in enumerate(abouts, 1) if said and (said == about if whole else said <= about)]
    return fitting[0] if len(fitting) == 1 else 0


@cache
def _places() -> dict[str, int]:
    return {word: int(place) for place, words in _data()["places"].items() for word in words.split()}


@cache
def _said() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in _data()["said"].items()}


@cache
def _whole(name: str) -> frozenset[str]:
    return frozenset(line.strip() for line in _data()["said"][name].splitlines())


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("bot.conversation").joinpath("places.toml").read_text(encoding="utf-8"))
