"""Channels where employees ask: what is answered there, and who sees the answer."""

from dataclasses import dataclass
from enum import StrEnum

_WHISPERING = frozenset({"slack", "web"})
"""Platforms that can show a post in a channel to one person so that its buttons lead back to the thread. In Teams what
is private goes to the one-to-one chat, which is another conversation."""


class Mode(StrEnum):
    """What is taken for a question to us."""

    EVERY = "every"
    """Each message that opens a thread."""
    QUESTIONS = "questions"
    """Of those, what asks for something, or what an article answers for sure."""
    MENTIONS = "mentions"
    OFF = "off"
    """Nothing, not even a mention: who mentions us is told privately where to ask."""


class Place(StrEnum):
    """What a channel is to the desk."""

    DIRECT = "direct"
    HELP = "help"
    TRIAGE = "triage"
    LEADS = "leads"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class HelpChannel:
    """One channel of one platform. `whispers`: answers are for the asker's eyes alone; tickets still have their thread,
    as people write there."""

    platform: str
    channel: str
    mode: Mode = Mode.MENTIONS
    whispers: bool = False

    @property
    def can_whisper(self) -> bool:
        """Whether an answer is shown to the asker alone; else it is in the thread, for all."""
        return self.whispers and self.platform in _WHISPERING
