"""What activities of Teams mean: who said what to whom, and where (T11, T12, T14 to T16, T21)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.activities import read_activity
from adapters.teams.address import from_route
from adapters.teams.wire import Malformed, parsed, to_activity
from bot.messages import Change, File, Message, Person, Thread

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BOT = {"id": "28:app", "name": "Firstline"}
HELP = "19:help@thread.tacv2"


def body(**more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "id": "170",
        "text": "hello",
        "timestamp": "2026-11-23T08:59:59.123Z",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:maria", "name": "Maria Silva", "aadObjectId": "aad-maria"},
        "recipient": BOT,
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "t1"},
        "locale": "pt-BR",
    } | more


def in_channel(root: str = "", **more: Any) -> dict[str, Any]:
    conversation = {"id": HELP + (f";messageid={root}" if root else ""), "conversationType": "channel"}
    data = {"tenant": {"id": "t1"}, "team": {"id": "19:team", "aadGroupId": "group-1"}}
    return body(conversation=conversation, channelData=data, **more)


def read(activity: dict[str, Any]) -> Message | None:
    return read_activity(to_activity(activity), NOW)


def heard(activity: dict[str, Any]) -> Message:
    message = read(activity)
    assert message is not None
    return message


def mention(who: dict[str, str], text: str) -> dict[str, Any]:
    return {"type": "mention", "mentioned": who, "text": text}


def test_T14_T16_a_personal_message() -> None:
    message = heard(body())
    assert message.sender == Person("teams", "t1", "aad-maria")
    assert (message.sender.name, message.sender.language) == ("Maria Silva", "pt-BR")
    assert message.thread == Thread("teams", "t1", "a:1")
    assert (message.direct, message.addressed, message.command) == (True, True, False)
    assert message.at == datetime(2026, 11, 23, 8, 59, 59, 123000, tzinfo=UTC)
    assert message.delivery == "t1/a:1/170"
    assert message.link == ""


def test_T16_without_a_directory_id_the_addressing_id_stands_in() -> None:
    assert heard(body(**{"from": {"id": "29:guest"}})).sender.id == "29:guest"


def test_the_route_says_how_to_reach_the_sender_again() -> None:
    address = from_route(heard(body()).route)
    assert address is not None
    assert (address.member, address.person, address.personal) == ("29:maria", "aad-maria", True)
    assert address.service_url == "https://smba.trafficmanager.net/emea/"
    assert from_route("") is from_route("[]") is from_route('{"x": 1}') is None


@pytest.mark.parametrize(("root", "expected"), [("", "170"), ("100", "100")])
def test_T21_the_thread_of_a_channel_message(root: str, expected: str) -> None:
    message = heard(in_channel(root))
    assert message.thread == Thread("teams", "t1", HELP, expected)
    assert (message.direct, message.addressed) == (False, False)
    assert message.link == (
        "https://teams.microsoft.com/l/message/19%3Ahelp%40thread.tacv2/170"
        f"?tenantId=t1&groupId=group-1&parentMessageId={expected}"
    )


def test_T21_group_chats_have_no_threads() -> None:
    chat = {"id": "19:x@thread.v2", "conversationType": "groupChat", "tenantId": "t1"}
    assert heard(body(conversation=chat, replyToId="100")).thread.root == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<at>Firstline</at> hi", "hi"),
        ("<at>Firstline</at>&nbsp;hi", "hi"),
        ("hi <at>Firstline</at>", "hi"),
        ("hi <at>Firstline</at> there", "hi there"),
        ("<at>Firstline</at>\u00a0a &amp;lt; b &lt;c&gt;", "a &lt; b <c>"),
    ],
)
def test_T12_our_mention_is_taken_out_and_words_unescaped_once(text: str, said: str) -> None:
    message = heard(in_channel(text=text, entities=[mention(BOT, "<at>Firstline</at>")]))
    assert (message.text, message.addressed) == (said, True)


def test_T12_other_peoples_names_stay_even_when_they_are_called_like_us() -> None:
    namesake = {"id": "29:x", "name": "Firstline"}
    sam = {"id": "29:sam", "name": "Sam <3 & co"}
    entities = [
        mention(namesake, "<at>Firstline</at>"),
        mention(BOT, "<at>Firstline</at>"),
        mention(sam, "<at>Sam</at>"),
    ]
    message = heard(
        in_channel(text="<at>Firstline</at> and <at>Firstline</at> ask <at>Sam</at> please", entities=entities)
    )
    assert message.text == "Firstline and ask Sam <3 & co please"
    assert message.addressed


def test_T12_a_name_in_the_text_is_no_mention() -> None:
    message = heard(in_channel(text="&lt;at&gt;Firstline&lt;/at&gt; Firstline hi"))
    assert (message.text, message.addressed) == ("<at>Firstline</at> Firstline hi", False)


@pytest.mark.parametrize(
    ("text", "command", "said"),
    [
        ("/ticket claim 1", True, "claim 1"),
        ("/Ticket  reply 1 line\nline", True, "reply 1 line\nline"),
        ("/ticket", True, ""),
        ("/tickets", False, "/tickets"),
        ("ticket system is down", False, "ticket system is down"),
    ],
)
def test_I4_slash_commands_are_typed_as_text(text: str, command: bool, said: str) -> None:
    message = heard(body(text=text))
    assert (message.command, message.text, message.addressed) == (command, said, True)


def test_T26_teams_own_command_menu_sends_targeted_messages() -> None:
    message = heard(in_channel(text="ticket claim 1", recipient={**BOT, "isTargeted": True}))
    assert (message.command, message.text, message.addressed) == (True, "claim 1", True)


@pytest.mark.parametrize("kind", ["messageUpdate", "messageDelete"])
def test_T15_a_change_repeated_is_one_and_changes_differ(kind: str) -> None:
    once, again = heard(body(type=kind)), heard(body(type=kind))
    later = heard(body(type=kind, timestamp="2026-11-23T09:10:00Z"))
    assert once.change is (Change.EDITED if kind == "messageUpdate" else Change.DELETED)
    assert once.delivery == again.delivery != later.delivery
    assert once.about == later.about == heard(body()).delivery
    assert not once.command


@pytest.mark.parametrize(
    "activity",
    [
        body(type="conversationUpdate"),
        body(type="installationUpdate"),
        body(type="typing"),
        body(type="messageReaction"),
        body(**{"from": BOT}),
        body(**{"from": {"id": "28:other", "role": "bot"}}),
        body(**{"from": {}}),
        body(id=None),
        body(conversation={"id": "a:1", "conversationType": "personal"}),
        body(type="invoke", name="task/fetch", value={"data": {"firstline": {"action": "x", "value": "1"}}}),
    ],
)
def test_what_is_nothing_for_the_engine(activity: dict[str, Any]) -> None:
    assert read(activity) is None


def invoke(**more: Any) -> dict[str, Any]:
    action = {"type": "Action.Execute", "data": {"firstline": {"action": "solved", "value": "2"}}}
    return in_channel(
        "100", type="invoke", name="adaptiveCard/action", replyToId="140", text=None, value={"action": action}
    ) | {**more}


def test_T11_an_invoke_is_known_by_its_id_or_else_by_what_was_pressed() -> None:
    assert heard(invoke(id="f:1")).delivery == f"t1/{HELP};messageid=100/f:1"
    nameless = heard(invoke(id=None))
    assert nameless.delivery == heard(invoke(id=None)).delivery
    assert nameless.delivery != heard(invoke(id=None, replyToId="141")).delivery
    somebody_else = {"id": "29:ivan", "aadObjectId": "aad-ivan"}
    assert nameless.delivery != heard(invoke(id=None, **{"from": somebody_else})).delivery


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(alphabet=st.characters(), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(("id", "text", "type", "tenant")), inner)
    ),
    max_leaves=5,
)


@given(st.sampled_from([body(), in_channel(), invoke()]), st.sampled_from(sorted(invoke())), ANYTHING)
def test_T9_whatever_a_field_holds_an_activity_is_read_or_malformed(base: dict[str, Any], name: str, odd: Any) -> None:
    try:
        message = read_activity(to_activity(parsed(json.dumps(base | {name: odd}).encode())), NOW)
    except Malformed:
        return
    if message is not None:
        repr(message).encode()


def test_what_no_database_can_hold_is_replaced() -> None:
    found = parsed(b'{"type": "message", "text": "a\\u0000b\\ud83d\\ude00\\ud800", "x": [{"\\udfff": 1}]}')
    assert found == {
        "type": "message",
        "text": "a\N{REPLACEMENT CHARACTER}b😀\N{REPLACEMENT CHARACTER}",
        "x": [{"\N{REPLACEMENT CHARACTER}": 1}],
    }


@pytest.mark.parametrize("piece", ["<at", "<at>", "<at ", "<at>x", "<at>&nbsp;</at", "</at>"])
def test_T12_markup_that_never_ends_is_read_in_linear_time(piece: str) -> None:
    """The time limit of a test is what fails here: quadratic reading takes minutes."""
    assert heard(body(text=piece * 60_000)).text.startswith(piece[:3])


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://first.sharepoint.com/personal/maria/a.pdf", "https://first.sharepoint.com/personal/maria/a.pdf"),
        ("https://first.sharepoint.com.evil.example/a.pdf", ""),
        ("http://first.sharepoint.com/a.pdf", ""),
        ("https://evil.example/a.pdf#.sharepoint.com", ""),
        ("javascript:alert(1)", ""),
        (7, ""),
    ],
)
def test_T34_a_file_is_known_by_its_page_and_no_download(address: object, link: str) -> None:
    kind = "application/vnd.microsoft.teams.file.download.info"
    file = {
        "contentType": kind,
        "name": "a\n.pdf",
        "contentUrl": address,
        "content": {"downloadUrl": "https://x/secret"},
    }
    others = [{"contentType": "text/html", "content": "<p>"}, {"contentType": kind}, "nonsense", None]
    message = heard(body(text="", attachments=[*others, file]))
    assert message.files == (File("a .pdf", link=link, delivery=message.delivery),)
    assert message.text == "a .pdf"
