"""O7: metrics, health and traces by themselves."""

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot.errors import Conflict, DatabaseUnavailable, Misconfigured
from bot.ports.backlog import Backlog, Queue
from bot.ports.telemetry import (
    UNWATCHED,
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
from bot.supervision import Supervisor
from bot.telemetry.exporting import sampled_share
from bot.telemetry.health import SILENT, STUCK, Health, Readiness
from bot.telemetry.listener import add_probes, operators_app, watched_doors
from bot.telemetry.metrics import Metrics
from bot.telemetry.traces import Traces, cause_in, trace_of

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FACTS: tuple[Fact, ...] = (
    *(Handled("slack"), Repeated("slack"), LostRace(), Answered(0.7, "answered"), Answered(0.1, "not_sure"), Picked(2)),
    *(Escalated("unclaimed", 0), Escalated("manual", 500), Fired("unclaimed", timedelta(seconds=2))),
    *(GivenUp("slack", "dead"), Failed("timer", ValueError("said by Maria")), Round("dispatcher")),
    Failed("dispatcher", DatabaseUnavailable()),
)
LABELS = {
    "desk",
    "platform",
    "result",
    "status",
    "outcome",
    "state",
    "cause",
    "step",
    "kind",
    "where",
    "error",
    "le",
    "place",
}


def filled() -> Metrics:
    metrics = Metrics("acme")
    for fact in FACTS:
        metrics.note(fact)
    metrics.handled("slack", 0.01)
    metrics.failed("slack", Conflict())
    metrics.answered("slack", 200, 0.01)
    metrics.attempted("slack", None, 0.01)
    metrics.arrived("slack", 1)
    metrics.show(Backlog((Queue("slack", "waiting", 3, NOW - timedelta(seconds=7)),), NOW), NOW)
    return metrics


def samples(metrics: Metrics) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    families = text_string_to_metric_families(metrics.text().decode())
    return {(each.name, frozenset(each.labels.items())): each.value for family in families for each in family.samples}


def value(metrics: Metrics, name: str, **labels: str) -> float:
    return samples(metrics)[name, frozenset({"desk": "acme", **labels}.items())]


def test_O7_metrics_keep_to_the_conventions_of_prometheus() -> None:
    families = list(text_string_to_metric_families(filled().text().decode()))
    ours = [family for family in families if family.name.startswith("firstline_")]
    assert len(ours) > 15
    for family in ours:
        assert family.documentation.endswith("."), family.name
        assert re.fullmatch(r"firstline_[a-z_]+", family.name)
        if family.type == "histogram":
            assert family.name.endswith(("_seconds", "_ratio")), family.name
        for sample in family.samples:
            assert family.type != "counter" or sample.name.endswith("_total")
            known = {"version", "python"} if family.name == "firstline_build_info" else LABELS
            assert sample.labels.keys() <= known, sample


def test_O9_every_metric_of_a_desk_names_it() -> None:
    for name, labels in samples(filled()):
        if name.startswith("firstline_") and not name.startswith("firstline_build"):
            assert ("desk", "acme") in labels, name


def test_O7_labels_stay_few_whatever_fails() -> None:
    metrics = filled()
    assert value(metrics, "firstline_failures_total", where="timer", error="other") == 1
    assert value(metrics, "firstline_failures_total", where="dispatcher", error="DatabaseUnavailable") == 1
    assert value(metrics, "firstline_escalation_steps_total", cause="manual", step="9") == 1
    assert b"Maria" not in metrics.text()


def test_O7_answered_choice_and_unknown_are_told_apart_and_what_was_taken_of_a_choice() -> None:
    metrics = Metrics("acme")
    metrics.expect(())
    for fact in (Answered(0.5, "choice"), Picked(2), Answered(0.5, "choice"), Picked(0), Answered(0.9, "answered")):
        metrics.note(fact)
    outcomes = {
        each: value(metrics, "firstline_questions_total", outcome=each) for each in ("answered", "choice", "not_sure")
    }
    assert outcomes == {"answered": 1, "choice": 2, "not_sure": 0}
    assert [value(metrics, "firstline_choices_total", place=each) for each in ("none", "1", "2", "3")] == [1, 0, 1, 0]


def test_O7_an_emptied_queue_is_shown_as_empty_and_an_unknown_one_not_at_all() -> None:
    metrics = filled()
    assert value(metrics, "firstline_queue_age_seconds", platform="slack") == 7
    metrics.show(Backlog(), NOW)
    assert value(metrics, "firstline_queue_age_seconds", platform="slack") == 0
    assert value(metrics, "firstline_posts", platform="slack", state="waiting") == 0
    metrics.hide()
    assert not [name for name, _ in samples(metrics) if name == "firstline_posts"]
    assert value(metrics, "firstline_database_up") == 0


# ---------------------------------------------------------------- health


@dataclass
class Ledger:
    """What the probes ask of a database."""

    away: bool = False
    behind: bool = False

    async def backlog(self, now: datetime) -> Backlog:
        if self.away:
            raise DatabaseUnavailable
        return Backlog((Queue("slack", "waiting", 2, now - timedelta(seconds=5)),))

    async def is_behind(self) -> bool:
        if self.away:
            raise DatabaseUnavailable
        return self.behind


@dataclass
class Bench:
    """A process that is well, until a test changes it."""

    now: datetime = NOW
    stopping: bool = False
    articles: int = 3

    def __post_init__(self) -> None:
        self.ledger = Ledger()
        self.health = Health(lambda: self.now, lambda: self.stopping)
        self.health.expect("dispatcher")
        self.readiness = Readiness(self.health, self.ledger, lambda: self.articles)


async def test_O7_ready_means_that_everything_is() -> None:
    assert await Bench().readiness.reasons() == []


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda bench: setattr(bench.ledger, "away", True), "database: does not answer (DatabaseUnavailable)"),
        (lambda bench: setattr(bench.ledger, "behind", True), "database: not migrated"),
        (lambda bench: setattr(bench, "articles", 0), "articles: none could be read"),
        (lambda bench: setattr(bench, "stopping", True), "stopping"),
        (lambda bench: bench.health.failing.add("slack socket"), "slack socket: failed, being started again"),
        (lambda bench: setattr(bench, "now", NOW + SILENT * 2), "dispatcher: not running"),
    ],
)
async def test_O7_each_thing_that_is_missing_makes_it_unready_and_is_named(harm: object, reason: str) -> None:
    bench = Bench()
    harm(bench)  # type: ignore[operator]  # a lambda of the table above
    [found] = await bench.readiness.reasons()
    assert found.startswith(reason)
    assert bench.health.stuck() == [], "what is not ready need not be started again"


async def test_O7_a_loop_that_failed_and_is_silent_is_one_reason() -> None:
    bench = Bench(now=NOW + SILENT * 2)
    bench.health.beats["dispatcher"] = NOW
    bench.health.failing.add("dispatcher")
    assert await bench.readiness.reasons() == ["dispatcher: failed, being started again"]


def test_O7_a_loop_that_comes_round_is_well_and_one_that_does_not_is_stuck() -> None:
    bench = Bench()
    bench.now += STUCK
    bench.health.beat("dispatcher")
    bench.health.beat("one that nobody expects")
    bench.now += STUCK
    assert bench.health.stuck() == []
    bench.now += timedelta(seconds=1)
    assert bench.health.stuck() == ["dispatcher: stuck"]


async def answers(app: web.Application, *paths: str) -> list[tuple[int, str]]:
    async with TestClient(TestServer(app)) as client:
        return [(answer.status, await answer.text()) for answer in [await client.get(path) for path in paths]]


async def test_O7_operators_get_metrics_and_reasons() -> None:
    bench = Bench(articles=0)
    app = operators_app(Metrics("acme"), bench.readiness)
    healthz, readyz, metrics = await answers(app, "/healthz", "/readyz", "/metrics")
    assert healthz == (200, "ok\n")
    assert readyz == (503, "articles: none could be read\n")
    assert 'firstline_queue_age_seconds{desk="acme",platform="slack"} 5.0' in metrics[1]


async def test_O7_metrics_are_there_without_the_database_too() -> None:
    bench = Bench()
    bench.ledger.away = True
    [(status, text)] = await answers(operators_app(Metrics("acme"), bench.readiness), "/metrics")
    assert status == 200
    assert 'firstline_database_up{desk="acme"} 0.0' in text


async def test_O7_the_doors_tell_the_world_neither_metrics_nor_reasons() -> None:
    bench = Bench(articles=0)
    bench.now += STUCK * 2
    doors = watched_doors(Metrics("acme"))
    add_probes(doors, bench.readiness)
    found = await answers(doors, "/healthz", "/readyz", "/metrics")
    assert found == [(503, "not ok\n"), (503, "not ready\n"), (404, "404: Not Found")]


async def test_O7_a_loop_that_fails_is_counted_named_and_run_again() -> None:
    bench, stop, noted = Bench(), asyncio.Event(), list[Fact]()

    class Notes:
        def note(self, *facts: Fact) -> None:
            noted.extend(facts)
            stop.set()

        stage = UNWATCHED.stage

    async def loop() -> None:
        raise DatabaseUnavailable

    await Supervisor(stop, Notes(), bench.health.failing).run("articles", loop)
    assert [(fact.where, type(fact.error)) for fact in noted if isinstance(fact, Failed)] == [
        ("articles", DatabaseUnavailable)
    ]
    assert bench.health.unready() == ["articles: failed, being started again"]


# ---------------------------------------------------------------- traces


def test_O7_a_timer_knows_the_trace_of_the_message_behind_it() -> None:
    keys = ["0a1b2c-unclaimed", "0a1b2c-escalation-step-0"]
    assert {trace_of(cause_in(key)) for key in keys} == {trace_of("0a1b2c")}
    assert trace_of("0a1b2c") != trace_of("0a1b2d")


def test_O7_without_a_tracer_there_is_nothing() -> None:
    traces = Traces()
    assert traces.of_cause("handle", "c") is traces.stage("commit")


@pytest.mark.parametrize(
    ("sampler", "argument", "share"),
    [("always_on", "", 1.0), ("parentbased_always_off", "", 0.0), ("traceidratio", "0.25", 0.25)],
)
def test_O7_the_share_of_traces_is_set_as_everywhere(
    monkeypatch: pytest.MonkeyPatch, sampler: str, argument: str, share: float
) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", sampler)
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", argument)
    assert sampled_share() == share


@pytest.mark.parametrize(("sampler", "argument"), [("traceidratio", "2"), ("traceidratio", "much"), ("xray", "")])
def test_O7_a_wrong_share_is_refused(monkeypatch: pytest.MonkeyPatch, sampler: str, argument: str) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", sampler)
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", argument)
    with pytest.raises(Misconfigured):
        sampled_share()
