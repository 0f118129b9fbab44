"""Posts, what has become of them, and replies that can be called back."""

from bot.cards import card_from_json, card_to_json, plain_card
from bot.messages import Person, Post, Side
from bot.ports import DeadLetter, Fate, Held
from storage.columns import AT_ONCE
from storage.prepared import Row
from storage.rows.fields import Values, person_of, person_values, read, thread_of, thread_values, written

_POST = ("key", "below", "edits", "opens", "opens_as", "urgent", "alert", "route", "stored_at", "cause")
_HELD = ("key", "ticket", "member", "until", "asks")


def post_values(post: Post) -> Values:
    """A row of `posts`, due at once unless it is to wait: then it is known since when, should a clock be set back."""
    held_since = post.stored_at if post.not_before else None
    return {
        **thread_values(post.thread),
        **person_values(post.private_to or Person("", "", ""), "private"),
        **written(post, _POST),
        "lane": post.lane or post.thread.lane,
        "card": card_to_json(post.card),
        "state": "waiting",
        "not_before": post.not_before or AT_ONCE,
        "attempts": 0,
        "maybe_sent": False,
        "changed_at": held_since or AT_ONCE,
    }


def post_of(row: Row) -> Post:
    """The post in a row, as it was stored."""
    thread = thread_of(row)
    return Post(
        thread=thread,
        card=card_from_json(row["card"]),
        lane="" if row["lane"] == thread.lane else row["lane"],
        private_to=private_of(row),
        **read(row, _POST) | {"opens_as": Side(row["opens_as"])},
    )


def private_of(row: Row) -> Person | None:
    """The only person who sees the post in a row."""
    return person_of(row, "private") if row["private_platform"] else None


def fate_of(row: Row) -> Fate:
    """What has become of the post in a row."""
    return Fate(row["state"], row["reason"], row["not_before"])


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


def held_values(held: Held) -> Values:
    """A row of `held`."""
    return {**person_values(held.sender, "sender"), **written(held, _HELD)}


def held_of(row: Row) -> Held:
    """The reply in a row that can be called back."""
    return Held(sender=person_of(row, "sender"), **read(row, _HELD))
