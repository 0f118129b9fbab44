"""K1: typing habits do not matter: normal forms, stems, scripts."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from kb.inline import Piece, parse, plain
from kb.keyboard import other_layout
from kb.language import language_of, of_locale
from kb.transliteration import cyrillic_readings
from kb.words import normalise, stem, stems, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ёлка", "елка"),
        ("ＶＰＮ", "vpn"),
        ("don’t", "don't"),
        ("па\u0301роль", "пароль"),
        ("\u202evpn\u200b", "vpn"),
        ("и\u0306", "й"),
        ("п\u0489а\u20ddр\ufe0fоль\u061c", "пароль"),
    ],
)
def test_K1_one_form_of_writing(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_K1_words_drop_marks_emoji_control_characters_and_noise() -> None:
    noise = "x" * 41
    assert tokens(normalise(f"I can't\x00print!!! 🤷 {noise} (error 0x80070005)")) == (
        "i", "cant", "print", "error", "0x80070005",
    )  # fmt: skip


def test_K1_hyphenated_words_are_known_in_all_forms() -> None:
    assert words("Wi-Fi sign-in") == ("wifi", "wi", "fi", "signin", "sign", "in")


def test_K1_stems_follow_the_script_of_each_word() -> None:
    assert stems("printers принтеры") == (stem("printer"), stem("принтер"))


def test_K1_stemming_is_safe_in_threads() -> None:
    several = [f"connecting{number} подключение{number}" for number in range(300)] * 4
    alone = [stems(text) for text in several]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stems, several)) == alone


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("my vpn is down", "ru-RU", "en"),
        ("не работает vpn в Outlook", "en", "ru"),
        ("Outlook Exchange Teams SharePoint не работает", "en", "ru"),
        ("vpn", "ru-RU", "ru"),
        ("vpn", "en_GB", "en"),
        ("😀 123", "ru", "ru"),
        ("", "de-DE", "en"),
        ("да", "en", "ru"),
        ("outlook 365 ошибка send receive error 0x800ccc0e", "en", "ru"),
        ("reset password для github", "en", "ru"),
        ("my folder called Отчеты is gone from the shared drive of our team", "ru", "en"),
        ("не можу підключитися до впн", "en", "ru"),
        ("не адчыняецца пошта", "en-US", "ru"),
        ("забравих си паролата", "en", "ru"),
        ("ich kann mich nicht anmelden", "de", "en"),
    ],
)
def test_O4_language_by_script_then_by_locale(text: str, locale: str, expected: str) -> None:
    assert language_of(text, locale) == expected


def test_O4_locale_we_do_not_speak_is_english() -> None:
    assert [of_locale(name) for name in ("ru_RU", "RU", "pt-BR", "")] == ["ru", "ru", "en", "en"]


def test_K1_layout_and_latin_letters() -> None:
    assert other_layout("gjxnf") == "почта"
    assert other_layout("мзт") == "vpn"
    assert cyrillic_readings("podklyuchaetsya") == ("подключается",)
    assert cyrillic_readings("почта") == ()


def test_K1_step_as_pieces() -> None:
    assert parse("Press **Start**, type `a**b`.") == (
        Piece("Press "), Piece("Start", "strong"), Piece(", type "), Piece("a**b", "code"), Piece("."),
    )  # fmt: skip


def test_K1_marks_without_partner_are_text() -> None:
    assert parse("2 ** 3 ` 4") == (Piece("2 ** 3 ` 4"),)
    assert parse("") == ()
    assert plain("**a** `b` **") == "a b **"
