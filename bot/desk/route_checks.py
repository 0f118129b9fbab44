"""What [[route]] tables say of each other and of the rest of desk.toml."""

from collections.abc import Iterator, Mapping, Sequence

from bot.desk.lines import Path as Where
from bot.desk.routing import Assignment, keyword
from bot.desk.routing_tables import RouteTable, WhenTable
from bot.desk.tables import DeskFile, TeamTable
from bot.tickets.ticket import MOST_TAGS

_LONGEST_TAG = 30


def check_routes(tables: DeskFile) -> Iterator[tuple[Where, str]]:
    """Names are used once and what they name is there; no rule is out of reach; who is to be given tickets is there."""
    teams = {team.id: team for team in tables.team}
    known = {"client": [*tables.client], "form": [request.id for request in tables.request]}
    names: set[str] = set()
    open_to_all = ""
    for place, route in enumerate(tables.route):
        where: Where = ("route", place)
        if route.name in names:
            yield (*where, "name"), f'another route is called "{route.name}"'
        names.add(route.name)
        if open_to_all:
            yield (
                (*where, "name"),
                f'nothing gets here, as "{open_to_all}" above takes all: give it `when`, or move it down',
            )
        open_to_all = open_to_all or (route.name if route.when == WhenTable() else "")
        yield from _check_when(where, route.when, known)
        if route.team and route.team not in teams:
            yield (*where, "team"), f'there is no team "{route.team}"; there is: {", ".join(sorted(teams))}'
            continue
        yield from _check_tags(where, route)
        yield from _check_assignment(where, route, [teams[route.team]] if route.team else tables.team)


def _check_when(where: Where, when: WhenTable, known: Mapping[str, Sequence[str]]) -> Iterator[tuple[Where, str]]:
    for kind, there in known.items():
        for name in getattr(when, kind):
            if name not in there:
                yield (*where, "when"), f'there is no {kind} "{name}"; there is: {", ".join(sorted(there)) or "none"}'
    for each in when.keyword:
        if not keyword(each):
            yield (*where, "when"), f'"{each}" is no word that could be said'


def _check_tags(where: Where, route: RouteTable) -> Iterator[tuple[Where, str]]:
    if len(route.tag) > MOST_TAGS or any(len(tag) > _LONGEST_TAG or len(tag.split()) != 1 for tag in route.tag):
        yield (
            (*where, "tag"),
            f"a tag is one word of at most {_LONGEST_TAG} characters, and there are {MOST_TAGS} at most",
        )


def _check_assignment(where: Where, route: RouteTable, teams: Sequence[TeamTable]) -> Iterator[tuple[Where, str]]:
    if route.assign is Assignment.NONE:
        if route.skill:
            yield (*where, "skill"), f'nobody is given these tickets: add assign = "{Assignment.ROUND_ROBIN}"'
        return
    given = [member for team in teams for member in team.member if member.is_given_tickets]
    if not given:
        yield (*where, "assign"), "nobody there is given tickets: all have is_given_tickets = false"
    elif route.skill and not any(route.skill in member.skills for member in given):
        skills = ", ".join(sorted({skill for member in given for skill in member.skills})) or "none"
        yield (*where, "skill"), f'nobody there has the skill "{route.skill}"; there is: {skills}'
