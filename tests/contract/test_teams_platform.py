"""Posts to Teams: where they go, how they are changed, and what each failure means for them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards import Button, Card, Text
from bot.errors import CannotSearch, DeliveryFailed, NotSent, OutcomeUnknown, RateLimited, Refused
from bot.messages import Person, Thread
from bot.ports import Parcel
from tests.contract.teams_door import Rig, open_door
from tests.contract.teams_faults import Fault

TENANT = "tenant-first"
TRIAGE = Thread("teams", TENANT, "19:triage@thread.tacv2")
WORDS = Card("en", (Text(("Hello.",)),))
BUTTONS = replace(WORDS, title="Ticket 1", buttons=(Button("claim", "1", "Claim"),))
SAM = Person("teams", TENANT, "aad-sam")


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_door() as rig:
        yield rig


def parcel(thread: Thread = TRIAGE, card: Card = WORDS, **more: object) -> Parcel:
    return replace(Parcel("key-1", thread, card), **more)  # type: ignore[arg-type]  # a test's shorthand


async def test_T21_a_post_opens_a_thread_and_others_follow_in_it(rig: Rig) -> None:
    root = await rig.teams.platform.send(parcel(card=BUTTONS))
    await rig.teams.platform.send(parcel(replace(TRIAGE, root=root)))
    assert [(posted.base, posted.root) for posted in rig.connector.posts] == [(TRIAGE.channel, root)] * 2


async def test_T24_a_card_is_edited_in_place_by_channel_or_by_thread(rig: Rig) -> None:
    root = await rig.teams.platform.send(parcel(card=BUTTONS))
    for thread in (TRIAGE, replace(TRIAGE, root=root)):
        assert await rig.teams.platform.send(parcel(thread, BUTTONS.without_buttons(), edits=root)) == root
    [posted] = rig.connector.posts
    assert posted.edits == 2
    assert "actions" not in posted.card


async def test_T22_a_private_post_goes_to_the_chat_that_is_opened_once(rig: Rig) -> None:
    for _ in range(2):
        await rig.teams.platform.send(parcel(private_to=SAM))
    assert {posted.base for posted in rig.connector.posts} == {"a:dm-sam"}
    assert rig.connector.calls.count("POST /teams/v3/conversations") == 1


async def test_T22_a_private_answer_needs_no_question_who_it_is(rig: Rig) -> None:
    await rig.people.say("sam", TRIAGE.channel, "hi", mention=True)
    [message] = rig.heard.messages
    await rig.teams.platform.send(parcel(message.thread, private_to=message.sender, route=message.route))
    assert [posted.base for posted in rig.connector.posts] == ["a:dm-sam"]
    assert not any("/members/" in call for call in rig.connector.calls)


async def test_a_private_answer_in_a_chat_stays_in_it(rig: Rig) -> None:
    await rig.people.say("sam", "a:dm-sam", "hi")
    [message] = rig.heard.messages
    await rig.teams.platform.send(parcel(message.thread, private_to=message.sender, route=message.route))
    assert [call for call in rig.connector.calls if call.endswith("/conversations")] == []


async def test_T5_no_token_leaves_for_another_host() -> None:
    async with open_door(service_url="http://127.0.0.2:9/teams/") as rig:
        with pytest.raises(Refused):
            await rig.teams.platform.send(parcel())
        assert rig.connector.issuer.token_requests == 0


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Refused), (403, Refused), (404, Refused), (413, Refused), (412, NotSent), (429, RateLimited),
        (500, OutcomeUnknown), (502, OutcomeUnknown), (503, OutcomeUnknown), (504, OutcomeUnknown), (302, Refused),
    ],
)  # fmt: skip
async def test_T18_every_status_has_its_meaning(rig: Rig, status: int, kind: type[DeliveryFailed]) -> None:
    rig.connector.faults.append(Fault(status))
    with pytest.raises(kind):
        await rig.teams.platform.send(parcel())
    assert rig.connector.posts == []


@pytest.mark.parametrize(
    ("header", "wait"), [({"Retry-After": "17"}, 17), ({}, 5), ({"Retry-After": "soon"}, 5), ({"Retry-After": "-3"}, 1)]
)
async def test_T18_the_platform_says_how_long_to_wait(rig: Rig, header: dict[str, str], wait: int) -> None:
    rig.connector.faults.append(Fault(429, headers=header))
    with pytest.raises(RateLimited) as limited:
        await rig.teams.platform.send(parcel())
    assert limited.value.retry_after == timedelta(seconds=wait)


@pytest.mark.parametrize("taken", [False, True])
async def test_a_dropped_connection_leaves_the_outcome_unknown(rig: Rig, taken: bool) -> None:
    rig.connector.faults.append(Fault(0, taken=taken))
    with pytest.raises(OutcomeUnknown):
        await rig.teams.platform.send(parcel())
    assert len(rig.connector.posts) == taken


async def test_nobody_there_means_certainly_not_sent(unused_tcp_port: int) -> None:
    async with open_door(service_url=f"http://127.0.0.1:{unused_tcp_port}/teams/") as rig:
        with pytest.raises(NotSent):
            await rig.teams.platform.send(parcel())


async def test_a_post_cannot_be_looked_for_and_an_edit_may_be_repeated(rig: Rig) -> None:
    with pytest.raises(CannotSearch):
        await rig.teams.platform.find(parcel())
    assert await rig.teams.platform.find(parcel(edits="7")) is None


async def test_T22_somebody_without_the_app_refuses_the_post(rig: Rig) -> None:
    rig.connector.not_installed.add("sam")
    with pytest.raises(Refused, match="BotNotInConversationRoster"):
        await rig.teams.platform.send(parcel(private_to=SAM))


async def test_T7_one_token_serves_until_it_is_nearly_old(rig: Rig) -> None:
    for minutes in (0, 30, 60):
        rig.clock.advance(timedelta(minutes=minutes))
        await rig.teams.platform.send(parcel())
    assert rig.connector.issuer.token_requests == 2


async def test_T7_a_token_that_is_not_taken_is_fetched_anew_once(rig: Rig) -> None:
    await rig.teams.platform.send(parcel())
    rig.connector.issuer.tokens[0] = "revoked"
    await rig.teams.platform.send(parcel())
    assert len(rig.connector.posts) == 2
    assert rig.connector.issuer.token_requests == 2


async def test_T7_a_wrong_password_loses_nothing() -> None:
    async with open_door(app_password="wrong") as rig:
        with pytest.raises(NotSent):
            await rig.teams.platform.send(parcel())


async def test_T5_the_newest_service_url_of_a_tenant_is_used() -> None:
    async with open_door(service_url="https://smba.trafficmanager.net/teams/") as rig:
        await rig.people.say("maria", "a:dm-maria", "hi")
        await rig.teams.platform.send(parcel())
        assert len(rig.connector.posts) == 1


async def test_T33_only_what_must_be_acted_on_alerts(rig: Rig) -> None:
    await rig.teams.platform.send(parcel(alert=True))
    await rig.teams.platform.send(parcel())
    alerted = [posted.activity.get("channelData") for posted in rig.connector.posts]
    assert alerted == [{"notification": {"alert": True}}, None]


async def test_ids_are_encoded_in_addresses(rig: Rig) -> None:
    root = await rig.teams.platform.send(parcel())
    await rig.teams.platform.send(parcel(replace(TRIAGE, root=root)))
    assert rig.connector.calls[-1] == (
        f"POST /teams/v3/conversations/19%3Atriage%40thread.tacv2%3Bmessageid%3D{root}/activities"
    )
