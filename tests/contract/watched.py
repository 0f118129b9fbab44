"""The whole engine for tests, watched as a process is: metrics, and traces kept in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.parser import text_string_to_metric_families

from bot.delivery import Dispatcher
from bot.engine import Engine
from bot.library import Library
from bot.ports import Handler, Ledger, Platform
from bot.telemetry.exporting import provider_of
from bot.telemetry.health import Health
from bot.telemetry.metrics import Metrics
from bot.telemetry.traces import Traces
from bot.telemetry.watch import Watch
from tests.contract.stack import MovedClock, Stack, contract_desk, example_link
from tests.starter import knowledge


@dataclass
class WatchedStack(Stack):
    """A stack whose ports have watchers in front of them."""

    watch: Watch = field(kw_only=True)
    exporter: InMemorySpanExporter = field(kw_only=True)

    @property
    def engine(self) -> Engine:
        base = knowledge()
        search = self.watch.search(lambda question, language: base.search(question, language, 6))
        library = Library(search, base.language, example_link, base.article)
        return Engine(self.ledger, contract_desk, library, self.clock, self.watch)

    @property
    def handler(self) -> Handler:
        return self.watch.handler(self.engine)

    @property
    def dispatcher(self) -> Dispatcher:
        fire = self.watch.fire(self.engine.fire)
        return Dispatcher(self.ledger, self.platforms, fire, self.clock, (), self.watch, self.clock.steady)

    async def attach(self, platform: Platform) -> None:
        self.platforms[platform.name] = self.watch.platform(platform)

    @property
    def spans(self) -> tuple[ReadableSpan, ...]:
        return self.exporter.get_finished_spans()

    def value(self, name: str, **labels: str) -> float:
        """The sample with these labels, all desks' together; 0 where there is none."""
        return sum(
            sample.value
            for family in text_string_to_metric_families(self.watch.metrics.text().decode())
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )


@contextmanager
def watched_stack(ledger: Ledger, share: float = 1.0) -> Iterator[WatchedStack]:
    """A stack on the ledger; this share of its traces is kept."""
    exporter, clock = InMemorySpanExporter(), MovedClock()
    provider = provider_of(SimpleSpanProcessor(exporter), share)
    traces = Traces(provider.get_tracer("firstline"))
    watch = Watch(Metrics("contract"), traces, Health(clock, lambda: False), clock)
    yield WatchedStack(ledger, ledger.chat, clock, watch=watch, exporter=exporter)  # type: ignore[attr-defined]  # every ledger of the tests has one
    provider.shutdown()
