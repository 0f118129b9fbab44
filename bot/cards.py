"""The neutral card: what is shown, in our own words, before any platform renders it.

A line is a tuple of spans. Text of users and articles is a plain `str` span, so that renderers can escape it; only code
makes mentions, links and times. Cards go to and from JSON for the ledger and the browser with `card_to_json` and
`card_from_json`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from bot.inputs import Form


@dataclass(frozen=True, slots=True)
class Strong:
    """Emphasis, such as the label of a button in an article's step."""

    text: str
    kind: Literal["strong"] = "strong"


@dataclass(frozen=True, slots=True)
class Code:
    """A command, key or error text, shown letter for letter."""

    text: str
    kind: Literal["code"] = "code"


@dataclass(frozen=True, slots=True)
class Link:
    """A link that our own code made; `url` is http or https."""

    url: str
    text: str
    kind: Literal["link"] = "link"


@dataclass(frozen=True, slots=True)
class Mention:
    """A person by name; with `notify`, their own platform notifies them."""

    name: str
    platform: str = ""
    workspace: str = ""
    id: str = ""
    notify: bool = False
    kind: Literal["mention"] = "mention"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, shown in the reader's own time zone where the platform can; else `fallback`."""

    at: datetime
    style: Literal["time", "date", "datetime"]
    fallback: str
    kind: Literal["moment"] = "moment"


Rich = Annotated[Strong | Code | Link | Mention | Moment, Field(discriminator="kind")]
Span = str | Rich
Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `subtle` is for what may be overlooked: sources, dates, notes. One that `asks` speaks of the buttons
    and goes with them."""

    line: Line
    subtle: bool = False
    asks: bool = False
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the card."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered list."""

    items: tuple[Line, ...]
    kind: Literal["steps"] = "steps"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without numbers."""

    items: tuple[Line, ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Fields:
    """Short facts as (label, value) pairs."""

    pairs: tuple[tuple[str, Line], ...]
    kind: Literal["fields"] = "fields"


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, shown as such; may hold line breaks."""

    text: str
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between parts."""

    kind: Literal["divider"] = "divider"


@dataclass(frozen=True, slots=True)
class Button:
    """Pressing sends `Press(action, value)`; with `form`, the form opens first and its fields come along."""

    action: str
    value: str
    label: str
    style: Literal["default", "primary", "danger"] = "default"
    form: Form | None = None


Block = Annotated[Text | Heading | Steps | Bullets | Fields | Quote | Divider, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Card:
    """What a person sees. `title` empty and no buttons makes it a plain message.

    `language` is the language of its words ("en", "ru"), for screen readers and for the forms it opens.
    `status` is a machine word (a ticket's status, "answer", "choice", "unsure", "escalated") by which a renderer may
    choose a colour; the same is always said in words too.
    """

    language: str
    blocks: tuple[Block, ...]
    title: str = ""
    buttons: tuple[Button, ...] = ()
    status: str = ""

    def without_buttons(self) -> "Card":
        """The same card, no longer asking for anything."""
        kept = tuple(block for block in self.blocks if not (isinstance(block, Text) and block.asks))
        return replace(self, blocks=kept, buttons=())


_CODEC: TypeAdapter[Card] = TypeAdapter(Card)


def card_to_json(card: Card) -> dict[str, Any]:
    """Plain data for a JSON column or the browser; `card_from_json` gives the card back."""
    data: dict[str, Any] = _CODEC.dump_python(card, mode="json")
    return data


def card_from_json(data: object) -> Card:
    """The card of `card_to_json`. Raises pydantic.ValidationError on anything else."""
    return _CODEC.validate_python(data)


def plain(line: Line) -> str:
    """The line in plain words, as a screen reader or a notification gives it."""
    return "".join(_span_text(span) for span in line)


def plain_card(card: Card) -> str:
    """The whole card in plain words, equal in meaning: the fallback for every platform."""
    return "\n".join(part for part in _plain_parts(card) if part)


def _span_text(span: Span) -> str:
    match span:
        case str():
            return span
        case Strong(text) | Code(text) | Link(text=text):
            return text
        case Mention(name=name):
            return name
        case Moment(fallback=fallback):
            return fallback


def _plain_parts(card: Card) -> Iterator[str]:
    yield card.title
    for block in card.blocks:
        yield from _block_text(block)
    if card.buttons:
        yield " · ".join(f"[{button.label}]" for button in card.buttons)


def _block_text(block: Block) -> Iterator[str]:
    match block:
        case Text(line=line):
            yield plain(line)
        case Heading(text=text):
            yield text
        case Steps(items=items):
            yield from (f"{number}. {plain(item)}" for number, item in enumerate(items, start=1))
        case Bullets(items=items):
            yield from (f"• {plain(item)}" for item in items)
        case Fields(pairs=pairs):
            yield from (f"{label}: {plain(value)}" for label, value in pairs)
        case Quote(text=text):
            yield from (f"> {part}" for part in text.splitlines())
        case Divider():
            pass
