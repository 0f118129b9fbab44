"""The tables, a module for each matter; with all of them here, `metadata` is whole.

Every row carries its desk; rows refer to each other by desk and natural key.
"""

from storage.tables import chat, feedback, history, numbers, outbox, people, promises, threads, tickets
from storage.tables.schema import metadata

__all__ = ["chat", "feedback", "history", "metadata", "numbers", "outbox", "people", "promises", "threads", "tickets"]
