"""Commands (S32), presses and submitted forms (S34) as messages."""

from datetime import UTC, datetime
from typing import Any

from adapters.slack import modal
from adapters.slack.identity import Identity
from adapters.slack.interactions import read_command, read_origin, read_press, read_submission, read_wish
from bot.inputs import Form, Input, Option
from bot.messages import Message, Person, Press, Thread
from bot.wording.catalogue import Wording
from tests.contract.slack_rules import view_problems
from tests.unit.slack.payloads import CHANNEL, TEAM, TS, command, press

NOW = datetime(2026, 11, 23, tzinfo=UTC)
US = Identity("U0BOT", "B0BOT")
FORM = Form(
    "Ответ по заявке номер 12, очень длинный",
    "Отправить",
    "Отмена",
    (
        Input("text", "Ответ", lines=4, hint="Увидит сотрудник", placeholder="Текст"),
        Input("why", "Почему", required=False),
        Input("priority", "Важность", options=(Option("high", "Высокая"), Option("low", "Низкая")), value="low"),
    ),
)


def test_I4_a_slash_command() -> None:
    assert read_command(command(text="reply 1 a &amp; b"), US, NOW) == Message(
        delivery="c:1.2.y",
        thread=Thread("slack", TEAM, CHANNEL),
        sender=Person("slack", TEAM, "U0SAM"),
        at=NOW,
        text="reply 1 a & b",
        addressed=True,
        command=True,
        threadless=True,
        route="https://hooks.slack.com/commands/1",
    )
    assert read_command(command(), US, NOW).sender.name == "sam"
    assert read_command(command(channel_id="D0SAM"), US, NOW).direct


def test_a_press_belongs_to_the_thread_of_its_message() -> None:
    message = read_press(press(message={"ts": TS, "thread_ts": "1.1"}), NOW)
    assert message.thread == Thread("slack", TEAM, CHANNEL, "1.1")
    assert message.pressed == Press("claim", "12", post_id=TS)
    assert (message.delivery, message.sender) == ("p:1.2.x", Person("slack", TEAM, "U0SAM"))
    assert read_press(press(), NOW).thread.root == TS


def test_S30_an_ephemeral_message_opens_no_thread() -> None:
    container = {"message_ts": TS, "channel_id": CHANNEL, "is_ephemeral": True}
    payload: dict[str, Any] = {key: value for key, value in press(container=container).items() if key != "message"}
    assert read_press(payload, NOW).thread.root == ""
    assert read_press({**payload, "container": {**container, "thread_ts": "1.1"}}, NOW).thread.root == "1.1"


def submitted(**filled: dict[str, Any]) -> dict[str, Any]:
    view = modal.view(FORM, read_origin(press()))
    values = {name: {name: {"type": "any", **state}} for name, state in filled.items()}
    return {**press(), "view": {**view, "id": "V1", "hash": "1.h", "state": {"values": values}}}


def test_S34_a_form_remembers_where_it_was_opened() -> None:
    payload = submitted(
        text={"value": "Перезагрузите"}, why={"value": None}, priority={"selected_option": {"value": "high"}}
    )
    origin = modal.origin_of(payload["view"])
    assert origin is not None
    message = read_submission(payload, origin, NOW)
    assert message.pressed == Press(
        "claim", "12", (("text", "Перезагрузите"), ("why", ""), ("priority", "high")), TS, "ru"
    )
    assert message.thread == Thread("slack", TEAM, CHANNEL, TS)
    assert message.delivery == "v:V1:1.h"


def test_S34_blank_required_fields_are_named_in_the_cards_language() -> None:
    view = submitted(text={"value": "  \n"}, priority={"selected_option": {"value": "high"}})["view"]
    assert modal.mistakes(view, "ru") == {"text": Wording("ru").text("slack-required")}


def test_S25_a_form_is_one_that_slack_takes() -> None:
    view = modal.view(FORM, read_origin(press()))
    assert view_problems(view) == []
    assert view["title"]["text"] == "Ответ по заявке номер 1…"
    assert view["blocks"][2]["element"]["initial_option"]["value"] == "low"


def test_a_view_that_is_not_ours_has_no_origin() -> None:
    for metadata in ("", "{}", "[]", "1", '{"channel": "C"}', '{"who": "knows"}'):
        assert modal.origin_of({"private_metadata": metadata}) is None


def test_I5_S33_the_message_shortcut_wishes_a_ticket_for_the_author() -> None:
    body = {
        **command(),
        "type": "message_action",
        "team": {"id": TEAM},
        "user": {"id": "U0SAM", "username": "sam", "team_id": TEAM},
        "channel": {"id": CHANNEL},
        "message": {"user": "U0MARIA", "ts": TS, "text": "a &amp; b", "thread_ts": "1.1"},
    }
    message = read_wish(body, US, NOW)
    assert message is not None
    assert message.behalf == Person("slack", TEAM, "U0MARIA")
    assert (message.sender.id, message.text, message.thread.root) == ("U0SAM", "a & b", "1.1")
    assert message.about == f"m:{CHANNEL}:{TS}"
    assert read_wish({**body, "message": {"bot_id": "B1", "user": "U1", "ts": TS}}, US, NOW) is None
    assert read_wish({**body, "message": {"user": "U0BOT", "ts": TS}}, US, NOW) is None
