"""What has to be approved before it is worked on, and how that stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """How an approval stands: waiting until somebody decides, the requester no longer wants it, or its time is over."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """Nobody decided, not even the leads when they were asked for the last time."""
    FOLLOWS = "follows"
    """Nothing is approved and nobody is asked: the ticket goes on with one that was approved by itself."""


@dataclass(frozen=True, slots=True)
class Approver:
    """Somebody who was asked or has decided, as they were called then."""

    handle: str
    name: str


@dataclass(frozen=True, slots=True)
class Approval:
    """`by` says who decides, in this order (`bot.desk.approvers`), and `level` how far it has come; whoever was asked
    before may still decide. `within` is the time that each level has, `last_within` that of the last call, with which
    all of them are over."""

    by: tuple[str, ...]
    within: timedelta
    level: int = 0
    asked: tuple[Approver, ...] = ()
    """Those of this level, in the order in which they were asked."""
    due_at: datetime | None = None
    posts: tuple[str, ...] = ()
    """Keys of the cards that ask; their buttons are live while it waits."""
    standing: Standing = Standing.WAITING
    decided: Approver | None = None
    reason: str = ""
    """Why it was refused."""
    last_within: timedelta = timedelta(days=7)
    last_call: bool = False

    @property
    def waits(self) -> bool:
        """Whether nobody has decided yet."""
        return self.standing is Standing.WAITING

    @property
    def denied(self) -> bool:
        """Whether it is not to be done: it was refused, or nobody wants it or decided about it any more."""
        return self.standing in (Standing.REFUSED, Standing.WITHDRAWN, Standing.EXPIRED)

    @property
    def time(self) -> timedelta:
        """How long those have who are asked now."""
        return self.last_within if self.last_call else self.within

    @property
    def names(self) -> str:
        """Those who are asked now."""
        return ", ".join(each.name for each in self.asked)
