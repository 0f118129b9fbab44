"""Slack's limits, and the cutting to size of what exceeds them.

https://docs.slack.dev/reference/block-kit; lengths are in characters.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from adapters.slack.mrkdwn import ELLIPSIS, clean, to_mrkdwn
from bot.cards import Line
from bot.ports.pace import every

Item = TypeVar("Item")

POSTS = every(timedelta(seconds=1))
"""Messages to one channel (https://docs.slack.dev/apis/web-api/rate-limits)."""
MESSAGE_TEXT = 4000
MESSAGE_BLOCKS = 50
HEADER = 150
SECTION = 3000
FIELD = 2000
FIELDS = 10
ACTIONS = 25
BUTTON = 75
BUTTON_VALUE = 2000
ID = 255
MODAL_TITLE = 24
LABEL = 2000
PLACEHOLDER = 150
OPTION = 75
OPTION_VALUE = 150
OPTIONS = 100
INPUT = 3000
METADATA = 3000


@dataclass(frozen=True, slots=True)
class Fitter:
    """Makes things fit and notes in `warnings`, in English, what had to be left out."""

    warnings: list[str] = field(default_factory=list)

    def plain(self, text: str, limit: int) -> str:
        """Text for a plain_text object, which Slack does not parse and which may not be empty."""
        text = clean(text).strip() or ELLIPSIS
        if len(text) <= limit:
            return text
        self.warnings.append(f"a text of {len(text)} characters was cut to {limit}")
        return text[: limit - 1].rstrip() + ELLIPSIS

    def mrkdwn(self, line: Line, limit: int) -> str:
        """The line as mrkdwn."""
        whole = to_mrkdwn(line)
        if len(whole) <= limit:
            return whole
        self.warnings.append(f"a text of {len(whole)} characters was cut to {limit}")
        return to_mrkdwn(line, limit)

    def first(self, items: Iterable[Item], limit: int, what: str) -> list[Item]:
        """The first `limit` of the items, `what` naming them."""
        kept = list(items)
        if len(kept) > limit:
            self.warnings.append(f"{len(kept) - limit} of {len(kept)} {what} were left out")
        return kept[:limit]


def packed(lines: Sequence[str], limit: int) -> Iterator[str]:
    """The lines joined into as few texts of at most `limit` characters as their order allows; none is blank."""
    text = ""
    for line in lines:
        if text and len(text) + 1 + len(line) > limit:
            yield text
            text = line
        else:
            text = f"{text}\n{line}" if text else line
    if text.strip():
        yield text
