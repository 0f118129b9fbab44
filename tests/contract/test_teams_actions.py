"""I5 I8 T29: the message action, and the home of whoever adds the app: at the door, and with the engine behind it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.teams.manifest import localised, manifest
from bot.messages import Person, Thread
from tests.contract.drivers.teams import TeamsDriver, drive, words_of
from tests.contract.fake_issuer import APP_ID, TENANT
from tests.contract.stack import MovedClock, Stack, unguided
from tests.contract.teams_door import Rig, open_door
from tests.fakes.memory_ledger import MemoryLedger

HELP = "19:help@thread.tacv2"


def said(**more: Any) -> dict[str, Any]:
    """Maria's message in the help channel, as a message action brings it."""
    return {
        "id": "1700000000001",
        "messageType": "message",
        "createdDateTime": "2026-11-23T08:59:00.000Z",
        "linkToMessage": "https://teams.microsoft.com/l/message/19:help@thread.tacv2/1700000000001",
        "from": {"user": {"userIdentityType": "aadUser", "id": "aad-maria", "displayName": "Maria Silva"}},
        "body": {"contentType": "html", "content": "<div><p>My badge &amp; key</p><p>are&nbsp;lost</p></div>"},
    } | more


def in_chat(activity: dict[str, Any], kind: str) -> dict[str, Any]:
    """The activity in a chat that is no channel's."""
    base = activity["conversation"]["id"].partition(";")[0]
    chat = activity["conversation"] | {"id": base, "conversationType": kind, "isGroup": kind != "personal"}
    return activity | {"conversation": chat, "channelData": {"tenant": activity["channelData"]["tenant"]}}


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_door() as rig:
        yield rig


async def told(rig: Rig, activity: dict[str, Any]) -> tuple[int, str]:
    response = await rig.people.send(activity)
    body = await response.json() if response.content_type == "application/json" else {}
    return response.status, str(body.get("task", {}).get("value", ""))


async def test_I5_T29_a_message_action_is_the_wish_for_a_ticket_for_the_author(rig: Rig) -> None:
    status, answer = await told(rig, rig.people.wishing("sam", HELP, said()))
    assert (status, "A ticket is being opened" in answer) == (200, True)
    [wish] = rig.heard.messages
    assert (wish.sender.id, wish.behalf) == ("aad-sam", Person("teams", TENANT, "aad-maria"))
    assert wish.text == "My badge & key\nare lost"
    assert wish.thread == Thread("teams", TENANT, HELP, "1700000000001")
    assert wish.about == f"{TENANT}/{HELP};messageid=1700000000001/1700000000001"
    assert wish.said_at is not None
    assert wish.link.startswith("https://teams.microsoft.com/")


async def test_I5_what_no_person_wrote_makes_no_ticket(rig: Rig) -> None:
    for odd in (
        {"from": {"application": {"id": APP_ID}}},
        {"from": None},
        {"from": {"user": {"id": 7}}},
        {"body": None, "from": {"user": None}},
        {"id": ""},
    ):
        status, answer = await told(rig, rig.people.wishing("sam", HELP, said() | odd))
        assert (status, "nothing to fill in" in answer) == (200, True)
    other = rig.people.wishing("sam", HELP, said())
    other["value"]["commandId"] = "another"
    assert (await told(rig, other))[0] == 200
    assert not rig.heard.messages


async def test_T10_odd_words_and_links_are_no_harm(rig: Rig) -> None:
    odd = {"body": {"contentType": "text", "content": " <b>as typed</b> "}, "linkToMessage": "javascript:alert(1)"}
    await told(rig, rig.people.wishing("sam", HELP, said(**odd, createdDateTime="yesterday")))
    [wish] = rig.heard.messages
    assert (wish.text, wish.link, wish.said_at) == ("<b>as typed</b>", "", None)


@pytest.mark.parametrize("said_at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-01-01T00:00:00Z"])
async def test_T10_a_message_of_no_possible_time_has_none(rig: Rig, said_at: str) -> None:
    status, answer = await told(rig, rig.people.wishing("sam", HELP, said(createdDateTime=said_at)))
    assert (status, "A ticket is being opened" in answer) == (200, True)
    assert rig.heard.messages[0].said_at is None


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<", "</", "<p", "<p>", "&amp", "&#"])
async def test_T12_html_that_never_ends_is_read_in_linear_time(rig: Rig, piece: str) -> None:
    """The time limit of a test is what fails here."""
    content = "words" + piece * (200_000 // len(piece))
    await told(rig, rig.people.wishing("sam", HELP, said(body={"contentType": "html", "content": content})))
    [wish] = rig.heard.messages
    assert wish.text.startswith("words")
    assert len(wish.text) <= 100_000


@pytest.mark.parametrize("id", ["a\nb c", "x" * 100_000])
async def test_S2_an_author_with_no_possible_id_makes_no_ticket(rig: Rig, id: str) -> None:
    forged = said(**{"from": {"user": {"id": id, "displayName": "x" * 100_000}}})
    assert (await told(rig, rig.people.wishing("sam", HELP, forged)))[0] == 400
    assert not rig.heard.messages


@pytest.mark.parametrize("kind", ["personal", "groupChat"])
async def test_T16_T29_a_chat_between_people_is_not_taken_for_the_chat_with_us(kind: str) -> None:
    ledger, between = MemoryLedger(), "19:aad-sam_aad-maria@unq.gbl.spaces"
    stack = Stack(ledger, ledger.chat, MovedClock(), library=unguided)
    async with drive(stack) as driver:
        assert isinstance(driver, TeamsDriver)
        people = driver.teams
        for who in ("maria", "sam"):
            await people.send(people.installing(who))
        await people.send(in_chat(people.wishing("sam", between, said()), kind))
        await stack.settle()
        await driver.command("sam", "triage", "show 1")
        await stack.settle()
        private = [words_of(each) for each in driver.connector.posts if each.base == "a:dm-sam"]
        assert "Ticket #1 is open" in private[-2]
        assert "My badge" in private[-1]
        asked = [words_of(each) for each in driver.connector.posts if each.base == "a:dm-maria"]
        assert "has opened ticket #1 for you" in asked[-1]
        assert {each.base for each in driver.connector.posts}.isdisjoint({between})
        assert not await ledger.outbox.dead_letters()


async def test_T9_what_could_not_be_stored_is_said_and_no_5xx(rig: Rig) -> None:
    rig.heard.broken = True
    status, answer = await told(rig, rig.people.wishing("ivan", HELP, said()))
    assert (status, "Не удалось сохранить" in answer) == (200, True)


async def test_I8_only_who_adds_the_app_for_themselves_is_shown_home(rig: Rig) -> None:
    await told(rig, rig.people.installing("maria"))
    [message] = rig.heard.messages
    assert (message.text, message.command, message.sender.id) == ("home", True, "aad-maria")
    somebody = rig.people.installing("maria") | {"membersAdded": [{"id": "29:sam"}, 7, None]}
    await told(rig, somebody)
    team = rig.people.activity("maria", HELP, "1", type="conversationUpdate", id="f:1")
    await told(rig, team | {"membersAdded": [{"id": f"28:{APP_ID}"}]})
    assert len(rig.heard.messages) == 1


def test_T27_the_manifest_has_the_message_action_in_both_languages() -> None:
    [extension] = manifest(APP_ID, "help.example.com", "Firstline")["composeExtensions"]
    [command] = extension["commands"]
    assert (command["type"], command["context"], command["fetchTask"]) == ("action", ["message"], True)
    assert len(command["title"]) <= 32
    assert len(command["description"]) <= 128
    assert localised("ru")["composeExtensions[0].commands[0].title"] == "Создать заявку"


async def test_I5_I8_with_the_engine_behind_it() -> None:
    ledger = MemoryLedger()
    stack = Stack(ledger, ledger.chat, MovedClock(), library=unguided)
    async with drive(stack) as driver:
        assert isinstance(driver, TeamsDriver)
        people = driver.teams
        await people.send(people.installing("maria"))
        await stack.settle()
        assert "You have none." in (await driver.look("maria", "dm"))[-1].text
        root = await driver.say("maria", "help", "my badge is lost, what a day")
        await people.send(people.wishing("sam", HELP, said(id=root)))
        await stack.settle()
        shown = [each.text for each in await driver.look("maria", "help")]
        assert any("has opened ticket #1 for you" in text for text in shown)
        assert "Ticket #1 is open for Maria Silva" in (await driver.look("sam", "dm"))[-1].text
