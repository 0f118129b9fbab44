"""What a post refers to, in the platform's own ids. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from bot.cards import card_from_json
from bot.ports import Parcel
from storage.prepared import Row
from storage.rows.fields import thread_of
from storage.rows.outbox import private_of


def lost_reference(row: Row, named: Mapping[str, Row]) -> str:
    """Why the post can never be sent because of what it refers to, or empty."""
    for key in filter(None, (row["below"], row["edits"])):
        state = named[key]["state"] if key in named else "unknown"
        if state != "sent":
            return f"it belongs to the post {key!r}, which is {state}"
    return ""


def parcel_of(row: Row, named: Mapping[str, Row], *, maybe_sent: bool) -> Parcel:
    """The post as it leaves."""
    thread = thread_of(row)
    if row["below"] or row["edits"]:
        other = named[row["below"] or row["edits"]]
        place = {name: other[name] for name in ("platform", "workspace", "channel")}
        own = other["sent_root"] or other["root"]
        thread = replace(thread, **place, root=own if row["edits"] else own or other["message_id"])
    return Parcel(
        key=row["key"],
        thread=thread,
        card=card_from_json(row["card"]),
        edits=named[row["edits"]]["message_id"] if row["edits"] else "",
        private_to=private_of(row),
        alert=row["alert"],
        route=row["route"],
        tried_at=row["first_tried_at"] if maybe_sent else None,
        stored_at=row["stored_at"],
        cause=row["cause"],
    )
