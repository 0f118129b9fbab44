"""The playground as the place where posts are shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from adapters.web.config import WebConfig
from adapters.web.rooms import BOT, direct_channel, knows
from bot.errors import FirstlineError, NotFound, OutcomeUnknown, Refused
from bot.messages import Person, whose_chat
from bot.ports import ChatLine, ChatLog, Clock, Parcel


class WebPlatform:
    """Implements `bot.ports.Platform`. `described` says who and what there is by now, `changed` is called when there is
    something new to see."""

    name = "web"
    settle = timedelta(0)
    """The chat is a table: what is not there now was never added."""

    def __init__(
        self, described: Callable[[], WebConfig], chat: ChatLog, clock: Clock, changed: Callable[[], None]
    ) -> None:
        self._described = described
        self._chat = chat
        self._clock = clock
        self._changed = changed

    async def send(self, parcel: Parcel) -> str:
        """Show the parcel; the same key again is the same line. Raises Refused, OutcomeUnknown."""
        if reader := whose_chat(parcel.thread.channel):
            parcel = replace(parcel, thread=replace(parcel.thread, channel=direct_channel(reader)))
        self._require_place(parcel)
        try:
            line = await (self._chat.replace(parcel.edits, parcel.card) if parcel.edits else self._add(parcel))
        except NotFound as error:
            raise Refused(f"no line {parcel.edits!r} to edit") from error
        except FirstlineError as error:
            raise OutcomeUnknown("the chat could not be written") from error
        self._changed()
        return line.id

    async def find(self, parcel: Parcel) -> str | None:
        """The line of the parcel's key. An edit is not looked for: making it again changes nothing."""
        line = None if parcel.edits else await self._chat.find(parcel.key)
        return line.id if line else None

    async def _add(self, parcel: Parcel) -> ChatLine:
        to = parcel.private_to.id if parcel.private_to else ""
        thread = parcel.thread
        line = ChatLine("", thread.channel, thread.root, BOT, self._clock(), 0, card=parcel.card, private_to=to)
        return await self._chat.add(line, parcel.key)

    def _require_place(self, parcel: Parcel) -> None:
        if not knows(self._described(), parcel.thread.channel):
            raise Refused(f"the playground has no channel {parcel.thread.channel!r}")
        if parcel.private_to is not None and not self._is_resident(parcel.private_to):
            raise Refused(f"nobody in the playground is {parcel.private_to.id!r}")

    def _is_resident(self, person: Person) -> bool:
        return person.platform == self.name and self._described().person(person.id) is not None
