"""What the app may do and hear: the one table from which calls are made, events are read and the manifest is built."""

from enum import StrEnum


class Method(StrEnum):
    """A method of the Web API that our code calls."""

    AUTH_TEST = "auth.test"
    POST = "chat.postMessage"
    UPDATE = "chat.update"
    POST_EPHEMERAL = "chat.postEphemeral"
    OPEN_CONVERSATION = "conversations.open"
    HISTORY = "conversations.history"
    REPLIES = "conversations.replies"
    OPEN_VIEW = "views.open"
    PUBLISH_VIEW = "views.publish"
    OPEN_SOCKET = "apps.connections.open"
    LIST_GROUPS = "usergroups.list"
    FILL_GROUP = "usergroups.users.update"


READING = frozenset({Method.HISTORY, Method.REPLIES, Method.LIST_GROUPS})
GROUPING = frozenset({Method.LIST_GROUPS, Method.FILL_GROUP})
"""Called only where desk.toml names user groups, so that nobody else has to grant them."""


class Event(StrEnum):
    """An event that the app subscribes to."""

    MENTION = "app_mention"
    CHANNEL_MESSAGE = "message.channels"
    PRIVATE_CHANNEL_MESSAGE = "message.groups"
    DIRECT_MESSAGE = "message.im"
    REACTION = "reaction_added"
    HOME = "app_home_opened"


_HISTORY = ("channels:history", "groups:history", "im:history")

METHOD_SCOPES: dict[Method, tuple[str, ...]] = {
    Method.AUTH_TEST: (),
    Method.POST: ("chat:write",),
    Method.UPDATE: ("chat:write",),
    Method.POST_EPHEMERAL: ("chat:write",),
    Method.OPEN_CONVERSATION: ("im:write",),
    Method.HISTORY: _HISTORY,
    Method.REPLIES: _HISTORY,
    Method.OPEN_VIEW: (),
    Method.PUBLISH_VIEW: (),
    Method.OPEN_SOCKET: (),  # of the app-level token, which has a scope of its own
    Method.LIST_GROUPS: ("usergroups:read",),
    Method.FILL_GROUP: ("usergroups:write",),
}

EVENT_SCOPES: dict[Event, tuple[str, ...]] = {
    Event.MENTION: ("app_mentions:read",),
    Event.CHANNEL_MESSAGE: ("channels:history",),
    Event.PRIVATE_CHANNEL_MESSAGE: ("groups:history",),
    Event.DIRECT_MESSAGE: ("im:history",),
    Event.REACTION: ("reactions:read",),
    Event.HOME: (),
}

COMMAND_SCOPES = ("commands",)


def scopes(*, groups: bool = False) -> list[str]:
    """Every scope that the methods, events and the command need, and no other; with `groups`, user groups are kept."""
    called = (needs for method, needs in METHOD_SCOPES.items() if groups or method not in GROUPING)
    needed = (*called, *EVENT_SCOPES.values(), COMMAND_SCOPES)
    return sorted({scope for group in needed for scope in group})
