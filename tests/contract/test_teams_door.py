"""The door of Teams: who is let in, and what everybody gets for an answer."""

import asyncio
import base64
import gzip
import json
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest

from adapters import knock
from bot.messages import Change, Press
from tests.contract.fake_issuer import APP_ID, rsa_key
from tests.contract.teams_door import Rig, open_door

DM = "a:dm-maria"
HELP = "19:help@thread.tacv2"


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_door() as rig:
        yield rig


def _unsigned(rig: Rig) -> str:
    """A token with `alg` none."""
    _, payload, _ = rig.connector.issuer.sign(rig.connector.service_url).split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": rig.connector.issuer.key_id}).encode())
    return f"{none.decode().rstrip('=')}.{payload}."


def _hs256(rig: Rig) -> str:
    """Signed with the public key as a secret: the classic confusion."""
    claims = {
        "iss": "https://api.botframework.com",
        "aud": APP_ID,
        "exp": int(time.time()) + 600,
        "serviceurl": rig.connector.service_url,
    }
    secret = rsa_key(0).public_key().public_numbers().n.to_bytes(256, "big")
    return jwt.encode(claims, secret, "HS256", {"kid": rig.connector.issuer.key_id})


def _other_key(rig: Rig) -> str:
    """The right key id, another key."""
    rig.connector.issuer.rotate()
    token = rig.connector.issuer.sign(rig.connector.service_url, headers={"kid": "key-0"})
    rig.connector.issuer.key_number = 0
    return token


def _signed(**claims: Any) -> Callable[[Rig], str]:
    return lambda rig: rig.connector.issuer.sign(rig.connector.service_url, **claims)


def _signed_at(claim: str, after: int) -> Callable[[Rig], str]:
    """A claim that many seconds from now: the moment of the test, for a suite may take longer than the leeway."""

    def sign(rig: Rig) -> str:
        return _signed(**{claim: int(time.time()) + after})(rig)

    return sign


ATTACKS: dict[str, Callable[[Rig], str]] = {
    "no token": lambda rig: "",
    "garbage": lambda rig: "garbage",
    "garbage in three parts": lambda rig: "a.b.c",
    "letters of no token": lambda rig: "é.é.é",
    "a header without end": lambda rig: f"{base64.urlsafe_b64encode(b'[' * 5_000).decode()}.b.c",
    "alg none": _unsigned,
    "HS256": _hs256,
    "another key": _other_key,
    "expired": _signed_at("exp", -301),
    "no exp": _signed(exp=None),
    "not yet valid": _signed_at("nbf", 400),
    "wrong issuer": _signed(iss="https://sts.windows.net/tenant-first/"),
    "wrong audience": _signed(aud="somebody-else"),
    "no audience": _signed(aud=None),
    "unknown key id": _signed(headers={"kid": "made-up"}),
    "no service URL in the token": _signed(serviceurl=None),
    "another service URL": _signed(serviceurl="https://smba.trafficmanager.net/emea/"),
}


async def test_T1_bytes_that_are_no_letters_are_no_token(rig: Rig) -> None:
    door = rig.people.url
    reader, writer = await asyncio.open_connection(door.host, door.port)
    head = f"POST {door.path} HTTP/1.1\r\nHost: {door.authority}\r\nContent-Length: 0\r\n"
    writer.write(head.encode() + b"Authorization: Bearer a\xff.b.c\r\n\r\n")
    assert (await reader.readline()).split()[1] == b"401"
    writer.close()


@pytest.mark.parametrize("attack", ATTACKS)
async def test_T1_whoever_cannot_prove_it_is_turned_away(rig: Rig, attack: str) -> None:
    activity = rig.people.activity("maria", DM, type="message", id="1", text="let me in")
    response = await rig.people.send(activity, token=ATTACKS[attack](rig))
    assert response.status == 401
    assert rig.heard.messages == []


@pytest.mark.parametrize("audience", [APP_ID, f"api://{APP_ID}", f"api://botid-{APP_ID}"])
async def test_T1_a_good_token_for_any_of_our_names_passes(rig: Rig, audience: str) -> None:
    token = rig.connector.issuer.sign(rig.connector.service_url.rstrip("/"), aud=audience, exp=int(time.time()) - 250)
    activity = rig.people.activity("maria", DM, type="message", id="1", text="hello")
    assert (await rig.people.send(activity, token=token)).status == 200
    assert [message.text for message in rig.heard.messages] == ["hello"]


async def test_T1_a_body_without_service_url_does_not_skip_the_check(rig: Rig) -> None:
    activity = rig.people.activity("maria", DM, type="message", id="1", text="hello")
    del activity["serviceUrl"]
    assert (await rig.people.send(activity)).status == 401
    assert rig.heard.messages == []


async def test_T1_a_key_not_endorsed_for_teams_is_no_key(rig: Rig) -> None:
    rig.connector.issuer.endorsements = ("webchat",)
    activity = rig.people.activity("maria", DM, type="message", id="1", text="hello")
    assert (await rig.people.send(activity)).status == 401
    assert rig.heard.messages == []


@pytest.mark.parametrize("body", [b"{", b"[]", b"7", b"\xff\xfe", b"{}", b'{"type": 5}', b"[" * 100_000])
async def test_T1_malformed_json_is_the_senders_mistake(rig: Rig, body: bytes) -> None:
    assert (await rig.people.send(None, raw=body)).status in (400, 413)
    assert (await rig.people.send(None, raw=body, token="")).status == 401
    assert rig.heard.messages == []


async def test_a_body_longer_than_any_activity_is_not_read(rig: Rig) -> None:
    assert (await rig.people.send(None, raw=b'{"type": "' + b"x" * 300_000)).status == 413


@pytest.mark.parametrize("body", [b"junk", gzip.compress(b'{"type": "message"}', mtime=0)], ids=["junk", "gzip"])
async def test_T1_a_compressed_body_is_not_unpacked(rig: Rig, body: bytes) -> None:
    packed = {"Content-Encoding": "gzip"}
    assert (await rig.people.send(None, raw=body, headers=packed)).status == 415
    assert (await rig.people.send(None, raw=body, headers=packed, token="")).status == 401


async def test_T1_a_body_that_never_ends_is_not_waited_for(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    monkeypatch.setattr(knock, "TIME_LIMIT", 0.05)
    assert (await rig.people.send(None, raw=endless())).status == 408


async def test_T3_a_rotated_key_passes_and_made_up_ones_do_not_flood_the_issuer(rig: Rig) -> None:
    await rig.people.say("maria", DM, "one")
    rig.clock.advance(timedelta(minutes=2))
    rig.connector.issuer.rotate()
    await rig.people.say("maria", DM, "two")
    assert [message.text for message in rig.heard.messages] == ["one", "two"]
    fetched = rig.connector.issuer.fetches
    activity = rig.people.activity("maria", DM, type="message", id="3", text="three")
    for number in range(5):
        token = rig.connector.issuer.sign(rig.connector.service_url, headers={"kid": f"made-up-{number}"})
        assert (await rig.people.send(activity, token=token)).status == 401
    assert rig.connector.issuer.fetches == fetched


async def test_T3_all_who_knock_at_a_cold_start_wait_for_one_fetch(rig: Rig) -> None:
    knocking = (rig.people.say("maria", DM, f"message {number}") for number in range(8))
    await asyncio.gather(*knocking)
    assert (len(rig.heard.messages), rig.connector.issuer.fetches) == (8, 1)


async def test_T3_all_who_knock_with_a_rotated_key_wait_for_one_fetch(rig: Rig) -> None:
    await rig.people.say("maria", DM, "before")
    rig.clock.advance(timedelta(minutes=2))
    rig.connector.issuer.rotate()
    await asyncio.gather(*(rig.people.say("maria", DM, f"message {number}") for number in range(8)))
    assert (len(rig.heard.messages), rig.connector.issuer.fetches) == (9, 2)


async def test_T3_all_who_wait_for_a_fetch_that_fails_are_told_at_once(rig: Rig) -> None:
    rig.connector.issuer.broken = True
    activity = rig.people.activity("maria", DM, type="message", id="1", text="hello")
    answers = await asyncio.gather(*(rig.people.send(activity) for _ in range(4)))
    assert ([answer.status for answer in answers], rig.connector.issuer.fetches) == ([503] * 4, 1)


async def test_T3_old_keys_stay_when_the_issuer_is_away(rig: Rig) -> None:
    await rig.people.say("maria", DM, "one")
    rig.connector.issuer.broken = True
    rig.clock.advance(timedelta(hours=25))
    await rig.people.say("maria", DM, "two")
    assert rig.connector.issuer.fetches == 2
    assert len(rig.heard.messages) == 2


async def test_T3_without_any_key_nothing_is_lost(rig: Rig) -> None:
    rig.connector.issuer.broken = True
    activity = rig.people.activity("maria", DM, type="message", id="1", text="hello")
    assert (await rig.people.send(activity)).status == 503
    rig.connector.issuer.broken = False
    rig.clock.advance(timedelta(seconds=5))
    assert (await rig.people.send(activity)).status == 200


async def test_T4_another_tenant_is_turned_away(rig: Rig) -> None:
    activity = rig.people.activity("maria", DM, type="message", id="1", text="hello")
    activity["channelData"]["tenant"]["id"] = activity["conversation"]["tenantId"] = "tenant-second"
    assert (await rig.people.send(activity)).status == 403
    assert rig.heard.messages == []


ODD_ACTIVITIES: tuple[dict[str, Any], ...] = (
    {"type": "somethingNew", "text": {"a": 1}},
    {"type": "conversationUpdate", "membersAdded": [{"id": "28:app"}]},
    {"type": "installationUpdate", "action": "add"},
    {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
    {"type": "typing"},
    {"type": "event", "name": "application/vnd.microsoft.readReceipt"},
    {"type": "message", "id": "9", "entities": [5, None, {"type": "ClientCapabilities"}, {"type": ["x"]}, {}]},
    {"type": "message", "id": "9", "timestamp": "nonsense"},
    {"type": "message", "id": "9", "attachments": "x", "expiration": 7, "quotedReply": {"a": []}},
    {"type": "message", "id": "9", "value": [1, 2]},
    {"type": "message", "id": {"a": 1}, "text": 7},
    {"type": "message", "id": "9", "from": "me", "recipient": []},
    {"type": "message", "id": "9", "conversation": {"id": 3, "isGroup": "x"}},
    {"type": "message", "id": "9", "entities": [{"type": "mention", "mentioned": "x", "text": ["y"]}]},
    {"type": "messageUpdate"},
    {"type": "messageDelete", "id": None},
)


@pytest.mark.parametrize("odd", ODD_ACTIVITIES, ids=lambda odd: json.dumps(odd)[:40])
async def test_T9_the_unknown_is_tolerated(rig: Rig, odd: dict[str, Any]) -> None:
    response = await rig.people.send(rig.people.activity("maria", DM) | odd)
    assert response.status in (200, 400) if odd.get("timestamp") else response.status == 200


@pytest.mark.parametrize("odd", ["aad 1", "Ы", "x" * 401])
async def test_T9_people_that_teams_could_not_have_named_are_malformed(
    rig: Rig, odd: str, caplog: pytest.LogCaptureFixture
) -> None:
    activity = rig.people.activity("maria", DM, type="message", id="1", text="hello")
    activity["from"]["aadObjectId"] = odd
    assert (await rig.people.send(activity)).status == 400
    activity["channelData"]["tenant"]["id"] = f"hunter2 {odd}"
    assert (await rig.people.send(activity)).status == 403
    assert rig.heard.messages == []
    assert "hunter2" not in str([vars(record) for record in caplog.records])


INVOKES = {
    "adaptiveCard/action": 200,
    "message/submitAction": 200,
    "message/fetchTask": 200,
    "task/fetch": 200,
    "task/submit": 200,
    "composeExtension/query": 200,
    "composeExtension/fetchTask": 200,
    "composeExtension/submitAction": 200,
    "suggestedActions/submit": 200,
    "suggestedAction/submit": 200,
    "fileConsent/invoke": 200,
    "signin/verifyState": 200,
    "something/new": 501,
}


@pytest.mark.parametrize("name", INVOKES)
@pytest.mark.parametrize("value", [None, {}, {"action": {"data": 5}}, [1], "x"])
async def test_T10_every_invoke_gets_an_answer(rig: Rig, name: str, value: object) -> None:
    invoke = rig.people.activity("maria", DM, type="invoke", id="f:1", name=name, value=value)
    assert (await rig.people.send(invoke)).status == INVOKES[name]
    assert rig.heard.messages == []


async def test_T28_a_press_is_stored_and_answered_in_the_same_response(rig: Rig) -> None:
    data = {"firstline": {"action": "reply", "value": "12"}, "reply.12.text": "Try again", "other.12.text": "no"}
    told = await rig.people.press("ivan", HELP, "77", {"replyToId": "88", "verb": "reply", "data": data})
    assert told["statusCode"] == 200
    assert told["type"] == "application/vnd.microsoft.activity.message"
    assert told["value"] == "Принято."
    [message] = rig.heard.messages
    assert message.pressed == Press("reply", "12", (("text", "Try again"),), "88")
    assert (message.thread.channel, message.thread.root) == (HELP, "77")


async def test_T28_action_submit_reads_like_action_execute(rig: Rig) -> None:
    value = {"firstline": {"action": "claim", "value": "12"}}
    submit = rig.people.activity("sam", HELP, "77", type="message", id="9", replyToId="88", value=value)
    assert (await rig.people.send(submit)).status == 200
    [message] = rig.heard.messages
    assert message.pressed == Press("claim", "12", (), "88")


async def test_T28_a_button_that_is_none_of_ours_is_told_so(rig: Rig) -> None:
    told = await rig.people.press("maria", DM, "", {"replyToId": "88", "verb": "x", "data": {"firstline": [1]}})
    assert told["statusCode"] == 400
    assert told["type"] == "application/vnd.microsoft.error"
    assert told["value"]["code"] == "BadRequest"
    assert rig.heard.messages == []


async def test_what_could_not_be_stored_is_not_acknowledged(rig: Rig) -> None:
    rig.heard.broken = True
    activity = rig.people.activity("maria", DM, type="message", id="1", text="hello")
    assert (await rig.people.send(activity)).status == 503
    pressed = {"replyToId": "88", "verb": "claim", "data": {"firstline": {"action": "claim", "value": "1"}}}
    told = await rig.people.press("sam", HELP, "77", pressed)
    assert told["statusCode"] == 503
    rig.heard.broken = False
    assert (await rig.people.send(activity)).status == 200
    assert [message.delivery for message in rig.heard.messages] == ["tenant-first/a:dm-maria/1"]


async def test_T15_edits_and_deletions_name_the_message_they_are_about(rig: Rig) -> None:
    new = await rig.people.say("maria", HELP, "the printer", mention=True)
    for kind, event in (("messageUpdate", "editMessage"), ("messageDelete", "softDeleteMessage")):
        activity = rig.people.activity("maria", HELP, new, type=kind, id=new, text="the big printer")
        activity["channelData"]["eventType"] = event
        assert (await rig.people.send(activity)).status == 200
    said, edited, deleted = rig.heard.messages
    assert [message.change for message in rig.heard.messages] == [Change.NEW, Change.EDITED, Change.DELETED]
    assert edited.about == deleted.about == said.delivery
    assert len({message.delivery for message in rig.heard.messages}) == 3


DEVELOPMENT = {"app_id": "", "app_password": "", "insecure_development": True, "listen_host": "127.0.0.1"}


async def test_T2_in_development_a_program_on_this_machine_needs_no_token() -> None:
    async with open_door(**DEVELOPMENT) as rig:
        activity = rig.people.activity("maria", DM, type="message", id="1", text="hello")
        assert (await rig.people.send(activity, token="")).status == 200
        assert [message.text for message in rig.heard.messages] == ["hello"]


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "x-forwarded-host", "Forwarded", "Via", "Origin", "origin", "Host"]
)
async def test_T2_in_development_neither_proxies_nor_pages_get_in(header: str) -> None:
    async with open_door(**DEVELOPMENT) as rig:
        activity = rig.people.activity("maria", DM, type="message", id="1", text="hello")
        response = await rig.people.send(activity, token="", headers={header: "evil.example"})
        assert response.status == 401
        assert rig.heard.messages == []
