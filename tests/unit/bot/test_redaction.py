"""O8: what is kept of a question for learning names no person and no secret, and stays a question."""

import pytest

from bot.redaction import MASK, impersonal


@pytest.mark.parametrize(
    "secret",
    [
        "maria.silva@example.com",
        "+7 921 123-45-67",
        "(555) 010-4477 12",
        "4276 1234 5678 9010",
        "10.20.30.40 is",
        "44117",
        "https://meet.example.com/maria-and-ivan",
        "@maria",
        "<@U0MARIA>",
        "password: hunter2",
        "my pin is 4471!",
        "пароль: Qwerty1",
        "xoxb-1234567890-abcdef",
        "token=abcdef123",
        "pwd=Qwerty12",
        "pass: Qwerty12",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "glpat-abcdefghij1234567890",
        "sk-proj-abcdef1234567890",
        "AKIAIOSFODNN7EXAMPLE",
    ],
)
def test_O8_addresses_numbers_mentions_and_secrets_are_masked(secret: str) -> None:
    kept = impersonal(f"vpn fails {secret} since today")
    assert MASK in kept
    assert kept.startswith("vpn fails ")
    assert kept.endswith("since today")
    leaked = set(secret.split()) - {"my", "is", "pin"}
    assert not [part for part in leaked if part in kept]


@pytest.mark.parametrize(
    "question",
    [
        "vpn error 809 on windows 11",
        "error 0x80070005 when i install office 365",
        "my password is expired",
        "my password is expired since monday",
        "the pass is not accepted at the door",
        "пароль не подходит",
        "wi-fi - no connection since 9:30",
        "screen goes black 2-3 times a day",
    ],
)
def test_O8_what_a_fix_depends_on_stays(question: str) -> None:
    assert impersonal(question) == question
