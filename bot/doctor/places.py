"""The channels that desk.toml names, for those who can see whether they are there."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.desk.desk import Desk
from bot.desk.teams import Team


@dataclass(frozen=True, slots=True)
class NamedChannel:
    """A channel, what it is for ("service-desk triage"), and the id of somebody who should be in it, if known."""

    id: str
    purpose: str
    somebody: str = ""


def named_channels(desk: Desk, platform: str) -> tuple[NamedChannel, ...]:
    """Each channel of the platform once, at its first purpose."""
    first: dict[str, NamedChannel] = {}
    for channel in _all(desk, platform):
        first.setdefault(channel.id, channel)
    return tuple(first.values())


def _all(desk: Desk, platform: str) -> Iterator[NamedChannel]:
    for team in desk.teams:
        somebody = _somebody(team, platform)
        for purpose, channels in (("triage", team.triage), ("leads", team.leads)):
            for name, id in channels:
                if name == platform:
                    yield NamedChannel(id, f"{team.id} {purpose}", somebody)
    for help in desk.help_channels:
        if help.platform == platform:
            yield NamedChannel(help.channel, "help", _somebody(desk.teams[0], platform))


def _somebody(team: Team, platform: str) -> str:
    ids = (id for member in team.members for name, id in member.ids if name == platform)
    return next(ids, "")
