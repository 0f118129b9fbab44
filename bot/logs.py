"""Log lines as JSON objects: ids, never what people wrote."""

import json
import logging
import sys
from datetime import UTC, datetime

_CHATTY = (
    *("aiohttp.access", "alembic", "botbuilder", "botframework", "msrest", "slack_bolt", "slack_sdk", "watchfiles"),
)
_STANDARD = frozenset(vars(logging.makeLogRecord({})))


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, event, and the record's extra fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **{name: str(value) for name, value in vars(record).items() if name not in _STANDARD},
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_as_json(level: str) -> None:
    """Send all log lines of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for chatty in (
        "aiohttp.access",
        "botbuilder",
        "botframework",
        "msrest",
        "slack_bolt",
        "slack_sdk",
        "alembic",
        "watchfiles",
    ):
        logging.getLogger(chatty).setLevel(logging.WARNING)
