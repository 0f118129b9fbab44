"""What the values in tables of desk.toml may be: durations, names, one word or several."""

import re
from datetime import timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

_DURATION = re.compile(r"(\d+)\s*([smhd])")
_LONGEST = timedelta(days=366)
_MOST = _LONGEST // timedelta(seconds=1)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def read_duration(value: object) -> timedelta:
    """ "90s", "15m", "1h 30m", "2d". Raises ValueError."""
    text = str(value).strip()
    if not re.fullmatch(rf"({_DURATION.pattern}\s*)+", text):
        raise ValueError('a duration such as "90s", "15m", "1h 30m" or "2d" is expected')
    parts = {_UNITS[unit]: int(amount) for amount, unit in _DURATION.findall(text)}
    if sum(parts.values()) > _MOST or timedelta(**parts) > _LONGEST:
        raise ValueError("a year is the longest duration")
    return timedelta(**parts)


def read_zone(value: object) -> ZoneInfo:
    """ "Europe/Berlin". Raises ValueError."""
    try:
        return ZoneInfo(str(value))
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f'there is no time zone "{value}"; an example is "Europe/Berlin"') from error


def read_several(value: object) -> object:
    """One word or a list of them, as a list."""
    return [value] if isinstance(value, str) else value


class Table(BaseModel):
    """A table in which only known keys stand."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


Duration = Annotated[timedelta, BeforeValidator(read_duration)]
Zone = Annotated[ZoneInfo, BeforeValidator(read_zone)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Handle = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]
Several = Annotated[list[Name], BeforeValidator(read_several)]
Channels = dict[Literal["web", "slack", "teams"], Name]
