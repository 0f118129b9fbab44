"""Conversations, and words that were said in threads."""

from typing import Any

from bot.conversation.conversation import Conversation, Stage, Walk
from bot.conversation.form_in_words import Filling
from bot.messages import File
from bot.ports import Words
from storage.prepared import Row
from storage.rows.fields import Values, person_of, person_values, read, thread_of, thread_values, written
from storage.rows.tried import choice_values, choices_of, tried_of, tried_values

_CONVERSATION = (
    *("at", "stage", "question", "language", "round", "answer_key", "ticket", "follows", "link", "route", "version"),
)
_WORDS = ("delivery", "at", "text", "deleted")


def conversation_values(conversation: Conversation) -> Values:
    """A row of `conversations`."""
    return {
        **thread_values(conversation.thread),
        **person_values(conversation.asker, "asker"),
        **written(conversation, _CONVERSATION),
        "context": list(conversation.context),
        "tried": tried_values(conversation.tried),
        "choices": choice_values(conversation.choices),
        "sorting": choice_values(conversation.sorting),
        "filling": _filling_values(conversation.filling),
        "walk": _walk_values(conversation.walk),
        "files": _file_values(conversation.files),
    }


def conversation_of(row: Row) -> Conversation:
    """The conversation in a row."""
    plain = read(row, _CONVERSATION) | {"stage": Stage(row["stage"])}
    return Conversation(
        thread=thread_of(row),
        asker=person_of(row, "asker"),
        context=tuple(row["context"]),
        tried=tried_of(row["tried"]),
        choices=choices_of(row["choices"]),
        sorting=choices_of(row["sorting"]),
        walk=Walk(*row["walk"]),
        files=tuple(File(*each) for each in row["files"]),
        filling=_filling_of(row["filling"]),
        **plain,
    )


def _walk_values(walk: Walk) -> list[str]:
    return [walk.guide, walk.step, walk.version] if walk.guide else []


def _file_values(files: tuple[File, ...]) -> list[list[str | int | bool]]:
    return [[each.name, each.size, each.link, each.shared, each.delivery] for each in files]


def _filling_values(filling: Filling | None) -> list[Any] | None:
    return [filling.type, [list(each) for each in filling.answers]] if filling else None


def _filling_of(data: list[Any] | None) -> Filling | None:
    return Filling(data[0], tuple((name, value) for name, value in data[1])) if data else None


def words_values(words: Words) -> Values:
    """A row of `words`."""
    return {**thread_values(words.thread), **person_values(words.sender, "sender"), **written(words, _WORDS)}


def words_of(row: Row) -> Words:
    """What was said, in a row."""
    return Words(thread=thread_of(row), sender=person_of(row, "sender"), **read(row, _WORDS))
