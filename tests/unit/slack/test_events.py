"""Events as messages: S6 and S8 to S10, S17, S18, S26."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack.events import read_event
from adapters.slack.identity import Identity
from bot.messages import Change, File, Message, Person, Thread
from tests.unit.slack.payloads import CHANNEL, GRANT, TEAM, TS, event

US = Identity("U0BOT", "B0BOT", "https://first.slack.com/")


def read(payload: dict[str, Any]) -> Message:
    message = read_event(payload, US)
    assert message is not None
    return message


def test_a_message_in_a_channel() -> None:
    assert read(event(text="vpn &lt;fails&gt;")) == Message(
        delivery=f"m:{CHANNEL}:{TS}",
        thread=Thread("slack", TEAM, CHANNEL, TS),
        sender=Person("slack", TEAM, "U0MARIA"),
        at=datetime.fromtimestamp(1700000000.0001, UTC),
        text="vpn <fails>",
        link="https://first.slack.com/archives/C0HELP/p1700000000000100",
    )


def test_S26_a_reply_belongs_to_the_threads_root() -> None:
    message = read(event(thread_ts="1699999999.000001"))
    assert message.thread.root == "1699999999.000001"
    assert message.link.endswith("/p1700000000000100?thread_ts=1699999999.000001&cid=C0HELP")


def test_S8_a_mention_and_the_message_itself_are_one_delivery() -> None:
    mention, message = event(type="app_mention", text="<@U0BOT> vpn"), event(text="<@U0BOT> vpn")
    assert read(mention) == read(message)
    assert read(mention).addressed
    assert read(mention).text == "vpn"


def test_I1_a_direct_message_is_addressed_to_us() -> None:
    message = read(event(channel="D0MARIA", channel_type="im"))
    assert message.direct
    assert message.addressed
    assert not read(event(text="<@U0SAM> vpn")).addressed


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_S9_files_and_broadcasts_are_content(subtype: str) -> None:
    files = [{"name": "screen.png"}, {"id": "F1"}, {"name": "log.txt"}]
    assert read(event(subtype=subtype)).text == "help"
    assert read(event(subtype=subtype, text="", files=files)).text == "screen.png, log.txt"


@pytest.mark.parametrize(
    "values",
    [
        {"user": "U0BOT"},
        {"bot_id": "B0BOT"},
        {"bot_id": "B0OTHER"},
        {"user": "USLACK"},
        {"user": "USLACKBOT"},
        {"user": None},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"subtype": "channel_topic"},
        {"subtype": "a_subtype_of_tomorrow"},
        {"type": "reaction_added"},
        {"channel": None},
        {"ts": None},
        {"ts": "yesterday"},
        {"subtype": "message_changed"},
        {"subtype": "message_changed", "message": {"bot_id": "B0BOT", "ts": TS, "text": "b"}},
        {"subtype": "message_deleted", "deleted_ts": TS, "previous_message": {"bot_id": "B0BOT", "ts": TS}},
    ],
)
def test_S9_what_no_person_said_is_nothing(values: dict[str, Any]) -> None:
    assert read_event(event(**values), US) is None


def changed(old: str, new: str, **more: Any) -> dict[str, Any]:
    person = {"user": "U0MARIA", "ts": TS, "thread_ts": "1699999999.000001"}
    parts = {"message": {**person, "text": new, **more}, "previous_message": {**person, "text": old}}
    return event(subtype="message_changed", user=None, text=None, event_ts="1700000009.000001", **parts)


def test_S10_an_edit_names_the_message_it_changes() -> None:
    message = read(changed("vpn", "wifi"))
    assert (message.change, message.text, message.about) == (Change.EDITED, "wifi", f"m:{CHANNEL}:{TS}")
    assert message.delivery != message.about
    assert message.thread.root == "1699999999.000001"
    assert message.sender.id == "U0MARIA"


def test_S10_an_unfurled_link_is_no_edit() -> None:
    assert read_event(changed("see it", "see it", attachments=[{"title": "It"}]), US) is None


def test_S10_a_deletion_names_the_message_that_is_gone() -> None:
    gone = {"user": "U0MARIA", "ts": TS, "text": "secret"}
    message = read(event(subtype="message_deleted", user=None, deleted_ts=TS, previous_message=gone))
    assert (message.change, message.text, message.about) == (Change.DELETED, "", f"m:{CHANNEL}:{TS}")


def test_S10_a_deleted_root_with_replies_leaves_a_tombstone() -> None:
    message = read(changed("vpn", "This message was deleted.", subtype="tombstone", user="USLACKBOT"))
    assert (message.change, message.sender.id, message.text) == (Change.DELETED, "U0MARIA", "")


def test_S17_an_org_wide_installation_is_one_workspace() -> None:
    payload = event(team="T0OTHER")
    payload["authorizations"] = [{**GRANT, "enterprise_id": "E0", "is_enterprise_install": True}]
    message = read(payload)
    assert (message.thread.workspace, message.sender.workspace) == ("E0", "E0")


def test_S18_people_of_a_connected_organisation_are_their_own() -> None:
    message = read({**event(user_team="T0PARTNER"), "is_ext_shared_channel": True, "team_id": "T0PARTNER"})
    assert message.thread.workspace == TEAM
    assert message.sender == Person("slack", "T0PARTNER", "U0MARIA")


def test_our_own_user_is_known_from_the_payload_alone() -> None:
    message = read_event(event(text="<@U0BOT> vpn"), Identity())
    assert message is not None
    assert (message.addressed, message.text) == (True, "vpn")
    assert message.link.startswith("https://slack.com/archives/")


@pytest.mark.parametrize(
    ("permalink", "link"),
    [
        ("https://first.slack.com/files/U1/F1/a.pdf", "https://first.slack.com/files/U1/F1/a.pdf"),
        ("https://evil.example/first.slack.com/a.pdf", ""),
        ("https://first.slack.com.evil.example/a.pdf", ""),
        ("http://first.slack.com/a.pdf", ""),
        ("javascript:alert(1)//.slack.com", ""),
        ("https://first.slack.com/a b|<!here>", ""),
        (None, ""),
        (["https://first.slack.com/"], ""),
    ],
)
def test_S31_a_file_is_known_by_its_page_at_slack_alone(permalink: object, link: str) -> None:
    file = {
        "id": "F1",
        "name": "a\n.pdf",
        "size": 12,
        "permalink": permalink,
        "url_private": "https://files.slack.com/x",
    }
    message = read_event(event(subtype="file_share", files=[file, {"id": "F2"}, "nonsense"]), US)
    assert message is not None
    assert message.files == (File("a .pdf", 12, link, delivery=message.delivery),)
