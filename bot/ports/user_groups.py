"""Groups of people on a platform, who are mentioned together."""

from collections.abc import Collection
from typing import Protocol


class UserGroups(Protocol):
    """The groups of one platform."""

    async def put(self, group: str, people: Collection[str]) -> bool:
        """Make the people (their ids there; at least one) all that are in the group; False if they were already.

        Raises Refused, RateLimited, NotSent, OutcomeUnknown; to do it twice does no harm.
        """
        ...
