"""The playground's own chat: a memory as durable as a real platform's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.cards import Card


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One message in the playground's chat, of a person (`text`) or of Firstline (`card`).

    `id` sorts by time and is what `Thread.root` and edits refer to; `revision` grows with every change in the whole
    chat, so that a client can ask for what is new since the last one it saw.
    """

    id: str
    channel: str
    root: str
    """`id` of the thread's first line; its own id when it opens one."""
    author: str
    """Handle of a person, or "firstline"."""
    at: datetime
    revision: int
    text: str = ""
    card: Card | None = None
    private_to: str = ""
    """Handle of the only person who sees it, or empty."""
    edited: bool = False
    handled: bool = True
    """False while the engine has not yet committed what a person said."""
    payload: str = ""
    """Opaque to storage: the adapter's own description of a press or command, for handling it again after a crash."""


@dataclass(frozen=True, slots=True)
class ChatFile:
    """A file that somebody put into the chat. `id` cannot be guessed: whoever knows it may read the file."""

    id: str
    name: str
    content: bytes


class ChatLog(Protocol):
    """The playground's memory, as durable as a real platform's."""

    async def add(self, line: ChatLine, key: str = "") -> ChatLine:
        """Append; `revision` and, when empty, `id` and `root` are given here. With a `key` seen before, the line of
        that key is returned and nothing is added."""
        ...

    async def replace(self, id: str, card: Card) -> ChatLine:
        """Show another card in the line's place. Raises NotFound."""
        ...

    async def reword(self, id: str, text: str) -> ChatLine:
        """Show other words in the place of a person's, or with none that they are deleted. Raises NotFound."""
        ...

    async def keep_file(self, file: ChatFile, at: datetime) -> None:
        """Keep it until it is dropped."""
        ...

    async def file(self, id: str) -> ChatFile | None:
        """The file of this id."""
        ...

    async def drop_files(self, ids: Sequence[str]) -> None:
        """Keep them no more."""
        ...

    async def find(self, key: str) -> ChatLine | None:
        """The line added under this key."""
        ...

    async def line(self, id: str) -> ChatLine | None:
        """The line of this id."""
        ...

    async def since(self, revision: int, limit: int = 500) -> Sequence[ChatLine]:
        """Lines added or changed after `revision`, by revision."""
        ...

    async def unhandled(self) -> Sequence[ChatLine]:
        """What people said that the engine has not committed, oldest first."""
        ...

    async def handled(self, id: str, *, forget: bool = False) -> None:
        """The engine has committed it; with `forget`, its words are kept no longer."""
        ...

    async def clear(self) -> None:
        """Forget everything (starting the playground afresh)."""
        ...
