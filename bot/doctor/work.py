"""What it means that work waits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.doctor.finding import Finding, Value, good, problem, warning
from bot.ports.backlog import Backlog, Queue

_LATE = timedelta(minutes=2)
_STUCK = timedelta(minutes=10)
_MOST_ROUTES = 10


@dataclass(frozen=True, slots=True)
class LostRoute:
    """A channel in which posts were refused for good, and why the last one was."""

    platform: str
    channel: str
    posts: int
    reason: str


def judge_work(backlog: Backlog, lost: Sequence[LostRoute], now: datetime) -> list[Finding]:
    """Everything worth saying about what waits."""
    findings = [*_posts(backlog.queues, now), *_timers(backlog.timers_due_since, now), *_routes(lost)]
    return findings or [good("work", "work-done")]


def judge_holders(held: Mapping[str, int], desk: Desk) -> list[Finding]:
    """Those who have tickets and are in no team. `held` counts active tickets by handle."""
    gone = [(handle, count) for handle, count in held.items() if desk.member_named(handle) is None]
    return [warning("work", "tickets-left", handle=handle, count=count) for handle, count in gone]


def _posts(queues: Sequence[Queue], now: datetime) -> Iterator[Finding]:
    for queue in queues:
        values: dict[str, Value] = {"platform": queue.platform, "posts": queue.posts}
        if queue.state in ("dead", "uncertain"):
            yield warning("work", f"posts-{queue.state}", **values)
        elif queue.due_since is not None and now - queue.due_since > _LATE:
            find = problem if now - queue.due_since > _STUCK else warning
            code = "posts-abandoned" if queue.state == "sending" else "posts-stuck"
            yield find("work", code, **values, waited=now - queue.due_since)


def _timers(due_since: datetime | None, now: datetime) -> Iterator[Finding]:
    if due_since is not None and now - due_since > _LATE:
        yield problem("work", "timers-overdue", waited=now - due_since)


def _routes(lost: Sequence[LostRoute]) -> Iterator[Finding]:
    for each in lost[:_MOST_ROUTES]:
        yield warning(
            "work", "route-lost", platform=each.platform, channel=each.channel, posts=each.posts, reason=each.reason
        )
