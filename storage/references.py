"""What a post refers to, in the platform's own ids. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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


def kin_of(key: str, rows: Sequence[Row]) -> Sequence[Row]:
    """Of these posts the one of this key and all that refer to it or to which it refers, however many steps away;
    none without the one itself."""
    by_key, near = {row["key"]: row for row in rows}, defaultdict[str, list[str]](list)
    for row in rows:
        for other in filter(None, (row["below"], row["edits"])):
            near[row["key"]].append(other)
            near[other].append(row["key"])
    kin = {key: by_key[key]} if key in by_key else {}
    left = [*kin]
    for each in left:  # grows meanwhile
        more = {other: by_key[other] for other in near[each] if other in by_key and other not in kin}
        kin |= more
        left += more
    return tuple(kin.values())


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
