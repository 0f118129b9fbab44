"""K1: the search reads what was meant: typing mistakes, wrong layout, Russian in Latin letters."""

from collections import Counter

import pytest

from kb.spelling import Spelling
from kb.words import stems, words

ARTICLES = """
VPN does not connect. Printer does not print. Wi-Fi password. Sign in. Outlook mailbox, authenticator, location, patch
почта не работает, принтер не печатает, подключается, пароль
"""


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling(Counter(words(ARTICLES)), set(stems(ARTICLES)))


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("my vpn wont conect", "my vpn wont connect"),
        ("vnp", "vpn"),
        ("pritner", "printer"),
        ("athenticatr", "authenticator"),
        ("притнер не печатет", "принтер не печатает"),
        ("gjxnf yt hf,jnftn", "почта не работает"),
        ("gjxnf, yt hf,jnftn!", "почта не работает"),
        ("мзт не работает", "vpn не работает"),
        ("vpn ne rabotaet", "vpn не работает"),
        ("printre ne pechataet", "printer не печатает"),
        ("wi-fi sign-in", "wifi sign in"),
        ("re-connect", "re connect"),
    ],
)
def test_K1_reads_what_was_meant(spelling: Spelling, question: str, meant: str) -> None:
    assert " ".join(spelling.read(question)) == meant


@pytest.mark.parametrize("question", ["vacation match mail", "погода матч отпуск", "error 809", "wxyz", "vpx"])
def test_K2_leaves_alone_what_is_not_a_slip(spelling: Spelling, question: str) -> None:
    """Everyday words are not bent into article words ("vacation" to "location"), nor numbers, nor short words."""
    assert " ".join(spelling.read(question)) == question


@pytest.mark.parametrize("question", ["a," * 50_000, "qwzxv " * 20_000, "x" * 100_000])
def test_O6_reads_no_more_words_than_a_question_has(spelling: Spelling, question: str) -> None:
    assert len(spelling.read(question)) <= 80


def test_K1_no_articles_no_corrections() -> None:
    assert Spelling({}, ()).read("my vpn") == ("my", "vpn")


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("My VPN wont conect: Error 809!", "My VPN wont connect Error 809!"),
        ("gjxnf, yt hf,jnftn!", "почта не работает"),
        ("Wi-Fi, why?", "Wi-Fi, why?"),
        ("  ", ""),
    ],
)
def test_K1_corrected_text_keeps_what_was_not_mended(spelling: Spelling, question: str, meant: str) -> None:
    assert spelling.corrected(question) == meant
