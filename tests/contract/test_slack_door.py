"""Slack's door: who gets in (S1 to S3), what is acknowledged and when (S5 to S7), forms (S34)."""

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp.base_protocol import BaseProtocol
from aiohttp.test_utils import make_mocked_request
from aiohttp.web import HTTPBadRequest, RequestPayloadError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yarl import URL

from adapters import knock as the_knock
from adapters.slack.blocks import render
from adapters.slack.door import LARGEST_BODY
from adapters.slack.envelope import MalformedRequest, check
from adapters.slack.signature import sign
from bot.cards import Button, Card
from bot.errors import Misconfigured
from tests.contract.fake_slack import SECRET, FakeSlack, Fault
from tests.contract.slack_rig import NOW, Rig, open_door
from tests.examples import up_to
from tests.unit.slack.payloads import press as unit_press

Json = dict[str, Any]
FORM = "application/x-www-form-urlencoded"
SAID = b'{"type":"event_callback","event":{"type":"message"}}'
DEVELOPMENT = {"signing_secret": "", "insecure_development": True, "listen_host": "127.0.0.1"}
MODAL = {"id": "V1", "type": "modal"}
ORIGIN = dict.fromkeys(("channel", "root", "action", "value", "post", "language"), "")
ODD_CHOICE = {
    **MODAL,
    "callback_id": "firstline-form",
    "private_metadata": json.dumps(ORIGIN),
    "blocks": [{"block_id": "why"}],
    "state": {"values": {"why": {"why": {"selected_option": 5}}}},
}
STAMP = str(int(NOW.timestamp()))


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_door() as rig:
        yield rig


def said(slack: FakeSlack, text: str = "vpn", channel: str = "C0HELP", **more: Any) -> Json:
    return slack.event({**slack.write("U0MARIA", channel, text), **more}, channel)


async def knock(rig: Rig, body: bytes, headers: list[tuple[str, str]]) -> int:
    async with aiohttp.ClientSession() as session, session.post(rig.slack.door, data=body, headers=headers) as answer:
        return answer.status


def signed(body: bytes, stamp: str = STAMP) -> list[tuple[str, str]]:
    return [
        ("Content-Type", "application/json"),
        ("X-Slack-Request-Timestamp", stamp),
        ("X-Slack-Signature", sign(SECRET, stamp, body)),
    ]


# ---------------------------------------------------------------- who gets in


@pytest.mark.parametrize(
    "body", [SAID, b"{", b"", b'{"type":"url_verification","challenge":"c"}', b"\xff\xfe", b"payload={"]
)
async def test_S2_the_unsigned_is_refused_before_anything_is_read(rig: Rig, body: bytes) -> None:
    assert await knock(rig, body, [("Content-Type", "application/json")]) == 401
    assert rig.engine.handled == []


async def test_S1_forged_old_and_ambiguous_requests_are_refused(rig: Rig) -> None:
    event = json.dumps(said(rig.slack)).encode()
    good = signed(event)
    assert await knock(rig, event + b" ", good) == 401
    assert await knock(rig, event, signed(event, str(int(STAMP) - 360))) == 401
    assert await knock(rig, event, signed(event, str(int(STAMP) + 360))) == 401
    assert await knock(rig, event, good[:2]) == 401
    assert await knock(rig, event, [*good, good[2]]) == 401
    assert await knock(rig, event, [good[1], *good]) == 401
    assert await knock(rig, event, [*good[:2], ("X-Slack-Signature", "v0=" + "0" * 64)]) == 401
    assert rig.engine.handled == []
    assert await knock(rig, event, good) == 200
    assert len(rig.engine.handled) == 1


async def test_S2_the_address_is_confirmed_only_when_signed(rig: Rig) -> None:
    status, body = await rig.slack.post(b'{"type":"url_verification","challenge":"abc"}', "application/json")
    assert (status, json.loads(body)) == (200, {"challenge": "abc"})


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"1",
        b"\xff",
        b'{"type":"event_callback"}',
        b'{"type":"event_callback","event":[]}',
        b'{"type":"event_callback","event":{}}',
        b'{"type":"block_actions","actions":[],"trigger_id":"1"}',
        b'{"type":"block_actions","actions":[{"name":"n"}],"trigger_id":"1"}',
        b'{"type":"block_actions","actions":[{"action_id":"x","selected_option":5}],"trigger_id":"1"}',
        b'{"type":"view_submission"}',
        b'{"type":"event_callback","event":{"type":"message"},"authorizations":[1]}',
        b"[" * 100_000,
    ],
)
async def test_S2_malformed_requests_are_told_so(rig: Rig, body: bytes) -> None:
    assert (await rig.slack.post(body, "application/json"))[0] == 400


async def test_a_large_body_is_not_read_to_its_end(rig: Rig) -> None:
    body = BytesIO(b"x" * (LARGEST_BODY + 1))
    async with (
        aiohttp.ClientSession() as session,
        session.post(rig.slack.door, data=body, headers=signed(b"")) as answer,
    ):
        assert answer.status == 413


async def test_a_large_body_of_unknown_length_is_cut_off(rig: Rig) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(LARGEST_BODY // 65536 + 2):
            yield b"x" * 65536

    async with (
        aiohttp.ClientSession() as session,
        session.post(rig.slack.door, data=endless(), headers=signed(b"")) as answer,
    ):
        assert answer.status == 413


@pytest.mark.parametrize("packed", [b"junk", gzip.compress(SAID, mtime=0)], ids=["junk", "gzip"])
async def test_S2_a_compressed_body_is_not_unpacked(rig: Rig, packed: bytes) -> None:
    for vouched in (signed(SAID), signed(packed)):
        assert await knock(rig, packed, [*vouched, ("Content-Encoding", "gzip")]) == 415
    assert await knock(rig, packed, [("Content-Encoding", "gzip")]) == 401
    assert rig.engine.handled == []


async def say(
    rig: Rig, headers: list[tuple[str, str]], body: bytes
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Knock byte by byte, so that a body can end too early or not at all."""
    door = URL(rig.slack.door)
    reader, writer = await asyncio.open_connection(door.host, door.port)
    lines = [f"POST {door.path} HTTP/1.1", f"Host: {door.authority}", *(f"{name}: {value}" for name, value in headers)]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
    await writer.drain()
    return reader, writer


async def status_of(rig: Rig, headers: list[tuple[str, str]], body: bytes = b"") -> int:
    reader, writer = await say(rig, headers, body)
    status = int((await reader.readline()).split()[1])
    writer.close()
    return status


@pytest.mark.parametrize("broken", [RequestPayloadError("no chunk"), ConnectionResetError("hung up")])
async def test_S2_a_body_that_breaks_off_is_malformed_and_no_failure_of_ours(broken: Exception) -> None:
    loop = asyncio.get_running_loop()
    body = aiohttp.StreamReader(BaseProtocol(loop), LARGEST_BODY, loop=loop)
    body.feed_data(b"{")
    body.set_exception(broken)
    with pytest.raises(HTTPBadRequest):
        await the_knock.read_body(make_mocked_request("POST", "/", payload=body), LARGEST_BODY)


async def test_S2_a_body_that_never_ends_is_not_waited_for(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(the_knock, "TIME_LIMIT", 0.05)
    assert await status_of(rig, [*signed(b""), ("Content-Length", "9")], b"{") == 408


@pytest.mark.parametrize("vouched", [[], signed(b"")[:2], signed(b"", "1"), signed(b"", "soon")])
async def test_S2_a_body_that_nothing_vouches_for_is_not_read(rig: Rig, vouched: list[tuple[str, str]]) -> None:
    assert await status_of(rig, [*vouched, ("Content-Length", "9")]) == 401


async def test_X11_no_words_of_people_are_logged(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "adapters.slack")
    event = json.dumps(said(rig.slack, "my password is hunter2")).encode()
    await knock(rig, event, [("Content-Type", "application/json")])
    await knock(rig, event[:-1], signed(event[:-1]))
    rig.engine.failures = 1
    assert await knock(rig, event, signed(event)) == 500
    assert "DatabaseGone" in caplog.text
    assert "hunter2" not in caplog.text


async def test_S3_without_a_secret_there_is_no_door() -> None:
    with pytest.raises(Misconfigured):
        async with open_door(signing_secret=""):
            pass


async def test_S3_development_works_unsigned_from_this_machine() -> None:
    async with open_door(**DEVELOPMENT) as rig:
        event = json.dumps(said(rig.slack)).encode()
        assert await knock(rig, event, [("Content-Type", "application/json")]) == 200
        assert len(rig.engine.handled) == 1


@pytest.mark.parametrize(
    "header", ["Origin", "origin", "Forwarded", "X-Forwarded-For", "x-forwarded-host", "Via", "Host"]
)
async def test_S3_in_development_neither_proxies_nor_pages_get_in(header: str) -> None:
    async with open_door(**DEVELOPMENT) as rig:
        event = json.dumps(said(rig.slack)).encode()
        assert await knock(rig, event, [("Content-Type", "application/json"), (header, "evil.example")]) == 401
        assert rig.engine.handled == []


@pytest.mark.parametrize("host", ["", "0.0.0.0", "desk.example"])
async def test_S3_development_opens_no_door_beyond_this_machine(host: str) -> None:
    with pytest.raises(Misconfigured):
        async with open_door(**{**DEVELOPMENT, "listen_host": host}):
            pass


async def test_S3_the_development_flag_does_not_weaken_a_secret() -> None:
    async with open_door(insecure_development=True) as rig:
        assert await knock(rig, SAID, [("Content-Type", "application/json")]) == 401


# ---------------------------------------------------------------- what is acknowledged


async def test_S5_nothing_is_acknowledged_before_it_is_handled(rig: Rig) -> None:
    event, rig.engine.failures = said(rig.slack), 1
    assert (await rig.slack.deliver(event))[0] == 500
    assert (await rig.slack.deliver(event, retry=1))[0] == 200
    assert [message.text for message in rig.engine.handled] == ["vpn"]


async def test_S6_an_event_first_seen_as_a_retry_is_handled(rig: Rig) -> None:
    assert (await rig.slack.deliver(said(rig.slack), retry=3))[0] == 200
    assert len(rig.engine.handled) == 1


async def test_S6_eleven_deliveries_under_eleven_event_ids_are_one(rig: Rig) -> None:
    message = rig.slack.write("U0MARIA", "C0HELP", "<@U0BOT> vpn")
    for attempt in range(11):
        kind = {"type": "app_mention" if attempt % 2 else "message"}
        assert (await rig.slack.deliver(rig.slack.event({**message, **kind}, "C0HELP"), retry=attempt))[0] == 200
    assert len(rig.engine.handled) == 1


@pytest.mark.parametrize("event", ["app_home_opened", "member_joined_channel", "tokens_revoked", "made_up_tomorrow"])
async def test_S7_every_event_is_acknowledged(rig: Rig, event: str) -> None:
    assert (await rig.slack.deliver(said(rig.slack, type=event)))[0] == 200
    assert rig.engine.handled == []


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "app_rate_limited", "team_id": "T0FIRST"},
        {"type": "shortcut", "callback_id": "x", "trigger_id": "1"},
        {"type": "message_action", "callback_id": "x", "trigger_id": "1"},
        {"type": "block_suggestion", "action_id": "x"},
        {"type": "view_closed", "view": {**MODAL, "callback_id": "firstline-form"}},
        {"type": "view_submission", "view": {**MODAL, "callback_id": "someone-elses"}},
        {"type": "view_submission", "view": {**MODAL, "callback_id": "firstline-form"}},
        {"type": "dialog_submission", "callback_id": "x", "submission": {}},
        {"type": "dialog_cancellation", "callback_id": "x"},
        {"type": "dialog_suggestion", "callback_id": "x", "name": "n"},
        {"type": "interactive_message", "callback_id": "x", "actions": [{"name": "n", "type": "button"}]},
        {"type": "workflow_step_edit", "callback_id": "x", "trigger_id": "1", "workflow_step": {}},
        {"type": "view_submission", "view": ODD_CHOICE},
        {"type": "made_up_tomorrow"},
        {},
    ],
)
async def test_S7_every_interaction_is_acknowledged(rig: Rig, payload: Json) -> None:
    body = urlencode({"payload": json.dumps(payload)}).encode()
    assert (await rig.slack.post(body, FORM))[0] == 200
    assert rig.engine.handled == []


async def test_I4_a_command_is_handled_and_acknowledged_with_nothing(rig: Rig) -> None:
    form = rig.slack.command("U0MARIA", "C0HELP", "new принтер не печатает")
    assert await rig.slack.post(urlencode(form).encode(), FORM) == (200, "")
    [message] = rig.engine.handled
    assert (message.text, message.command, message.route) == ("new принтер не печатает", True, form["response_url"])


# ---------------------------------------------------------------- buttons and forms


def pressed(slack: FakeSlack, action: str, language: str = "en") -> Json:
    [block] = render(Card(language, (), buttons=(Button(action, "12", "Do it"),))).payload["blocks"]
    message = slack.write("U0SAM", "C0HELP", "a card")
    return slack.press("U0MARIA", "C0HELP", message, block["elements"][0], block["block_id"])


async def test_a_button_is_pressed(rig: Rig) -> None:
    assert (await rig.slack.deliver(pressed(rig.slack, "claim")))[0] == 200
    [message] = rig.engine.handled
    assert message.pressed is not None
    assert (message.pressed.action, message.pressed.value) == ("claim", "12")


async def test_S34_a_form_opens_at_once_in_the_cards_language_and_is_submitted(rig: Rig) -> None:
    assert (await rig.slack.deliver(pressed(rig.slack, "reply", "ru")))[0] == 200
    assert rig.engine.handled == []
    english, russian = "Your answer", rig.slack.modals["U0MARIA"]["blocks"][0]["label"]["text"]
    assert russian != english
    assert not russian.isascii()
    status, body = await rig.slack.deliver(rig.slack.submit("U0MARIA", {"text": "перезагрузите"}))
    assert (status, json.loads(body)) == (200, {"response_action": "clear"})
    [message] = rig.engine.handled
    assert message.pressed is not None
    assert (message.pressed.action, message.pressed.get("text")) == ("reply", "перезагрузите")


async def test_S34_what_is_missing_is_said_beside_the_field(rig: Rig) -> None:
    await rig.slack.deliver(pressed(rig.slack, "reply"))
    status, body = await rig.slack.deliver(rig.slack.submit("U0MARIA", {"text": " "}))
    assert (status, json.loads(body)["response_action"]) == (200, "errors")
    assert json.loads(body)["errors"].keys() == {"text"}
    assert rig.engine.handled == []


async def test_S34_a_form_that_cannot_open_is_not_acknowledged(rig: Rig) -> None:
    rig.slack.fail_next("views.open", Fault(code="expired_trigger_id"))
    assert (await rig.slack.deliver(pressed(rig.slack, "reply")))[0] == 400
    rig.slack.fail_next("views.open", Fault(status=503))
    assert (await rig.slack.deliver(pressed(rig.slack, "reply")))[0] == 400


@pytest.mark.parametrize("odd", ["", "U 1", "U\x00", "U\ud800", "x" * 401, "Ы"])
async def test_S2_people_and_places_that_slack_could_not_have_named_are_malformed(rig: Rig, odd: str) -> None:
    form = {**rig.slack.command("U0MARIA", "C0HELP", "mine"), "user_id": odd}
    assert (await rig.slack.post(urlencode(form, errors="surrogatepass").encode(), FORM))[0] == 400
    event = said(rig.slack)
    event["event"]["channel"] = odd or "C 1"
    assert (await rig.slack.deliver(event))[0] == 400
    assert rig.engine.handled == []


async def test_S2_what_only_bolt_stumbles_over_is_read_where_it_is_an_event_and_else_malformed(rig: Rig) -> None:
    odd = said(rig.slack, user=None, previous_message={"user": 0.5})
    assert (await rig.slack.deliver(odd))[0] == 200
    assert (await rig.slack.deliver({**odd, "type": "odd"}))[0] == 400


async def test_S5_a_press_that_was_not_stored_is_not_acknowledged(rig: Rig) -> None:
    rig.engine.failures = 1
    assert (await rig.slack.deliver(pressed(rig.slack, "claim")))[0] == 500


# ---------------------------------------------------------------- anything at all

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_KEYS = sorted(
    {"type", "event", "actions", "view", "user", "team", "channel", "container", "message", "authorizations"}
    | {"enterprise", "trigger_id", "command", "is_enterprise_install", "function_data", "team_id", "item"}
)


@settings(up_to(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from(_KEYS), _json, max_size=4),
    st.booleans(),
    st.dictionaries(st.text(max_size=6), _json, max_size=2),
)
async def test_signed_nonsense_never_breaks_the_door(odd: Json, interactive: bool, extra: Json) -> None:
    async with open_door() as rig:
        whole = unit_press() if interactive else said(rig.slack, **extra)
        body = json.dumps({**whole, **odd}).encode()
        status, _ = await rig.slack.post(body, "application/json")
        assert status in (200, 400)


@given(st.binary(max_size=200), st.sampled_from(["application/json", FORM, ""]))
def test_any_bytes_are_a_payload_or_malformed(body: bytes, content_type: str) -> None:
    with suppress(MalformedRequest):
        assert check(body, content_type)[0] == body.decode()
