"""Posts to Slack: where they go (S26, S27, S29, S30), how they are found again (S28), what each failure means."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from adapters.slack.api import SlackApi
from adapters.slack.config import SlackConfig
from adapters.slack.platform import SlackPlatform
from bot.cards import Button, Card, Mention, Quote, Text
from bot.errors import CannotSearch, DeliveryFailed, NotSent, OutcomeUnknown, RateLimited, Refused
from bot.messages import Person, Thread
from bot.ports import Parcel
from tests.contract.fake_slack import TEAM, TOKEN, Fault
from tests.contract.slack_rig import NOW, Rig, open_door
from tests.unit.sample_cards import HOSTILE, samples

HELP = Thread("slack", TEAM, "C0HELP")
DIRECT = Thread("slack", TEAM, "D0MARIA")
OTHERS = Thread("slack", TEAM, "C0OTHERS")
MARIA, SAM = Person("slack", TEAM, "U0MARIA"), Person("slack", TEAM, "U0SAM")
WORDS = Card("en", (Text(("Hello.",)),))
BUTTONS = replace(WORDS, title="Ticket 1", buttons=(Button("claim", "1", "Claim"),))


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_door() as rig:
        yield rig


def parcel(thread: Thread = HELP, card: Card = WORDS, **more: Any) -> Parcel:
    return replace(Parcel("post-1", thread, card), **more)


def only_call(rig: Rig, method: str) -> dict[str, Any]:
    [arguments] = [arguments for called, arguments in rig.slack.calls if called == method]
    return arguments


async def test_S26_a_post_opens_a_thread_and_others_follow_in_it(rig: Rig) -> None:
    root = await rig.adapter.platform.send(parcel(card=BUTTONS))
    await rig.adapter.platform.send(parcel(replace(HELP, root=root)))
    first, second = rig.slack.channels["C0HELP"].messages
    assert (first["ts"], first.get("thread_ts"), second["thread_ts"]) == (root, None, root)


async def test_S22_S27_S28_a_post_previews_nothing_links_nothing_and_carries_its_key(rig: Rig) -> None:
    await rig.adapter.platform.send(parcel())
    sent = only_call(rig, "chat.postMessage")
    assert (sent["unfurl_links"], sent["unfurl_media"], sent["link_names"], sent["parse"]) == (
        False,
        False,
        False,
        "none",
    )
    assert sent["metadata"] == {"event_type": "firstline_post", "event_payload": {"key": "post-1"}}


@pytest.mark.parametrize("name", samples())
async def test_S25_slack_takes_every_card_wherever_it_goes(rig: Rig, name: str) -> None:
    card = samples()[name]
    ts = await rig.adapter.platform.send(parcel(card=card))
    await rig.adapter.platform.send(parcel(card=card, edits=ts))
    await rig.adapter.platform.send(parcel(card=card, private_to=MARIA))


async def test_S22_no_path_lets_a_mention_through(rig: Rig) -> None:
    card = Card("en", (Text((HOSTILE, Mention(HOSTILE, "slack", TEAM, HOSTILE, notify=True))), Quote(HOSTILE)))
    hook = rig.slack.command("U0MARIA", "C0HELP", "help")["response_url"]
    ts = await rig.adapter.platform.send(parcel(card=card))
    for more in ({"edits": ts}, {"private_to": MARIA}, {"private_to": MARIA, "route": hook}, {"private_to": SAM}):
        await rig.adapter.platform.send(parcel(card=card, **more))
    texts = [arguments["text"] for _, arguments in rig.slack.calls if "text" in arguments]
    assert len(texts) == 6  # the last is refused ephemerally and goes to a direct message
    assert all("<" not in text for text in texts)


async def test_S29_a_card_is_edited_in_place_and_its_buttons_go(rig: Rig) -> None:
    ts = await rig.adapter.platform.send(parcel(card=BUTTONS))
    assert await rig.adapter.platform.send(parcel(edits=ts)) == ts
    [message] = rig.slack.channels["C0HELP"].messages
    assert (message["text"], message["blocks"]) == ("Hello.", [])
    assert message["metadata"]["event_payload"] == {"key": "post-1"}


# ---------------------------------------------------------------- private posts


async def test_S30_a_private_post_is_ephemeral_in_the_thread(rig: Rig) -> None:
    root = rig.slack.write("U0MARIA", "C0HELP", "vpn")["ts"]
    await rig.adapter.platform.send(parcel(replace(HELP, root=root), private_to=MARIA))
    [whisper] = rig.slack.whispers
    assert (whisper["user"], whisper["channel"], whisper["thread_ts"]) == ("U0MARIA", "C0HELP", root)


@pytest.mark.parametrize("thread", [HELP, OTHERS, Thread("slack", TEAM, "C0NOWHERE")])
async def test_S30_who_cannot_see_it_there_gets_a_direct_message(rig: Rig, thread: Thread) -> None:
    await rig.adapter.platform.send(parcel(thread, private_to=SAM))
    [message] = rig.slack.channels["D0SAM"].messages
    assert message["text"] == "Hello."


async def test_S32_a_command_is_answered_at_its_response_url(rig: Rig) -> None:
    hook = rig.slack.command("U0MARIA", "C0OTHERS", "help")["response_url"]
    assert await rig.adapter.platform.send(parcel(OTHERS, private_to=MARIA, route=hook)) == ""
    answer = only_call(rig, "response_url")
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)


@pytest.mark.parametrize("route", ["https://evil.example/hook", "http://10.0.0.1/", "used"])
async def test_S32_a_route_that_is_used_up_or_leads_elsewhere_is_not_taken(rig: Rig, route: str) -> None:
    hook = f"{rig.slack.url}/hooks/unknown" if route == "used" else route
    await rig.adapter.platform.send(parcel(private_to=MARIA, route=hook))
    assert [whisper["user"] for whisper in rig.slack.whispers] == ["U0MARIA"]


async def test_an_answer_to_a_command_where_we_are_no_member_goes_to_who_gave_it(rig: Rig) -> None:
    hook = rig.slack.command("U0MARIA", "C0OTHERS", "new vpn")["response_url"]
    await rig.adapter.platform.send(parcel(OTHERS, route=hook))
    assert [whisper["user"] for whisper in rig.slack.whispers] == ["U0MARIA"]
    with pytest.raises(Refused):
        await rig.adapter.platform.send(parcel(OTHERS))


# ---------------------------------------------------------------- failures


async def test_S12_429_makes_the_channel_wait_as_long_as_slack_says(rig: Rig) -> None:
    rig.slack.fail_next(
        "chat.postMessage", Fault(429, retry_after=7), Fault(code="ratelimited", retry_after=3), Fault(429)
    )
    for seconds in (7, 3, 5):
        with pytest.raises(RateLimited) as limited:
            await rig.adapter.platform.send(parcel())
        assert limited.value.retry_after == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(500),
        Fault(502),
        Fault(503),
        Fault(after_accepting=True),
        Fault(code="internal_error"),
        Fault(code="fatal_error"),
        Fault(code="service_unavailable"),
        Fault(code="request_timeout"),
    ],
)
async def test_an_unknown_outcome_is_called_one_and_an_edit_is_simply_repeated(rig: Rig, fault: Fault) -> None:
    ts = await rig.adapter.platform.send(parcel())
    rig.slack.fail_next("chat.postMessage", fault)
    with pytest.raises(OutcomeUnknown):
        await rig.adapter.platform.send(parcel())
    rig.slack.fail_next("chat.update", fault)
    with pytest.raises(NotSent):
        await rig.adapter.platform.send(parcel(edits=ts))


@pytest.mark.parametrize(
    "code", ["channel_not_found", "not_in_channel", "is_archived", "invalid_blocks", "invalid_auth", "a_new_one"]
)
async def test_a_refusal_is_for_good_and_says_why(rig: Rig, code: str) -> None:
    rig.slack.fail_next("chat.postMessage", Fault(code=code))
    with pytest.raises(Refused, match=code):
        await rig.adapter.platform.send(parcel())


async def test_an_edit_of_what_is_gone_is_refused(rig: Rig) -> None:
    person = rig.slack.write("U0MARIA", "C0HELP", "mine")["ts"]
    for ts, code in (("1.1", "message_not_found"), (person, "cant_update_message")):
        with pytest.raises(Refused, match=code):
            await rig.adapter.platform.send(parcel(edits=ts))


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 407, 413])
async def test_O6_a_proxys_page_is_no_answer(rig: Rig, status: int) -> None:
    """Slack says why it refuses; a page does not, and whoever sent it may be gone tomorrow."""
    rig.slack.fail_next("chat.postMessage", Fault(status))
    with pytest.raises(OutcomeUnknown):
        await rig.adapter.platform.send(parcel())


@pytest.mark.parametrize("body", ['{"error": "Forbidden"}', '{"error": {"code": 403}}', '{"ok": 0, "error": "no"}'])
async def test_O6_a_proxys_page_in_json_is_no_answer(rig: Rig, body: str) -> None:
    """Gateways have an `error`, too; Slack's own refusals say `ok: false`."""
    rig.slack.fail_next("chat.postMessage", Fault(body=body))
    with pytest.raises(OutcomeUnknown):
        await rig.adapter.platform.send(parcel())


BROKEN = ("", "null", "[]", "[1]", "17", '"ok"', '{"ok": true, "ts"', '{"ok": true}', '{"ok": true, "ts": null}')


@pytest.mark.parametrize("body", BROKEN)
async def test_O6_a_broken_answer_leaves_the_outcome_unknown_and_the_post_is_found(rig: Rig, body: str) -> None:
    rig.slack.fail_next("chat.postMessage", Fault(body=body))
    with pytest.raises(OutcomeUnknown):
        await rig.adapter.platform.send(parcel())
    assert await rig.adapter.platform.find(parcel(tried_at=NOW)) == rig.slack.channels["C0HELP"].messages[0]["ts"]


@pytest.mark.parametrize("body", [*BROKEN, '{"ok": true, "messages": null}', '{"ok": true, "messages": [null]}'])
async def test_O6_a_broken_answer_to_a_search_does_not_say_that_nothing_is_there(rig: Rig, body: str) -> None:
    await rig.adapter.platform.send(parcel())
    rig.slack.fail_next("conversations.history", Fault(body=body))
    with pytest.raises(OutcomeUnknown):
        await rig.adapter.platform.find(parcel(tried_at=NOW))


@pytest.mark.parametrize("body", BROKEN)
async def test_O6_a_broken_answer_does_not_make_us_forget_who_we_are(rig: Rig, body: str) -> None:
    """Without our bot's id no post is ours: every one whose answer was lost would be sent again."""
    async with aiohttp.ClientSession() as session:
        config = SlackConfig(bot_token=TOKEN, api_url=f"{rig.slack.url}/api/")
        platform = SlackPlatform(SlackApi(config, session, lambda: NOW))
        ts = await platform.send(parcel())
        rig.slack.fail_next("auth.test", Fault(body=body))
        with pytest.raises(OutcomeUnknown):
            await platform.find(parcel(tried_at=NOW))
        assert await platform.find(parcel(tried_at=NOW)) == ts


@pytest.mark.parametrize("body", [body for body in BROKEN if "}" not in body])
async def test_O6_a_broken_answer_to_a_private_post_or_an_edit_is_no_success(rig: Rig, body: str) -> None:
    ts = await rig.adapter.platform.send(parcel())
    for method in ("chat.postEphemeral", "chat.update"):
        rig.slack.fail_next(method, Fault(body=body))
    with pytest.raises(OutcomeUnknown):
        await rig.adapter.platform.send(parcel(private_to=MARIA))
    with pytest.raises(NotSent):
        await rig.adapter.platform.send(parcel(edits=ts))


@pytest.mark.parametrize("body", [*BROKEN, '{"ok": true, "channel": {}}', '{"ok": true, "channel": "D1"}'])
async def test_O6_a_broken_answer_where_a_direct_message_is_opened_is_no_mistake_of_ours(rig: Rig, body: str) -> None:
    rig.slack.fail_next("conversations.open", Fault(body=body))
    with pytest.raises(DeliveryFailed):
        await rig.adapter.platform.send(parcel(OTHERS, private_to=SAM))


async def test_no_connection_means_not_sent() -> None:
    async with open_door(api_url="http://127.0.0.1:9/api/") as rig:
        with pytest.raises(NotSent):
            await rig.adapter.platform.send(parcel())
        await rig.adapter.introduce()  # an outage of Slack does not keep us from starting


# ---------------------------------------------------------------- finding


async def test_S28_a_post_whose_answer_was_lost_is_found(rig: Rig) -> None:
    root = rig.slack.write("U0MARIA", "C0HELP", "vpn")["ts"]
    for thread in (HELP, replace(HELP, root=root)):
        lost = parcel(thread, key=f"lost-{thread.root}", tried_at=NOW)
        assert await rig.adapter.platform.find(lost) is None
        rig.slack.fail_next("chat.postMessage", Fault(after_accepting=True))
        with pytest.raises(OutcomeUnknown):
            await rig.adapter.platform.send(lost)
        assert await rig.adapter.platform.find(lost) == rig.slack.channels["C0HELP"].messages[-1]["ts"]


async def test_S28_only_our_own_post_of_this_key_is_ours(rig: Rig) -> None:
    ours = await rig.adapter.platform.send(parcel(key="another"))
    other = dict(rig.slack.channels["C0HELP"].messages[0])
    metadata = {"event_type": "firstline_post", "event_payload": {"key": "post-1"}}
    rig.slack.channels["C0HELP"].messages.append({**other, "ts": "9.9", "bot_id": "B0OTHER", "metadata": metadata})
    assert await rig.adapter.platform.find(parcel(tried_at=NOW)) is None
    assert await rig.adapter.platform.find(parcel(key="another", tried_at=NOW)) == ours


async def test_S14_a_search_goes_through_all_pages_since_it_was_tried(rig: Rig) -> None:
    rig.slack.page = 2
    ts = await rig.adapter.platform.send(parcel())
    for number in range(5):
        rig.slack.write("U0MARIA", "C0HELP", f"word {number}")
    assert await rig.adapter.platform.find(parcel(tried_at=NOW)) == ts
    assert await rig.adapter.platform.find(parcel(tried_at=NOW + timedelta(minutes=2))) is None


async def test_O6_a_post_is_found_also_by_a_computer_whose_clock_is_ahead(rig: Rig) -> None:
    """`oldest` is compared with Slack's own times: by ours, the post would have come before it was sent."""
    ahead = NOW + timedelta(hours=1)
    async with aiohttp.ClientSession() as session:
        config = SlackConfig(bot_token=TOKEN, api_url=f"{rig.slack.url}/api/")
        platform = SlackPlatform(SlackApi(config, session, lambda: ahead))
        ts = await platform.send(parcel())
        assert await platform.find(parcel(tried_at=ahead)) == ts


async def test_a_search_that_fails_says_so(rig: Rig) -> None:
    rig.slack.fail_next("conversations.history", Fault(429, retry_after=2))
    with pytest.raises(RateLimited):
        await rig.adapter.platform.find(parcel(tried_at=NOW))


async def test_S30_private_posts_cannot_be_found_and_edits_need_not_be(rig: Rig) -> None:
    with pytest.raises(CannotSearch):
        await rig.adapter.platform.find(parcel(private_to=MARIA, tried_at=NOW))
    assert await rig.adapter.platform.find(parcel(edits="1.1", tried_at=NOW)) is None
