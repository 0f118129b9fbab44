"""What [[request]] and [[person]] tables say of each other and of the rest of desk.toml."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from bot.desk.lines import Path as Where
from bot.desk.macro import VARIABLES
from bot.desk.request_tables import FieldTable, RequestTable
from bot.desk.tables import DeskFile
from bot.inputs import Input, Option, Wrong, read_input


def check_people(tables: DeskFile) -> Iterator[tuple[Where, str]]:
    """Handles and ids are one person's, and managers are there."""
    members = {member.handle: member.name for team in tables.team for member in team.member}
    ids = {(name, getattr(member, name)) for team in tables.team for member in team.member for name in _PLATFORMS}
    taken: set[str] = set()
    for place, each in enumerate(tables.person):
        if each.handle in members or each.handle in taken:
            yield ("person", place, "handle"), f'"{each.handle}" is somebody already'
        taken.add(each.handle)
        for name in _PLATFORMS:
            own = (name, getattr(each, name))
            if own[1] and own in ids:
                yield ("person", place, name), f'{name} id "{own[1]}" is somebody\'s already'
            if own[1] and name != "web" and name not in tables.platforms:
                yield ("person", place, name), f'[platforms.{name}] workspace = "…" is missing: whose people are these?'
            ids.add(own)
    known = {*members, *taken, *(resident.handle for resident in tables.playground)}
    for where, manager in _managers(tables):
        if manager and manager not in known:
            yield where, f'there is nobody with the handle "{manager}"; there is: {_listed(known)}'


def check_requests(tables: DeskFile) -> Iterator[tuple[Where, str]]:
    """Ids and names are used once; teams, people and fields that are named are there."""
    teams = {team.id for team in tables.team}
    people = {member.handle for team in tables.team for member in team.member}
    people |= {each.handle for each in tables.person} | {each.handle for each in tables.playground}
    ids: set[str] = set()
    for place, request in enumerate(tables.request):
        where = "request", place
        if request.id in ids:
            yield (*where, "id"), f'another request is called "{request.id}"'
        ids.add(request.id)
        if request.team and request.team not in teams:
            yield (*where, "team"), f'there is no team "{request.team}"; there is: {_listed(teams)}'
        yield from _check_approvers(where, request, teams, people)
        for number, field in enumerate(request.field):
            yield from _check_field((*where, "field", number), field, request.field[:number])


def fields_of(tables: DeskFile) -> set[str]:
    """The names of all fields: macros may use them as variables."""
    return {field.name for request in tables.request for field in request.field}


_PLATFORMS = ("web", "slack", "teams")


def _managers(tables: DeskFile) -> Iterator[tuple[Where, str | None]]:
    for place, person in enumerate(tables.person):
        yield ("person", place, "manager"), person.manager
    for place, resident in enumerate(tables.playground):
        yield ("playground", place, "manager"), resident.manager
    for place, team in enumerate(tables.team):
        for seat, member in enumerate(team.member):
            yield ("team", place, "member", seat, "manager"), member.manager


def _check_approvers(
    where: Where, request: RequestTable, teams: Collection[str], people: Collection[str]
) -> Iterator[tuple[Where, str]]:
    for approver in request.approvers:
        kind, _, name = approver.partition(":")
        known = people if kind == "person" else teams
        if name and name not in known:
            yield (*where, "approvers"), f'there is no {kind} "{name}"; there is: {_listed(known)}'
    for key in ("approve_within", "expire_within"):
        if request.approvers and not getattr(request, key):
            yield (*where, key), "no time at all cannot be kept"


def _check_field(where: Where, field: FieldTable, earlier: list[FieldTable]) -> Iterator[tuple[Where, str]]:
    yield from (((*where, key), message) for key, message in field.mistakes)
    names = {each.name: each for each in earlier}
    if field.name in names:
        yield (*where, "name"), f'another field is called "{field.name}"'
    if field.name in VARIABLES:
        yield (*where, "name"), f"macros have a variable {{{field.name}}} already"
    if field.when is not None:
        yield from _check_condition(where, field.when.field, field.when.value, names.get(field.when.field))
    if field.default and (field.kind in ("choice", "choices", "yes-no")):
        values = [value for value, _ in field.question.options]
        for chosen in re.split(r"[,\s]+", field.default):
            if chosen not in values:
                yield (*where, "default"), f'there is no option "{chosen}"; there is: {", ".join(values)}'
    if not field.mistakes and (bad := _bad_default(field)):
        yield (*where, "default"), f'"{field.default}" will not do: {bad}'


_EXPECTED = {
    "choice": "one option is expected",
    "choices": "options are parted by commas",
    "number": "a number is expected",
    "date": 'a day such as "2026-12-31" is expected',
    "email": 'an address such as "maria@example.com" is expected',
}


def _bad_default(field: FieldTable) -> str:
    """What the form would say of its own default, read as an answer; on any day, so that a desk that is good today is
    good tomorrow."""
    least, most = ("" if bound == "today" else bound for bound in (field.least, field.most))
    options = tuple(Option(value, value) for value, _ in field.question.options)
    asked = Input(
        field.name, "", required=False, options=options, rule=replace(field.rule, least=least, most=most, when=None)
    )
    read = read_input(asked, field.default, date.min)
    if not isinstance(read, Wrong):
        return ""
    if read.kind == "pattern":
        return f'it must look like "{field.example}"'
    if read.kind in ("long", "number-most", "date-most"):
        return f"the most is {dict(read.values)['most']}"
    if read.kind in ("short", "number-least", "date-least"):
        return f"the least is {dict(read.values)['least']}"
    return _EXPECTED[read.kind]


def _check_condition(where: Where, name: str, value: str, asked: FieldTable | None) -> Iterator[tuple[Where, str]]:
    """A condition speaks of a choice that comes before, so that one pass over the fields knows what applies."""
    if asked is None or not asked.question.options:
        yield (*where, "when"), f'there is no choice called "{name}" before this field'
    elif value not in dict(asked.question.options):
        options = ", ".join(dict(asked.question.options))
        yield (*where, "when"), f'"{name}" has no option "{value}"; it has: {options}'


def _listed(known: Collection[str]) -> str:
    return ", ".join(sorted(known)) or "none"
