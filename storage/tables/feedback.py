"""What people say of answers, and what owners of articles made of it."""

from sqlalchemy import Index, Table

from storage.tables.schema import data, flag, key, metadata, moment, text

feedback = Table(
    "feedback",
    metadata,
    key("desk"),
    key("conversation"),
    key("person"),
    key("slug"),
    text("language"),
    text("digest"),
    data("stems"),
    text("question"),
    flag("worked"),
    moment("at"),
    Index("feedback_at", "desk", "at"),
)
"""Whether an article helped. `person` and `conversation` are pseudonyms; `question` is empty once it had its time."""

declined_aliases = Table(
    "declined_aliases", metadata, key("desk"), key("language"), key("slug"), key("stems"), moment("at")
)
"""Ways to ask that owners did not want as aliases. `stems` are put together with spaces."""
