"""T5, S31: whatever Firstline fetches or posts to goes where it should, however the address is written."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.addresses import is_safe, same_host
from adapters.slack.api import SlackApi
from adapters.slack.config import SlackConfig
from adapters.slack.permissions import Method
from adapters.teams.config import TeamsConfig
from adapters.teams.connector import Connector
from adapters.teams.credentials import ClientCredentials
from adapters.teams.hosts import is_connector
from adapters.teams.keys import KeysUnavailable, SigningKeys
from bot.errors import DeliveryFailed, NotSent, OutcomeUnknown, RateLimited, Refused
from tests.contract.fake_slack import TOKEN
from tests.contract.teams_door import SetClock

OWN = "https://smba.trafficmanager.net/teams/"
TRICKS = (
    "", "https://", "smba.trafficmanager.net", "//smba.trafficmanager.net/", "http://smba.trafficmanager.net/",
    "https://evil.example/?smba.trafficmanager.net", "https://evil.example#.botframework.com",
    "https://smba.trafficmanager.net@evil.example/", "https://user:x@smba.trafficmanager.net/",
    "https://@smba.trafficmanager.net/", "https://evil.example\\@smba.trafficmanager.net/",
    "https://evil.example\\.botframework.com/", "https://smba.trafficmanager.net.evil.example/",
    "https://smba.trafficmanager.net./", "https://smba.trafficmanager.net:8443/", "https://smba.trafficmanager.net:x/",
    "https://xn--smba-trafficmanager.net/", "https://smbа.trafficmanager.net/", "https://evil。botframework.com/",
    "https://smba.trafficmanager.net\t.evil.example/", "https://smba.trafficmanager.net\n/", "https://.botframework.com/",
    "https://botframework.com.evil.example/", "https://evilbotframework.com/", "https://[::1]/", "https://[::ffff:7f00:1]/",
    "https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://169.254.169.254/latest/meta-data/",
    "http://localhost/", "file:///etc/passwd", "gopher://smba.trafficmanager.net/", "https://[", "https://%65vil.example/",
    "javascript:alert(1)", "https://smba.trafficmanager.net%2eevil.example/", "https:/\\smba.trafficmanager.net",
)  # fmt: skip


class Knocked(list[str]):
    """Paths at which the server below was asked."""


@asynccontextmanager
async def elsewhere(
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> AsyncIterator[tuple[str, Knocked]]:
    """A server that notes what it is asked for and answers so."""
    knocked = Knocked()

    async def noted(request: web.Request) -> web.StreamResponse:
        knocked.append(request.path)
        return await answer(request)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", noted)
    async with TestServer(app) as server:
        yield str(server.make_url("/")), knocked


async def away(request: web.Request) -> web.StreamResponse:
    """Sends everybody on to another path, with method and body."""
    return web.Response(status=307, headers={"Location": "/caught"})


@pytest.mark.parametrize("url", TRICKS)
def test_T5_no_way_to_write_an_address_leads_our_token_elsewhere(url: str) -> None:
    assert not is_connector(url)


@pytest.mark.parametrize(
    "url", [OWN, "https://SMBA.trafficmanager.net/emea/", "https://a.botframework.com:443/x", "https://smba.infra.gcc.teams.microsoft.com"]
)  # fmt: skip
def test_T5_the_connectors_own_addresses_do(url: str) -> None:
    assert is_connector(url)


@pytest.mark.parametrize("url", [*TRICKS, OWN])
def test_a_response_url_leads_to_slack(url: str) -> None:
    assert not SlackConfig().may_respond_at(url.replace("smba.trafficmanager.net", "hooks.slack.com")) or url == OWN


@pytest.mark.parametrize("url", ["https://a@b.example/", "http://b.example/", "https://b.example\\c", "ftp://b", ""])
def test_T3_unsafe_addresses_in_settings_are_refused(url: str) -> None:
    assert not is_safe(url)


def test_T3_another_port_or_scheme_is_another_host() -> None:
    assert same_host("https://Login.example/a", "https://login.example/b")
    for other in ("http://login.example/", "https://login.example:8443/", "https://x@login.example/", "https://evil/"):
        assert not same_host(other, "https://login.example/b")


class Token:
    """Our token, as if it had been fetched."""

    async def token(self) -> str:
        return "ours"

    def drop(self, token: str) -> None:
        """It is never refused here."""


async def test_T5_the_connector_is_not_followed_elsewhere() -> None:
    async with elsewhere(away) as (url, knocked), aiohttp.ClientSession() as session:
        connector = Connector(session, Token(), frozenset({"127.0.0.1"}))
        with pytest.raises(DeliveryFailed):
            await connector.post(url, "a:1", {"type": "message"})
    assert knocked == ["/v3/conversations/a:1/activities"]


async def test_T5_what_is_not_the_connector_is_not_even_asked() -> None:
    async with elsewhere(away) as (url, knocked), aiohttp.ClientSession() as session:
        with pytest.raises(Refused):
            await Connector(session, Token()).post(url, "a:1", {"type": "message"})
    assert knocked == []


async def test_T7_our_secret_does_not_follow_a_redirect() -> None:
    async with elsewhere(away) as (url, knocked), aiohttp.ClientSession() as session:
        config = TeamsConfig(app_id="a", app_password="hunter2", tenant_id="t", login_url=url)
        with pytest.raises(NotSent):
            await ClientCredentials(session, config, SetClock()).token()
    assert knocked == ["/t/oauth2/v2.0/token"]


@pytest.mark.parametrize("keys", ["http://127.0.0.1:1/keys", "http://localhost/keys", "file:///etc/passwd", "//x", ""])
async def test_T3_keys_are_fetched_from_their_issuer_alone(keys: str) -> None:
    async def metadata(request: web.Request) -> web.StreamResponse:
        return web.json_response({"jwks_uri": keys})

    async with elsewhere(metadata) as (url, knocked), aiohttp.ClientSession() as session:
        with pytest.raises(KeysUnavailable):
            await SigningKeys(session, f"{url}openid", SetClock()).find("key")
    assert knocked == ["/openid"]


async def test_T3_keys_that_are_said_to_be_on_another_host_are_not_asked_for() -> None:
    async def metadata(request: web.Request) -> web.StreamResponse:
        return web.json_response({"jwks_uri": f"{other}keys"})

    async with (
        elsewhere(away) as (other, asked),
        elsewhere(metadata) as (url, knocked),
        aiohttp.ClientSession() as http,
    ):
        with pytest.raises(KeysUnavailable):
            await SigningKeys(http, f"{url}openid", SetClock()).find("key")
    assert (knocked, asked) == (["/openid"], [])


async def test_T3_nor_are_they_fetched_by_a_redirect_of_their_own() -> None:
    async def metadata(request: web.Request) -> web.StreamResponse:
        return web.json_response({"jwks_uri": f"{url}keys"}) if request.path == "/openid" else await away(request)

    async with elsewhere(metadata) as (url, knocked), aiohttp.ClientSession() as session:
        with pytest.raises(KeysUnavailable):
            await SigningKeys(session, f"{url}openid", SetClock()).find("key")
    assert knocked == ["/openid", "/keys"]


async def test_T3_keys_are_not_fetched_by_a_redirect() -> None:
    async with elsewhere(away) as (url, knocked), aiohttp.ClientSession() as session:
        with pytest.raises(KeysUnavailable):
            await SigningKeys(session, f"{url}openid", SetClock()).find("key")
    assert knocked == ["/openid"]


async def test_slack_is_answered_without_following_elsewhere() -> None:
    async with elsewhere(away) as (url, knocked), aiohttp.ClientSession() as session:
        api = SlackApi(SlackConfig(bot_token=TOKEN, api_url=f"{url}api/"), session, lambda: datetime.now(UTC))
        with pytest.raises(DeliveryFailed):
            await api.respond(f"{url}hook", {"text": "x"})
        with pytest.raises(Refused):
            await api.respond("https://evil.example/hook", {"text": "x"})
    assert knocked == ["/hook"]


async def endless(request: web.Request) -> web.StreamResponse:
    """An answer that never ends, as long as somebody takes it."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(bytes(1 << 20))


async def nested(request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"[" * 200_000, content_type="application/json")


@pytest.mark.parametrize("answer", [endless, nested])
async def test_S12_T18_an_answer_beyond_measure_is_an_unknown_outcome(
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> None:
    async with elsewhere(answer) as (url, _), aiohttp.ClientSession() as session:
        config = SlackConfig(bot_token=TOKEN, api_url=f"{url}api/")
        with pytest.raises(OutcomeUnknown):
            await SlackApi(config, session, lambda: datetime.now(UTC)).call(Method.POST, {})
        with pytest.raises(OutcomeUnknown):
            await Connector(session, Token(), frozenset({"127.0.0.1"})).post(url, "a:1", {"type": "message"})
        with pytest.raises(NotSent):
            await ClientCredentials(session, TeamsConfig(app_id="a", login_url=url), SetClock()).token()
        with pytest.raises(KeysUnavailable):
            await SigningKeys(session, f"{url}openid", SetClock()).find("key")


@pytest.mark.parametrize("wait", ["9" * 20, "9" * 5000, "Mon, 01 Jan 99999999999999 00:00:00 GMT"])
async def test_S12_T18_no_wait_that_is_asked_for_is_too_long_to_be_understood(wait: str) -> None:
    async def slowly(request: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": False}, status=429, headers={"Retry-After": wait})

    async with elsewhere(slowly) as (url, _), aiohttp.ClientSession() as session:
        config = SlackConfig(bot_token=TOKEN, api_url=f"{url}api/")
        with pytest.raises(RateLimited):
            await SlackApi(config, session, lambda: datetime.now(UTC)).call(Method.POST, {})
        with pytest.raises(RateLimited):
            await Connector(session, Token(), frozenset({"127.0.0.1"})).post(url, "a:1", {"type": "message"})
