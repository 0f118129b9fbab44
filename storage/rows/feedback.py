"""What people said of answers."""

from kb.feedback import Feedback
from storage.prepared import Row
from storage.rows.fields import Values, read, written

_FEEDBACK = ("slug", "language", "digest", "person", "conversation", "question", "worked", "at")


def feedback_values(feedback: Feedback) -> Values:
    """A row of `feedback`."""
    return {**written(feedback, _FEEDBACK), "stems": list(feedback.stems)}


def feedback_of(row: Row) -> Feedback:
    """What was said of an answer, in a row."""
    return Feedback(stems=tuple(row["stems"]), **read(row, _FEEDBACK))
