"""What the requester filled in, kept with the ticket in the words of every language: it reads right on each side, also
when the request type has gone from desk.toml."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spoken:
    """The same words in several languages, as (language, words); the first is for those that are not there."""

    words: tuple[tuple[str, str], ...] = ()

    def of(self, language: str) -> str:
        """The words for readers of this language; empty where there are none at all."""
        return dict(self.words).get(language) or next((words for _, words in self.words if words), "")

    def __bool__(self) -> bool:
        return any(words for _, words in self.words)


UNSAID = Spoken()
"""No words at all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of a request as it was filled in."""

    name: str
    label: Spoken
    value: Spoken
    person: str = ""
    """Where it names a person: their id on the requester's platform, if it is known."""
