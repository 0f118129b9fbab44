"""What somebody has tried, and what they were shown, as JSON in the row of a conversation or a ticket."""

from typing import Any

from bot.tickets.ticket import Choice, Passed, Tried
from kb.guide import Texts


def tried_values(tried: tuple[Tried, ...]) -> list[list[Any]]:
    """What was tried, with the steps of guides."""
    return [[each.slug, each.title, each.language, each.digest, _passed_values(each.steps)] for each in tried]


def tried_of(data: list[list[Any]]) -> tuple[Tried, ...]:
    """Those of earlier releases have fewer parts."""
    return tuple(Tried(*each[:4], *map(_passed_of, each[4:])) for each in data)


def _passed_values(steps: tuple[Passed, ...]) -> list[list[Any]]:
    return [[each.step, [*map(list, each.asked)], [*map(list, each.answer)]] for each in steps]


def _passed_of(data: list[list[Any]]) -> tuple[Passed, ...]:
    return tuple(Passed(step, _texts_of(asked), _texts_of(answer)) for step, asked, answer in data)


def _texts_of(data: list[list[str]]) -> Texts:
    return tuple((language, text) for language, text in data)


def choice_values(choices: tuple[Choice, ...]) -> list[list[str]]:
    """Articles that were shown."""
    return [[each.slug, each.title, each.language] for each in choices]


def choices_of(data: list[list[str]]) -> tuple[Choice, ...]:
    """The articles of `choice_values`."""
    return tuple(Choice(*each) for each in data)
