"""S1: who may knock; S3: no secret, no door."""

from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.signature import SignatureVerifier

from adapters.slack.config import SlackConfig
from adapters.slack.signature import is_genuine, sign
from bot.errors import Misconfigured

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECRET, STAMP, BODY = "8f742231b10e8888abcd99yyyzzz85a5", "1531420618", b"token=x&team_id=T1DC2JH3J"
THEN = datetime.fromtimestamp(1531420618, UTC)


def test_S1_the_signature_is_computed_as_slack_does() -> None:
    theirs = SignatureVerifier(SECRET).generate_signature(timestamp=STAMP, body=BODY)
    assert sign(SECRET, STAMP, BODY) == theirs


@pytest.mark.parametrize("minutes", [-6, 6])
def test_S1_old_and_future_requests_are_refused(minutes: int) -> None:
    signature = sign(SECRET, STAMP, BODY)
    assert is_genuine(SECRET, STAMP, signature, BODY, THEN)
    assert is_genuine(SECRET, STAMP, signature, BODY, THEN + timedelta(minutes=5))
    assert not is_genuine(SECRET, STAMP, signature, BODY, THEN + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("secret", "stamp", "signature", "body"),
    [
        ("", STAMP, sign("", STAMP, BODY), BODY),
        ("another", STAMP, sign(SECRET, STAMP, BODY), BODY),
        (SECRET, STAMP, sign(SECRET, STAMP, BODY), BODY + b"x"),
        (SECRET, "1531420619", sign(SECRET, STAMP, BODY), BODY),
        (SECRET, "", sign(SECRET, "", BODY), BODY),
        (SECRET, "١٥٣١٤٢٠٦١٨", sign(SECRET, "١٥٣١٤٢٠٦١٨", BODY), BODY),
        (SECRET, "1531420618 ", sign(SECRET, "1531420618 ", BODY), BODY),
        (SECRET, "-1531420618", sign(SECRET, "-1531420618", BODY), BODY),
        (SECRET, "9" * 40, sign(SECRET, "9" * 40, BODY), BODY),
        (SECRET, STAMP, "", BODY),
        (SECRET, STAMP, "v0=é\udcff", BODY),
    ],
)
def test_S1_anything_else_is_refused(secret: str, stamp: str, signature: str, body: bytes) -> None:
    assert not is_genuine(secret, stamp, signature, body, THEN)


@pytest.mark.parametrize(
    "config",
    [
        SlackConfig(),
        SlackConfig(bot_token="xoxb-1"),
        SlackConfig(bot_token="xoxb-1", signing_secret="  "),
        SlackConfig(bot_token=" ", signing_secret="s"),
        SlackConfig(bot_token="xoxb-1", signing_secret="s", api_url="http://slack.com/api/"),
        SlackConfig(bot_token="xoxb-1", signing_secret="s", api_url="ftp://127.0.0.1/"),
    ],
)
def test_S3_unsafe_settings_do_not_start(config: SlackConfig) -> None:
    with pytest.raises(Misconfigured):
        config.check()


def test_S3_socket_mode_needs_no_secret_but_opens_no_door_either() -> None:
    config = SlackConfig(bot_token="xoxb-1", app_token="xapp-1")
    config.check()
    with pytest.raises(Misconfigured):
        config.check_door()


def test_secrets_are_not_shown() -> None:
    assert "hidden" not in repr(SlackConfig("hidden", "hidden", "hidden"))


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://hooks.slack.com/commands/1", True),
        ("http://hooks.slack.com/commands/1", False),
        ("https://hooks.slack.com.evil.example/", False),
        ("https://hooks.slack.com@evil.example/", False),
        ("https://169.254.169.254/", False),
        ("http://127.0.0.1:1/", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_a_response_url_leads_to_slack_or_nowhere(url: str, allowed: bool) -> None:
    assert SlackConfig().may_respond_at(url) is allowed
