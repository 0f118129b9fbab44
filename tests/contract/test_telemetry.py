"""O7: what operators see of one message and of what goes wrong, on every ledger and through the real Slack adapter."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from opentelemetry.sdk.trace import ReadableSpan

from adapters.slack.app import Slack
from adapters.slack.config import SlackConfig
from adapters.slack.door import PATH
from bot.errors import RateLimited, Refused
from bot.messages import Message, Person, Post, Thread
from bot.ports import Ledger, Parcel
from bot.ports.backlog import Queue
from bot.telemetry.calls import call_traces
from bot.telemetry.listener import watched_doors
from storage.ledger import SqlLedger, open_ledger
from tests.contract.drivers.slack import SlackDriver, workspace
from tests.contract.fake_slack import SECRET, TOKEN
from tests.contract.slack_web_api import running
from tests.contract.watched import WatchedStack, watched_stack
from tests.contract.watched_doors import socket_slack, teams
from tests.samples import DESK, NOW, card, post, stored

MARIA = Person("web", "", "maria", "Maria", "en")
DIRECT = Thread("web", "", "dm-maria", "1")


@pytest.fixture
def stack(ledger: Ledger) -> Iterator[WatchedStack]:
    with watched_stack(ledger) as watched:
        yield watched


def said(stack: WatchedStack, delivery: str, text: str) -> Message:
    return Message(delivery, DIRECT, MARIA, stack.clock(), text, direct=True, addressed=True)


class Screen:
    """A platform that shows everything, unless it is to fail."""

    name = "web"
    settle = timedelta(0)

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.shown: list[Parcel] = []

    async def send(self, parcel: Parcel) -> str:
        if self.failures:
            raise self.failures.pop(0)
        self.shown.append(parcel)
        return str(len(self.shown))

    async def find(self, parcel: Parcel) -> str | None:
        return None


@asynccontextmanager
async def slack(stack: WatchedStack) -> AsyncIterator[SlackDriver]:
    """As tests.contract.drivers.slack.drive, with doors and an HTTP client that are watched."""
    traced = list(call_traces(stack.watch.traces))
    async with running(workspace(stack)) as fake, aiohttp.ClientSession(trace_configs=traced) as session:
        config = SlackConfig(bot_token=TOKEN, signing_secret=SECRET, api_url=f"{fake.url}/api/")
        adapter = Slack(config, stack.handler, session, stack.clock)
        doors = watched_doors(stack.watch.metrics)
        adapter.routes(doors)
        async with TestServer(doors) as door:
            fake.door = str(door.make_url(PATH))
            await stack.attach(adapter.platform)
            yield SlackDriver(fake)


def names(spans: tuple[ReadableSpan, ...]) -> set[str]:
    return {span.name for span in spans}


def trace_ids(spans: tuple[ReadableSpan, ...]) -> set[int]:
    return {span.context.trace_id for span in spans if span.context}


ABOVE = {
    "handle": "message",
    "door": "handle",
    "search": "handle",
    "commit": "handle",
    "deliver": "message",
    "outbox": "deliver",
    "call": "deliver",
}
"""Which span each lies in, whatever brings the message."""


def above(spans: tuple[ReadableSpan, ...]) -> dict[str, str]:
    by_id = {span.context.span_id: span.name for span in spans if span.context}
    return {span.name: by_id[span.parent.span_id] for span in spans if span.parent}


async def test_O7_one_message_is_one_trace_from_the_door_to_the_platform(stack: WatchedStack) -> None:
    async with slack(stack) as driver:
        await driver.say("maria", "dm", "my vpn wont conect since this morning")
        await stack.settle()
    assert names(stack.spans) == {
        *("message", "door", "handle", "search", "commit"),
        *("outbox", "deliver", "call"),
    }
    assert len(trace_ids(stack.spans)) == 1
    [root] = [span for span in stack.spans if span.parent is None]
    assert root.name == "message"
    assert above(stack.spans) == ABOVE


async def test_O7_a_message_of_teams_is_one_trace(stack: WatchedStack) -> None:
    async with teams(stack) as people:
        await people.say("maria", "a:dm-maria", "my vpn wont conect since this morning")
        await stack.settle()
        assert people.connector.posts
    assert len(trace_ids(stack.spans)) == 1
    assert above(stack.spans) == ABOVE


async def test_O7_a_message_of_socket_mode_is_one_trace(stack: WatchedStack) -> None:
    async with socket_slack(stack) as slack:
        assert await slack.say("my vpn wont conect since this morning")
        await stack.settle()
        assert "chat.postMessage" in dict(slack.slack.calls)
    assert len(trace_ids(stack.spans)) == 1
    assert above(stack.spans) == ABOVE


async def test_O7_a_ticket_s_cards_belong_to_the_trace_of_the_message_that_opened_it(stack: WatchedStack) -> None:
    await stack.attach(Screen())
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    await stack.settle()
    assert [span.name for span in stack.spans].count("deliver") >= 2
    assert len(trace_ids(stack.spans)) == 1


async def test_O7_two_messages_are_two_traces_and_a_repeat_is_none(stack: WatchedStack) -> None:
    first = said(stack, "m1", "my vpn wont connect")
    for message in (first, first, said(stack, "m2", "the printer is jammed")):
        await stack.handler.handle(message)
    assert [span.name for span in stack.spans].count("message") == 2
    assert len(trace_ids(stack.spans)) == 2
    assert stack.value("firstline_messages_total", platform="web", result="handled") == 2
    assert stack.value("firstline_messages_total", platform="web", result="repeat") == 1


async def test_O7_a_timer_has_a_trace_of_its_own_linked_to_the_message_behind_it(stack: WatchedStack) -> None:
    await stack.attach(Screen())
    await stack.handler.handle(said(stack, "m1", "I need a human"))
    [asked] = trace_ids(stack.spans)
    stack.clock.advance(timedelta(hours=1))
    await stack.settle()
    fired = [span for span in stack.spans if span.name == "fire"]
    assert fired
    assert {link.context.trace_id for span in fired for link in span.links} >= {asked}
    assert stack.value("firstline_timer_lateness_seconds_count") >= 1
    assert stack.value("firstline_escalation_steps_total", cause="unclaimed", step="0") == 1


async def test_O7_a_share_of_traces_is_kept_whole(ledger: Ledger) -> None:
    with watched_stack(ledger, share=0.5) as stack:
        await stack.attach(Screen())
        for number in range(30):
            await stack.handler.handle(said(stack, f"m{number}", "my vpn wont connect"))
        await stack.settle()
        kept = trace_ids(stack.spans)
        assert 0 < len(kept) < 30
        for trace in kept:
            whole = {span.name for span in stack.spans if span.context and span.context.trace_id == trace}
            assert whole >= {"message", "handle", "search", "commit", "deliver"}


async def test_O7_spans_and_metrics_hold_no_words_names_or_channels(stack: WatchedStack) -> None:
    async with slack(stack) as driver:
        await driver.say("maria", "dm", "my canaryword vpn wont connect")
        await driver.command("sam", "triage", "/ticket claim 1")
        await stack.settle()
    written = "\n".join(span.to_json() for span in stack.spans) + stack.watch.metrics.text().decode()
    for private in ("canaryword", "maria", "Maria", "U0MARIA", "D0MARIA", "C0TRIAGE", "127.0.0.1", TOKEN, SECRET):
        assert private not in written


async def test_O7_deliveries_are_counted_by_outcome(stack: WatchedStack) -> None:
    await stack.attach(Screen(RateLimited(timedelta(seconds=1)), ValueError("cannot be rendered"), Refused("gone")))
    threads = [replace(DIRECT, root=str(number)) for number in range(4)]
    await stored(stack.ledger, *(Post(f"k{n}", at, card()) for n, at in enumerate(threads)))
    await stack.settle()
    assert stack.value("firstline_deliveries_total", platform="web", outcome="rate_limited") == 1
    assert stack.value("firstline_deliveries_total", platform="web", outcome="broken") == 1
    assert stack.value("firstline_deliveries_total", platform="web", outcome="refused") == 1
    assert stack.value("firstline_deliveries_total", platform="web", outcome="sent") == 1
    assert stack.value("firstline_posts_given_up_total", platform="web", state="dead") == 1


async def test_O7_the_wait_of_a_post_counts_every_attempt(stack: WatchedStack) -> None:
    await stack.attach(Screen())
    await stack.handler.handle(said(stack, "m1", "hello"))
    stack.clock.advance(timedelta(seconds=90))
    await stack.settle()
    assert stack.value("firstline_delivery_seconds_sum", platform="web") == 90


async def test_O7_answers_and_confidence_are_counted_once_they_are_committed(stack: WatchedStack) -> None:
    await stack.handler.handle(said(stack, "m1", "my vpn wont connect since this morning"))
    other = replace(said(stack, "m2", "zyxgl brrt qwop"), thread=replace(DIRECT, root="2"))
    await stack.handler.handle(other)
    assert stack.value("firstline_questions_total", outcome="answered") == 1
    assert stack.value("firstline_questions_total", outcome="not_sure") == 1
    assert stack.value("firstline_search_confidence_ratio_count") == 2


async def test_O7_the_doors_count_their_answers(stack: WatchedStack) -> None:
    async with slack(stack) as driver:
        await driver.say("maria", "dm", "hello")
        async with aiohttp.ClientSession() as session, session.post(driver.slack.door, data=b"forged") as answer:
            assert answer.status == 401
    assert stack.value("firstline_door_answers_total", platform="slack", status="200") == 1
    assert stack.value("firstline_door_answers_total", platform="slack", status="401") == 1
    assert stack.value("firstline_acknowledgement_seconds_count", platform="slack") == 1


# ---------------------------------------------------------------- what waits


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[SqlLedger]:
    async with open_ledger(database_url, DESK, {}) as opened:
        yield opened


async def test_O7_the_backlog_tells_how_many_wait_and_since_when(database: SqlLedger) -> None:
    old, new = NOW - timedelta(minutes=5), NOW - timedelta(minutes=1)
    lanes = [Thread("slack", "T1", "C1", str(number)) for number in range(4)]
    await stored(database, *(post(f"k{n}", at, stored_at=new if n else old) for n, at in enumerate(lanes)))
    waiting = await database.backlog(NOW)
    assert waiting.queues == (Queue("slack", "waiting", 4, old),)
    first, second, third, _ = await database.outbox.lease(["slack"], NOW, 10)
    await database.outbox.sent(first, "1", NOW)
    await database.outbox.give_up(second, "dead", "gone", NOW)
    await database.outbox.wait(third, NOW + timedelta(minutes=1), maybe_sent=False)
    later = {queue.state: queue for queue in (await database.backlog(NOW)).queues}
    assert {state: queue.posts for state, queue in later.items()} == {"waiting": 1, "sending": 1, "dead": 1}
    assert all(queue.due_since is None for queue in later.values())
    due = {queue.state: queue.due_since for queue in (await database.backlog(NOW + timedelta(minutes=2))).queues}
    assert due["waiting"] == NOW + timedelta(minutes=1)


async def test_O9_the_backlog_is_that_of_one_desk(database: SqlLedger, database_url: str) -> None:
    await stored(database, post("k"))
    other = SqlLedger(database._database, "other", {})
    assert (await other.backlog(NOW)).queues == ()
