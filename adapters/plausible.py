"""Are these identities of a platform? Theirs are short and of plain letters; others may fit into no index."""

import re

from bot.messages import Message

_ID = re.compile(r"[!-~]{0,400}")
_DELIVERY = re.compile(r"[!-~]{1,1000}")
"""Made of several ids. PostgreSQL indexes rows of at most 2,704 bytes."""


def is_id(text: str) -> bool:
    """The text may be an identity: at most 400 printable ASCII characters."""
    return _ID.fullmatch(text) is not None


def is_plausible(message: Message) -> bool:
    """All that names the message, its place and its people may be an identity; what they wrote may be anything."""
    thread, people = message.thread, [each for each in (message.sender, message.behalf) if each is not None]
    named = thread.workspace and all(each.workspace and each.id for each in people)
    ids = (thread.workspace, thread.channel, thread.root, *(id for each in people for id in (each.workspace, each.id)))
    deliveries = (message.delivery, message.about or message.delivery)
    return bool(named) and all(map(is_id, ids)) and all(map(_DELIVERY.fullmatch, deliveries))
