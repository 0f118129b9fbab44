"""O7: log lines carry ids, and neither secrets nor what people wrote."""

import json
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.errors import DatabaseFailed
from bot.logs import JsonLines, about
from bot.redaction import MASK, Redaction, secrets_in
from bot.settings import Settings, SlackSettings

KNOWN = "s3cr3t-signing-value"


def line(event: str, *args: object, error: BaseException | None = None, **extra: object) -> dict[str, Any]:
    """The line that is logged, read back."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.getLogger("test").makeRecord("test", logging.INFO, __file__, 1, event, args, info, extra=extra)
    found: dict[str, Any] = json.loads(JsonLines(Redaction([KNOWN])).format(record))
    return found


def test_O7_a_line_is_one_object_with_its_ids() -> None:
    found = line("post refused", post="abc-1")
    assert (found["level"], found["logger"], found["event"], found["post"]) == ("info", "test", "post refused", "abc-1")


def test_O7_lines_carry_the_ids_of_what_is_being_done() -> None:
    with about({"cause": "abc"}), about({"post": "abc-1"}):
        assert line("x").items() >= {"cause": "abc", "post": "abc-1"}.items()
    assert "cause" not in line("x")


@pytest.mark.parametrize(
    "said",
    [
        KNOWN,
        "xoxb-123-456-abcDEF",
        "xoxe.xoxp-1-abcdef",
        "xapp-1-A0-1-abc",
        "Authorization: Bearer abc.def-ghi",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
        "postgresql://firstline:hunter22@db.example.com/firstline",
        "https://hooks.slack.com/commands/T1/2/abc",
        "client_secret=abcdefgh&grant_type=client_credentials",
        '{"password": "hunter22"}',
    ],
)
def test_O7_secrets_are_masked_wherever_they_stand(said: str) -> None:
    lines = line("failed: %s", said), line("failed", reason=said), line("failed", error=DatabaseFailed(said))
    text = json.dumps(lines)
    assert text.count(MASK) >= 3
    for secret in (KNOWN, "123-456", "abcdef", "A0-1", "def-ghi", "c2ln", "hunter22", "commands/T1"):
        assert secret not in text


def test_O7_what_only_looks_alike_is_left_alone() -> None:
    for said in ("the token was refused", "post 0a1b-1 waits", "http://127.0.0.1:3978/readyz", "secrets are kept"):
        assert line(said)["event"] == said


def test_O7_of_a_secret_that_begins_like_another_nothing_is_left() -> None:
    assert Redaction(["hunter", "hunter-two"])("hunter-two, Bearer abcdefgh") == f"{MASK}, Bearer {MASK}"


@given(st.text(min_size=6), st.text(), st.text())
def test_O7_a_known_secret_never_stands_in_a_line(secret: str, before: str, after: str) -> None:
    assert secret not in Redaction([secret])(f"{before}{secret}{after}").replace(MASK, "\0")


def test_O7_of_foreign_errors_only_kind_and_place_are_told() -> None:
    try:
        try:
            raise ValueError("invalid input for query argument $3: 'my vpn is broken'")
        except ValueError as error:
            raise DatabaseFailed from error
    except DatabaseFailed as error:
        trace = line("timer failed", error=error)["trace"]
    assert "my vpn" not in trace.replace("\"invalid input for query argument $3: 'my vpn is broken'\"", "")
    assert "builtins.ValueError: \n" in trace
    assert "DatabaseFailed: The database did not do what was asked of it." in trace
    assert "test_logs.py" in trace


def test_O7_an_error_of_the_system_keeps_its_reason() -> None:
    assert "No space left on device" in line("failed", error=OSError(28, "No space left on device"))["trace"]


def test_O7_the_secrets_of_an_installation_are_known() -> None:
    settings = Settings(
        database_url="postgresql://firstline:p%40ss-word@db/firstline",
        slack=SlackSettings(bot_token=SecretStr("xoxb-1"), signing_secret=SecretStr(KNOWN)),
    )
    headers = {"OTEL_EXPORTER_OTLP_HEADERS": "x-key=abc123,x-other=def456", "PATH": "/usr/bin"}
    assert set(secrets_in(settings, headers)) >= {"xoxb-1", KNOWN, "p%40ss-word", "p@ss-word", "abc123", "def456"}
