"""The tables of desk.toml, each value read and bounded by itself; what they say of each other is in `checks`."""

from datetime import timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from bot.desk.calendar import Calendar
from bot.desk.channels import Mode
from bot.desk.desk import USUAL
from bot.desk.hours import Shifts, read_dates, read_week
from bot.desk.national import National, read_national
from bot.desk.promises import Goal
from bot.desk.request_tables import RequestTable
from bot.desk.rotation_tables import GroupTable, RotationTable
from bot.desk.routing_tables import CategoryTable, RouteTable
from bot.desk.shares import read_share
from bot.desk.values import Channels, Duration, Handle, Name, Several, Table, Zone, read_several
from bot.tickets.ticket import Priority

LONGEST_UNDO = timedelta(minutes=10)
_TELL = r"^(assignee|oncall|team|next-tier|leads|(oncall|member|team|group):[a-z0-9._-]+)$"


Share = Annotated[float, BeforeValidator(read_share)]


class DeskTable(Table):
    """[desk]"""

    id: Handle = "main"
    name: Name
    language: Literal["en", "ru"] = "en"
    time_zone: Zone = ZoneInfo("UTC")
    most_open_tickets: Annotated[int, Field(strict=True, ge=0, le=1000)] = 20
    reopen_within: Duration = timedelta(days=14)
    close_after: Duration = timedelta(days=7)
    satisfaction_every: Duration = timedelta(days=30)
    asks_once: bool = True
    reaction: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9_+-]*)?$", max_length=100)] = ""
    """As platforms name it, without colons: "ticket", "sos"."""
    undo_within: Annotated[Duration, Field(le=LONGEST_UNDO)] = timedelta(seconds=20)


class AnswersTable(Table):
    """[answers]: see `kb.confidence.Policy`"""

    wrong_answers: Share = USUAL.false_answers
    wrong_articles: Share = 1 - USUAL.right
    idle_choices: Share = USUAL.false_choices


class PlatformTable(Table):
    """[platforms.slack] and [platforms.teams]"""

    workspace: Name


class MemberTable(Table):
    """[[team.member]]"""

    handle: Handle
    name: Name
    role: Literal["agent", "lead"] = "agent"
    web: str = ""
    slack: str = ""
    teams: str = ""
    manager: Handle | None = None
    skills: Several = []
    calendar: Name | None = None
    time_zone: Zone | None = None
    is_given_tickets: bool = True


class TeamTable(Table):
    """[[team]]"""

    id: Handle
    name: Name
    categories: list[Name] = []
    escalation: Name
    calendar: Name | None = None
    triage: Annotated[Channels, Field(min_length=1)]
    leads: Channels = {}
    next_tier: Handle | None = None
    member: Annotated[list[MemberTable], Field(min_length=1)]


class StepTable(Table):
    """One step in [escalation.<name>]"""

    tell: Annotated[str, Field(pattern=_TELL)]
    wait: Duration


class EscalationTable(Table):
    """[escalation.<name>]"""

    claim_within: Duration
    answer_within: Duration
    acknowledged_for: Duration | None = None
    repeat: Annotated[int, Field(strict=True, ge=0, le=10)] = 0
    steps: Annotated[list[StepTable], Field(min_length=1)]


class CalendarTable(Table):
    """[calendar.<name>]"""

    time_zone: Zone | None = None
    hours: Annotated[tuple[Shifts, ...], BeforeValidator(read_week)]
    dates: Annotated[tuple[tuple[str, Shifts], ...], BeforeValidator(read_dates)] = ()
    holidays: Annotated[National, BeforeValidator(read_national)] | None = None

    def calendar(self, name: str, zone: ZoneInfo) -> Calendar:
        """The calendar, in the desk's time zone unless it has its own."""
        return Calendar(name, self.time_zone or zone, self.hours, self.dates, self.holidays)


class ClientTable(Table):
    """[client.<name>]: people of whole workspaces, or some that are named"""

    workspaces: dict[Literal["web", "slack", "teams"], Several] = {}
    people: dict[Literal["web", "slack", "teams"], Several] = {}


class PromiseTable(Table):
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


class PersonTable(Table):
    """[[person]]: somebody in no team of whom the desk must know more, such as who decides about their requests"""

    handle: Handle
    name: Name
    web: str = ""
    slack: str = ""
    teams: str = ""
    manager: Handle | None = None
    language: Literal["en", "ru"] | None = None


class HelpTable(Table):
    """[[help_channel]]"""

    channel: Annotated[Channels, Field(min_length=1)]
    mode: Mode = Mode.MENTIONS
    answer: Literal["thread", "asker"] = "thread"


class ResidentTable(Table):
    """[[playground]]: employees to try the playground as"""

    handle: Handle
    name: Name
    language: Literal["en", "ru"] = "en"
    manager: Handle | None = None


class MacroTable(Table):
    """[[macro]]"""

    name: Handle
    text: Annotated[str, Field(min_length=1, max_length=4000)]


class DeskFile(Table):
    """The whole file."""

    desk: DeskTable
    answers: AnswersTable = AnswersTable()
    platforms: dict[Literal["slack", "teams"], PlatformTable] = {}
    team: Annotated[list[TeamTable], Field(min_length=1)]
    escalation: dict[str, EscalationTable]
    group: dict[Handle, GroupTable] = {}
    rotation: dict[Handle, RotationTable] = {}
    calendar: dict[Handle, CalendarTable] = {}
    client: dict[Handle, ClientTable] = {}
    promise: list[PromiseTable] = []
    category: dict[Name, CategoryTable] = {}
    route: list[RouteTable] = []
    help_channel: list[HelpTable] = []
    playground: list[ResidentTable] = []
    macro: list[MacroTable] = []
    person: list[PersonTable] = []
    request: list[RequestTable] = []
