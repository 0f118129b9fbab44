"""Mistakes in our own code, made where a message or a timer asks for it."""

from collections import Counter
from typing import Any

QUESTION, CARD = "a poisonous question", "a poisonous card"
"""Words at which the search, and the sending of a card, fail every time."""
TIMER_FAILS = 2
"""Times that each timer fails before it acts."""


class Poisoned(Exception):
    """A mistake in our own code."""


def poison() -> None:
    """Make this process of Firstline fail so."""
    _poison_search()
    _poison_cards()
    _poison_timers()


def _poison_search() -> None:
    from kb.library import Library  # noqa: PLC0415 - only in the process that fails

    real = Library.search

    def search(self: Library, question: str, *more: Any) -> Any:
        if QUESTION in question:
            raise Poisoned
        return real(self, question, *more)

    setattr(Library, "search", search)  # noqa: B010 - a method is not assigned otherwise


def _poison_cards() -> None:
    from adapters.slack.platform import SlackPlatform  # noqa: PLC0415 - only in the process that fails
    from bot.cards import plain_card  # noqa: PLC0415 - the same
    from bot.ports import Parcel  # noqa: PLC0415 - the same

    real = SlackPlatform.send

    async def send(self: SlackPlatform, parcel: Parcel) -> str:
        if CARD in plain_card(parcel.card):
            raise Poisoned
        return await real(self, parcel)

    setattr(SlackPlatform, "send", send)  # noqa: B010 - a method is not assigned otherwise


def _poison_timers() -> None:
    from bot.engine import Engine  # noqa: PLC0415 - only in the process that fails

    real, tried = Engine.fire, Counter[str]()

    async def fire(self: Engine, key: str) -> None:
        tried[key] += 1
        if tried[key] <= TIMER_FAILS:
            raise Poisoned
        await real(self, key)

    setattr(Engine, "fire", fire)  # noqa: B010 - a method is not assigned otherwise
