"""Log lines as JSON objects: ids, never what people wrote, and no secrets."""

import json
import logging
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from bot.errors import FirstlineError
from bot.redaction import Redaction

_CHATTY = (
    *("aiohttp.access", "alembic", "botbuilder", "botframework", "msrest", "slack_bolt", "slack_sdk", "watchfiles"),
)
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_NOBODY: Mapping[str, str] = {}
_about: ContextVar[Mapping[str, str]] = ContextVar("about", default=_NOBODY)


@contextmanager
def about(ids: Mapping[str, str]) -> Iterator[None]:
    """Put these ids on every line that is logged meanwhile, in this task and those that it begins."""
    token = _about.set({**_about.get(), **ids})
    try:
        yield
    finally:
        _about.reset(token)


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, event, the ids of what is being done, the record's extra fields."""

    def __init__(self, redaction: Redaction | None = None) -> None:
        super().__init__()
        self._redact = redaction or Redaction()

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        extra = {name: str(value) for name, value in vars(record).items() if name not in _STANDARD}
        said = {"logger": record.name, "event": record.getMessage(), **_about.get(), **extra}
        if record.exc_info and record.exc_info[1]:
            said["trace"] = failure_text(record.exc_info[1])
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **{name: self._redact(text) for name, text in said.items()},
        }
        return json.dumps(line, ensure_ascii=False)


def failure_text(error: BaseException) -> str:
    """The traceback, with causes. Only our own errors keep their messages: libraries quote values in theirs."""
    lines: list[str] = []
    for each in reversed(list(_with_causes(error))):
        lines += traceback.format_tb(each.__traceback__)
        lines.append(f"{type(each).__module__}.{type(each).__qualname__}: {_message(each)}\n")
    return "".join(lines)


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _message(error: BaseException) -> str:
    if isinstance(error, FirstlineError):
        return str(error)
    # of an operating system's error the plain reason, of PostgreSQL's the code: neither quotes anybody
    return str(getattr(error, "strerror", None) or getattr(error, "sqlstate", None) or "")


def log_as_json(level: str, redaction: Redaction | None = None) -> None:
    """Send all log lines of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(redaction))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    hush()


def hush() -> None:
    """Let libraries that log what they send and receive say only what is wrong, whatever level is set for the rest."""
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
