"""Cards about replies: who reads them, when they leave, that they were called back."""

from collections.abc import Sequence
from datetime import timedelta

from bot.cards import Block, Button, Card, Fields, Line, Mention, Quote, Text
from bot.ports import Held
from bot.wording.catalogue import Wording

UNDO = "undo"


def leaving_card(words: Wording, held: Held, readers: Sequence[Mention], within: timedelta) -> Card:
    """For the author of a reply that waits: when it leaves, who will read it, *Undo*."""
    line = words.say("reply-leaves", seconds=int(within.total_seconds()), number=str(held.ticket))
    button = Button(UNDO, f"{held.ticket}:{held.key}", words.text("button-undo"))
    return Card(words.language, (Text(line), Fields(((words.text("reply-readers"), _listed(readers)),))), "", (button,))


def called_back_card(words: Wording, copy: Card | None) -> Card:
    """For the author: nothing left; their words, to be mended and sent again. `copy` is what their team was shown."""
    blocks: tuple[Block, ...] = (Text(words.say("reply-called-back")),)
    said = copy.blocks[-1] if copy else None
    return Card(words.language, (*blocks, said) if isinstance(said, Quote | Text) else blocks)


def _listed(readers: Sequence[Mention]) -> Line:
    return tuple(span for each in readers for span in (", ", each))[1:]
