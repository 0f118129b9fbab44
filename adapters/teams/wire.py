"""From the bytes of a request to botbuilder's Activity, and how its loose parts are read.

botbuilder refuses a whole activity for one odd field and loses none that it does not know; so only the fields that we
read are given to it, and those of an unexpected shape are left out (T9).
"""

import json
import re
from typing import Any

from botbuilder.schema import Activity

from bot.errors import FirstlineError

_SHAPES: dict[str, type] = {
    "type": str, "id": str, "name": str, "text": str, "timestamp": str, "serviceUrl": str, "channelId": str,
    "replyToId": str, "locale": str, "from": dict, "recipient": dict, "conversation": dict, "entities": list,
    "channelData": dict, "membersAdded": list,
}  # fmt: skip
_ACCOUNT_FIELDS = ("id", "name", "aadObjectId", "role", "isTargeted")
_ATTACHMENT_FIELDS = ("contentType", "contentUrl", "name")
_MOST_ATTACHMENTS = 50
_MOST_MEMBERS = 200
_CONVERSATION_FIELDS = ("id", "name", "conversationType", "tenantId")


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and halves of surrogate pairs: JSON can say them, UTF-8 and PostgreSQL cannot."""


class Malformed(FirstlineError):
    """The body is not an activity."""


def parsed(body: bytes) -> dict[str, Any]:
    """The JSON object of a request. Raises Malformed."""
    try:
        found = _storable(json.loads(body))
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(found, dict) or not isinstance(found.get("type"), str):
        raise Malformed
    return found


def to_activity(body: dict[str, Any]) -> Activity:
    """The activity in a body that `parsed` let through. Raises Malformed."""
    known = {name: body[name] for name, shape in _SHAPES.items() if isinstance(body.get(name), shape)}
    for name, wanted in (
        ("from", _ACCOUNT_FIELDS), ("recipient", _ACCOUNT_FIELDS), ("conversation", _CONVERSATION_FIELDS)
    ):  # fmt: skip
        known[name] = {field: known.get(name, {}).get(field) for field in wanted}
    known["entities"] = [entity for entity in known.get("entities", ()) if isinstance(entity, dict)]
    known["attachments"] = _attachments(body.get("attachments"))
    known["membersAdded"] = _members(known.get("membersAdded", ()))
    known["value"] = body.get("value")
    try:
        return Activity.deserialize(known)
    except (ValueError, TypeError, AttributeError) as error:
        raise Malformed from error


def _attachments(found: object) -> list[dict[str, str]]:
    """What is said of each in words."""
    listed = found[:_MOST_ATTACHMENTS] if isinstance(found, list) else []
    return [
        {field: words(each.get(field)) for field in _ATTACHMENT_FIELDS} for each in listed if isinstance(each, dict)
    ]


def _members(found: object) -> list[dict[str, str]]:
    listed = found[:_MOST_MEMBERS] if isinstance(found, list) else []
    return [{"id": words(each.get("id"))} for each in listed if isinstance(each, dict)]


def _storable(found: Any) -> Any:
    match found:
        case str():
            return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", found)
        case dict():
            return {_storable(name): _storable(value) for name, value in found.items()}
        case list():
            return [_storable(value) for value in found]
        case _:
            return found


def mapping(found: object) -> dict[str, Any]:
    """The JSON object, or an empty one in the place of anything else."""
    return found if isinstance(found, dict) else {}


def words(found: object) -> str:
    """The text, or an empty one in the place of anything else."""
    return found if isinstance(found, str) else ""


def tenant_of(activity: Activity) -> str:
    """The tenant in which the activity happened, or empty (T4)."""
    data = mapping(activity.channel_data)
    return words(mapping(data.get("tenant")).get("id")) or words(
        activity.conversation.additional_properties.get("tenantId")
    )
