"""desk.toml: the desk in one file. Every mistake in it is named at once, with its line."""

import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.desk.desk import USUAL, Desk, EscalationPolicy, HelpChannel, Member, Resident, Role, Step, Team
from bot.desk.lines import Path as Where
from bot.desk.lines import report
from bot.desk.macro import VARIABLES, Macro, variables_in
from bot.desk.shares import read_share
from bot.errors import Misconfigured
from kb.confidence import Policy

_DURATION = re.compile(r"(\d+)\s*([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def read_duration(value: object) -> timedelta:
    """ "90s", "15m", "1h 30m", "2d". Raises ValueError."""
    text = str(value).strip()
    if not re.fullmatch(rf"({_DURATION.pattern}\s*)+", text):
        raise ValueError('a duration such as "90s", "15m", "1h 30m" or "2d" is expected')
    parts = {_UNITS[unit]: int(amount) for amount, unit in _DURATION.findall(text)}
    return timedelta(**parts)


def read_zone(value: object) -> ZoneInfo:
    """ "Europe/Berlin". Raises ValueError."""
    try:
        return ZoneInfo(str(value))
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f'there is no time zone "{value}"; an example is "Europe/Berlin"') from error


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


Duration = Annotated[timedelta, BeforeValidator(read_duration)]
Share = Annotated[float, BeforeValidator(read_share)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Handle = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]
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


class AnswersTable(_Table):
    """[answers]: see `Policy`"""

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


class HelpTable(_Table):
    """[[help_channel]]"""

    channel: Annotated[Channels, Field(min_length=1)]
    mode: Literal["mentions", "every", "off"] = "mentions"


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
    help_channel: list[HelpTable] = []
    playground: list[ResidentTable] = []
    macro: list[MacroTable] = []


def read_desk(path: Path) -> Desk:
    """The desk described in the file. Raises Misconfigured, naming every mistake with file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Misconfigured(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Misconfigured(f"{path}: is not UTF-8 text (byte {error.start})") from error
    return parse_desk(text, str(path))


def parse_desk(text: str, name: str = "desk.toml") -> Desk:
    """The desk described by the text. Raises Misconfigured, naming every mistake with its line in `name`."""
    try:
        tables = DeskFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{name}: {error}") from error
    except ValidationError as error:
        raise Misconfigured(report(text, name, [(each["loc"], each["msg"]) for each in error.errors()])) from error
    mistakes = list(_cross_check(tables))
    if mistakes:
        raise Misconfigured(report(text, name, mistakes))
    return _desk(tables)


def _cross_check(tables: DeskFile) -> Iterator[tuple[Where, str]]:
    yield from _check_teams(tables)
    yield from _check_steps(tables)
    yield from _check_channels(tables)
    yield from _check_macros(tables)


def _check_teams(tables: DeskFile) -> Iterator[tuple[Where, str]]:
    names: dict[str, str] = {}
    ids: dict[tuple[str, str], str] = {}
    teams: set[str] = set()
    owners: dict[str, str] = {}
    for place, team in enumerate(tables.team):
        if team.id in teams:
            yield ("team", place, "id"), f'another team is called "{team.id}"'
        if team.escalation not in tables.escalation:
            known = ", ".join(sorted(tables.escalation)) or "none"
            yield ("team", place, "escalation"), f"there is no [escalation.{team.escalation}]; there is: {known}"
        for category in team.categories:
            if category in owners:
                yield ("team", place, "categories"), f'category "{category}" belongs to team "{owners[category]}" too'
            owners[category] = team.id
        for seat, member in enumerate(team.member):
            where: Where = ("team", place, "member", seat)
            if names.setdefault(member.handle, member.name) != member.name:
                yield (*where, "handle"), f'"{member.handle}" is {names[member.handle]} already'
            yield from _check_ids(ids, member, where, tables)
        teams.add(team.id)


def _check_ids(
    ids: dict[tuple[str, str], str], member: MemberTable, where: Where, tables: DeskFile
) -> Iterator[tuple[Where, str]]:
    """One id is one person; and who is a member is decided by workspace too, so it must be named."""
    for platform in ("web", "slack", "teams"):
        id = getattr(member, platform)
        if id and ids.setdefault((platform, id), member.handle) != member.handle:
            yield (*where, platform), f'{platform} id "{id}" is {ids[platform, id]} already'
        if id and platform != "web" and platform not in tables.platforms:
            yield (*where, platform), f'[platforms.{platform}] workspace = "…" is missing: whose members are these?'


def _check_steps(tables: DeskFile) -> Iterator[tuple[Where, str]]:
    teams = {team.id for team in tables.team}
    members = {member.handle for team in tables.team for member in team.member}
    for name, policy in tables.escalation.items():
        for place, step in enumerate(policy.steps):
            kind, _, target = step.tell.partition(":")
            known = {"team": teams, "member": members}.get(kind, set())
            if target and target not in known:
                path: Where = ("escalation", name, "steps", place, "tell")
                yield path, f'there is no {kind} "{target}"; there is: {", ".join(sorted(known))}'


def _check_channels(tables: DeskFile) -> Iterator[tuple[Where, str]]:
    used: dict[tuple[str, str], str] = {}
    for place, team in enumerate(tables.team):
        for kind, channels in (("triage", team.triage), ("leads", team.leads)):
            for channel in channels.items():
                if used.setdefault(channel, kind) != kind:
                    yield (
                        ("team", place, kind),
                        f'{channel[0]} channel "{channel[1]}" is the {used[channel]} channel too',
                    )
    for place, help in enumerate(tables.help_channel):
        for channel in help.channel.items():
            if channel in used:
                yield ("help_channel", place, "channel"), f'{channel[0]} channel "{channel[1]}" is a team\'s channel'


def _check_macros(tables: DeskFile) -> Iterator[tuple[Where, str]]:
    names: set[str] = set()
    for place, macro in enumerate(tables.macro):
        if macro.name in names:
            yield ("macro", place, "name"), f'another macro is called "{macro.name}"'
        for variable in variables_in(macro.text):
            if variable not in VARIABLES:
                known = ", ".join(f"{{{name}}}" for name in VARIABLES)
                yield ("macro", place, "text"), f"there is no variable {{{variable}}}; there is: {known}"
        names.add(macro.name)


def _desk(tables: DeskFile) -> Desk:
    policies = {name: _policy(name, table) for name, table in tables.escalation.items()}
    return Desk(
        id=tables.desk.id,
        name=tables.desk.name,
        language=tables.desk.language,
        zone=tables.desk.time_zone,
        teams=tuple(_team(team, policies[team.escalation]) for team in tables.team),
        help_channels=tuple(
            HelpChannel(platform, channel, help.mode)
            for help in tables.help_channel
            for platform, channel in help.channel.items()
        ),
        workspaces=tuple((name, platform.workspace) for name, platform in tables.platforms.items()),
        residents=tuple(Resident(each.handle, each.name, each.language) for each in tables.playground),
        most_open_tickets=tables.desk.most_open_tickets,
        answers=_asked_of(tables.answers),
        reopen_within=tables.desk.reopen_within,
        close_after=tables.desk.close_after,
        satisfaction_every=tables.desk.satisfaction_every,
        macros=tuple(Macro(macro.name, macro.text) for macro in tables.macro),
    )


def _asked_of(answers: AnswersTable) -> Policy:
    return Policy(answers.wrong_answers, 1 - answers.wrong_articles, answers.idle_choices)


def _policy(name: str, table: EscalationTable) -> EscalationPolicy:
    steps = tuple(Step(step.tell, step.wait) for step in table.steps)
    return EscalationPolicy(name, table.claim_within, table.answer_within, steps)


def _team(table: TeamTable, policy: EscalationPolicy) -> Team:
    return Team(
        id=table.id,
        name=table.name,
        members=tuple(_member(member) for member in table.member),
        triage=tuple(table.triage.items()),
        leads=tuple(table.leads.items()),
        escalation=policy,
        categories=tuple(table.categories),
    )


def _member(table: MemberTable) -> Member:
    ids = (("web", table.web), ("slack", table.slack), ("teams", table.teams))
    return Member(table.handle, table.name, Role(table.role), tuple((name, id) for name, id in ids if id))
