"""desk.toml: the desk in one file. Every mistake in it is named at once, with its line."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.desk.calendar import ALWAYS, Calendar
from bot.desk.channels import HelpChannel
from bot.desk.desk import Desk
from bot.desk.lines import report
from bot.desk.macro import Macro
from bot.desk.mistakes import read_tables
from bot.desk.people import Client, Colleague, Group, Member, Resident, Role
from bot.desk.promises import PromisePolicy
from bot.desk.tables import (
    AnswersTable,
    ClientTable,
    DeskFile,
    EscalationTable,
    MemberTable,
    PersonTable,
    PromiseTable,
    TeamTable,
)
from bot.desk.teams import EscalationPolicy, Step, Team
from bot.errors import Misconfigured
from kb.confidence import Policy

_ALWAYS = "always"


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
        tables, mistakes = read_tables(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{name}: {error}") from error
    if tables is None or mistakes:
        raise Misconfigured(report(text, name, mistakes))
    return _desk(tables)


def _desk(tables: DeskFile) -> Desk:
    policies = {name: _policy(name, table) for name, table in tables.escalation.items()}
    zone = tables.desk.time_zone
    calendars = {_ALWAYS: ALWAYS} | {name: table.calendar(name, zone) for name, table in tables.calendar.items()}
    return Desk(
        id=tables.desk.id,
        name=tables.desk.name,
        language=tables.desk.language,
        zone=zone,
        teams=tuple(_team(team, policies[team.escalation], calendars) for team in tables.team),
        help_channels=tuple(
            HelpChannel(platform, channel, help.mode, help.answer == "asker")
            for help in tables.help_channel
            for platform, channel in help.channel.items()
        ),
        workspaces=tuple((name, platform.workspace) for name, platform in tables.platforms.items()),
        residents=tuple(Resident(each.handle, each.name, each.language) for each in tables.playground),
        most_open_tickets=tables.desk.most_open_tickets,
        answers=_asked_of(tables.answers),
        clients=tuple(_client(name, table) for name, table in tables.client.items()),
        groups=tuple(Group(id, table.name, tuple(table.members)) for id, table in tables.group.items()),
        rotations=tuple(table.rotation(id, zone) for id, table in tables.rotation.items()),
        policies=tuple(_promises(table, calendars) for table in tables.promise),
        reopen_within=tables.desk.reopen_within,
        close_after=tables.desk.close_after,
        satisfaction_every=tables.desk.satisfaction_every,
        asks_once=tables.desk.asks_once,
        titles=tuple((name, category.spoken()) for name, category in tables.category.items()),
        rules=tuple(route.rule() for route in tables.route),
        reaction=tables.desk.reaction,
        undo_within=tables.desk.undo_within,
        macros=tuple(Macro(macro.name, macro.text) for macro in tables.macro),
        colleagues=tuple(_colleagues(tables)),
        request_types=tuple(table.type for table in tables.request),
    )


def _asked_of(answers: AnswersTable) -> Policy:
    return Policy(answers.wrong_answers, 1 - answers.wrong_articles, answers.idle_choices)


def _client(name: str, table: ClientTable) -> Client:
    return Client(name, _pairs(table.workspaces), _pairs(table.people))


def _pairs(ids: Mapping[Any, list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((platform, id) for platform, several in ids.items() for id in several)


def _promises(table: PromiseTable, calendars: Mapping[str, Calendar]) -> PromisePolicy:
    return PromisePolicy(
        name=table.name,
        within=table.within,
        clients=tuple(table.client),
        categories=tuple(table.category),
        priorities=tuple(table.priority),
        teams=tuple(table.team),
        calendar=calendars[table.calendar] if table.calendar else None,
    )


def _policy(name: str, table: EscalationTable) -> EscalationPolicy:
    steps = tuple(Step(step.tell, step.wait) for step in table.steps) * (1 + table.repeat)
    acknowledged_for = table.acknowledged_for or max(table.answer_within, table.claim_within)
    return EscalationPolicy(name, table.claim_within, table.answer_within, steps, acknowledged_for)


def _team(table: TeamTable, policy: EscalationPolicy, calendars: Mapping[str, Calendar]) -> Team:
    return Team(
        id=table.id,
        name=table.name,
        members=tuple(_member(member, calendars) for member in table.member),
        triage=tuple(table.triage.items()),
        leads=tuple(table.leads.items()),
        escalation=policy,
        categories=tuple(table.categories),
        calendar=calendars[table.calendar or _ALWAYS],
        next_tier=table.next_tier or "",
    )


def _member(table: MemberTable, calendars: Mapping[str, Calendar]) -> Member:
    return Member(
        table.handle,
        table.name,
        Role(table.role),
        _ids(table),
        manager=table.manager or "",
        skills=tuple(table.skills),
        calendar=calendars[table.calendar] if table.calendar else None,
        zone=table.time_zone,
        is_given_tickets=table.is_given_tickets,
    )


def _colleagues(tables: DeskFile) -> Iterator[Colleague]:
    for each in tables.person:
        yield Colleague(each.handle, each.name, _ids(each), each.manager or "", each.language or "")
    for one in tables.playground:
        yield Colleague(one.handle, one.name, (("web", one.handle),), one.manager or "", one.language)


def _ids(table: MemberTable | PersonTable) -> tuple[tuple[str, str], ...]:
    ids = (("web", table.web), ("slack", table.slack), ("teams", table.teams))
    return tuple((name, id) for name, id in ids if id)
