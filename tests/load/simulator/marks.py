"""Marks: words that stand nowhere else, by which a message is known again wherever it turns up."""

import random
import re
from dataclasses import dataclass, field

WORD = re.compile(r"\bmk[0-9a-f]{10}\b")
"""What a mark looks like."""


@dataclass(slots=True)
class Marks:
    """Gives marks, each once; the same seed gives the same marks."""

    seed: int
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - marks are no secrets

    def new(self) -> str:
        """A mark. 40 bits: a repeat among a million is as good as impossible, and would show as a doubled message."""
        return f"mk{self._random.getrandbits(40):010x}"


def marks_in(text: str) -> list[str]:
    """The marks in the text, in order."""
    return WORD.findall(text)
