"""National holidays, by the package `holidays` (https://holidays.readthedocs.io), loaded only where they are used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


@dataclass(frozen=True, slots=True)
class National:
    """Holidays of a country ("DE"), or of one part of it ("BY"), with the days off that stand in for them."""

    country: str
    part: str = ""

    def is_holiday(self, day: date) -> bool:
        """Whether the day is one."""
        return day in _holidays(self.country, self.part, "")

    def holiday(self, day: date, language: str) -> str:
        """Its name, in the language if the country's holidays have names in it, or else in English; empty for any
        other day."""
        return _holidays(self.country, self.part, language).get(day) or ""


def read_national(text: str) -> National:
    """ "DE", "DE-BY". Raises ValueError."""
    from holidays import list_supported_countries  # noqa: PLC0415 - a third of a second, and most desks need it never

    country, _, part = text.partition("-")
    parts = list_supported_countries().get(country)
    if parts is None or len(country) != 2:  # it also knows them by three letters
        raise ValueError(f'no holidays are known of "{country}"; write the country\'s two letters, such as "DE"')
    if part and part not in parts:
        known = ", ".join(parts) or "none"
        raise ValueError(f'no holidays are known of "{part}" in {country}; its parts are: {known}')
    return National(country, part)


@cache
def _holidays(country: str, part: str, language: str) -> "HolidayBase":
    from holidays import country_holidays  # noqa: PLC0415 - see above

    plain = country_holidays(country, subdiv=part or None)
    if not language:
        return plain
    spoken = _spoken(plain.supported_languages, language) or _spoken(plain.supported_languages, "en")
    return country_holidays(country, subdiv=part or None, language=spoken)


def _spoken(languages: Sequence[str], language: str) -> str | None:
    """Of the languages the first that is a kind of `language`: "en" → "en_GB"."""
    return next((each for each in languages if each.partition("_")[0] == language), None)
