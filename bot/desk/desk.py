"""The desk, all of it: who is in which team, where they talk, what was promised; and how each is found."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.channels import HelpChannel, Mode, Place
from bot.desk.directory import Directory, directory_of
from bot.desk.happenings import Terms
from bot.desk.macro import Macro
from bot.desk.people import Client, Colleague, Group, Member, Resident
from bot.desk.precedents import NO_PRECEDENTS, Precedents
from bot.desk.promises import Facts, Goal, Promise, PromisePolicy, Promises
from bot.desk.request_types import RequestType
from bot.desk.rotation import Rotation
from bot.desk.routing import Rule
from bot.desk.teams import Team
from bot.messages import Person, Thread
from bot.tickets.answers import UNSAID, Spoken
from bot.tickets.ticket import Ticket
from kb.confidence import Policy

USUAL = Policy()
"""What is asked of the answers where desk.toml says nothing."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Within how many hours of work the first answer of a team usually comes; with a category, to tickets of that."""

    team: str
    category: str
    within: timedelta


@dataclass(frozen=True, slots=True)
class Desk:
    """One organisation's help desk. `workspaces` holds (platform, workspace id) where it is fixed."""

    id: str
    name: str
    language: str
    zone: ZoneInfo
    teams: tuple[Team, ...]
    help_channels: tuple[HelpChannel, ...] = ()
    workspaces: tuple[tuple[str, str], ...] = ()
    residents: tuple[Resident, ...] = ()
    most_open_tickets: int = 20
    """Of one person at a time; 0 for any number."""
    answers: Policy = USUAL
    """What is asked of the answers that the search gives."""
    reopen_within: timedelta = timedelta(days=14)
    """How long a closed ticket can be opened again."""
    close_after: timedelta = timedelta(days=7)
    """How long a resolved ticket waits for its requester's word."""
    satisfaction_every: timedelta = timedelta(days=30)
    """How long nobody is asked again how it went; 0 for never asking."""
    reaction: str = ""
    """The name of the emoji that, on any message, opens a ticket for its author; empty for none. Teams does not tell
    whose message it stands on."""
    undo_within: timedelta = timedelta(seconds=20)
    """How long a reply waits before it leaves, so that its author can call it back; 0 for not at all."""
    macros: tuple[Macro, ...] = ()
    clients: tuple[Client, ...] = ()
    policies: tuple[PromisePolicy, ...] = ()
    """Promises beyond those of the teams' escalation policies."""
    colleagues: tuple[Colleague, ...] = ()
    """People in no team, as far as the desk has to know them."""
    request_types: tuple[RequestType, ...] = ()
    """What can be asked for by a form."""
    rules: tuple[Rule, ...] = ()
    """Where tickets go; the first that fits counts."""
    asks_once: bool = True
    """Whether somebody may be asked, once, what it is about, where that decides where it goes."""
    terms: tuple[Terms, ...] = ()
    """What was promised since when, oldest first, the last of them now; empty where that is not known."""
    groups: tuple[Group, ...] = ()
    rotations: tuple[Rotation, ...] = ()
    titles: tuple[tuple[str, Spoken], ...] = ()
    """(category, what people call it)"""
    precedents: Precedents = field(default=NO_PRECEDENTS, compare=False, repr=False)
    """What the desk's own tickets of late were about."""
    usual: tuple[Usual, ...] = ()
    """What the desk's own history says, where it says enough."""
    promises: Promises = field(init=False, compare=False)
    """All that is promised."""
    directory: Directory = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        calendars = tuple((team.id, team.calendar) for team in self.teams)
        policies = (*self.policies, *map(_own, self.teams))
        object.__setattr__(self, "promises", Promises(policies, calendars))
        object.__setattr__(self, "directory", directory_of(self.teams, self.help_channels, policies))

    def facts(self, ticket: Ticket) -> Facts:
        """What promises for the ticket depend on."""
        client = self.client(ticket.requester)
        return Facts(self.team(ticket.team).id, ticket.priority, ticket.category, client)

    def promise(self, goal: Goal, ticket: Ticket) -> Promise | None:
        """What is promised for the ticket now, if anything is."""
        team = self.team(ticket.team)
        ours = Promises(self.directory.policies(team.id), ((team.id, team.calendar),))
        return ours.of(goal, self.facts(ticket))

    def usual_answer(self, ticket: Ticket) -> timedelta | None:
        """Within how many hours of work tickets like this one are usually answered, if the history says so."""
        known = {(each.team, each.category): each.within for each in self.usual}
        team = self.team(ticket.team).id
        return known.get((team, ticket.category), known.get((team, "")))

    def client(self, person: Person) -> str:
        """The client whose person it is, or empty."""
        own, workspace = (person.platform, person.id), (person.platform, person.workspace)
        ours = (each.name for each in self.clients if own in each.people or workspace in each.workspaces)
        return next(ours, "")

    def member(self, person: Person) -> Member | None:
        """The team member behind a person of a platform; nobody from another workspace is one."""
        if not self._is_ours(person.platform, person.workspace):
            return None
        return self.directory.members.get((person.platform, person.id))

    def member_named(self, handle: str) -> Member | None:
        """The member of this handle."""
        return self.directory.handles.get(handle)

    def team(self, id: str) -> Team:
        """The team of this id, or the first where it has gone from desk.toml."""
        return self.directory.teams.get(id, self.teams[0])

    def group(self, id: str) -> Group | None:
        """The group of this id."""
        return next((group for group in self.groups if group.id == id), None)

    def rotation(self, id: str) -> Rotation | None:
        """The rotation of this id."""
        return next((rotation for rotation in self.rotations if rotation.id == id), None)

    def user_groups(self, platform: str) -> tuple[str, ...]:
        """The platform's user groups that are kept in step with rotations, each once."""
        named = (group for rotation in self.rotations for where, group in rotation.groups if where == platform)
        return tuple(dict.fromkeys(named))

    def rotation_of(self, team: str) -> Rotation | None:
        """The team's first rotation."""
        return next((rotation for rotation in self.rotations if rotation.team == team), None)

    def team_for(self, category: str) -> Team:
        """The team that looks after a category; the first team takes what nobody named."""
        return self.directory.by_category.get(category, self.teams[0])

    @property
    def categories(self) -> tuple[str, ...]:
        """Those that desk.toml names, each once: what tickets can be sorted into."""
        of_teams = (category for team in self.teams for category in team.categories)
        of_rules = (category for rule in self.rules for category in rule.categories)
        of_promises = (category for policy in self.policies for category in policy.categories)
        of_forms = (each.category for each in self.request_types if each.category)
        return tuple(dict.fromkeys((*(name for name, _ in self.titles), *of_teams, *of_rules, *of_promises, *of_forms)))

    def title(self, category: str) -> Spoken:
        """What people call the category; no words where nothing is said of it."""
        return dict(self.titles).get(category, UNSAID)

    def teams_of(self, member: Member) -> tuple[Team, ...]:
        """The teams that the member is in."""
        return tuple(team for team in self.teams if any(own.handle == member.handle for own in team.members))

    def place(self, thread: Thread, *, direct: bool) -> Place:
        """What the thread's channel is to this desk."""
        if direct:
            return Place.DIRECT
        channel = (thread.platform, thread.channel)
        if channel in self.directory.triage:
            return Place.TRIAGE
        if channel in self.directory.leads:
            return Place.LEADS
        help = self.help(thread)
        return Place.HELP if help is not None and help.mode is not Mode.OFF else Place.ELSEWHERE

    def help(self, thread: Thread) -> HelpChannel | None:
        """The help channel in which the thread is, if it is one."""
        return self.directory.help_channels.get((thread.platform, thread.channel))

    def channel(self, channels: tuple[tuple[str, str], ...], near: Thread) -> Thread | None:
        """Of a team's channels the one on the platform of `near`, else the first."""
        by_platform = dict(channels)
        platform = near.platform if near.platform in by_platform else next(iter(by_platform), "")
        if not platform:
            return None
        workspace = near.workspace if near.platform == platform else ""
        return Thread(platform, dict(self.workspaces).get(platform, workspace), by_platform[platform])

    def now_here(self, now: datetime) -> datetime:
        """`now` in the desk's time zone."""
        return now.astimezone(self.zone)

    def _is_ours(self, platform: str, workspace: str) -> bool:
        return dict(self.workspaces).get(platform, workspace) == workspace


def _own(team: Team) -> PromisePolicy:
    """What the team's escalation policy promises."""
    answer = team.escalation.answer_within
    within = (
        (Goal.CLAIM, team.escalation.claim_within),
        (Goal.FIRST_RESPONSE, answer),
        (Goal.NEXT_RESPONSE, answer),
    )
    return PromisePolicy(team.escalation.name, within, teams=(team.id,), fallback=True)
