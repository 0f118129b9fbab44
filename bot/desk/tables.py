"""The tables of desk.toml, each value read and bounded by itself; what they say of each other is in `checks`."""

import re
from datetime import timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.desk.calendar import Calendar
from bot.desk.channels import Mode
from bot.desk.desk import USUAL
from bot.desk.hours import Shifts, read_dates, read_week
from bot.desk.national import National, read_national
from bot.desk.promises import Goal
from bot.desk.shares import read_share
from bot.tickets.ticket import Priority

_DURATION = re.compile(r"(\d+)\s*([smhd])")
_LONGEST = timedelta(days=366)
_MOST = _LONGEST // timedelta(seconds=1)
LONGEST_UNDO = timedelta(minutes=10)
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


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


def read_several(value: object) -> object:
    """One word or a list of them, as a list."""
    return [value] if isinstance(value, str) else value


Duration = Annotated[timedelta, BeforeValidator(read_duration)]
Share = Annotated[float, BeforeValidator(read_share)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Handle = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]
Several = Annotated[list[Name], BeforeValidator(read_several)]
Channels = dict[Literal["web", "slack", "teams"], Name]


class DeskTable(_Table):
    """[desk]"""

    id: Handle = "main"
    name: Name
    language: Literal["en", "ru"] = "en"
    time_zone: Annotated[ZoneInfo, BeforeValidator(read_zone)] = ZoneInfo("UTC")
    most_open_tickets: Annotated[int, Field(strict=True, ge=0, le=1000)] = 20
    reopen_within: Duration = timedelta(days=14)
    close_after: Duration = timedelta(days=7)
    satisfaction_every: Duration = timedelta(days=30)
    undo_within: Annotated[Duration, Field(le=LONGEST_UNDO)] = timedelta(seconds=20)


class AnswersTable(_Table):
    """[answers]: see `kb.confidence.Policy`"""

    wrong_answers: Share = USUAL.false_answers
    wrong_articles: Share = 1 - USUAL.right
    idle_choices: Share = USUAL.false_choices


class PlatformTable(_Table):
    """[platforms.slack] and [platforms.teams]"""

    workspace: Name


class MemberTable(_Table):
    """[[team.member]]"""

    handle: Handle
    name: Name
    role: Literal["agent", "lead"] = "agent"
    web: str = ""
    slack: str = ""
    teams: str = ""


class TeamTable(_Table):
    """[[team]]"""

    id: Handle
    name: Name
    categories: list[Name] = []
    escalation: Name
    calendar: Name | None = None
    triage: Annotated[Channels, Field(min_length=1)]
    leads: Channels = {}
    member: Annotated[list[MemberTable], Field(min_length=1)]


class StepTable(_Table):
    """One step in [escalation.<name>]"""

    tell: Annotated[str, Field(pattern=r"^(leads|team|team:[a-z0-9._-]+|member:[a-z0-9._-]+)$")]
    wait: Duration


class EscalationTable(_Table):
    """[escalation.<name>]"""

    claim_within: Duration
    answer_within: Duration
    steps: Annotated[list[StepTable], Field(min_length=1)]


class CalendarTable(_Table):
    """[calendar.<name>]"""

    time_zone: Annotated[ZoneInfo, BeforeValidator(read_zone)] | None = None
    hours: Annotated[tuple[Shifts, ...], BeforeValidator(read_week)]
    dates: Annotated[tuple[tuple[str, Shifts], ...], BeforeValidator(read_dates)] = ()
    holidays: Annotated[National, BeforeValidator(read_national)] | None = None

    def calendar(self, name: str, zone: ZoneInfo) -> Calendar:
        """The calendar, in the desk's time zone unless it has its own."""
        return Calendar(name, self.time_zone or zone, self.hours, self.dates, self.holidays)


class ClientTable(_Table):
    """[client.<name>]: people of whole workspaces, or some that are named"""

    workspaces: dict[Literal["web", "slack", "teams"], Several] = {}
    people: dict[Literal["web", "slack", "teams"], Several] = {}


class PromiseTable(_Table):
    """[[promise]]"""

    name: Name
    client: Several = []
    category: Several = []
    priority: Annotated[list[Priority], BeforeValidator(read_several)] = []
    team: Several = []
    calendar: Name | None = None
    claim: Duration | None = None
    first_response: Duration | None = None
    next_response: Duration | None = None
    resolution: Duration | None = None

    @property
    def within(self) -> tuple[tuple[Goal, timedelta], ...]:
        """The goals that it names."""
        named = ((goal, getattr(self, goal.value)) for goal in Goal)
        return tuple((goal, within) for goal, within in named if within is not None)


class HelpTable(_Table):
    """[[help_channel]]"""

    channel: Annotated[Channels, Field(min_length=1)]
    mode: Mode = Mode.MENTIONS
    answer: Literal["thread", "asker"] = "thread"


class ResidentTable(_Table):
    """[[playground]]: employees to try the playground as"""

    handle: Handle
    name: Name
    language: Literal["en", "ru"] = "en"


class MacroTable(_Table):
    """[[macro]]"""

    name: Handle
    text: Annotated[str, Field(min_length=1, max_length=4000)]


class DeskFile(_Table):
    """The whole file."""

    desk: DeskTable
    answers: AnswersTable = AnswersTable()
    platforms: dict[Literal["slack", "teams"], PlatformTable] = {}
    team: Annotated[list[TeamTable], Field(min_length=1)]
    escalation: dict[str, EscalationTable]
    calendar: dict[Handle, CalendarTable] = {}
    client: dict[Handle, ClientTable] = {}
    promise: list[PromiseTable] = []
    help_channel: list[HelpTable] = []
    playground: list[ResidentTable] = []
    macro: list[MacroTable] = []
