"""Cards about replies: who reads them, when they leave, that they were called back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.cards import Block, Bullets, Button, Card, Fields, Line, Mention, Quote, Span, Text
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


def revised(card: Card, text: str) -> Card:
    """A card that quotes somebody, after they changed their words; without any, they deleted them."""
    words = Wording(card.language)
    edited, deleted = (Text(words.say(f"message-{how}"), subtle=True) for how in ("edited", "deleted"))
    place = next((at for at, block in enumerate(card.blocks) if isinstance(block, Quote) or block == deleted), None)
    if place is None:
        return card
    if not text:  # whatever came with the words goes with them
        return replace(card, blocks=(*card.blocks[:place], deleted))
    around = [block for block in card.blocks if block not in (edited, card.blocks[place])]
    return replace(card, blocks=(*around[:place], Quote(text), edited, *around[place:]))


def without_files(card: Card) -> Card:
    """A card about files whose message was deleted."""
    deleted = Text(Wording(card.language).say("message-deleted"), subtle=True)
    return replace(card, blocks=(card.blocks[0], deleted))


def quote_in(card: Card) -> str:
    """The words that the card quotes; empty where it quotes nobody."""
    return next((block.text for block in card.blocks if isinstance(block, Quote)), "")


def requoted(card: Card, old: str, new: str) -> Card:
    """A card that quotes the old words among other things, with the new ones."""
    return replace(card, blocks=tuple(_requoted(block, old, new) for block in card.blocks))


def _requoted(block: Block, old: str, new: str) -> Block:
    match block:
        case Quote(text) if text == old:
            return Quote(new)
        case Bullets(items):
            return Bullets(tuple(tuple(_replaced(span, old, new) for span in line) for line in items))
        case _:
            return block


def _replaced(span: Span, old: str, new: str) -> Span:
    if not isinstance(span, str) or not (span == old or span.endswith(f": {old}")):
        return span
    return span[: len(span) - len(old)] + new


def _listed(readers: Sequence[Mention]) -> Line:
    return tuple(span for each in readers for span in (", ", each))[1:]
