"""K1, K2: which of the articles put up for choice people mean."""

from dataclasses import replace

import pytest

from bot.conversation.choosing import meant_place, numbered_place, pressed_place, pressed_value
from bot.conversation.conversation import Stage
from bot.conversation.intents import Intent, intent_of
from bot.tickets.ticket import Choice
from kb.feedback import gist_of
from tests.samples import conversation

ENGLISH = tuple(
    Choice(title.lower(), title, "en")
    for title in ("VPN does not connect", "VPN is connected but slow", "Connected, but there is no internet")
)
RUSSIAN = tuple(
    Choice(title.lower(), title, "ru") for title in ("Принтер не печатает", "Как добавить принтер", "Почта не работает")
)


def english(text: str) -> int:
    return meant_place(text, ENGLISH, gist_of)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 1), ("2", 2), ("#2", 2), ("2.", 2), ("№ 3", 3), ("№3", 3), ("2nd", 2),
        ("one", 1), ("number one", 1), ("option 2", 2),
        ("the first one", 1), ("The second one, please", 2), ("I think it's the second", 2), ("yes, the third one", 3),
        ("the last one", 3), ("two", 2), ("4", 4),
        ("первый", 1), ("второй", 2), ("первое", 1), ("Вторую", 2), ("третье, пожалуйста", 3), ("номер два", 2),
        ("2-й вариант", 2),
        ("наверное, второе", 2), ("да, первая", 1), ("последнее", 3), ("Четвёртый", 4),
    ],
)  # fmt: skip
def test_K1_a_number_names_a_choice(text: str, place: int) -> None:
    assert english(text) == place
    assert numbered_place(text, 3) == place


@pytest.mark.parametrize(
    "text",
    [
        "", "?", "that one", "the one", "1 and 2", "both", "not the first one", "the first one did not help",
        "second floor",
        "it was the first time today", "не второй", "оба", "one of the lamps is red", "in 2 minutes",
    ],
)  # fmt: skip
def test_K1_other_words_with_numbers_name_none(text: str) -> None:
    assert english(text) == 0


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("VPN does not connect", 1), ("vpn is connected, but slow", 2), ("connected but slow", 2),
        ("the slow vpn one", 2), ("slow", 2),
        ("no internet", 3), ("it's the internet", 3),
    ],
)  # fmt: skip
def test_K1_a_title_or_what_only_one_of_them_says_names_it(text: str, place: int) -> None:
    assert english(text) == place


@pytest.mark.parametrize("text", ["vpn", "connect", "it is the vpn", "error 809 on vpn", "no", "not", "x" * 5000])
def test_K1_what_stands_in_several_titles_or_in_none_names_none(text: str) -> None:
    assert english(text) == 0


@pytest.mark.parametrize(
    ("text", "place"),
    [("добавить", 2), ("как добавить принтер?", 2), ("не печатает", 1), ("Почта не работает", 3)],
)
def test_K1_titles_in_russian_and_such_that_sound_like_an_answer(text: str, place: int) -> None:
    assert meant_place(text, RUSSIAN, gist_of) == place


@pytest.mark.parametrize("text", ["все еще не работает", "не работает", "принтер", "помогло", "нет"])
def test_K1_an_answer_is_no_title(text: str) -> None:
    assert meant_place(text, RUSSIAN, gist_of) == 0


def test_K1_two_articles_of_one_title_are_told_apart_by_number_alone() -> None:
    twins = (Choice("a", "VPN", "en"), Choice("b", "VPN", "en"))
    assert meant_place("vpn", twins, gist_of) == 0
    assert meant_place("2", twins, gist_of) == 2


@pytest.mark.parametrize(
    "text",
    [
        "none of these", "None of them!", "neither", "no, none of these", "it's none of these", "something else",
        "ничего из этого", "ни один", "Ни одна из них", "нет, ничего из этого", "другое", "ничего не подходит",
    ],
)  # fmt: skip
def test_K4_none_of_them_in_words(text: str) -> None:
    assert english(text) == 0
    assert intent_of(text) is Intent.NEITHER


def test_X3_a_button_names_only_a_choice_that_is_open() -> None:
    open_now = conversation(stage=Stage.CHOOSING, round=4, choices=ENGLISH)
    assert [pressed_place(open_now, pressed_value(4, place)) for place in range(-1, 6)] == [0, 0, 1, 2, 3, 0, 0]
    assert [
        pressed_place(open_now, value) for value in ("", "4", "4.", "4.01", "3.1", "vpn does not connect", "4.1.1")
    ] == [0] * 7
    assert pressed_place(replace(open_now, stage=Stage.OFFERED), "4.1") == 0
