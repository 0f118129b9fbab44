"""The message action "Create ticket": a ticket for who wrote the message from whose menu it was chosen (I5, T29). Pure.

It is done as soon as it is chosen, as in Slack: the answer to `composeExtension/fetchTask` says so instead of a dialog.
https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands
"""

import html
import re
from datetime import UTC, datetime

from botbuilder.schema import Activity

from adapters.teams.address import join_conversation, split_conversation
from adapters.teams.wire import mapping, tenant_of, words
from bot.messages import Message, Person, Thread

EXTENSIONS = "composeExtension/"
FETCH = f"{EXTENSIONS}fetchTask"
CREATE_TICKET = "create_ticket"
"""The command of the manifest."""
_BREAKING = frozenset({"p", "div", "br", "li", "tr", "blockquote", "pre", "h1", "h2", "h3"})
_TAG = re.compile(r"<(/?[a-z][a-z0-9]*\b|!)[^<>]*>", re.IGNORECASE)
"""Nothing in it reads past the next `<`: the content is anybody's, and reading it must take linear time."""
_MOST = 100_000
"""Characters of a content that are read; a message of Teams is at most 100 KB."""
_LONGEST_NAME = 120
_FIRST = datetime(2010, 1, 1, tzinfo=UTC)
"""No message of Teams is older."""


def read_wish(activity: Activity, sender: Person, now: datetime, route: str) -> Message | None:
    """The wish, or None for any other invoke, and where no person wrote the message."""
    value = mapping(activity.value)
    if activity.name != FETCH or value.get("commandId") != CREATE_TICKET:
        return None
    said = mapping(value.get("messagePayload"))
    author, id = mapping(mapping(said.get("from")).get("user")), words(said.get("id"))
    if not id or not words(author.get("id")):
        return None
    thread = _thread(activity, said, id)
    place = tenant_of(activity), join_conversation(thread.channel, thread.root)
    return Message(
        delivery="/".join((*place, f"wish-{id}-{sender.id}-{words(activity.id)}")),
        thread=thread,
        sender=sender,
        at=now,
        text=_plain(mapping(said.get("body"))),
        direct=activity.conversation.conversation_type == "personal",
        addressed=True,
        about="/".join((*place, id)),
        behalf=Person(
            "teams", tenant_of(activity), words(author.get("id")), words(author.get("displayName"))[:_LONGEST_NAME]
        ),
        said_at=_moment(words(said.get("createdDateTime")), now),
        link=_link(words(said.get("linkToMessage"))),
        route=route,
    )


def _thread(activity: Activity, said: dict[str, object], id: str) -> Thread:
    """In a channel that of the message, which a message at the top opens itself; else the chat."""
    base, root = split_conversation(activity.conversation.id)
    if activity.conversation.conversation_type == "channel":
        root = root or words(said.get("replyToId")) or id
    return Thread("teams", tenant_of(activity), base, root)


def _moment(said: str, now: datetime) -> datetime | None:
    """When it was written, unless nobody can have written it then."""
    try:
        at = datetime.fromisoformat(said)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return at if _FIRST <= at <= now else None


def _link(said: str) -> str:
    return said if said.startswith("https://teams.microsoft.com/") and said.isascii() and len(said) < 1000 else ""


def _plain(body: dict[str, object]) -> str:
    """What it says, without markup. A message comes as HTML even where nothing in it is marked."""
    content = words(body.get("content"))[:_MOST]
    if body.get("contentType") != "html":
        return content.strip()
    said = html.unescape(_TAG.sub(_break, content)).replace("\u00a0", " ")
    return "\n".join(line for line in map(str.strip, said.splitlines()) if line)


def _break(tag: re.Match[str]) -> str:
    """What begins a line in Teams begins one here."""
    return "\n" if tag[1].casefold() in _BREAKING else ""
