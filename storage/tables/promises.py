"""What was promised, what is due when, and the calls for people that follow."""

from sqlalchemy import Index, Table

from storage.tables.schema import data, flag, key, maybe, metadata, moment, number, partial, text

PENDING = "state = 'pending'"
RECEIPTS = f"kind = 'receipt' AND {PENDING}"
RUNNING = "ended = false"

terms = Table("terms", metadata, key("desk"), key("key"), moment("since"), data("promises"))
"""What the desk promised from a moment on; the key is that moment in words."""

timers = Table(
    "timers",
    metadata,
    key("desk"),
    key("key"),
    text("kind"),
    number("ticket"),
    moment("due_at"),
    text("subject"),
    text("state"),
    partial("timers_due", "desk", "due_at", "key", where=PENDING),
    partial("timers_ticket", "desk", "ticket", where=PENDING),
    partial("timers_receipt", "desk", "subject", where=RECEIPTS),
)
"""`state` is pending, fired or cancelled."""

escalations = Table(
    "escalations",
    metadata,
    key("desk"),
    key("key"),
    number("ticket"),
    text("reason"),
    moment("raised_at"),
    text("raised_by"),
    text("cause"),
    number("step"),
    data("pings"),
    text("acknowledged_by"),
    maybe("acknowledged_at"),
    flag("ended"),
    number("version"),
    partial("escalations_running", "desk", "ticket", where=RUNNING),
    Index("escalations_ticket", "desk", "ticket", "raised_at", "key"),
)
