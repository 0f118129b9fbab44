"""The tables. Every row carries its desk; rows refer to each other by desk and natural key."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Identity, Index, Integer, MetaData, Table, text

from storage.columns import Time, Words

metadata = MetaData()

UNFINISHED = "state IN ('waiting', 'sending')"
GIVEN_UP = "state IN ('dead', 'uncertain')"
COPIED = "key LIKE '%-copy'"
"""`bot.exchange.copy_key`."""
PENDING = "state = 'pending'"
RECEIPTS = f"kind = 'receipt' AND {PENDING}"
RUNNING = "ended = false"
UNSOLVED = "status IN ('new', 'on_hold', 'open', 'pending')"
"""`bot.tickets.ticket.ACTIVE`."""
UNHANDLED = "handled = false"

LARGEST_NUMBER = 2**31 - 1
"""The largest ticket number that the columns hold; people may type larger ones."""

_Sequence = BigInteger().with_variant(Integer, "sqlite")
"""SQLite counts up only an INTEGER primary key."""


def _key(name: str) -> Column[str]:
    return Column(name, Words, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Words, nullable=False, server_default="")


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _moment(name: str) -> Column[object]:
    return Column(name, Time, nullable=False)


def _maybe(name: str) -> Column[object]:
    return Column(name, Time)


def _json(name: str) -> Column[object]:
    return Column(name, JSON, nullable=False)


def _list(name: str) -> Column[object]:
    """Added after the first release: empty for rows of processes that do not know it."""
    return Column(name, JSON, nullable=False, server_default="[]")


def _person(prefix: str) -> tuple[Column[str], ...]:
    return tuple(_text(f"{prefix}_{part}") for part in ("platform", "workspace", "id", "name", "language"))


def _thread(prefix: str = "") -> tuple[Column[str], ...]:
    return tuple(_text(f"{prefix}{part}") for part in ("platform", "workspace", "channel", "root"))


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, postgresql_where=text(where), sqlite_where=text(where))


counters = Table("counters", metadata, _key("desk"), _key("name"), Column("value", BigInteger, nullable=False))
"""The last number given out under each name."""

inbox = Table("inbox", metadata, _key("desk"), _key("platform"), _key("workspace"), _key("delivery"), _moment("at"))
"""Inbound deliveries that have been handled."""

conversations = Table(
    "conversations",
    metadata,
    _key("desk"),
    _key("platform"),
    _key("workspace"),
    _key("channel"),
    _key("root"),
    *_person("asker"),
    _moment("at"),
    _text("stage"),
    _text("question"),
    _json("context"),
    _text("language"),
    _json("tried"),
    _list("choices"),
    _list("sorting"),
    Column("filling", JSON(none_as_null=True)),
    _list("walk"),
    _list("files"),
    _number("round"),
    _text("answer_key"),
    Column("ticket", Integer),
    Column("follows", Integer),
    _text("link"),
    _text("route"),
    _number("version"),
    Index("conversations_asker", "desk", "platform", "workspace", "channel", "asker_id", "at"),
)

tickets = Table(
    "tickets",
    metadata,
    _key("desk"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    *_person("requester"),
    *_thread("request_"),
    _text("team"),
    _text("question"),
    _moment("opened_at"),
    _text("language"),
    _text("status"),
    _text("priority"),
    _text("category"),
    _text("assignee"),
    _text("unassigned"),
    _json("context"),
    _json("tried"),
    _list("passed_over"),
    _text("link"),
    _text("route"),
    _text("request_key"),
    _text("answer_key"),
    _maybe("claimed_at"),
    _maybe("answered_at"),
    _maybe("resolved_at"),
    _text("resolution"),
    _maybe("promised_at"),
    _maybe("escalated_at"),
    _maybe("closed_at"),
    _text("held_for"),
    _list("tags"),
    _list("links"),
    Column("merged_into", Integer),
    _list("absorbed"),
    Column("bounces", Integer, nullable=False, server_default="0"),
    _maybe("rating_asked_at"),
    Column("rating", Integer, nullable=False, server_default="0"),
    _text("request_type"),
    _list("answers"),
    Column("approval", JSON(none_as_null=True)),
    Column("chain_length", Integer, nullable=False, server_default="0"),
    _text("chain_last"),
    _text("chain_proof"),
    _number("version"),
    _partial("tickets_queue", "desk", "team", "number", where=UNSOLVED),
    _partial("tickets_claimed", "desk", "assignee", "number", where=UNSOLVED),
    Index("tickets_requester", "desk", "requester_id", "number"),
    Index("tickets_team", "desk", "team", "number"),
)

bindings = Table(
    "bindings",
    metadata,
    _key("desk"),
    _key("platform"),
    _key("workspace"),
    _key("channel"),
    _key("root"),
    _text("side"),
    _number("ticket"),
    _moment("at"),
    Index("bindings_ticket", "desk", "ticket", "side", "at"),
)
"""Which thread is what to which ticket."""

history = Table(
    "history",
    metadata,
    Column("sequence", _Sequence, Identity(), primary_key=True),
    _text("desk"),
    _moment("at"),
    _text("actor"),
    _text("actor_name"),
    _text("action"),
    Column("ticket", Integer),
    _text("detail"),
    Column("place", Integer, nullable=False, server_default="0"),
    _text("salt"),
    _text("contents"),
    _text("signature"),
    Index("history_ticket", "desk", "ticket", "sequence"),
)
"""Append-only, and a chain for each ticket (`bot.audit.chain`), whose end stands with the ticket."""

desk_chains = Table(
    "desk_chains",
    metadata,
    _key("desk"),
    Column("chain_length", Integer, nullable=False),
    _text("chain_last"),
    _text("chain_proof"),
)
"""The end of the chain of what concerns the desk and no ticket of it."""

seals = Table(
    "seals",
    metadata,
    _key("desk"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _moment("at"),
    Column("reached", BigInteger, nullable=False),
    Column("found", BigInteger, nullable=False),
    _json("heads"),
    _text("signature"),
)
"""Ends of chains as they once were: `heads` holds [ticket, place, signature] of each."""

timers = Table(
    "timers",
    metadata,
    _key("desk"),
    _key("key"),
    _text("kind"),
    _number("ticket"),
    _moment("due_at"),
    _text("subject"),
    _text("state"),
    _partial("timers_due", "desk", "due_at", "key", where=PENDING),
    _partial("timers_ticket", "desk", "ticket", where=PENDING),
    _partial("timers_receipt", "desk", "subject", where=RECEIPTS),
)
"""`state` is pending, fired or cancelled."""

held = Table(
    "held",
    metadata,
    _key("desk"),
    _key("key"),
    _number("ticket"),
    _text("member"),
    *_person("sender"),
    _moment("until"),
    _flag("asks"),
    Index("held_ticket", "desk", "ticket", "until"),
)
"""Replies that can still be called back; their posts wait in the outbox."""

escalations = Table(
    "escalations",
    metadata,
    _key("desk"),
    _key("key"),
    _number("ticket"),
    _text("reason"),
    _moment("raised_at"),
    _text("raised_by"),
    _text("cause"),
    _number("step"),
    _json("pings"),
    _text("acknowledged_by"),
    _maybe("acknowledged_at"),
    _flag("ended"),
    _number("version"),
    _partial("escalations_running", "desk", "ticket", where=RUNNING),
)

covers = Table(
    "covers",
    metadata,
    _key("desk"),
    _key("key"),
    _text("rotation"),
    _text("member"),
    _moment("start"),
    _moment("end"),
    _text("set_by"),
    _moment("set_at"),
    _flag("ended"),
    _number("version"),
    Index("covers_end", "desk", "end"),
)
"""Who is on call instead of whoever's shift it is; kept as history."""

duties = Table(
    "duties",
    metadata,
    _key("desk"),
    _key("rotation"),
    _text("member"),
    _moment("since"),
    _text("grouped"),
    _number("version"),
)
"""Who was on call when people were last told."""

words = Table(
    "words",
    metadata,
    _key("desk"),
    _key("platform"),
    _key("workspace"),
    _key("delivery"),
    _text("channel"),
    _text("root"),
    *_person("sender"),
    _moment("at"),
    _text("text"),
    _flag("deleted"),
    Index("words_thread", "desk", "platform", "workspace", "channel", "root", "at"),
)

feedback = Table(
    "feedback",
    metadata,
    _key("desk"),
    _key("conversation"),
    _key("person"),
    _key("slug"),
    _text("language"),
    _text("digest"),
    _json("stems"),
    _text("question"),
    _flag("worked"),
    _moment("at"),
    Index("feedback_at", "desk", "at"),
)
"""Whether an article helped. `person` and `conversation` are pseudonyms; `question` is empty once it had its time."""

declined_aliases = Table(
    "declined_aliases", metadata, _key("desk"), _key("language"), _key("slug"), _key("stems"), _moment("at")
)
"""Ways to ask that owners did not want as aliases. `stems` are put together with spaces."""

posts = Table(
    "posts",
    metadata,
    Column("id", _Sequence, Identity(), primary_key=True),
    _text("desk"),
    _text("key"),
    *_thread(),
    _text("lane"),
    _json("card"),
    _text("below"),
    _text("edits"),
    *_person("private"),
    Column("opens", Integer),
    _text("opens_as"),
    _flag("urgent"),
    _flag("alert"),
    _text("route"),
    _text("state"),
    _moment("not_before"),
    _number("attempts"),
    _flag("maybe_sent"),
    _maybe("first_tried_at"),
    _maybe("lease_until"),
    _text("token"),
    _text("sent_root"),
    _text("message_id"),
    _text("reason"),
    _moment("changed_at"),
    _maybe("stored_at"),
    _text("cause"),
    Index("posts_key", "desk", "key", unique=True),
    _partial("posts_lane", "desk", "lane", "id", where=UNFINISHED),
    _partial("posts_copied", "desk", "lane", "id", where=COPIED),
    _partial("posts_given_up", "desk", "changed_at", where=GIVEN_UP),
)
"""The outbox. `state`: waiting → sending → sent | waiting | dead | uncertain, or waiting → undone. Ids follow the
order of a lane.

`first_tried_at` is when the first attempt began whose outcome is still unknown. `sent_root` is the root of the thread
to which it went, known once its references are resolved.
"""

WHOLE_WORKSPACE = ""
"""The name under which `channels` keeps what all channels of a workspace share."""

channels = Table(
    "channels",
    metadata,
    _key("desk"),
    _key("platform"),
    _key("workspace"),
    _key("channel"),
    _moment("next_at"),
    Column("marks", JSON(none_as_null=True)),
)
"""Before `next_at` nothing is sent to the channel: its pace, or a pause that the platform asked for.

`marks` says how full its buckets are (`bot.ports.pace`), a time for each.
"""

preferences = Table(
    "preferences",
    metadata,
    _key("desk"),
    _key("platform"),
    _key("workspace"),
    _key("id"),
    _text("language"),
    _moment("at"),
    Index("preferences_at", "desk", "at"),
)
"""In which language somebody wants to read."""

terms = Table("terms", metadata, _key("desk"), _key("key"), _moment("since"), _json("promises"))
"""What the desk promised from a moment on; the key is that moment in words."""

absences = Table(
    "absences", metadata, _key("desk"), _key("member"), _moment("since"), _maybe("until"), _number("version")
)
"""Who is away, in the latest word of each member."""

turns = Table("turns", metadata, _key("desk"), _key("team"), _json("taken"), _number("version"))
"""When each member of a team was last given a ticket, for tickets that are given by turns."""

chat_files = Table("chat_files", metadata, _key("desk"), _key("id"), _text("name"), _text("content"), _moment("at"))
"""Files of the playground, in base64. Whoever knows the id may read one: it is shown only where the file is."""

chat_lines = Table(
    "chat_lines",
    metadata,
    _key("desk"),
    _key("id"),
    Column("key", Words),
    _text("channel"),
    _text("root"),
    _text("author"),
    _moment("at"),
    Column("revision", BigInteger, nullable=False),
    _text("text"),
    Column("card", JSON(none_as_null=True)),
    _text("private_to"),
    _flag("edited"),
    _flag("handled"),
    _text("payload"),
    Index("chat_lines_key", "desk", "key", unique=True),
    Index("chat_lines_revision", "desk", "revision", unique=True),
    _partial("chat_lines_unhandled", "desk", "id", where=UNHANDLED),
)
"""The playground's chat."""
