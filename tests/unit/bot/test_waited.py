"""How long somebody has waited, in words."""

from datetime import timedelta

import pytest

from bot.wording.catalogue import Wording


@pytest.mark.parametrize(
    ("length", "en", "ru"),
    [
        (timedelta(seconds=59), "0 min", "0 мин"),
        (timedelta(minutes=12, seconds=50), "12 min", "12 мин"),
        (timedelta(hours=4), "4 h", "4 ч"),
        (timedelta(hours=4, minutes=10), "4 h 10 min", "4 ч 10 мин"),
        (timedelta(days=3, hours=4, minutes=10), "3 d 4 h", "3 дн. 4 ч"),
        (timedelta(days=3), "3 d", "3 дн."),
    ],
)
def test_S5_O4_a_wait_is_told_as_far_as_it_matters(length: timedelta, en: str, ru: str) -> None:
    assert (Wording("en").waited(length), Wording("ru").waited(length)) == (en, ru)
