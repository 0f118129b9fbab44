"""One thing that the doctor found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

from bot.wording.catalogue import Wording

Value = str | int | timedelta
"""What a sentence names; a length of time is how long something has waited."""


class Severity(IntEnum):
    """How bad; also the exit status for monitoring, as Nagios and its kind have it."""

    OK = 0
    WARNING = 1
    PROBLEM = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` names its sentences in the catalogues: `doctor-<code>` what it is, `doctor-<code>-mend` what to do."""

    severity: Severity
    subject: str
    code: str
    values: tuple[tuple[str, Value], ...] = ()

    def what(self, words: Wording) -> str:
        """What it is."""
        return words.text(f"doctor-{self.code}", **self._told(words))

    def mend(self, words: Wording) -> str:
        """What to do, in a sentence; empty where all is well."""
        if self.severity is Severity.OK:
            return ""
        return words.text(f"doctor-{self.code}-mend", **self._told(words))

    def _told(self, words: Wording) -> dict[str, str | int]:
        return {name: words.waited(value) if isinstance(value, timedelta) else value for name, value in self.values}


def good(subject: str, code: str, /, **values: Value) -> Finding:
    """All is well."""
    return Finding(Severity.OK, subject, code, tuple(values.items()))


def warning(subject: str, code: str, /, **values: Value) -> Finding:
    """It works, and should be looked at."""
    return Finding(Severity.WARNING, subject, code, tuple(values.items()))


def problem(subject: str, code: str, /, **values: Value) -> Finding:
    """Something does not work."""
    return Finding(Severity.PROBLEM, subject, code, tuple(values.items()))


def worst(findings: Sequence[Finding]) -> Severity:
    """The severity of the whole."""
    return max((finding.severity for finding in findings), default=Severity.OK)
