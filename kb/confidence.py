"""How sure we may be that an article answers a question, and what follows from it."""

from dataclasses import dataclass
from enum import Enum
from math import exp


class Zone(Enum):
    """What may be done with the best article."""

    ANSWER = "answer"
    """Give it as the answer."""
    CHOOSE = "choose"
    """Let the asker choose among the best two or three."""
    UNKNOWN = "unknown"
    """Say that no answer is known."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a lead asks of the answers, as shares in 0..1."""

    false_answers: float = 0.1
    """Questions that no article answers of which, at most, so many get an answer all the same."""
    right: float = 0.97
    """Answers given that are the right ones, where there is one."""
    false_choices: float = 0.4
    """Questions that no article answers for which, at most, so many articles are put up for choice or answer."""


@dataclass(frozen=True, slots=True)
class Confidence:
    """A rule for the scores of one desk, in 0..1: those of a `Ranking`."""

    slope: float
    middle: float
    """The score at which the first article is as likely right as not."""
    lead: float
    """What the first article must be ahead of the next, to be given alone."""
    answer: float
    """The score from which it may be given."""
    choice: float
    """The score from which the best articles may be put up for choice."""

    def of(self, score: float, rival: float) -> float:
        """The chance, in 0..1, that an article of this score is the right one, `rival` being the best other's.

        Where the rival is too close for an answer, the chance stays below `answer_at`: then there is a choice at most.
        """
        if score <= 0:
            return 0.0
        chance = self._chance(score)
        if score - rival >= self.lead or chance < self.answer_at:
            return chance
        return self.answer_at - _BELOW * (1 - chance)

    def zone(self, confidence: float) -> Zone:
        """What may be done with a first article of this confidence."""
        if confidence >= self.answer_at:
            return Zone.ANSWER
        return Zone.CHOOSE if confidence >= self.choose_at else Zone.UNKNOWN

    @property
    def answer_at(self) -> float:
        """The confidence from which the first article may be given as the answer."""
        return self._chance(self.answer)

    @property
    def choose_at(self) -> float:
        """The confidence from which the best articles may be put up for choice."""
        return self._chance(min(self.choice, self.answer)) - _BELOW

    def _chance(self, score: float) -> float:
        return 1 / (1 + exp(-max(min(self.slope * (score - self.middle), 30.0), -30.0)))


WORDS = Confidence(slope=15.0, middle=0.21, lead=0.03, answer=0.28, choice=0.2)
"""For words alone: as they do on the starter articles."""

_BELOW = 0.01
"""What lies between an answer and the surest choice: among these the likelier are still told from the others."""
