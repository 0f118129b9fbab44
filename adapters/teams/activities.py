"""What an activity of Teams means to us. Pure: values in, values out."""

import re
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from botbuilder.schema import Activity

from adapters.teams.address import Address, split_conversation
from adapters.teams.files import files_of
from adapters.teams.mentions import spoken
from adapters.teams.presses import press_identity, read_press
from adapters.teams.wire import mapping, tenant_of, words
from adapters.teams.wishes import EXTENSIONS, read_wish
from bot.messages import Change, Message, Person, Thread

_COMMAND, _HOME = "/ticket", "home"
_MILLISECONDS = re.compile(r"1[0-9]{12}")
_CHANGES = {"message": Change.NEW, "messageUpdate": Change.EDITED, "messageDelete": Change.DELETED}


def read_activity(activity: Activity, now: datetime) -> Message | None:
    """The message in the activity, or None where there is nothing for the engine.

    `now` stands in where the activity has no time of its own.
    """
    if not _is_somebody(activity):
        return None
    if activity.type == "message" and not activity.text and activity.value is not None:
        return _pressed(activity, now)
    if activity.type == "invoke":
        wish = read_wish(activity, sender_of(activity), _time(activity, now), address_of(activity).to_route())
        return wish or _pressed(activity, now)
    if activity.type == "conversationUpdate":
        return _installed(activity, now)
    if activity.type in _CHANGES:
        return _said(activity, now)
    return None


def sender_of(activity: Activity) -> Person:
    """Who did it: known by the directory id, which outlives the addressing id (T16)."""
    account = activity.from_property
    return Person(
        platform="teams",
        workspace=tenant_of(activity),
        id=words(account.aad_object_id) or words(account.id),
        name=words(account.name),
        language=words(activity.locale),
    )


def thread_of(activity: Activity) -> Thread:
    """Where an answer belongs (T21): in a channel the thread, which a message of its own opens; else the chat."""
    base, root = split_conversation(activity.conversation.id)
    if not root and activity.conversation.conversation_type == "channel":
        root = words(activity.reply_to_id) or words(activity.id)
    return Thread("teams", tenant_of(activity), base, root)


def address_of(activity: Activity) -> Address:
    """How to reach the sender again. A message action may be chosen where we are not: that is no chat with us."""
    return Address(
        service_url=words(activity.service_url),
        conversation=activity.conversation.id,
        person=sender_of(activity).id,
        member=activity.from_property.id,
        personal=_is_personal(activity) and not words(activity.name).startswith(EXTENSIONS),
    )


def _is_somebody(activity: Activity) -> bool:
    sender, conversation = activity.from_property.id, activity.conversation.id
    ours = sender == activity.recipient.id or activity.from_property.role == "bot"
    return bool(sender and conversation and tenant_of(activity)) and not ours


def _is_personal(activity: Activity) -> bool:
    return bool(activity.conversation.conversation_type == "personal")


def _said(activity: Activity, now: datetime) -> Message | None:
    if not activity.id:
        return None
    said, change, direct = spoken(activity), _CHANGES[activity.type], _is_personal(activity)
    original = _delivery(activity, activity.id)
    targeted = activity.recipient.additional_properties.get("isTargeted") is True
    files = files_of(activity, original)
    command, text = _command(said.text or ", ".join(each.name for each in files), targeted=targeted)
    at = _time(activity, now)
    return Message(
        delivery=original if change is Change.NEW else f"{original}/{change}/{at.isoformat()}",
        thread=thread_of(activity),
        sender=sender_of(activity),
        at=at,
        text=text,
        direct=direct,
        addressed=direct or said.to_us or targeted or command,
        command=command and change is Change.NEW,
        change=change,
        about="" if change is Change.NEW else original,
        said_at=None if change is Change.NEW else _said_at(activity),
        link=_link(activity),
        files=files if change is Change.NEW else (),
        route=address_of(activity).to_route(),
    )


def _pressed(activity: Activity, now: datetime) -> Message | None:
    press = read_press(activity)
    if press is None:
        return None
    return Message(
        delivery=_delivery(activity, activity.id or press_identity(activity, press)),
        thread=thread_of(activity),
        sender=sender_of(activity),
        at=_time(activity, now),
        pressed=press,
        direct=_is_personal(activity),
        addressed=True,
        route=address_of(activity).to_route(),
    )


def _installed(activity: Activity, now: datetime) -> Message | None:
    """Somebody added us for themselves: they find their home (X7: nobody else is written to unasked)."""
    added = {words(each.id) for each in activity.members_added or ()}
    if not _is_personal(activity) or activity.recipient.id not in added:
        return None
    return Message(
        delivery=_delivery(activity, f"installed-{words(activity.id)}"),
        thread=thread_of(activity),
        sender=sender_of(activity),
        at=_time(activity, now),
        text=_HOME,
        direct=True,
        addressed=True,
        command=True,
        route=address_of(activity).to_route(),
    )


def _time(activity: Activity, now: datetime) -> datetime:
    at: datetime = activity.timestamp or now
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _said_at(activity: Activity) -> datetime | None:
    """When the message concerned was written: Teams names messages by the millisecond."""
    return datetime.fromtimestamp(int(activity.id) / 1000, UTC) if _MILLISECONDS.fullmatch(activity.id) else None


def _delivery(activity: Activity, identity: str) -> str:
    """The platform's own identity of a thing (T11)."""
    return "/".join((tenant_of(activity), activity.conversation.id, identity))


def _command(text: str, *, targeted: bool) -> tuple[bool, str]:
    """Whether the words are a slash command, and what follows its name.

    Typed with the slash, or without it where Teams' own command menu wrote it (T26). `ticket …` said to us is left to
    the engine, which can tell a command from a question.
    """
    first, _, rest = text.partition(" ")
    meant = first.casefold() == _COMMAND or (targeted and first.casefold() == _COMMAND[1:])
    return (True, rest.strip()) if meant else (False, text)


def _link(activity: Activity) -> str:
    """A link that others can open: only channels have one."""
    if activity.conversation.conversation_type != "channel":
        return ""
    thread = thread_of(activity)
    team = mapping(mapping(activity.channel_data).get("team"))
    wanted = {"tenantId": thread.workspace, "groupId": words(team.get("aadGroupId")), "parentMessageId": thread.root}
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"https://teams.microsoft.com/l/message/{quote(thread.channel, safe='')}/{quote(activity.id)}?{query}"
