"""What the tables of desk.toml say of each other: names that must exist, ids and channels that must not be shared."""

from collections.abc import Collection, Iterable, Iterator

from bot.desk.lines import Path as Where
from bot.desk.macro import VARIABLES, variables_in
from bot.desk.request_checks import check_people, check_requests, fields_of
from bot.desk.route_checks import check_routes
from bot.desk.tables import DeskFile, MemberTable


def cross_check(tables: DeskFile) -> Iterator[tuple[Where, str]]:
    """Every mistake that no table shows alone: where it stands, and what is wrong."""
    yield from _check_teams(tables)
    yield from _check_steps(tables)
    yield from _check_rotations(tables)
    yield from _check_channels(tables)
    yield from _check_calendars(tables)
    yield from _check_promises(tables)
    yield from _check_macros(tables)
    yield from check_people(tables)
    yield from check_requests(tables)
    yield from check_routes(tables)


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
    named = {"team": teams, "member": _members(tables), "group": tables.group, "oncall": tables.rotation}
    for name, policy in tables.escalation.items():
        for place, step in enumerate(policy.steps):
            kind, _, target = step.tell.partition(":")
            yield from _unknown(("escalation", name, "steps", place, "tell"), kind, [target], named.get(kind, ()))
    for place, team in enumerate(tables.team):
        yield from _unknown(("team", place, "next_tier"), "team", [team.next_tier], teams - {team.id})


def _members(tables: DeskFile) -> Collection[str]:
    return {member.handle for team in tables.team for member in team.member}


def _check_rotations(tables: DeskFile) -> Iterator[tuple[Where, str]]:
    teams, members = {team.id for team in tables.team}, _members(tables)
    for name, group in tables.group.items():
        yield from _unknown(("group", name, "members"), "member", group.members, members)
    for name, rotation in tables.rotation.items():
        yield from _unknown(("rotation", name, "team"), "team", [rotation.team], teams)
        yield from _check_user_groups(tables, name)
        for place, layer in enumerate(rotation.layer):
            where: Where = ("rotation", name, "layer", place)
            yield from _unknown((*where, "members"), "member", layer.members, members)
            only = rotation.rotation(name, tables.desk.time_zone).layers[place].only
            if only is not None and not only.ever_opens():
                yield (*where, "only"), "it never begins, so that nobody of it would ever be on call"


def _check_user_groups(tables: DeskFile, name: str) -> Iterator[tuple[Where, str]]:
    """Whoever may be on call has to be known on the group's platform."""
    rotation = tables.rotation[name]
    on_call = {handle for layer in rotation.layer for handle in layer.members}
    ids = {member.handle: member for team in tables.team for member in team.member}
    for platform in rotation.user_group:
        for handle in sorted(on_call & ids.keys()):
            if not getattr(ids[handle], platform):
                yield (
                    ("rotation", name, "user_group"),
                    f'"{handle}" has no {platform} id, which the group needs',
                )


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
                whose = "described twice" if used[channel] == "help" else "a team's channel"
                yield ("help_channel", place, "channel"), f'{channel[0]} channel "{channel[1]}" is {whose}'
            used[channel] = used.get(channel, "help")


def _check_calendars(tables: DeskFile) -> Iterator[tuple[Where, str]]:
    calendars = {"always", *tables.calendar}
    for place, team in enumerate(tables.team):
        yield from _unknown(("team", place, "calendar"), "calendar", [team.calendar], calendars)
        for seat, member in enumerate(team.member):
            where = ("team", place, "member", seat, "calendar")
            yield from _unknown(where, "calendar", [member.calendar], calendars)
    for name, calendar in tables.calendar.items():
        if not calendar.calendar(name, tables.desk.time_zone).ever_opens():
            yield ("calendar", name, "hours"), "it never opens, so that nothing promised by it would ever fall due"


def _check_promises(tables: DeskFile) -> Iterator[tuple[Where, str]]:
    """Categories are those of articles, so any may be named."""
    teams = {team.id for team in tables.team}
    names: set[str] = set()
    for place, promise in enumerate(tables.promise):
        where = "promise", place
        yield from _unknown((*where, "team"), "team", promise.team, teams)
        yield from _unknown((*where, "client"), "client", promise.client, tables.client)
        yield from _unknown((*where, "calendar"), "calendar", [promise.calendar], {"always", *tables.calendar})
        if promise.name in names:
            yield (*where, "name"), f'another promise is called "{promise.name}"'
        if not promise.within:
            yield (*where, "name"), "nothing is promised: name claim, first_response, next_response or resolution"
        for goal, within in promise.within:
            if not within:
                yield (*where, goal.value), "no time at all cannot be kept"
        names.add(promise.name)


def _check_macros(tables: DeskFile) -> Iterator[tuple[Where, str]]:
    names: set[str] = set()
    variables = (*VARIABLES, *sorted(fields_of(tables)))
    for place, macro in enumerate(tables.macro):
        if macro.name in names:
            yield ("macro", place, "name"), f'another macro is called "{macro.name}"'
        for variable in variables_in(macro.text):
            if variable not in variables:
                known = ", ".join(f"{{{name}}}" for name in variables)
                yield ("macro", place, "text"), f"there is no variable {{{variable}}}; there is: {known}"
        names.add(macro.name)


def _unknown(
    where: Where, kind: str, named: Iterable[str | None], known: Collection[str]
) -> Iterator[tuple[Where, str]]:
    for name in named:
        if name and name not in known:
            yield where, f'there is no {kind} "{name}"; there is: {", ".join(sorted(known)) or "none"}'
