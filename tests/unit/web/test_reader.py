"""I1–I4, I9: what is done in the playground, as messages to the engine."""

from dataclasses import replace

import pytest

from adapters.web.actions import ActionRefused, Delete, Edit, MakeTicket, React
from adapters.web.files import Attached
from adapters.web.reader import change_of, changed, message_of, pressed, reaction_of, said, wished
from bot.messages import Change, Message, Press
from bot.ports import ChatLine
from tests.fakes.playground import CONFIG
from tests.unit.web.lines import NOW, line, press, say

PORT = replace(CONFIG, port=8080)


def heard(text: str, place: str = "dm-maria", who: str = "maria") -> Message:
    stored = said(say(text, place, who), None, PORT, NOW)
    return message_of(replace(stored, id="line-9", root="line-9"), PORT)


def test_I1_a_direct_message_is_addressed_and_opens_its_own_thread() -> None:
    message = heard("my vpn is down")
    assert (message.text, message.direct, message.addressed, message.command) == ("my vpn is down", True, True, False)
    assert (message.delivery, message.thread.root, message.thread.channel) == ("line-9", "line-9", "dm-maria")
    assert (message.sender.id, message.sender.name, message.sender.platform) == ("maria", "Maria Silva", "web")
    assert message.link == "http://127.0.0.1:8080/#/dm-maria/line-9"


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("@Firstline my vpn", "my vpn"),
        ("@firstline, my vpn", "my vpn"),
        ("my vpn, @Firstline please\nhelp", "my vpn, please\nhelp"),
    ],
)
def test_I2_a_mention_addresses_us_and_is_taken_out(text: str, without: str) -> None:
    message = heard(text, "help")
    assert (message.text, message.direct, message.addressed) == (without, False, True)


@pytest.mark.parametrize("text", ["my vpn", "write to me@firstline.example", "@Firstliner is somebody else"])
def test_I3_words_in_a_channel_are_heard_as_not_addressed(text: str) -> None:
    message = heard(text, "help")
    assert (message.text, message.addressed) == (text, False)


def test_I4_a_slash_command_in_a_channel_belongs_to_no_thread_and_is_private() -> None:
    stored = said(say("/ticket claim 1", "triage", "sam"), None, PORT, NOW)
    message = message_of(replace(stored, id="line-9", root="line-9"), PORT)
    assert (message.text, message.command, message.addressed, message.thread.root) == ("claim 1", True, True, "")
    assert stored.private_to == "sam"


def test_I4_a_slash_command_carries_its_files() -> None:
    file = Attached("f-1", "plan.pdf", 12)
    stored = said(say("/ticket reply 1 see there", "triage", "sam"), None, PORT, NOW, [file])
    message = message_of(replace(stored, id="line-9", root="line-9"), PORT)
    assert (message.text, message.command) == ("reply 1 see there", True)
    assert [(each.name, each.size) for each in message.files] == [("plan.pdf", 12)]


def test_I4_a_slash_command_in_a_thread_stays_in_it() -> None:
    root = line("triage", id="line-3", root="line-3")
    stored = said(say("/TICKET reply 1 hello\nthere", "triage", "sam", "line-3"), root, PORT, NOW)
    message = message_of(replace(stored, id="line-9"), PORT)
    assert (message.text, message.thread.root) == ("reply 1 hello\nthere", "line-3")


def test_another_slash_command_is_refused_with_the_right_one() -> None:
    with pytest.raises(ActionRefused) as refused:
        said(say("/tikcet claim 1"), None, PORT, NOW)
    assert (refused.value.why, refused.value.values) == ("unknown-command", {"command": "tikcet", "known": "ticket"})


@pytest.mark.parametrize("text", ["/etc/hosts is gone", "/ is what I typed", "/1 of 2"])
def test_what_only_begins_with_a_slash_is_a_sentence(text: str) -> None:
    assert heard(text).command is False


@pytest.mark.parametrize("text", ["", "   \n"])
def test_nothing_is_not_sent(text: str) -> None:
    with pytest.raises(ActionRefused, match="empty"):
        said(say(text), None, PORT, NOW)


@pytest.mark.parametrize(
    ("who", "place"), [("maria", "triage"), ("maria", "dm-ivan"), ("sam", "leads"), ("maria", "x")]
)
def test_nobody_writes_where_they_cannot_read(who: str, place: str) -> None:
    with pytest.raises(ActionRefused, match="no-access"):
        said(say("hello", place, who), None, PORT, NOW)


def test_a_thread_must_be_in_the_place_and_seen() -> None:
    for root in (None, line("help"), line("dm-maria", private_to="ivan")):
        with pytest.raises(ActionRefused, match="unknown-line"):
            said(say("hello", root="line-1"), root, PORT, NOW)


def test_a_press_comes_back_with_its_fields_and_the_line_it_stood_on() -> None:
    stored = pressed(press("reply", "7", text="Try again"), line(), PORT, NOW)
    message = message_of(replace(stored, id="line-9"), PORT)
    assert message.pressed == Press("reply", "7", (("text", "Try again"),), "line-1", "en")
    assert (message.thread.root, message.text, message.addressed) == ("line-1", "", True)


def test_I7_an_empty_required_field_is_refused_by_name() -> None:
    with pytest.raises(ActionRefused) as refused:
        pressed(press("reply", "7", text="  "), line(), PORT, NOW)
    assert (refused.value.why, refused.value.values["field"]) == ("field-required", "text")


def test_a_button_that_is_gone_is_the_engines_to_answer() -> None:
    assert pressed(press("claim", "3"), line(), PORT, NOW).payload


@pytest.mark.parametrize("about", [None, line("triage"), line(card=None), line(private_to="ivan")])
def test_nobody_presses_what_they_do_not_see(about: object) -> None:
    with pytest.raises(ActionRefused, match="unknown-line"):
        pressed(press(), about, PORT, NOW)  # type: ignore[arg-type]  # None and lines alike


def test_T4_an_edit_and_a_deletion_name_the_line_and_when_it_was_said() -> None:
    about = line("dm-maria", id="line-3", root="line-1", author="maria", text="helo")
    for action, change in ((edit("hello"), Change.EDITED), (delete(), Change.DELETED)):
        message = message_of(replace(changed(action, about, PORT, NOW), id="line-9"), PORT)
        assert (message.change, message.about, message.delivery) == (change, "line-3", "line-9")
        assert (message.said_at, message.thread.root) == (about.at, "line-1")
        assert message.text == ("hello" if change is Change.EDITED else "")
        assert not message.command


@pytest.mark.parametrize(
    "about",
    [
        None,
        line("dm-maria", id="line-3", author="firstline"),
        line("help", id="line-3", author="ivan", text="his"),
        line("dm-ivan", id="line-3", author="ivan", text="his"),
        line("dm-maria", id="line-3", author="maria", text="mine", payload='{"do": "command"}', private_to="maria"),
    ],
)
def test_T4_nobody_changes_what_is_not_their_own_word(about: ChatLine | None) -> None:
    for action in (edit("a lie"), delete()):
        with pytest.raises(ActionRefused):
            changed(action, about, PORT, NOW)


def test_T4_what_is_deleted_cannot_be_edited_and_nothing_can_be_edited_to_nothing() -> None:
    with pytest.raises(ActionRefused):
        changed(edit("again"), line("dm-maria", id="line-3", author="maria", text=""), PORT, NOW)
    with pytest.raises(ActionRefused):
        changed(edit("  "), line("dm-maria", id="line-3", author="maria", text="hello"), PORT, NOW)


def edit(text: str) -> Edit:
    return Edit.model_validate({"do": "edit", "id": "a", "as": "maria", "line": "line-3", "text": text})


def delete() -> Delete:
    return Delete.model_validate({"do": "delete", "id": "a", "as": "maria", "line": "line-3"})


def test_I5_a_ticket_for_who_wrote_a_line() -> None:
    about = replace(said(say("my vpn", "help", "maria"), None, PORT, NOW), id="line-3", root="line-3")
    action = MakeTicket.model_validate({"id": "1", "as": "sam", "do": "ticket", "line": "line-3"})
    stored = replace(wished(action, about, PORT, NOW), id="line-9")
    message = message_of(stored, PORT)
    assert message.behalf is not None
    assert (message.behalf.id, message.sender.id, message.text) == ("maria", "sam", "my vpn")
    assert (message.thread.root, message.about, message.delivery) == ("line-3", "line-3", "line-9")
    assert (change_of(stored), stored.private_to) == ("", "sam")
    with pytest.raises(ActionRefused):
        wished(action, None, PORT, NOW)
    with pytest.raises(ActionRefused):
        wished(action, stored, PORT, NOW)


def test_I6_a_reaction_is_a_wish_for_a_ticket_that_all_see() -> None:
    config = replace(PORT, reaction="ticket")
    about = replace(said(say("the badge reader is dead", place="help"), None, config, NOW), id="line-3", root="line-3")
    action = React.model_validate({"id": "1", "as": "sam", "do": "react", "line": "line-3"})
    stored = replace(wished(action, about, config, NOW), id="line-9")
    message = message_of(stored, config)
    assert (stored.private_to, reaction_of(stored), reaction_of(about)) == ("", ("line-3", "ticket"), None)
    assert (message.text, message.about, message.sender.id) == ("the badge reader is dead", "line-3", "sam")
    assert message.behalf is not None
    assert message.behalf.id == "maria"
    with pytest.raises(ActionRefused):  # none is configured
        wished(action, about, PORT, NOW)
    with pytest.raises(ActionRefused):  # not on a reaction
        wished(action, stored, config, NOW)
