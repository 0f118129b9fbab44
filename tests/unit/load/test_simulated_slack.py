"""The lab's Slack is as strict as the real one: signatures, retries, limits, weather."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.signature import sign
from tests.contract.fake_slack import SECRET, TOKEN
from tests.load.plant import plant
from tests.load.simulator.slack import SimulatedSlack, simulated_slack
from tests.load.simulator.slack_courier import signed
from tests.load.simulator.slack_pace import BURST, Pace
from tests.load.simulator.weather import FAIR, Sky, Trouble, Weather

QUICK = 0.001
"""Seconds of a minute of Slack's."""


@asynccontextmanager
async def door(*statuses: int) -> AsyncIterator[tuple[str, list[web.Request]]]:
    """A door that gives these answers, and the last of them from then on."""
    knocks: list[web.Request] = []
    left = list(statuses)

    async def receive(request: web.Request) -> web.Response:
        await request.read()
        knocks.append(request)
        return web.Response(status=left.pop(0) if len(left) > 1 else left[0])

    application = web.Application()
    application.router.add_post("/", receive)
    async with TestServer(application) as server:
        yield str(server.make_url("/")), knocks


def said(world: SimulatedSlack) -> dict[str, object]:
    channel = world.employee(1)
    return world.slack.event(world.slack.write("U" + channel[1:], channel, "hello"), channel)


async def post(world: SimulatedSlack, text: str = "hello", token: str = TOKEN) -> tuple[int, str]:
    arguments = {"channel": world.employee(1), "text": text, "parse": "none"}
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{world.slack.url}/api/chat.postMessage", json=arguments, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


def test_S1_requests_are_signed_as_slack_signs_them() -> None:
    assert signed(SECRET, "1700000000", b"{}") == {
        "X-Slack-Request-Timestamp": "1700000000",
        "X-Slack-Signature": sign(SECRET, "1700000000", b"{}"),
    }


async def test_S6_an_event_is_sent_again_three_times_and_then_given_up() -> None:
    async with simulated_slack(plant(1), Weather(minute=QUICK)) as world, door(500) as (address, knocks):
        world.courier.doors = [address]
        assert not await world.courier.event(said(world))
    assert [knock.headers.get("X-Slack-Retry-Num") for knock in knocks] == [None, "1", "2", "3"]
    assert knocks[1].headers["X-Slack-Retry-Reason"] == "http_error"
    assert len(world.courier.given_up) == 1


async def test_S6_an_event_that_is_taken_is_not_sent_again() -> None:
    async with simulated_slack(plant(1), Weather(minute=QUICK)) as world, door(500, 200) as (address, knocks):
        world.courier.doors = [address]
        assert await world.courier.event(said(world))
    assert len(knocks) == 2
    assert world.courier.given_up == set()


async def test_S6_a_doubled_event_comes_under_another_id() -> None:
    async with simulated_slack(plant(1), Weather(doubled=1.0)) as world, door(200) as (address, knocks):
        world.courier.doors = [address]
        assert await world.courier.event(said(world))
        await world.courier.finish()
    first, second = [(await knock.json())["event_id"] for knock in knocks]
    assert first != second


async def test_S4_nobody_waits_longer_than_slack_does() -> None:
    async def sleep(_: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    application = web.Application()
    application.router.add_post("/", sleep)
    async with (
        TestServer(application, shutdown_timeout=0.1) as server,
        simulated_slack(plant(1), Weather(minute=QUICK, patience=0.05)) as world,
    ):
        world.courier.doors = [str(server.make_url("/"))]
        assert not await world.courier.event(said(world))
        assert world.courier.statuses == {0: 4}


def test_S12_a_channel_takes_a_message_a_second_after_a_short_burst() -> None:
    pace = Pace()
    assert [pace.admit("C1", 0.0) for _ in range(int(BURST) + 1)] == [True] * int(BURST) + [False]
    assert pace.admit("C2", 0.0)
    assert not pace.admit("C1", 0.9)
    assert pace.admit("C1", 1.0)


async def test_S12_over_the_limit_is_429_with_retry_after() -> None:
    async with simulated_slack(plant(1)) as world:
        answers = [(await post(world))[0] for _ in range(int(BURST) + 1)]
    assert answers == [200] * int(BURST) + [429]
    assert world.api.answered["over the limit"] == 1


@pytest.mark.parametrize(
    ("weather", "status", "seen"),
    [
        (Weather(limited=1.0), 429, 0),
        (Weather(failed_before=1.0), 503, 0),
        (Weather(failed_after=1.0), 503, 1),
        (Weather(slow=1.0, slowness=0.0), 200, 1),
        (Weather(garbled=1.0), 200, 1),
    ],
)
async def test_what_was_accepted_is_seen_whatever_is_answered(weather: Weather, status: int, seen: int) -> None:
    async with simulated_slack(plant(1), weather) as world:
        assert (await post(world))[0] == status
    assert len(world.sightings.rows) == seen


async def test_a_connection_dropped_after_accepting_leaves_what_was_accepted() -> None:
    async with simulated_slack(plant(1), Weather(dropped_after=1.0)) as world:
        with pytest.raises(aiohttp.ClientError):
            await post(world)
    assert [row.text for row in world.sightings.rows] == ["hello"]


async def test_a_garbled_answer_never_says_which_message_it_is() -> None:
    async with simulated_slack(plant(1), Weather(garbled=1.0)) as world:
        answers = [(await post(world))[1] for _ in range(3)]
    assert all(row.id not in answer for row, answer in zip(world.sightings.rows, answers, strict=True))


async def test_a_platform_that_is_gone_accepts_nothing() -> None:
    async with simulated_slack(plant(1)) as world:
        world.sky.gone = True
        for _ in range(5):
            with suppress(aiohttp.ClientError):
                assert (await post(world))[0] == 503
    assert world.sightings.rows == []


async def test_what_slack_refuses_is_remembered() -> None:
    async with simulated_slack(plant(1)) as world:
        assert "invalid_auth" in (await post(world, token="xoxb-other"))[1]
        assert "invalid_blocks" in (await post(world, text=" "))[1]
        assert sum(world.api.errors.values()) == 2
    assert world.sightings.rows == []


def test_the_same_seed_is_the_same_weather() -> None:
    weather = Weather(limited=0.2, failed_after=0.2, dropped_after=0.2)
    first, second, other = Sky(weather, 1), Sky(weather, 1), Sky(weather, 2)
    thrown = [first.trouble() for _ in range(100)]
    assert thrown == [second.trouble() for _ in range(100)]
    assert thrown != [other.trouble() for _ in range(100)]
    assert set(thrown) == {Trouble.NONE, Trouble.LIMITED, Trouble.FAILED_AFTER, Trouble.DROPPED_AFTER}
    assert {Sky(FAIR).trouble() for _ in range(100)} == {Trouble.NONE}


def test_an_outage_has_its_window() -> None:
    now = [0.0]
    sky = Sky(Weather(outages=((10.0, 20.0),)), clock=lambda: now[0])

    def down_at(second: float) -> bool:
        now[0] = second
        return sky.down

    assert [down_at(second) for second in (9.9, 10.0, 19.9, 20.0)] == [False, True, True, False]


async def test_S6_an_acknowledgement_that_gets_lost_is_none() -> None:
    async with (
        simulated_slack(plant(1), Weather(minute=QUICK, unheard=1.0)) as world,
        door(200) as (address, knocks),
    ):
        world.courier.doors = [address]
        assert not await world.courier.event(said(world))
    assert len(knocks) == 4


async def test_employees_who_are_dismissed_leave_nothing_behind() -> None:
    async with simulated_slack(plant(1)) as world:
        channels, users = set(world.slack.channels), set(world.slack.users)
        world.employee(7)
        world.api.pace.admit("D0E000007", 0.0)
        world.dismiss()
        assert (set(world.slack.channels), set(world.slack.users)) == (channels, users)
        assert world.api.pace == Pace()


async def test_nobody_is_given_the_port_of_one_that_is_away() -> None:
    """Hundreds of connections are made while Slack is away; none may begin where it is to come back."""
    async with simulated_slack(plant(1)) as world:
        await world.entrance.shut()
        with pytest.raises(aiohttp.ClientConnectorError):
            await post(world)
        with socket.socket() as taker, pytest.raises(OSError, match="in use"):
            taker.bind(("127.0.0.1", world.entrance.port))
        await world.entrance.open()
        assert (await post(world))[0] == 200
