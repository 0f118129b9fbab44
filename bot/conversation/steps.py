"""What may follow from a turn of a conversation: steps, which the engine carries out in their order."""

from dataclasses import dataclass

from bot.conversation.conversation import Conversation
from bot.tickets.ticket import Tried
from kb.guide import Guide
from kb.guide import Step as GuideStep
from kb.search import Hit


@dataclass(frozen=True, slots=True)
class Offer:
    """Give the article as the answer, with alternatives by name."""

    hit: Hit
    alternatives: tuple[Hit, ...] = ()
    again: bool = False
    place: int = 0
    """Which of the choices it was, from 1; 0 where there was no choice."""


@dataclass(frozen=True, slots=True)
class Choose:
    """Ask which of these articles it is, the likeliest first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """Show this step of a guide, with its answers. `notice` is what is said above it (`guiding.Notice`); `hit` is how
    the guide was found, where this begins it."""

    guide: Guide
    step: GuideStep
    notice: str = ""
    hit: Hit | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """Say that the article of this title, which was chosen, is there no longer, or that its guide is not."""

    title: str
    guide: bool = False


@dataclass(frozen=True, slots=True)
class Admit:
    """Say that no fix is known, offer a ticket, and name the nearest articles as such."""

    nearest: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Remember whether the article helped with the question."""

    article: Tried
    worked: bool


@dataclass(frozen=True, slots=True)
class Confirm:
    """Close with a line, for the article helped."""


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Bring in a person."""

    reason: str
    """"called" (by words, so at once), "asked" (by a button), "not-helped", "none-fits", "unknown" or "sorted"."""
    category: str | None = None
    """What it is about, where that was settled."""


@dataclass(frozen=True, slots=True)
class Sort:
    """Ask what it is about before the ticket opens: the conversation's `sorting`."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Carry the words to the people who look after the ticket."""


@dataclass(frozen=True, slots=True)
class Reopen:
    """The resolved ticket is not solved."""


@dataclass(frozen=True, slots=True)
class CloseTicket:
    """The requester says that the resolved ticket is."""


@dataclass(frozen=True, slots=True)
class AskWhetherSolved:
    """Words after the ticket was resolved: ask what they mean, and carry them along."""


@dataclass(frozen=True, slots=True)
class Greet:
    """Say hello and how to ask."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """Answer thanks for an offered article without taking them for a confirmation, or say how to choose."""


Step = (
    Offer
    | Choose
    | Lead
    | Gone
    | Admit
    | Note
    | Confirm
    | OpenTicket
    | Sort
    | Relay
    | Reopen
    | CloseTicket
    | AskWhetherSolved
    | Greet
    | Welcome
)


@dataclass(frozen=True, slots=True)
class Turn:
    """The conversation afterwards and what is to be done, in this order. No steps: stay silent."""

    conversation: Conversation
    steps: tuple[Step, ...] = ()
