"""What crosses the border between a platform and the engine: frozen values, no clients, no payloads."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.cards import Card


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on one platform. Equal when platform, workspace and id are: names and languages change."""

    platform: str
    workspace: str
    id: str
    name: str = field(default="", compare=False)
    language: str = field(default="", compare=False)
    """BCP 47 tag as the platform gives it ("en-GB"); empty where it says nothing."""


@dataclass(frozen=True, slots=True)
class Thread:
    """One thread: `root` is the platform's id of its first message.

    `root` is empty where the conversation has no threads (a one-to-one chat in Teams) and, in a post, where a new
    top-level message is wanted.
    """

    platform: str
    workspace: str
    channel: str
    root: str = ""

    @property
    def lane(self) -> str:
        """The name under which posts to this thread are kept in order."""
        return "/".join((self.platform, self.workspace, self.channel, self.root))


_CHAT, _HOME = "@", "~"


def chat_with(person: Person) -> Thread:
    """The one-to-one conversation with somebody, whatever their platform calls it: it is opened where there is none."""
    return Thread(person.platform, person.workspace, f"{_CHAT}{person.id}")


def whose_chat(channel: str) -> str:
    """The id of the person with whom the channel of `chat_with` is; empty for any other channel."""
    return channel.removeprefix(_CHAT) if channel.startswith(_CHAT) else ""


def home_of(chat: Thread) -> Thread:
    """The page that a platform keeps for the one person of this chat: what is posted there for them takes the place of
    what stood there."""
    return Thread(chat.platform, chat.workspace, f"{_HOME}{chat.channel}")


def chat_of_home(channel: str) -> str:
    """The channel of the chat to which the page of `home_of` belongs; empty for any other channel."""
    return channel.removeprefix(_HOME) if channel.startswith(_HOME) else ""


class Side(StrEnum):
    """Who speaks in a ticket's thread."""

    REQUEST = "request"
    TRIAGE = "triage"


class Change(StrEnum):
    """What happened to a message on its platform."""

    NEW = "new"
    EDITED = "edited"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a message. Nothing is fetched: it stays where its platform keeps it.

    `name` is plain text of at most 120 characters; `size` is in bytes, 0 where it is not known; `link` is an address
    at the platform's own, or empty. Whether others than those in its conversation can open it, `shared` says.
    """

    name: str
    size: int = 0
    link: str = ""
    shared: bool = False
    delivery: str = ""
    """The message with which it came."""


LONGEST_FILE_NAME = 120
MOST_FILES = 10
"""Of one message."""


def file_name(said: object) -> str:
    """What a platform calls a file, as one line that nothing hides in."""
    shown = "".join(letter if letter.isprintable() else " " for letter in str(said or ""))
    return " ".join(shown.split())[:LONGEST_FILE_NAME]


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button or a submitted form.

    `action` and `value` are what the button carried; they come back from the client and prove nothing, so the engine
    looks up whom they concern. `fields` holds (name, text) of a submitted form. `post_id` is the platform's id of the
    message on which the button stood, or empty.
    """

    action: str
    value: str
    fields: tuple[tuple[str, str], ...] = ()
    post_id: str = ""
    language: str = ""
    """Of the form that was submitted, where the adapter knows it."""

    def get(self, name: str) -> str:
        """Text of the form field `name`, or empty."""
        return dict(self.fields).get(name, "")


@dataclass(frozen=True, slots=True)
class Message:
    """Something a person said, pressed, submitted or commanded on a platform.

    `delivery` is the platform's own identity of this thing (for a message, channel and ts or activity id; for a click
    its own id), never the identity of the transport's attempt: repeats carry the same one.
    `thread` is where an answer belongs: its root is the message's own id when it opens a thread.
    `text` has platform escapes undone and our own mention removed; others' mentions read as names.
    `route` is opaque, read only by the adapter that made it.
    """

    delivery: str
    thread: Thread
    sender: Person
    at: datetime
    text: str = ""
    pressed: Press | None = None
    direct: bool = False
    """In a one-to-one conversation with us."""
    addressed: bool = False
    """Spoken to us: direct, a mention or a slash command."""
    command: bool = False
    """A slash command: `text` is what follows its name."""
    threadless: bool = False
    """Written outside any thread, where a post of ours could open one: a slash command in a channel."""
    change: Change = Change.NEW
    about: str = ""
    """For an edit or deletion: `delivery` of the message concerned."""
    behalf: Person | None = None
    """Who wrote the message `about`, whose words and thread these are: the sender wants a ticket for them."""
    apart: bool = False
    """Of such a wish: where that stands we may be no member, so that its author has to be reached elsewhere."""
    said_at: datetime | None = None
    """And when that was written, where the platform tells."""
    link: str = ""
    """Address of the message on its platform, where it can be made without a call."""
    files: tuple[File, ...] = ()
    route: str = ""

    @property
    def first(self) -> "Message":
        """For an edit or deletion: the message concerned, as it reads now."""
        at = self.said_at or self.at
        return replace(self, delivery=self.about, at=at, change=Change.NEW, about="", said_at=None)

    @property
    def opens_thread(self) -> bool:
        """Whether its thread is the one below itself, so that nothing can have been said there before."""
        return self.thread.root != "" and self.delivery.endswith(self.thread.root)


@dataclass(frozen=True, slots=True)
class Post:
    """Something to be shown on a platform, once.

    `key` names the post for ever, so that it is never stored twice and can be looked for on the platform. It holds
    no personal data. A post in an existing thread has that `thread.root`; a post in the thread of an earlier post
    whose platform id is not known yet names that one's key in `below`; an update names it in `edits`.
    Posts of one `lane` are delivered in the order in which they were stored.
    """

    key: str
    thread: Thread
    card: Card
    below: str = ""
    edits: str = ""
    lane: str = ""
    """Empty: the thread's own lane."""
    private_to: Person | None = None
    """Shown to this person alone (ephemeral, targeted, or a direct message where the platform has neither)."""
    opens: int | None = None
    """Number of the ticket of which this post's thread becomes one side."""
    opens_as: Side = Side.TRIAGE
    urgent: bool = False
    """Overtakes posts of other lanes: an escalation does not wait for card edits."""
    alert: bool = False
    """The person must act: notify them."""
    route: str = ""
    not_before: datetime | None = None
    """Until then it waits, and its lane with it: it can be called back."""
    stored_at: datetime | None = None
    """When it was made, so that it can be told how long it waits."""
    cause: str = ""
    """What brought it about (`bot.exchange.cause_of`): the trace to which its delivery belongs."""
