"""The message action "Create ticket": a ticket for who wrote the message from whose menu it was chosen (I5, T29). Pure.

It is done as soon as it is chosen, as in Slack: the answer to `composeExtension/fetchTask` says so instead of a dialog.
https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands
"""

from datetime import UTC, datetime
from html.parser import HTMLParser

from botbuilder.schema import Activity

from adapters.teams.address import join_conversation, split_conversation
from adapters.teams.wire import mapping, tenant_of, words
from bot.messages import Message, Person, Thread

FETCH = "composeExtension/fetchTask"
CREATE_TICKET = "create_ticket"
"""The command of the manifest."""
_BREAKING = frozenset({"p", "div", "br", "li", "tr", "blockquote", "pre", "h1", "h2", "h3"})


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
        behalf=Person("teams", tenant_of(activity), words(author.get("id")), words(author.get("displayName"))),
        said_at=_moment(words(said.get("createdDateTime"))),
        link=_link(words(said.get("linkToMessage"))),
        route=route,
    )


def _thread(activity: Activity, said: dict[str, object], id: str) -> Thread:
    """In a channel that of the message, which a message at the top opens itself; else the chat."""
    base, root = split_conversation(activity.conversation.id)
    if activity.conversation.conversation_type == "channel":
        root = root or words(said.get("replyToId")) or id
    return Thread("teams", tenant_of(activity), base, root)


def _moment(said: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _link(said: str) -> str:
    return said if said.startswith("https://teams.microsoft.com/") and said.isascii() and len(said) < 1000 else ""


def _plain(body: dict[str, object]) -> str:
    """What it says, without markup. A message comes as HTML even where nothing in it is marked."""
    content = words(body.get("content"))
    if body.get("contentType") != "html":
        return content.strip()
    reader = _Words()
    reader.feed(content)
    reader.close()
    return "\n".join(line for line in map(str.strip, "".join(reader.said).replace("\u00a0", " ").splitlines()) if line)


class _Words(HTMLParser):
    """Collects the words; what begins a line in Teams begins one here."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _BREAKING:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        self.said.append(data)
