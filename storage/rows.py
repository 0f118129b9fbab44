"""From the core's values to rows of the tables and back, each named field by field."""

from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from bot.audit.chain import Head, Line, Seal
from bot.cards import card_from_json, card_to_json, plain_card
from bot.conversation.conversation import Conversation, Stage, Walk
from bot.conversation.filling import Filling
from bot.desk.absence import Absence
from bot.desk.assignment import Turns
from bot.desk.rotation import Cover
from bot.messages import File, Person, Post, Side, Thread
from bot.ports import AuditEntry, ChatLine, DeadLetter, Duty, Escalation, Fate, Held, Timer, TimerKind, Words
from bot.tickets.answers import Answer, Spoken
from bot.tickets.ticket import Choice, Passed, Priority, Status, Ticket, Tried
from kb.feedback import Feedback
from kb.guide import Texts
from storage import prepared
from storage.approvals import approval_of, approval_values
from storage.columns import kept

Row = prepared.Row
Values = dict[str, Any]

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Due, whatever the clock says: storage has none of its own."""

_THREAD = ("platform", "workspace", "channel", "root")
_PERSON = ("platform", "workspace", "id", "name", "language")
_CONVERSATION = (
    *("at", "stage", "question", "language", "round", "answer_key", "ticket", "follows", "link", "route", "version"),
)
_TICKET = (
    *("number", "team", "question", "opened_at", "language", "status", "priority", "category", "assignee", "link"),
    *(
        "route",
        "request_key",
        "answer_key",
        "claimed_at",
        "answered_at",
        "resolved_at",
        "resolution",
        "promised_at",
        "escalated_at",
        "closed_at",
        "held_for",
        "merged_into",
        "bounces",
        "rating_asked_at",
        "rating",
        "request_type",
        "unassigned",
        "version",
    ),
)
_TICKET_LISTS = ("context", "tags", "links", "absorbed")
_TIMER = ("key", "ticket", "due_at", "subject")
_AUDIT = ("at", "actor", "actor_name", "action", "ticket", "detail")
_SAID = ("action", "actor", "actor_name", "detail")
_LINE = (
    *("desk", "ticket", "place", "at", "action", "actor", "actor_name", "detail", "salt", "contents", "signature"),
)
_SEAL = ("number", "at", "reached", "found", "signature")
_ESCALATION = (
    *("key", "ticket", "reason", "raised_at", "raised_by", "cause", "step", "acknowledged_by", "acknowledged_at"),
    *("ended", "version"),
)
_HELD = ("key", "ticket", "member", "until", "asks")
_ABSENCE = ("member", "since", "until", "version")
_COVER = ("key", "rotation", "member", "start", "end", "set_by", "set_at", "ended", "version")
_DUTY = ("rotation", "member", "since", "grouped", "version")
_WORDS = ("delivery", "at", "text", "deleted")
_FEEDBACK = ("slug", "language", "digest", "person", "conversation", "question", "worked", "at")
_POST = ("key", "below", "edits", "opens", "opens_as", "urgent", "alert", "route", "stored_at", "cause")
_CHAT_LINE = (
    *("id", "channel", "root", "author", "at", "revision", "text", "private_to", "edited", "handled", "payload"),
)


def _values(value: object, names: tuple[str, ...], prefix: str = "") -> Values:
    columns, taken = _columns(names, prefix)
    return dict(zip(columns, taken(value), strict=True))


@cache
def _columns(names: tuple[str, ...], prefix: str) -> tuple[tuple[str, ...], "attrgetter[tuple[Any, ...]]"]:
    return tuple(f"{prefix}{name}" for name in names), attrgetter(*names)


def _taken(row: Row, names: tuple[str, ...], prefix: str = "") -> Values:
    columns, _ = _columns(names, prefix)
    return {name: row[column] for name, column in zip(names, columns, strict=True)}


def thread_values(thread: Thread, prefix: str = "") -> Values:
    """Columns of a thread."""
    return _values(thread, _THREAD, prefix)


def thread_of(row: Row, prefix: str = "") -> Thread:
    """The thread in a row."""
    return Thread(**_taken(row, _THREAD, prefix))


def _person_values(person: Person, prefix: str) -> Values:
    return _values(person, _PERSON, f"{prefix}_")


def _person_of(row: Row, prefix: str) -> Person:
    return Person(**_taken(row, _PERSON, f"{prefix}_"))


def _tried_values(tried: tuple[Tried, ...]) -> list[list[Any]]:
    return [[each.slug, each.title, each.language, each.digest, _passed_values(each.steps)] for each in tried]


def _tried_of(data: list[list[Any]]) -> tuple[Tried, ...]:
    """Those of earlier releases have fewer parts."""
    return tuple(Tried(*each[:4], *map(_passed_of, each[4:])) for each in data)


def _passed_values(steps: tuple[Passed, ...]) -> list[list[Any]]:
    return [[each.step, [*map(list, each.asked)], [*map(list, each.answer)]] for each in steps]


def _passed_of(data: list[list[Any]]) -> tuple[Passed, ...]:
    return tuple(Passed(step, _texts_of(asked), _texts_of(answer)) for step, asked, answer in data)


def _texts_of(data: list[list[str]]) -> Texts:
    return tuple((language, text) for language, text in data)


def _choice_values(choices: tuple[Choice, ...]) -> list[list[str]]:
    return [[each.slug, each.title, each.language] for each in choices]


def _choices_of(data: list[list[str]]) -> tuple[Choice, ...]:
    return tuple(Choice(*each) for each in data)


def _walk_values(walk: Walk) -> list[str]:
    return [walk.guide, walk.step, walk.version] if walk.guide else []


def _file_values(files: tuple[File, ...]) -> list[list[str | int | bool]]:
    return [[each.name, each.size, each.link, each.shared, each.delivery] for each in files]


def _filling_values(filling: Filling | None) -> list[Any] | None:
    return [filling.type, [list(each) for each in filling.answers]] if filling else None


def _filling_of(data: list[Any] | None) -> Filling | None:
    return Filling(data[0], tuple((name, value) for name, value in data[1])) if data else None


def conversation_values(conversation: Conversation) -> Values:
    """A row of `conversations`."""
    return {
        **thread_values(conversation.thread),
        **_person_values(conversation.asker, "asker"),
        **_values(conversation, _CONVERSATION),
        "context": list(conversation.context),
        "tried": _tried_values(conversation.tried),
        "choices": _choice_values(conversation.choices),
        "sorting": _choice_values(conversation.sorting),
        "filling": _filling_values(conversation.filling),
        "walk": _walk_values(conversation.walk),
        "files": _file_values(conversation.files),
    }


def conversation_of(row: Row) -> Conversation:
    """The conversation in a row."""
    plain = _taken(row, _CONVERSATION) | {"stage": Stage(row["stage"])}
    return Conversation(
        thread=thread_of(row),
        asker=_person_of(row, "asker"),
        context=tuple(row["context"]),
        tried=_tried_of(row["tried"]),
        choices=_choices_of(row["choices"]),
        sorting=_choices_of(row["sorting"]),
        walk=Walk(*row["walk"]),
        files=tuple(File(*each) for each in row["files"]),
        filling=_filling_of(row["filling"]),
        **plain,
    )


def ticket_values(ticket: Ticket) -> Values:
    """A row of `tickets`."""
    return {
        **_person_values(ticket.requester, "requester"),
        **thread_values(ticket.request, "request_"),
        **_values(ticket, _TICKET),
        **{name: list(getattr(ticket, name)) for name in _TICKET_LISTS},
        "tried": _tried_values(ticket.tried),
        "passed_over": _choice_values(ticket.passed_over),
        "answers": [
            [each.name, dict(each.label.words), dict(each.value.words), each.person] for each in ticket.answers
        ],
        "approval": approval_values(ticket.approval),
    }


def ticket_of(row: Row) -> Ticket:
    """The ticket in a row."""
    plain = _taken(row, _TICKET) | {"status": Status(row["status"]), "priority": Priority(row["priority"])}
    plain |= {name: tuple(row[name]) for name in _TICKET_LISTS}
    return Ticket(
        requester=_person_of(row, "requester"),
        request=thread_of(row, "request_"),
        tried=_tried_of(row["tried"]),
        passed_over=_choices_of(row["passed_over"]),
        answers=tuple(_answer_of(*each) for each in row["answers"]),
        approval=approval_of(row["approval"]),
        **plain,
    )


def _answer_of(name: str, label: dict[str, str], value: dict[str, str], person: str) -> Answer:
    return Answer(name, Spoken(tuple(label.items())), Spoken(tuple(value.items())), person)


def line_of_entry(entry: AuditEntry, desk: str) -> Line:
    """The entry as a line of history, in letters that both databases keep."""
    action, actor, name, detail = (kept(each) or "" for each in attrgetter(*_SAID)(entry))
    return Line(kept(desk) or "", entry.ticket or 0, 0, entry.at, action, actor, name, detail)


def line_values(line: Line) -> Values:
    """A row of `history`."""
    return _values(line, _LINE) | {"ticket": line.ticket or None}


def line_of(row: Row) -> Line:
    """The line in a row of `history`, as it is verified. One about no ticket has the number 0, as no ticket has."""
    return Line(**_taken(row, _LINE) | {"ticket": row["ticket"] or 0}, sequence=row["sequence"])


def seal_values(seal: Seal) -> Values:
    """A row of `seals`."""
    return {**_values(seal, _SEAL), "heads": [[each.ticket, each.place, each.signature] for each in seal.heads]}


def seal_of(row: Row) -> Seal:
    """The seal in a row."""
    return Seal(heads=tuple(Head(*each) for each in row["heads"]), **_taken(row, _SEAL))


def audit_of(row: Row) -> AuditEntry:
    """The line of history in a row."""
    return AuditEntry(**_taken(row, _AUDIT))


def timer_values(timer: Timer) -> Values:
    """A row of `timers`, pending."""
    return {**_values(timer, _TIMER), "kind": timer.kind, "state": "pending"}


def timer_of(row: Row) -> Timer:
    """The timer in a row."""
    return Timer(kind=TimerKind(row["kind"]), **_taken(row, _TIMER))


def escalation_values(escalation: Escalation) -> Values:
    """A row of `escalations`."""
    return {**_values(escalation, _ESCALATION), "pings": list(escalation.pings)}


def escalation_of(row: Row) -> Escalation:
    """The escalation in a row."""
    return Escalation(pings=tuple(row["pings"]), **_taken(row, _ESCALATION))


def held_values(held: Held) -> Values:
    """A row of `held`."""
    return {**_person_values(held.sender, "sender"), **_values(held, _HELD)}


def held_of(row: Row) -> Held:
    """The reply in a row that can be called back."""
    return Held(sender=_person_of(row, "sender"), **_taken(row, _HELD))


def absence_values(absence: Absence) -> Values:
    """A row of `absences`."""
    return _values(absence, _ABSENCE)


def absence_of(row: Row) -> Absence:
    """The absence in a row."""
    return Absence(**_taken(row, _ABSENCE))


def turns_values(turns: Turns) -> Values:
    """A row of `turns`."""
    return {"team": turns.team, "taken": [list(each) for each in turns.taken], "version": turns.version}


def turns_of(row: Row) -> Turns:
    """The turns in a row."""
    return Turns(row["team"], tuple((handle, turn) for handle, turn in row["taken"]), row["version"])


def cover_values(cover: Cover) -> Values:
    """A row of `covers`."""
    return _values(cover, _COVER)


def cover_of(row: Row) -> Cover:
    """The cover in a row."""
    return Cover(**_taken(row, _COVER))


def duty_values(duty: Duty) -> Values:
    """A row of `duties`."""
    return _values(duty, _DUTY)


def duty_of(row: Row) -> Duty:
    """The duty in a row."""
    return Duty(**_taken(row, _DUTY))


def fate_of(row: Row) -> Fate:
    """What has become of the post in a row."""
    return Fate(row["state"], row["reason"], row["not_before"])


def words_values(words: Words) -> Values:
    """A row of `words`."""
    return {**thread_values(words.thread), **_person_values(words.sender, "sender"), **_values(words, _WORDS)}


def words_of(row: Row) -> Words:
    """What was said, in a row."""
    return Words(thread=thread_of(row), sender=_person_of(row, "sender"), **_taken(row, _WORDS))


def feedback_values(feedback: Feedback) -> Values:
    """A row of `feedback`."""
    return {**_values(feedback, _FEEDBACK), "stems": list(feedback.stems)}


def feedback_of(row: Row) -> Feedback:
    """What was said of an answer, in a row."""
    return Feedback(stems=tuple(row["stems"]), **_taken(row, _FEEDBACK))


def post_values(post: Post) -> Values:
    """A row of `posts`, due at once unless it is to wait: then it is known since when, should a clock be set back."""
    held_since = post.stored_at if post.not_before else None
    return {
        **thread_values(post.thread),
        **_person_values(post.private_to or Person("", "", ""), "private"),
        **_values(post, _POST),
        "lane": post.lane or post.thread.lane,
        "card": card_to_json(post.card),
        "state": "waiting",
        "not_before": post.not_before or AT_ONCE,
        "attempts": 0,
        "maybe_sent": False,
        "changed_at": held_since or AT_ONCE,
    }


def private_of(row: Row) -> Person | None:
    """The only person who sees the post in a row."""
    return _person_of(row, "private") if row["private_platform"] else None


def post_of(row: Row) -> Post:
    """The post in a row, as it was stored."""
    thread = thread_of(row)
    return Post(
        thread=thread,
        card=card_from_json(row["card"]),
        lane="" if row["lane"] == thread.lane else row["lane"],
        private_to=private_of(row),
        **_taken(row, _POST) | {"opens_as": Side(row["opens_as"])},
    )


def dead_letter_of(row: Row) -> DeadLetter:
    """The given-up post in a row, with its words."""
    return DeadLetter(
        row["key"],
        thread_of(row),
        row["state"],
        row["reason"],
        row["changed_at"],
        row["attempts"],
        plain_card(card_from_json(row["card"])),
    )


def chat_line_values(line: ChatLine) -> Values:
    """A row of `chat_lines`."""
    return {**_values(line, _CHAT_LINE), "card": card_to_json(line.card) if line.card else None}


def chat_line_of(row: Row) -> ChatLine:
    """The line of the chat in a row."""
    return ChatLine(card=card_from_json(row["card"]) if row["card"] else None, **_taken(row, _CHAT_LINE))
