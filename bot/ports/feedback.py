"""What people said of the answers, as it is read outside a unit of work."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from kb.feedback import Feedback
from kb.proposals import Declined

ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)
"""Later than whatever people say."""


class FeedbackLog(Protocol):
    """The desk's feedback; every call is a transaction of its own."""

    async def since(self, moment: datetime, limit: int, until: datetime = ALWAYS) -> Sequence[Feedback]:
        """What was said from `moment` to `until`, both included, the newest `limit` of it, newest first."""
        ...

    async def declined(self) -> Sequence[Declined]:
        """The aliases that owners did not want."""
        ...

    async def decline(self, alias: Declined, now: datetime) -> None:
        """Do not propose it again."""
        ...
