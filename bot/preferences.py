"""What people prefer, at hand in every process: asking the database for each message would cost a query."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.messages import Message
from bot.pause import pause
from bot.ports import Ledger

_EVERY = timedelta(seconds=5)
_OVERLAP = timedelta(minutes=5)
"""Commits may come later than the moments that they hold, and clocks of machines differ."""
_NEVER = datetime.min.replace(tzinfo=UTC) + _OVERLAP


@dataclass(slots=True)
class Preferences:
    """Those that were chosen here or in another process; whoever chose nothing is not in it."""

    _languages: dict[tuple[str, str, str], str] = field(default_factory=dict, init=False)
    _newest: datetime = field(default=_NEVER, init=False)

    def heard(self, message: Message) -> Message:
        """The message as of somebody who reads the language that they chose."""
        sender = message.sender
        chosen = self._languages.get((sender.platform, sender.workspace, sender.id))
        return replace(message, sender=replace(sender, language=chosen)) if chosen else message

    async def refresh(self, ledger: Ledger) -> None:
        """Take up what was chosen since the last time. Raises what the database raises."""
        for each in await ledger.preferences(self._newest - _OVERLAP):
            self._languages[each.person.platform, each.person.workspace, each.person.id] = each.language
            self._newest = max(self._newest, each.at)

    async def run(self, ledger: Ledger, stop: asyncio.Event) -> None:
        """Refresh every few seconds until `stop` is set."""
        while not stop.is_set():
            await self.refresh(ledger)
            await pause(stop, _EVERY.total_seconds())
