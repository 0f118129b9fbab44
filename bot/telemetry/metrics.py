"""Prometheus metrics of one process. Labels are few and their values are ours: no names, texts, channels or keys."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib.metadata import version
from platform import python_version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from bot.errors import FirstlineError, NotSent, OutcomeUnknown, RateLimited, Refused
from bot.ports.backlog import GIVEN_UP, STATES, Backlog, Queue
from bot.ports.telemetry import (
    Answered,
    Escalated,
    Fact,
    Failed,
    Fired,
    GivenUp,
    Handled,
    LostRace,
    Picked,
    Repeated,
    Round,
)

_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds, from a fast answer to the platforms' patience (Slack 3 s, Teams 15 s)."""
_SLOW = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 900, 3600)
"""Seconds, from a fast delivery to an hour's outage."""
_TENTHS = tuple(number / 10 for number in range(1, 11))
_OUTCOMES = ((RateLimited, "rate_limited"), (Refused, "refused"), (NotSent, "not_sent"), (OutcomeUnknown, "unknown"))

_RESULTS = ("handled", "repeat", "failed")
_CAUSES = ("unclaimed", "unanswered", "unresolved", "manual")
_PLACES = ("message", "timer", "outcome", "dispatcher")


class Metrics:
    """The metrics of one process, for one desk, in a registry of their own."""

    def __init__(self, desk: str) -> None:
        self._desk = desk
        # a series for each series, of which nobody asks; the function declares no types
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Info("firstline_build", "What is running.", registry=registry).info(
            {"version": version("firstline"), "python": python_version()}
        )
        count, spread = self._count, self._spread
        self._messages = count("messages", "Messages handled, by result.", "platform", "result")
        self._answers = count("door_answers", "Answers at the doors, by HTTP status.", "platform", "status")
        self._acknowledged = spread("acknowledgement", "From a request to its acknowledgement.", _QUICK, "platform")
        self._handling = spread("handling", "Time in which a message was handled and committed.", _QUICK, "platform")
        self._attempts = count("deliveries", "Attempts to deliver, by outcome.", "platform", "outcome")
        self._calls = spread("delivery_attempt", "Time that one attempt took.", _QUICK, "platform")
        self._waits = spread("delivery", "From the commit of a post to its arrival.", _SLOW, "platform")
        self._given_up = count("posts_given_up", "Posts given up, by state.", "platform", "state")
        self._questions = count("questions", "Questions by what they got.", "outcome")
        self._choices = count("choices", "Choices among articles, by the place of the one that was taken.", "place")
        self._confidence = Histogram(
            "firstline_search_confidence_ratio",
            "Confidence of the best article for a question.",
            ["desk"],
            buckets=_TENTHS,
            registry=registry,
        )
        self._escalations = count("escalation_steps", "Steps of escalations taken.", "cause", "step")
        self._lateness = spread("timer_lateness", "How late a timer acted.", _SLOW, "kind")
        self._races = count("lost_races", "Turns taken again because somebody else was first.")
        self._failures = count("failures", "Failures that are tried again, by error.", "where", "error")
        self._depth = self._gauge("posts", "Posts in the outbox, by state.", "platform", "state")
        self._age = self._gauge("queue_age_seconds", "Age of the oldest post that is due.", "platform")
        self._overdue = self._gauge("timers_overdue_seconds", "How long the oldest timer has been overdue.")
        self._up = self._gauge("database_up", "Whether the database answers (1) or not (0).")
        self._learnt = self._gauge("meaning_ratio", "Share of the ways to ask whose meaning is known.")
        self._platforms: set[str] = set()

    def _count(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"firstline_{name}", what, ["desk", *labels], registry=self.registry)

    def _spread(self, name: str, what: str, buckets: Sequence[float], *labels: str) -> Histogram:
        return Histogram(f"firstline_{name}_seconds", what, ["desk", *labels], buckets=buckets, registry=self.registry)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(f"firstline_{name}", what, ["desk", *labels], registry=self.registry)

    def expect(self, platforms: Iterable[str]) -> None:
        """Show 0 of what may come to be counted: what appears with its first value cannot be watched for a rise."""
        for platform in platforms:
            for result in _RESULTS:
                self._messages.labels(self._desk, platform, result)
            for outcome in ("sent", "broken", *(name for _, name in _OUTCOMES)):
                self._attempts.labels(self._desk, platform, outcome)
            for state in GIVEN_UP:
                self._given_up.labels(self._desk, platform, state)
        for outcome in ("answered", "choice", "not_sure"):
            self._questions.labels(self._desk, outcome)
        for place in range(4):
            self._choices.labels(self._desk, _place(place))
        for cause in _CAUSES:
            self._escalations.labels(self._desk, cause, "0")
        for where in _PLACES:
            self._failures.labels(self._desk, where, "other")
        self._races.labels(self._desk)

    def note(self, fact: Fact) -> None:
        """Count the fact."""
        match fact:
            case Handled(platform):
                self._messages.labels(self._desk, platform, "handled").inc()
            case Repeated(platform):
                self._messages.labels(self._desk, platform, "repeat").inc()
            case Answered(confidence, outcome):
                self._questions.labels(self._desk, outcome).inc()
                self._confidence.labels(self._desk).observe(confidence)
            case Picked(place):
                self._choices.labels(self._desk, _place(place)).inc()
            case _:
                self._note_rare(fact)

    def _note_rare(self, fact: LostRace | Escalated | Fired | GivenUp | Failed | Round) -> None:
        match fact:
            case LostRace():
                self._races.labels(self._desk).inc()
            case Escalated(cause, step):
                self._escalations.labels(self._desk, cause, str(min(step, 9))).inc()
            case Fired(kind, late):
                self._lateness.labels(self._desk, kind).observe(max(late.total_seconds(), 0))
            case GivenUp(platform, state):
                self._given_up.labels(self._desk, platform, state).inc()
            case Failed(where, error):
                self._failures.labels(self._desk, where, kind_of(error)).inc()
            case Round():
                pass

    def handled(self, platform: str, seconds: float) -> None:
        """A message was handled, or failed to be, in this time."""
        self._handling.labels(self._desk, platform).observe(seconds)

    def failed(self, platform: str, error: Exception) -> None:
        """A message could not be handled; its platform sends it again."""
        self._messages.labels(self._desk, platform, "failed").inc()
        self._note_rare(Failed("message", error))

    def answered(self, platform: str, status: int, seconds: float) -> None:
        """A door has answered a request."""
        self._answers.labels(self._desk, platform, str(status)).inc()
        if status < 300:
            self._acknowledged.labels(self._desk, platform).observe(seconds)

    def attempted(self, platform: str, error: Exception | None, seconds: float) -> None:
        """An attempt to deliver has ended; `error` is why it was none."""
        outcome = next((name for kind, name in _OUTCOMES if isinstance(error, kind)), "broken" if error else "sent")
        self._attempts.labels(self._desk, platform, outcome).inc()
        self._calls.labels(self._desk, platform).observe(seconds)

    def arrived(self, platform: str, seconds: float) -> None:
        """A post is there, so long after it was committed."""
        self._waits.labels(self._desk, platform).observe(max(seconds, 0))

    def learnt(self, done: int, total: int) -> None:
        """The meaning of so many ways to ask is known, of so many that there are."""
        self._learnt.labels(self._desk).set(done / max(total, 1))

    def show(self, backlog: Backlog, now: datetime) -> None:
        """Take up what waits now. A platform that was seen once is shown as empty afterwards, not left out."""
        self._platforms |= {queue.platform for queue in backlog.queues}
        known = {(queue.platform, queue.state): queue for queue in backlog.queues}
        for platform in self._platforms:
            queues = [known.get((platform, state), Queue(platform, state, 0)) for state in STATES]
            for queue in queues:
                self._depth.labels(self._desk, platform, queue.state).set(queue.posts)
            self._age.labels(self._desk, platform).set(max(_age(queue.due_since, now) for queue in queues))
        self._overdue.labels(self._desk).set(_age(backlog.timers_due_since, now))
        self._up.labels(self._desk).set(1)

    def hide(self) -> None:
        """The database does not answer: what waits there is not known, and old figures would mislead."""
        for gauge in (self._depth, self._age, self._overdue):
            gauge.clear()
        self._up.labels(self._desk).set(0)

    def text(self) -> bytes:
        """All of it, in Prometheus' text format."""
        return generate_latest(self.registry)


def kind_of(error: BaseException) -> str:
    """The error's class for a label: ours by name, any other as "other", so that there are few."""
    return type(error).__name__ if isinstance(error, FirstlineError) else "other"


def _place(place: int) -> str:
    return str(min(place, 9)) if place else "none"


def _age(since: datetime | None, now: datetime) -> float:
    return max((now - since).total_seconds(), 0.0) if since else 0.0
