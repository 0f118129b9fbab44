"""What an agent orders done with a ticket."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.commands.grammar import Command
from bot.desk.people import Member
from bot.messages import Message, Person
from bot.tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Order:
    """A command with everything that it needs, allowed and ready to be carried out."""

    message: Message
    command: Command
    member: Member
    ticket: Ticket
    second: Ticket | None = None
    of_articles: Callable[[], Collection[str]] = tuple
    """The categories that the articles have."""

    @property
    def sender(self) -> Person:
        """Who gave it."""
        return self.message.sender

    @property
    def text(self) -> str:
        """The words of the command."""
        return self.command.text

    @property
    def other(self) -> Ticket:
        """The other ticket, of a command that takes two."""
        assert self.second is not None  # noqa: S101 - such commands are only given with both
        return self.second
