"""Who sees what in the playground."""

from adapters.web.config import Resident, Role, RoomKind, WebConfig
from bot.ports import ChatLine

BOT = "firstline"
"""The author of our own lines."""

_DIRECT = "dm-"
_SEES: dict[Role, tuple[RoomKind, ...]] = {
    "employee": ("help",),
    "agent": ("help", "triage"),
    "lead": ("help", "triage", "leads"),
}


def direct_channel(handle: str) -> str:
    """The channel of a person's direct messages with Firstline."""
    return _DIRECT + handle


def is_direct(channel: str) -> bool:
    """Whether the channel is somebody's direct messages."""
    return channel.startswith(_DIRECT)


def places_of(config: WebConfig, person: Resident) -> tuple[str, ...]:
    """The channels that the person sees, their own direct messages first."""
    kinds = _SEES[person.role]
    return (direct_channel(person.handle), *(room.id for room in config.rooms if room.kind in kinds))


def may_see(config: WebConfig, handle: str, channel: str) -> bool:
    """Whether the person sees the channel at all."""
    person = config.person(handle)
    return person is not None and channel in places_of(config, person)


def is_shown(config: WebConfig, handle: str, line: ChatLine) -> bool:
    """Whether the person sees the line."""
    return line.private_to in ("", handle) and may_see(config, handle, line.channel)


def knows(config: WebConfig, channel: str) -> bool:
    """Whether there is such a channel."""
    return any(channel in places_of(config, person) for person in config.people)
