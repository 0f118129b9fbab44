"""What one person has seen in the terminal, and where they are."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.cards import Button, Card, card_from_json

RECENT = 10
"""Messages shown on coming to a place, and again on coming back."""

_LIVE = frozenset({"new", "open", "pending", "on_hold", "escalated"})
_ASKING = re.compile(r"/\S+\s+new\s")


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody of the playground and the channels that they see."""

    handle: str
    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """One message as the server tells of it."""

    id: str
    channel: str
    root: str
    author: str
    at: datetime
    text: str
    card: Card | None
    private: bool
    edited: bool
    command: bool


@dataclass
class Seen:
    """Messages get numbers in the order of time as they come; a message keeps its number when it changes."""

    seat: Seat
    place: str
    root: str = ""
    """The thread that was chosen, or empty."""
    anew: bool = False
    """The next question begins a new conversation, whatever went before."""
    revision: int = 0
    remarks: dict[str, Remark] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _buttons: dict[str, tuple[Button, ...]] = field(default_factory=dict)
    _shown: dict[str, Remark] = field(default_factory=dict)

    def take(self, lines: list[dict[str, Any]], revision: int) -> list[Remark]:
        """Remember new and changed messages; returns those that are news."""
        self.revision = max(self.revision, revision)
        remarks = [remark_of(line) for line in lines if "emoji" not in line]  # a terminal shows no reactions
        news = [remark for remark in remarks if self.remarks.get(remark.id) != remark]
        for remark in news:
            self.remarks[remark.id] = remark
            if remark.card and remark.card.buttons:
                self._buttons[remark.id] = remark.card.buttons
        return news

    def caught_up(self) -> None:
        """All that was said before is here: only the last few of each place are still to be shown."""
        for place in self.seat.places:
            for remark in self._in(place)[:-RECENT]:
                self.shown(remark)

    def said(self, id: str) -> None:
        """The person's own words have arrived; a command other than for a new ticket is no question."""
        remark = self.remarks[id]
        self.anew = self.anew and remark.command and not _ASKING.match(remark.text)

    def number(self, id: str) -> int:
        """The number of a message."""
        self._count()
        return self._numbers.setdefault(id, len(self._numbers) + 1)

    def numbered(self, number: int) -> Remark | None:
        """The message of this number, in the present place."""
        remark = self.remarks.get(self.id_of(number))
        return remark if remark and remark.channel == self.place else None

    def id_of(self, number: int) -> str:
        """The id of the message of this number, or empty."""
        self._count()
        return next((id for id, own in self._numbers.items() if own == number), "")

    def button(self, number: int, message: int | None) -> tuple[str, Button] | None:
        """A button with the id of its message. One that was shown can be pressed even when it is gone by now."""
        remark = self.numbered(message) if message is not None else self._newest_with_buttons()
        buttons = self._buttons.get(remark.id, ()) if remark else ()
        return (remark.id, buttons[number - 1]) if remark and 0 < number <= len(buttons) else None

    def go(self, place: str) -> None:
        """Be in another place from now on."""
        self.place, self.root, self.anew = place, "", False

    def here(self) -> list[Remark]:
        """The messages of the present place, oldest first."""
        return self._in(self.place)

    def unshown(self) -> list[Remark]:
        """Messages here that have not been shown as they are now, and the last few anyway."""
        here = self.here()
        return [one for at, one in enumerate(here, 1) if self._shown.get(one.id) != one or at > len(here) - RECENT]

    def shown(self, remark: Remark) -> None:
        """The message has been shown as it is now."""
        self._shown[remark.id] = remark

    def next_root(self) -> str:
        """The thread to which the next words belong, or empty for a new one."""
        if self.root or self.anew or not self.place.startswith("dm-"):
            return self.root
        return continued(self.here())

    def _in(self, place: str) -> list[Remark]:
        return sorted((one for one in self.remarks.values() if one.channel == place), key=lambda one: one.id)

    def _count(self) -> None:
        for id in sorted(self.remarks.keys() - self._numbers.keys()):
            self._numbers[id] = len(self._numbers) + 1

    def _newest_with_buttons(self) -> Remark | None:
        return next((one for one in reversed(self.here()) if one.card and one.card.buttons), None)


def continued(remarks: list[Remark]) -> str:
    """The conversation that words in direct messages go on with: the last in which Firstline still asks something or
    somebody looks after a ticket; empty when it is over. What only this person sees tells nothing of it."""
    shared = [one for one in remarks if not one.command and not one.private]
    root = shared[-1].root if shared else ""
    cards = [one.card for one in shared if one.root == root and one.card]
    telling = next((card for card in reversed(cards) if card.status or card.buttons), None)
    goes_on = bool(telling.buttons) or telling.status in _LIVE if telling else not cards
    return root if goes_on else ""


def remark_of(line: dict[str, Any]) -> Remark:
    """A line of a "changes" frame."""
    card = card_from_json(line["card"]) if line["card"] else None
    known = {name: line[name] for name in ("id", "channel", "root", "author", "text", "private", "edited", "command")}
    return Remark(**known, card=card, at=datetime.fromisoformat(line["at"]))
