"""The conversation in one request thread, as it is kept between messages."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.conversation.form_in_words import Filling
from bot.messages import File, Person, Thread
from bot.tickets.ticket import Choice, Tried


class Stage(StrEnum):
    """Where a conversation stands."""

    NEW = "new"
    OFFERED = "offered"
    """An article was given as the answer; feedback is awaited."""
    CHOOSING = "choosing"
    """Two or three articles were put up for choice."""
    GUIDED = "guided"
    """Being led through a guide; the answer to a step is awaited."""
    UNSURE = "unsure"
    """No confident match: a ticket was offered."""
    SORTING = "sorting"
    """The asker was asked what it is about, before the ticket opens."""
    SOLVED = "solved"
    """The asker confirmed that an article helped."""
    TICKETED = "ticketed"
    """A person looks after it, or did."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Where somebody stands in a guide: its id, the step, and the digest of the step as it was shown. All empty outside
    of any guide."""

    guide: str = ""
    step: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """State of one request thread. `answer_key` is the post whose buttons are live; `round` counts such posts, so that
    a press on an older one is recognised as stale. `choices` are those of the last choice, also once it is made."""

    thread: Thread
    asker: Person
    at: datetime
    stage: Stage = Stage.NEW
    question: str = ""
    context: tuple[str, ...] = ()
    language: str = "en"
    tried: tuple[Tried, ...] = ()
    choices: tuple[Choice, ...] = ()
    sorting: tuple[Choice, ...] = ()
    """What the asker was asked to choose from, once a conversation: categories with their titles, and before them,
    without a title, the one that counts if they choose none. Empty while they were not asked."""
    walk: Walk = Walk()
    filling: Filling | None = None
    """The form that is filled in here by words."""
    round: int = 0
    answer_key: str = ""
    ticket: int | None = None
    follows: int | None = None
    """The ticket that this thread had before, with which a new one is linked."""
    files: tuple[File, ...] = ()
    """What came with the words before there was a ticket."""
    link: str = ""
    route: str = ""
    version: int = 0

    @property
    def passed_over(self) -> tuple[Choice, ...]:
        """What was put up for choice and not given since."""
        given = {article.slug for article in self.tried}
        return tuple(choice for choice in self.choices if choice.slug not in given)
