"""What leaves: posts, replies that can be called back until then, and the pace of each channel."""

from sqlalchemy import JSON, Column, Identity, Index, Integer, Table

from storage.tables.schema import (
    SEQUENCE,
    data,
    flag,
    key,
    maybe,
    metadata,
    moment,
    number,
    partial,
    person,
    text,
    thread,
)

UNFINISHED = "state IN ('waiting', 'sending')"
GIVEN_UP = "state IN ('dead', 'uncertain')"
COPIED = "key LIKE '%-copy'"
"""`bot.exchange.copy_key`."""
EDITING = "edits <> ''"

posts = Table(
    "posts",
    metadata,
    Column("id", SEQUENCE, Identity(), primary_key=True),
    text("desk"),
    text("key"),
    *thread(),
    text("lane"),
    data("card"),
    text("below"),
    text("edits"),
    *person("private"),
    Column("opens", Integer),
    text("opens_as"),
    flag("urgent"),
    flag("alert"),
    text("route"),
    text("state"),
    moment("not_before"),
    number("attempts"),
    flag("maybe_sent"),
    maybe("first_tried_at"),
    maybe("lease_until"),
    text("token"),
    text("sent_root"),
    text("message_id"),
    text("reason"),
    moment("changed_at"),
    maybe("stored_at"),
    text("cause"),
    Index("posts_key", "desk", "key", unique=True),
    partial("posts_lane", "desk", "lane", "id", where=UNFINISHED),
    partial("posts_copied", "desk", "lane", "id", where=COPIED),
    partial("posts_edits", "desk", "edits", "id", where=EDITING),
    partial("posts_given_up", "desk", "changed_at", where=GIVEN_UP),
)
"""The outbox. `state`: waiting → sending → sent | waiting | dead | uncertain, or waiting | dead → undone. Ids follow
the order of a lane.

`first_tried_at` is when the first attempt began whose outcome is still unknown. `sent_root` is the root of the thread
to which it went, known once its references are resolved.
"""

held = Table(
    "held",
    metadata,
    key("desk"),
    key("key"),
    number("ticket"),
    text("member"),
    *person("sender"),
    moment("until"),
    flag("asks"),
    Index("held_ticket", "desk", "ticket", "until"),
)
"""Replies that can still be called back; their posts wait in the outbox."""

WHOLE_WORKSPACE = ""
"""The name under which `channels` keeps what all channels of a workspace share."""

channels = Table(
    "channels",
    metadata,
    key("desk"),
    key("platform"),
    key("workspace"),
    key("channel"),
    moment("next_at"),
    Column("marks", JSON(none_as_null=True)),
)
"""Before `next_at` nothing is sent to the channel: its pace, or a pause that the platform asked for.

`marks` says how full its buckets are (`bot.ports.pace`), a time for each.
"""
