"""What can be asked for by a form: request types with their questions, as desk.toml describes them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.conversation.intents import normal
from bot.inputs import ANY_WORDS, Rule
from bot.tickets.answers import UNSAID, Spoken
from bot.tickets.ticket import Priority

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Question:
    """One field. `kind` is "text", "long", "choice", "choices", "number", "date", "yes-no", "person" or "email";
    `options` holds (value, label)."""

    name: str
    kind: str
    label: Spoken
    hint: Spoken = UNSAID
    required: bool = True
    default: str = ""
    options: tuple[tuple[str, Spoken], ...] = ()
    rule: Rule = ANY_WORDS


@dataclass(frozen=True, slots=True)
class RequestType:
    """Something that people ask for again and again. `words` are ways to ask for it. `approvers` says who decides,
    in this order, until somebody is there who can (`bot.desk.approvers`); empty where nobody has to."""

    id: str
    title: Spoken
    questions: tuple[Question, ...]
    about: Spoken = UNSAID
    group: Spoken = UNSAID
    category: str = ""
    team: str = ""
    priority: Priority = Priority.NORMAL
    words: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    approve_within: timedelta = timedelta(days=2)
    expire_within: timedelta = timedelta(days=7)
    """After the leads were asked for the last time."""


def type_named(types: Sequence[RequestType], said: str) -> tuple[RequestType | None, str]:
    """The type that is named by id or title, alone or before a colon, and the words after that."""
    first, _, rest = said.partition(":")
    for words, left in ((said, ""), (first, rest.strip())):
        wanted = normal(words)
        for each in types:
            if wanted and (words.strip().casefold() == each.id or wanted in map(normal, _titles(each))):
                return each, left
    return None, said


def type_meant(types: Sequence[RequestType], question: str) -> RequestType | None:
    """The type that a question asks for: its title, or one of its ways to ask, stands in it whole."""
    asked = f" {normal(question)} "
    meant = ((len(way), each) for each in types for way in _ways(each) if f" {way} " in asked)
    return max(meant, key=lambda found: found[0], default=(0, None))[1]


def _ways(each: RequestType) -> list[str]:
    """Ways of two words and more: a single one stands in too many questions."""
    return [way for way in map(normal, (*_titles(each), *each.words)) if re.search(r"\s", way)]


def _titles(each: RequestType) -> list[str]:
    return [title for _, title in each.title.words if title]
