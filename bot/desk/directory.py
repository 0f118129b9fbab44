"""Where everything of a desk is, by what people and platforms call it: a message asks for a dozen of these, and a desk
may have hundreds of teams."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.desk.channels import HelpChannel
from bot.desk.people import Member
from bot.desk.promises import PromisePolicy
from bot.desk.teams import Team

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Directory:
    """What carries a name twice is the first of its kind in desk.toml. Channels and people are (platform, id there)."""

    teams: Mapping[str, Team]
    by_category: Mapping[str, Team]
    members: Mapping[tuple[str, str], Member]
    handles: Mapping[str, Member]
    triage: frozenset[tuple[str, str]]
    leads: frozenset[tuple[str, str]]
    help_channels: Mapping[tuple[str, str], HelpChannel]
    general: tuple[tuple[int, PromisePolicy], ...]
    """Promise policies for tickets of any team, each with its place among all."""
    particular: Mapping[str, tuple[tuple[int, PromisePolicy], ...]]
    """The same for those of one team, by its id."""

    def policies(self, team: str) -> tuple[PromisePolicy, ...]:
        """The promise policies that can fit a ticket of this team, in the order of all."""
        placed = sorted((*self.general, *self.particular.get(team, ())), key=lambda pair: pair[0])
        return tuple(policy for _, policy in placed)


def directory_of(
    teams: Iterable[Team], help_channels: Iterable[HelpChannel], policies: Iterable[PromisePolicy]
) -> Directory:
    """The directory of a desk with these."""
    teams, placed = tuple(teams), tuple(enumerate(policies))
    members = [member for team in teams for member in team.members]
    return Directory(
        teams=_first((team.id, team) for team in teams),
        by_category=_first((category, team) for team in teams for category in team.categories),
        members=_first((id, member) for member in members for id in member.ids),
        handles=_first((member.handle, member) for member in members),
        triage=frozenset(channel for team in teams for channel in team.triage),
        leads=frozenset(channel for team in teams for channel in team.leads),
        help_channels=_first(((each.platform, each.channel), each) for each in help_channels),
        general=tuple(pair for pair in placed if not pair[1].teams),
        particular=_gathered((team, pair) for pair in placed for team in pair[1].teams),
    )


def _first(pairs: Iterable[tuple[K, V]]) -> dict[K, V]:
    found: dict[K, V] = {}
    for key, value in pairs:
        found.setdefault(key, value)
    return found


def _gathered(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
