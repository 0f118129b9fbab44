"""Slash commands, presses and submitted forms as messages: pure. They carry no time of their own, so it is given."""

from datetime import datetime
from typing import Any

from adapters.slack import home, modal
from adapters.slack.blocks import action_of, language_of
from adapters.slack.identity import Identity, is_direct, our_users, person, thread
from adapters.slack.modal import Origin
from adapters.slack.mrkdwn import to_plain
from adapters.slack.reactions import wish
from bot.messages import Message, Press, chat_of_home, home_of

Json = dict[str, Any]


def read_command(body: Json, us: Identity, now: datetime) -> Message:
    """A slash command. It stands in no thread, and only its `response_url` answers where we are no member."""
    channel = str(body.get("channel_id") or "")
    return Message(
        delivery=f"c:{body.get('trigger_id')}",
        thread=thread(body, channel, ""),
        sender=person(body, str(body.get("user_id") or ""), name=str(body.get("user_name") or "")),
        at=now,
        text=to_plain(str(body.get("text") or ""), our_users(body, us)),
        direct=is_direct(channel),
        addressed=True,
        command=True,
        threadless=True,
        route=str(body.get("response_url") or ""),
    )


def read_origin(body: Json) -> Origin:
    """Which of our buttons was pressed, and where. The thread is the one in which the message stands; on the Home tab
    it is that page."""
    action, message, container = body["actions"][0], body.get("message") or {}, body.get("container") or {}
    ts = str(container.get("message_ts") or message.get("ts") or "")
    root = message.get("thread_ts") or container.get("thread_ts") or ("" if container.get("is_ephemeral") else ts)
    chosen, chat = action.get("selected_option") or {}, home.page_of(body)
    channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
    return Origin(
        channel=home_of(thread(body, chat, "")).channel if chat else channel,
        root=str(root),
        action=action_of(action["action_id"]),
        value=str(action.get("value") or chosen.get("value") or ""),
        post=ts,
        language=language_of(str(action.get("block_id") or "")),
    )


def read_wish(body: Json, us: Identity, now: datetime) -> Message | None:
    """The message shortcut "Create ticket": a ticket for who wrote the message; None where that was no person."""
    user, channel = body.get("user") or {}, str((body.get("channel") or {}).get("id") or "")
    who = person(body, str(user.get("id") or ""), str(user.get("team_id") or ""), str(user.get("username") or ""))
    place = channel, f"s:{body.get('trigger_id')}", now
    return wish(body, us, who, body.get("message") or {}, place, str(body.get("response_url") or ""))


def read_press(body: Json, now: datetime) -> Message:
    """A pressed button."""
    origin = read_origin(body)
    pressed = Press(origin.action, origin.value, post_id=origin.post)
    return _pressed(body, origin, f"p:{body.get('trigger_id')}", pressed, now)


def read_submission(body: Json, origin: Origin, now: datetime) -> Message:
    """A submitted form, as a press of the button that had opened it."""
    submitted = body["view"]
    delivery = f"v:{submitted.get('id')}:{submitted.get('hash')}"
    return _pressed(body, origin, delivery, modal.press(submitted, origin), now)


def _pressed(body: Json, origin: Origin, delivery: str, pressed: Press, now: datetime) -> Message:
    user = body.get("user") or {}
    name = str(user.get("name") or user.get("username") or "")
    return Message(
        delivery=delivery,
        thread=thread(body, origin.channel, origin.root),
        sender=person(body, str(user.get("id") or ""), str(user.get("team_id") or ""), name),
        at=now,
        pressed=pressed,
        direct=is_direct(chat_of_home(origin.channel) or origin.channel),
        addressed=True,
        threadless=not origin.root,
    )
