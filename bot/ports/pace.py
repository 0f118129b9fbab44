"""How often a platform may be called: leaky buckets, each of which is one moment, its mark.

The mark is when a bucket will have run empty, if nothing more is put in (the "theoretical arrival time" of the generic
cell rate algorithm, ITU-T I.371, annex A). Within any span of time a bucket lets through at most
`burst + span / interval` calls, rounded down, however the span lies.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, repeat

Marks = tuple[datetime, ...]
"""Of several buckets, in their order."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Takes `burst` calls at once, and then one each `interval`."""

    burst: int
    interval: timedelta

    def free_at(self, mark: datetime, calls: int) -> datetime:
        """From when there is room for as many more calls; not more than `burst` of them."""
        return mark - (self.burst - calls) * self.interval

    def filled(self, mark: datetime, now: datetime, calls: int) -> datetime:
        """The mark after so many calls now."""
        return max(mark, now) + calls * self.interval


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one platform: the buckets of each channel, and those that all channels of a workspace share.

    `private` and `edit` are how many calls such a post may take.
    """

    channel: tuple[Bucket, ...]
    workspace: tuple[Bucket, ...] = ()
    private: int = 1
    edit: int = 1

    @property
    def steady(self) -> bool:
        """Whether a time between two posts to one channel is all there is to it."""
        return self == every(self.channel[0].interval)

    def calls(self, *, private: bool, edit: bool) -> int:
        """How many a post may take."""
        return max(self.private if private else 1, self.edit if edit else 1)


def every(interval: timedelta) -> Limits:
    """One post to a channel in this time."""
    return Limits((Bucket(1, interval),))


def free_at(buckets: Sequence[Bucket], marks: Marks, now: datetime, calls: int = 1) -> datetime:
    """From when all buckets have room; a bucket without a mark is empty."""
    return max((bucket.free_at(mark, calls) for bucket, mark in _marked(buckets, marks, now)), default=now)


def filled(buckets: Sequence[Bucket], marks: Marks, now: datetime, calls: int = 1) -> Marks:
    """The marks after so many calls now."""
    return tuple(bucket.filled(mark, now, calls) for bucket, mark in _marked(buckets, marks, now))


def _marked(buckets: Sequence[Bucket], marks: Marks, now: datetime) -> Iterable[tuple[Bucket, datetime]]:
    return zip(buckets, chain(marks, repeat(now)), strict=False)
