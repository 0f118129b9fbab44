"""Who is on call, who is away, whose turn it is, and in which language somebody reads."""

from sqlalchemy import Index, Table

from storage.tables.schema import data, flag, key, maybe, metadata, moment, number, text

covers = Table(
    "covers",
    metadata,
    key("desk"),
    key("key"),
    text("rotation"),
    text("member"),
    moment("start"),
    moment("end"),
    text("set_by"),
    moment("set_at"),
    flag("ended"),
    number("version"),
    Index("covers_end", "desk", "end"),
)
"""Who is on call instead of whoever's shift it is; kept as history."""

duties = Table(
    "duties",
    metadata,
    key("desk"),
    key("rotation"),
    text("member"),
    moment("since"),
    text("grouped"),
    number("version"),
)
"""Who was on call when people were last told."""

absences = Table("absences", metadata, key("desk"), key("member"), moment("since"), maybe("until"), number("version"))
"""Who is away, in the latest word of each member."""

turns = Table("turns", metadata, key("desk"), key("team"), data("taken"), number("version"))
"""When each member of a team was last given a ticket, for tickets that are given by turns."""

preferences = Table(
    "preferences",
    metadata,
    key("desk"),
    key("platform"),
    key("workspace"),
    key("id"),
    text("language"),
    moment("at"),
    Index("preferences_at", "desk", "at"),
)
"""In which language somebody wants to read."""
