"""What a client of the playground may ask for, read from its JSON. Nothing here is believed further than its shape."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.errors import FirstlineError
from bot.messages import MOST_FILES

LONGEST_TEXT = 8000
"""Characters of one message or form field."""

_NEWEST_REVISION = 2**53
"""Beyond it neither a browser counts exactly nor, a little later, a database."""

_Id = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[\w.:-]+$")]
_Name = Annotated[str, Field(max_length=200)]
_Words = Annotated[str, Field(max_length=LONGEST_TEXT)]


class ActionRefused(FirstlineError):
    """The playground did not do what its client asked.

    `why` names the wording `web-problem-<why>`, `values` are its variables; `id` is the client's, where it was read.
    `beside` says for fields of a form, by name, what to do about them.
    """

    def __init__(self, why: str, *, id: str = "", beside: Mapping[str, str] | None = None, **values: str) -> None:
        super().__init__(f"refused: {why}")
        self.beside = beside or {}
        self.why = why
        self.id = id
        self.values = values


class _Action(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: _Id
    """The client's name for this action: the same again is the same action."""
    who: Annotated[_Id, Field(alias="as")]


class Watch(_Action):
    """Send all that this person sees after revision `since`, now and as it happens."""

    do: Literal["watch"]
    since: Annotated[int, Field(ge=0, le=_NEWEST_REVISION)] = 0


class Leave(_Action):
    """Send this person's lines no longer."""

    do: Literal["leave"]


class Say(_Action):
    """Write a message, or a slash command; `root` is the thread, empty for a new one."""

    do: Literal["say"]
    place: _Id
    text: _Words
    root: _Name = ""
    files: Annotated[list[_Id], Field(max_length=MOST_FILES)] = []
    """Ids of files put in before."""


class PressButton(_Action):
    """Press a button of `line`, with the fields of its form."""

    do: Literal["press"]
    line: _Id
    action: Annotated[str, Field(min_length=1, max_length=200)]
    value: Annotated[str, Field(max_length=2000)] = ""
    fields: Annotated[dict[_Name, _Words], Field(max_length=20)] = {}


class Edit(_Action):
    """Write one's own message anew."""

    do: Literal["edit"]
    line: _Id
    text: _Words


class Delete(_Action):
    """Take one's own message away."""

    do: Literal["delete"]
    line: _Id


class MakeTicket(_Action):
    """Open a ticket for who wrote the line."""

    do: Literal["ticket"]
    line: _Id


class React(_Action):
    """Put the emoji that opens a ticket on somebody's line."""

    do: Literal["react"]
    line: _Id


class MoveClock(_Action):
    """Make it later, where the clock can be moved: `text` names the moment."""

    do: Literal["clock"]
    text: Annotated[str, Field(max_length=200)]


Doing = Say | PressButton | Edit | Delete | MakeTicket | React
"""What becomes a line of the chat."""
Taken = Doing | MoveClock
"""What is taken in turn."""
Action = Watch | Leave | Taken

_CODEC: TypeAdapter[Action] = TypeAdapter(Annotated[Action, Field(discriminator="do")])


def read_action(frame: str) -> Action:
    """The action in a WebSocket frame. Raises ActionRefused."""
    try:
        return _CODEC.validate_json(frame)
    except ValidationError as error:
        why = "too-long" if all(part["type"] == "string_too_long" for part in error.errors()) else "unknown-action"
        raise ActionRefused(why, id=_id_in(frame), most=str(LONGEST_TEXT)) from error


class _Named(BaseModel):
    id: _Id


def _id_in(frame: str) -> str:
    try:
        return _Named.model_validate_json(frame).id
    except ValidationError:
        return ""
