"""T17 as sums: what the buckets let through holds every documented window, however the window lies."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.limits import POSTS
from adapters.teams.limits import LIMITS
from bot.ports.pace import Bucket, Marks, filled, free_at
from tests.load.simulator.teams_limits import SEND, TENANT, Window
from tests.samples import NOW

SECOND = timedelta(seconds=1)
pauses = st.lists(st.sampled_from((0.0, 0.001, 0.03, 0.3, 0.7, 2.4, 40.0)), min_size=20, max_size=200)


def most(bucket: Bucket, window: Window, jitter: float) -> int:
    """How many calls of a bucket may arrive within a window, the last sent `jitter` s before its end's first."""
    return bucket.burst + int((window.seconds + jitter) / bucket.interval.total_seconds())


@pytest.mark.parametrize("window", SEND)
def test_T17_the_buckets_of_a_conversation_fit_each_of_its_windows(window: Window) -> None:
    assert min(most(bucket, window, 0.6) for bucket in LIMITS.channel) <= window.most


@pytest.mark.parametrize("window", TENANT)
def test_T17_the_bucket_of_a_tenant_fits_its_window(window: Window) -> None:
    assert min(most(bucket, window, 0.3) for bucket in LIMITS.workspace) <= window.most


def greedy(buckets: tuple[Bucket, ...], tries: list[tuple[float, int]]) -> list[float]:
    """Seconds of the calls that are let through when each is tried after a pause."""
    now, marks, sent = NOW, Marks(), list[float]()
    for pause, calls in tries:
        now += pause * SECOND
        if free_at(buckets, marks, now, calls) <= now:
            marks = filled(buckets, marks, now, calls)
            sent += [(now - NOW).total_seconds()] * calls
    return sent


def assert_holds(sent: list[float], *windows: Window) -> None:
    """No window holds more than its most; one that holds a call at its very end is as strict as can be."""
    for window in windows:
        for first, last in zip(sent, sent[window.most :], strict=False):
            assert last - first > window.seconds


@settings(deadline=None)
@given(pauses, st.lists(st.sampled_from((1, 2)), min_size=200, max_size=200))
def test_T17_whatever_is_tried_a_conversation_takes_no_more(pauses: list[float], calls: list[int]) -> None:
    assert_holds(greedy(LIMITS.channel, list(zip(pauses, calls, strict=False))), *SEND)


@settings(deadline=None)
@given(pauses, st.lists(st.sampled_from((1, 3)), min_size=200, max_size=200))
def test_T17_whatever_is_tried_a_tenant_takes_no_more(pauses: list[float], calls: list[int]) -> None:
    assert_holds(greedy(LIMITS.workspace, list(zip(pauses, calls, strict=False))), *TENANT)


@settings(max_examples=5, deadline=None)
@given(st.floats(0.1, 0.6), st.floats(0, 3000))
def test_T17_an_hour_of_pressing_keeps_every_window(every: float, rest: float) -> None:
    """A conversation that is pressed without end, with a rest in which the buckets run empty."""
    tries = [(every, 1)] * int(2000 / every)
    sent = greedy(LIMITS.channel, [*tries, (rest, 1), *tries])
    assert_holds(sent, *SEND)
    assert len(sent) > 1800


def test_T17_five_may_go_at_once_to_a_conversation_that_was_quiet() -> None:
    assert greedy(LIMITS.channel, [(0.0, 1)] * 9) == [0.0] * 5


def test_T17_half_a_post_a_second_goes_on_for_ever() -> None:
    assert len(greedy(LIMITS.channel, [(2.4, 1)] * 5000)) == 5000


def test_S12_slack_takes_one_post_a_second() -> None:
    assert POSTS.steady
    assert not LIMITS.steady
    assert len(greedy(POSTS.channel, [(0.25, 1)] * 40)) == 10
