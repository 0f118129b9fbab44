"""A chat platform, from both sides: the engine as an adapter sees it, and a platform as the core sees it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.cards import Card
from bot.messages import Message, Person, Thread


class Clock(Protocol):
    """The time now, aware, in UTC."""

    def __call__(self) -> datetime:
        """Now."""
        ...


class Handler(Protocol):
    """The engine, as a platform adapter sees it."""

    async def handle(self, message: Message) -> None:
        """Do all that the message causes and commit it; a repeat does nothing. Acknowledge after it returns.

        Raises FirstlineError when it could not be stored: then the platform must be let try again.
        """
        ...


@dataclass(frozen=True, slots=True)
class Parcel:
    """A post ready to leave: every reference resolved to the platform's own ids.

    `edits` is the platform's id of the message to replace, or empty. `tried_at` is set when an earlier attempt's
    outcome is unknown.
    """

    key: str
    thread: Thread
    card: Card
    edits: str = ""
    private_to: Person | None = None
    alert: bool = False
    route: str = ""
    tried_at: datetime | None = None
    stored_at: datetime | None = None
    """When the post was made, where that is known."""
    cause: str = ""
    """What brought the post about, where that is known."""


class Platform(Protocol):
    """A chat platform as the place where posts are shown."""

    @property
    def name(self) -> str:
        """ "slack", "teams" or "web": the `platform` of its threads."""
        ...

    @property
    def settle(self) -> timedelta:
        """How long after an attempt whose outcome is unknown its post may still come to be shown."""
        ...

    async def send(self, parcel: Parcel) -> str:
        """Show the parcel and return the platform's id of the message.

        Raises Refused, RateLimited, NotSent, OutcomeUnknown.
        """
        ...

    async def find(self, parcel: Parcel) -> str | None:
        """The id of the message that an earlier `send` of this parcel left, or None if it left none.

        Raises CannotSearch where the platform cannot tell, and DeliveryFailed when the search itself failed.
        """
        ...
