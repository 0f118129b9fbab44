"""Writing to the terminal: messages, notices, where one is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.console.screen import Reading, Row, excerpt, rows, visible
from adapters.console.seen import Remark, Seen
from bot.wording.catalogue import Value, Wording

Write = Callable[[Row], None]


@dataclass(frozen=True, slots=True)
class Display:
    """`names` are those of the people by their handles, `rooms` those of the channels by their ids."""

    words: Wording
    names: dict[str, str]
    rooms: dict[str, str]
    write: Write
    clock: Callable[[], datetime]

    def know(self, setup: dict[str, Any]) -> None:
        """Call people and channels as the playground calls them by now; who has left keeps their name."""
        self.names.update({person["handle"]: person["name"] for person in setup["people"]})
        self.rooms.update({room["id"]: room["name"] for room in setup["rooms"]})

    def notice(self, key: str, **values: Value) -> None:
        """A sentence of our own."""
        for line in self.words.text(key, **values).splitlines():
            self.write(Row(visible(line), "notice"))

    def place(self, seen: Seen) -> None:
        """Where the person is, what they have not been shown there, and how much more there is."""
        remarks = seen.unshown()
        if earlier := len(seen.here()) - len(remarks):
            self.notice("console-earlier", count=earlier)
        for remark in remarks:
            self.remark(remark, seen)
        self.where(seen)

    def where(self, seen: Seen) -> None:
        """Where the next words go."""
        place = self.place_name(seen.place)
        if seen.root:
            self.notice("console-here-thread", place=place, number=str(seen.number(seen.root)))
        else:
            self.notice("console-here", place=place)

    def news(self, remarks: list[Remark], seen: Seen) -> None:
        """What has arrived: in full where the person is, in a word elsewhere."""
        for remark in remarks:
            if remark.channel == seen.place:
                self.remark(remark, seen)
            elif remark.author != seen.seat.handle:
                place, author = self.place_name(remark.channel), self._author(remark)
                self.notice("console-elsewhere", place=place, author=author, words=excerpt(remark))

    def rooms_of(self, seen: Seen) -> None:
        """Where the person can go, and how much has been said there."""
        self.notice("console-places")
        for place in seen.seat.places:
            count = sum(1 for remark in seen.remarks.values() if remark.channel == place)
            self.notice("console-place", name=self.place_name(place), count=count)

    def remark(self, remark: Remark, seen: Seen) -> None:
        """One message."""
        for row in rows(remark, Reading(self.words, self.names, seen.number, self.clock())):
            self.write(row)
        seen.shown(remark)

    def prompt(self, seen: Seen) -> str:
        """What stands before the words to be typed."""
        thread = f" {seen.number(seen.root)}" if seen.root else ""
        return visible(f"{seen.seat.handle} {self.place_name(seen.place)}{thread}> ")

    def place_name(self, place: str) -> str:
        """A channel as it is called with `:go`."""
        return f"#{self.rooms[place]}" if place in self.rooms else "dm"

    def _author(self, remark: Remark) -> str:
        return self.names.get(remark.author, self.words.text("console-bot"))
