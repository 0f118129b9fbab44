"""Swarms: specialists who look at a ticket together for a time. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Swarm:
    """Who was called (handles, and ids of teams), and until when. It is owed a conclusion, also when the time is over;
    `ended` says that the ticket came to its end since, and that nobody takes part any more though it is open again."""

    people: tuple[str, ...]
    until: datetime
    ended: bool = False

    @property
    def written(self) -> str:
        """For those who read the history."""
        return f"{', '.join(self.people)} – {self.until.astimezone(UTC):%Y-%m-%d %H:%M UTC}"
