"""O7, O8: secrets and people's words go through the whole stack and stand in no log line, metric or span."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.errors import Conflict, DatabaseUnavailable, DeliveryFailed, NotSent, OutcomeUnknown, RateLimited, Refused
from bot.logs import JsonLines, hush
from bot.messages import Message, Person, Thread
from bot.ports import Ledger, Parcel
from bot.redaction import Redaction
from storage.archive.saving import save
from storage.database import open_database
from storage.ledger import open_ledger
from tests.contract.drivers.slack import SlackDriver
from tests.contract.fake_issuer import APP_PASSWORD
from tests.contract.fake_slack import APP_TOKEN, SECRET, TOKEN, Fault
from tests.contract.teams_faults import Fault as TeamsFault
from tests.contract.test_telemetry import slack
from tests.contract.watched import WatchedStack, watched_stack
from tests.contract.watched_doors import TICKET, socket_slack, teams
from tests.examples import up_to
from tests.fakes.memory_ledger import MemoryLedger

SECRETS = ("canary-signing-secret", "canary-password", TOKEN, SECRET, APP_TOKEN, APP_PASSWORD)
WORDS = "canarywords about my divorce"
QUOTED = f"{WORDS} sent with {' '.join(SECRETS)} to postgresql://u:canary-password@db/x"
MARIA = Person("web", "", "maria", "Canaryname", "en")
ERRORS = (ValueError, KeyError, OSError, TimeoutError, RuntimeError)


class Lines(logging.Handler):
    """Everything that any logger says, as it is written in production."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(JsonLines(Redaction(SECRETS)))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[Lines]:
    root, handler = logging.getLogger(), Lines()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    hush()
    yield handler
    root.setLevel(level)
    root.removeHandler(handler)


def everything(stack: WatchedStack, lines: Lines) -> str:
    """All that operators see. A line of source in a traceback is code, not something that was said."""
    return "\n".join([*lines.lines, stack.watch.metrics.text().decode(), *(span.to_json() for span in stack.spans)])


def assert_nothing_leaks(written: str) -> None:
    for canary in ("canarywords", "divorce", "Canaryname", *SECRETS):
        assert canary not in written


class Quoting:
    """A platform whose failures quote what they were given."""

    name = "web"
    settle = timedelta(0)

    def __init__(self, failures: list[Exception]) -> None:
        self.failures = failures

    async def send(self, parcel: Parcel) -> str:
        if self.failures:
            raise self.failures.pop(0)
        return parcel.key

    async def find(self, parcel: Parcel) -> str | None:
        return None


class Faulty:
    """A ledger that fails now and then with errors that quote what they were given."""

    def __init__(self, ledger: MemoryLedger, failures: list[Exception]) -> None:
        self._ledger = ledger
        self._failures = failures

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Any]:
        async with self._ledger.work() as work:
            yield work
            if self._failures:
                raise self._failures.pop(0)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)


foreign = st.sampled_from([kind(QUOTED) for kind in ERRORS])
ours: st.SearchStrategy[DeliveryFailed] = st.sampled_from(
    [Refused("gone"), NotSent(), OutcomeUnknown(), RateLimited(timedelta(seconds=1))]
)
of_the_database: st.SearchStrategy[Exception] = st.sampled_from([Conflict(), DatabaseUnavailable()])


@example([ValueError(QUOTED)] * 400, [])
@given(st.lists(foreign | ours, max_size=16), st.lists(foreign | of_the_database, max_size=6))
@settings(up_to(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_O7_whatever_fails_nothing_leaks(lines: Lines, sending: list[Any], storing: list[Any]) -> None:
    ledger: Any = Faulty(MemoryLedger({}), list(storing))
    with watched_stack(ledger) as stack:
        await stack.attach(Quoting(list(sending)))
        thread, text = Thread("web", "", "dm-maria", "1"), f"I need a human: {QUOTED}"
        message = Message("m1", thread, MARIA, stack.clock(), text, direct=True, addressed=True)
        for _ in range(16):
            try:
                await stack.handler.handle(message)
            except Exception:
                logging.getLogger("door").exception("not handled")
            await stack.settle()
            stack.clock.advance(timedelta(minutes=1))
        assert stack.value("firstline_deliveries_total", platform="web") > 0
        assert_nothing_leaks(everything(stack, lines))


async def harmed(url: str) -> None:
    """Take away a table, so that statements fail that carry people's words."""
    async with open_database(url) as database, database.writing() as transaction:
        await transaction.run(text("ALTER TABLE words RENAME TO gone"))
        await transaction.commit()


async def said(stack: WatchedStack, driver: SlackDriver) -> list[int]:
    """Statuses that Slack gets for a message with canaries, sent twice."""
    message = driver.slack.write("U0MARIA", "D0MARIA", f"I need a human: {QUOTED}")
    event = driver.slack.event({**message, "type": "message"}, "D0MARIA")
    return [(await driver.slack.deliver(event))[0] for _ in range(2)]


async def test_O7_a_failing_database_leaks_nothing(database_url: str, lines: Lines) -> None:
    await harmed(database_url)
    logging.getLogger().setLevel(logging.DEBUG)
    async with open_ledger(database_url, "contract", {}) as ledger:
        with watched_stack(ledger) as stack:
            async with slack(stack) as driver:
                assert await said(stack, driver) == [500, 500]
            assert stack.value("firstline_failures_total", where="message", error="DatabaseFailed") == 2
            assert any('"cause"' in line for line in lines.lines)
            assert_nothing_leaks(everything(stack, lines))


async def test_O7_a_failing_platform_leaks_nothing(ledger: Ledger, lines: Lines) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    with watched_stack(ledger) as stack:
        async with slack(stack) as driver:
            faults = Fault(500), Fault(429, retry_after=1), Fault(code="invalid_auth"), Fault(after_accepting=True)
            driver.slack.fail_next("chat.postMessage", *faults)
            assert await said(stack, driver) == [200, 200]
            for _ in range(10):
                await stack.settle()
                stack.clock.advance(timedelta(seconds=30))
        assert lines.lines
        assert_nothing_leaks(everything(stack, lines))


async def test_O7_teams_leaks_neither_its_secret_nor_a_token(ledger: Ledger, lines: Lines) -> None:
    """Whatever the door refuses and the connector fails at; what it says of us is not repeated."""
    logging.getLogger().setLevel(logging.DEBUG)
    with watched_stack(ledger) as stack:
        async with teams(stack) as people:
            issuer, connector = people.connector.issuer, people.connector
            forged = issuer.sign(connector.service_url, aud="canary-other-app")
            answer = await people.send(people.message("maria", "a:dm-maria", QUOTED), token=forged)
            assert answer.status == 401
            connector.faults.extend([TeamsFault(500), TeamsFault(429), TeamsFault(403), TeamsFault(0, taken=True)])
            for text in (f"I need a human: {QUOTED}", f"and another thing: {QUOTED}", "one more"):
                await people.say("maria", "a:dm-maria", text)
                for _ in range(4):
                    await stack.settle()
                    stack.clock.advance(timedelta(seconds=30))
            assert issuer.tokens
        assert lines.lines
        written = everything(stack, lines)
        assert_nothing_leaks(written)
        for token in (forged, *issuer.tokens, "canary-other-app"):
            assert token not in written


async def test_O7_a_teams_login_that_fails_leaks_nothing(ledger: Ledger, lines: Lines) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    with watched_stack(ledger) as stack:
        async with teams(stack) as people:
            people.connector.issuer.refusal = {"error": "invalid_client", "error_description": QUOTED}
            await people.say("maria", "a:dm-maria", "my vpn wont connect")
            await stack.settle()
        assert lines.lines
        assert_nothing_leaks(everything(stack, lines))


@pytest.mark.parametrize("healthy", [True, False])
async def test_O7_socket_mode_leaks_neither_its_token_nor_the_ticket(
    ledger: Ledger, lines: Lines, *, healthy: bool
) -> None:
    """Also when the socket cannot be opened, which the library tells with the address."""
    logging.getLogger().setLevel(logging.DEBUG)
    with watched_stack(ledger) as stack:
        async with socket_slack(stack, healthy=healthy) as slack:
            if healthy:
                assert await slack.say(f"I need a human: {QUOTED}")
                await stack.settle()
                slack.slack.fail_next("chat.postMessage", Fault(code="invalid_auth"))
                assert await slack.say(f"and another thing: {QUOTED}")
                await stack.settle()
            while not healthy and not lines.lines:  # noqa: ASYNC110 - the library tells nobody but the log
                await asyncio.sleep(0.01)
        written = everything(stack, lines)
        assert_nothing_leaks(written)
        assert TICKET not in written


async def test_O7_a_backup_holds_no_secret_of_any_platform(database_url: str, tmp_path: Path) -> None:
    """Only what people wrote, after messages over Teams, over Slack's door and over its socket."""
    path = tmp_path / "a.backup"
    async with open_ledger(database_url, "contract", {}) as ledger:
        with watched_stack(ledger) as stack:
            async with teams(stack) as people, socket_slack(stack) as socket:
                await people.say("maria", "a:dm-maria", "I need a human")
                assert await socket.say("I need a human in canarywords")
                await stack.settle()
                tokens = people.connector.issuer.tokens
        await save(database_url, path, stack.clock())
    with ZipFile(path) as backup:
        held = b"".join(backup.read(name) for name in backup.namelist()).decode()
    assert "canarywords" in held
    assert tokens
    for secret in (TOKEN, APP_TOKEN, APP_PASSWORD, TICKET, *tokens):
        assert secret not in held
