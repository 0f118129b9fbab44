"""Shares as people say them: "1 in 10"."""

import re
from fractions import Fraction

_SAID = re.compile(r"(\d{1,4})\s+(?:in|of|из)\s+(\d{1,4})")
_MOST = Fraction(1, 2)


def read_share(value: object) -> float:
    """ "1 in 10" or 0.1 as 0.1. Raises ValueError for what is none, or not above 0 and at most a half."""
    share = _read(value)
    if share is None or not 0 < share <= _MOST:
        raise ValueError('a share such as "1 in 10" or 0.1 is expected, above 0 and at most "1 in 2"')
    return float(share)


def said(share: float) -> tuple[int, int]:
    """So many in so many: 0.1 is 1 in 10, 0.03 is 3 in 100."""
    told = Fraction(share).limit_denominator(1_000)
    return told.numerator, told.denominator


def _read(value: object) -> Fraction | None:
    if isinstance(value, float):
        return Fraction(value).limit_denominator(10_000) if 0 < value < 1 else None
    found = _SAID.fullmatch(value.strip()) if isinstance(value, str) else None
    return Fraction(int(found[1]), int(found[2])) if found and int(found[2]) else None
