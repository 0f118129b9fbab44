r"""Regular expressions of desk.toml, held against what people write. Pure.

RE2 matches in time that grows with the length of the text alone, whatever the pattern: Python's own engine may need
hours for a line that nearly fits "([a-z]+ ?)+", and everybody waits for it. RE2 has no look-around and no
back-references.
"""

import re
from functools import lru_cache
from typing import Any

import re2

_LARGEST = 10_000
"""Instructions of a pattern: at worst some tenths of a second for the longest text."""

_ESCAPE = re.compile(r"\\[\\\w]")
_LATIN_ALONE = frozenset({r"\w", r"\W", r"\b", r"\B"})
"""For RE2 they know only Latin letters: a name in Cyrillic would be wrong, and nobody would know why."""


def check_pattern(pattern: str) -> None:
    """Raises ValueError where it is no pattern, or none that is matched in time."""
    for escape in _ESCAPE.findall(pattern):
        if escape in _LATIN_ALONE:
            raise ValueError(rf"{escape} knows only Latin letters here: write \p{{L}} for letters of every language")
    try:
        size = _compiled(pattern).programsize
    except re2.error as error:
        raise ValueError(f"this is no regular expression as RE2 has them: {error.args[0].decode()}") from error
    if size > _LARGEST:
        raise ValueError("this is too large to be matched in time: say + instead of {…}, and least and most beside it")


def fits(pattern: str, text: str) -> bool:
    """Whether all of the text is as the pattern says."""
    return _compiled(pattern).fullmatch(text.encode(errors="replace")) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    return re2.compile(pattern, options)
