"""Who decides about a request: people of the desk, in teams or not, as far as they are not the requester."""

from collections.abc import Sequence

from bot.desk.desk import Desk
from bot.desk.people import Colleague, Member, Role
from bot.messages import Person

Somebody = Member | Colleague

LEADS = "leads"
"""Who decides when nobody else is there or answers."""


def somebody(desk: Desk, person: Person) -> Somebody | None:
    """The member or colleague behind a person of a platform."""
    own = (person.platform, person.id)
    ours = dict(desk.workspaces).get(person.platform, person.workspace) == person.workspace
    return desk.member(person) or next((each for each in desk.colleagues if ours and own in each.ids), None)


def somebody_named(desk: Desk, handle: str) -> Somebody | None:
    """The member or colleague of this handle."""
    return desk.member_named(handle) or next((each for each in desk.colleagues if each.handle == handle), None)


def approvers(desk: Desk, who: str, requester: Person, team: str) -> tuple[Somebody, ...]:
    """Whom `who` means for this requester and a ticket of this team: "manager", "leads", "leads:<team>", "team:<team>"
    or "person:<handle>". Nobody decides about their own request. Where the team's leads cannot, those of every team do,
    and then all other members."""
    kind, _, name = who.partition(":")
    match kind:
        case "manager":
            own = somebody(desk, requester)
            found = _named(desk, own.manager if own else "")
        case "person":
            found = _named(desk, name)
        case "team":
            found = desk.team(name).members if name in {each.id for each in desk.teams} else ()
        case _:
            return _leads(desk, name or team, requester)
    return _others(desk, found, requester)


def person_of(desk: Desk, each: Somebody, near: Person) -> Person | None:
    """Where they can be reached: on the platform of `near` if they are there, else on another; None if nowhere."""
    ids = dict(each.ids)
    platform = near.platform if near.platform in ids else next(iter(ids), "")
    if not platform:
        return None
    workspace = dict(desk.workspaces).get(platform, near.workspace if platform == near.platform else "")
    language = each.language if isinstance(each, Colleague) else ""
    return Person(platform, workspace, ids[platform], each.name, language)


def _leads(desk: Desk, team: str, requester: Person) -> tuple[Somebody, ...]:
    everybody = [member for each in desk.teams for member in each.members]
    for members in (desk.team(team).members, everybody):
        if found := _others(desk, [one for one in members if one.role is Role.LEAD], requester):
            return found
    return _others(desk, everybody, requester)


def _named(desk: Desk, handle: str) -> tuple[Somebody, ...]:
    found = somebody_named(desk, handle) if handle else None
    return (found,) if found else ()


def _others(desk: Desk, found: Sequence[Somebody], requester: Person) -> tuple[Somebody, ...]:
    own = somebody(desk, requester)
    unique = {each.handle: each for each in found if own is None or each.handle != own.handle}
    return tuple(unique.values())
