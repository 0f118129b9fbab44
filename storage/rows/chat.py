"""Lines of the playground's chat."""

from bot.cards import card_from_json, card_to_json
from bot.ports import ChatLine
from storage.prepared import Row
from storage.rows.fields import Values, read, written

_CHAT_LINE = (
    *("id", "channel", "root", "author", "at", "revision", "text", "private_to", "edited", "handled", "payload"),
)


def chat_line_values(line: ChatLine) -> Values:
    """A row of `chat_lines`."""
    return {**written(line, _CHAT_LINE), "card": card_to_json(line.card) if line.card else None}


def chat_line_of(row: Row) -> ChatLine:
    """The line of the chat in a row."""
    return ChatLine(card=card_from_json(row["card"]) if row["card"] else None, **read(row, _CHAT_LINE))
