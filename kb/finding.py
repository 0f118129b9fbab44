"""One thing that an editor should mend."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What is wrong. Only a mistake keeps an article or guide from being used."""

    MISTAKE = "mistake"
    TRANSLATION = "translation"
    ALIAS = "alias"
    REVIEW = "review"
    """Past its date of review."""
    STALE = "stale"
    """Its owner says that it may be out of date."""
    SAME = "same"
    """Two articles claim the same words of people."""
    NEAR = "near"
    """Two articles say nearly the same."""
    LINK = "link"
    IMAGE = "image"
    LONG = "long"
    STEP = "step"
    NO_STEPS = "no-steps"
    NO_SUMMARY = "no-summary"
    UNREACHED = "unreached"
    """No answer leads to a step of a guide."""
    UNKNOWN = "unknown"
    """A guide goes with an article that is not there."""
    LABEL = "label"
    """An answer too long for a button."""
    PASSAGE = "passage"
    """A step of a guide too long to be read in a chat."""
    NO_END = "no-end"
    """A guide that never says that it works, or never brings a person."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `line` counts from 1; 0 is the file as a whole. `values` are what to say of it, by name."""

    kind: Kind
    path: Path
    line: int
    values: tuple[tuple[str, str | int], ...] = ()

    def __str__(self) -> str:
        told = " ".join(str(value) for _, value in self.values)
        return f"{self.path}:{self.line}: {told if self.kind is Kind.MISTAKE else f'{self.kind} {told}'}".rstrip()
