"""T8: for how long a swarm is called, and what is asked."""

from datetime import timedelta

import pytest

from bot.tickets.lasting import USUALLY, read_time

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    "text",
    [
        "for me this looks odd",
        "for marketing it is urgent",
        "for hours now it is odd",
        "for a human eye",
        "for 3 machines",
        "на месте никого нет",
        "на человека не похоже",
        "is this an outage?",
    ],
)
def test_T8_words_that_name_no_time_are_the_question(text: str) -> None:
    assert read_time(text) == (USUALLY, text)


@pytest.mark.parametrize(
    ("text", "minutes", "question"),
    [
        ("for 30 minutes is this an outage?", 30, "is this an outage?"),
        ("for an hour, is this an outage?", 60, "is this an outage?"),
        ("For 2 Hours: look", 120, "look"),
        ("for 20m look", 20, "look"),
        ("for 20 mins look", 20, "look"),
        ("на час это сбой?", 60, "это сбой?"),
        ("на 45 минут", 45, ""),
        ("на 2 ч это сбой?", 120, "это сбой?"),
    ],
)
def test_T8_a_time_stands_before_the_question(text: str, minutes: int, question: str) -> None:
    assert read_time(text) == (minutes * MINUTE, question)


@pytest.mark.parametrize("text", ["for a minute", "for 4 minutes", "for 9 hours", "for 2 days", "на 3 дня"])
def test_T8_what_is_too_short_or_too_long_is_no_time(text: str) -> None:
    assert read_time(text)[0] is None
