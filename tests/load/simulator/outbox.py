"""Firstline's outbox, as it stands in the end, held against what was seen. Pure."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from tests.load.simulator.seen import Message, Posted


def unseen(messages: Iterable[Message], posted: Iterable[Posted]) -> Iterator[str]:
    """What Firstline holds for sent to a channel, and nobody has seen there."""
    keys = {first.key for (first, *_) in messages}
    for each in posted:
        if each.state == "sent" and not each.is_private and not each.is_edit and each.key not in keys:
            yield f"{each.key} is sent and was not seen"


@dataclass(frozen=True, slots=True)
class Whispers:
    """Private posts carry no key: only their number can be compared. `sent` is None where nobody told it."""

    seen: int
    admitted: int
    untold: int
    sent: int | None

    @classmethod
    def of(cls, messages: Iterable[Message], posted: Collection[Posted]) -> "Whispers":
        """Count them."""
        firsts = [message[0] for message in messages]
        keys = {first.key for first in firsts if not first.private_to}
        private = [first for first in firsts if first.private_to]
        sent = sum(each.is_private and each.state == "sent" and each.key not in keys for each in posted)
        admitted, untold = sum(each.admits_repeat for each in private), sum(each.unknowable for each in private)
        return cls(len(private), admitted, untold, sent if posted else None)

    @property
    def more(self) -> int:
        """Seen more often than sent; below 0 there are some that were never seen."""
        return self.seen - self.sent if self.sent is not None else 0

    def lost(self) -> Iterator[str]:
        """Sent, and not seen."""
        if self.more < 0:
            yield f"{-self.more} of {self.sent} private posts were not seen"

    def doubled(self) -> Iterator[str]:
        """A repeat that could not be known of either admits it, or the platform did not tell about the first."""
        if self.more > (unknowable := max(self.admitted, self.untold)):
            yield f"{self.more} private posts were seen again, and only {unknowable} of them could not be known of"

    def excused(self) -> Iterator[str]:
        """Seen again, and nobody could know."""
        yield from ["a private post was seen again"] * max(0, min(self.more, max(self.admitted, self.untold)))
