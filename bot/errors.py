"""The one family of errors. The class docstring is the message shown when none is given."""

from datetime import timedelta


class FirstlineError(Exception):
    """Something went wrong in Firstline."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (type(self).__doc__ or "").strip().splitlines()[0])


class Overloaded(FirstlineError):
    """More comes in than can be handled; send it again later."""


class Misconfigured(FirstlineError):
    """The settings do not describe a desk that can run."""


class Conflict(FirstlineError):
    """Somebody else changed the same row first; take the turn again."""


class DatabaseError(FirstlineError):
    """Nothing was stored; what asked for it may be tried again."""


class DatabaseBusy(DatabaseError):
    """Another process is using this SQLite file."""


class DatabaseUnavailable(DatabaseError):
    """The database does not answer."""


class DatabaseFailed(DatabaseError):
    """The database did not do what was asked of it."""


class Duplicate(FirstlineError):
    """A post of this key was stored before."""


class NotFound(FirstlineError):
    """There is no such row."""


class DeliveryFailed(FirstlineError):
    """A platform did not take a post."""


class Refused(DeliveryFailed):
    """The platform refused the post for good; sending it again cannot help."""


class RateLimited(DeliveryFailed):
    """The platform did not take the post yet; the whole channel waits `retry_after`."""

    def __init__(self, retry_after: timedelta, message: str = "") -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotSent(DeliveryFailed):
    """The request certainly never reached the platform; it is safe to try again."""


class OutcomeUnknown(DeliveryFailed):
    """The platform may or may not have taken the post: it must be looked up first."""


class CannotSearch(DeliveryFailed):
    """This platform gives no way to look for a post whose outcome is unknown."""
