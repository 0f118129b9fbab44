"""K1: the search reads what was meant: typing mistakes, wrong layout, Russian in Latin letters."""

import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType

import pytest

from kb.spelling import Spelling
from kb.words import stem, stems, words

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
        ("впн не работает", "vpn не работает"),
        ("wi-fi sign-in", "wifi sign in"),
        ("re-connect", "re connect"),
    ],
)
def test_K1_reads_what_was_meant(spelling: Spelling, question: str, meant: str) -> None:
    assert " ".join(spelling.read(question)) == meant


@pytest.mark.parametrize(
    "question",
    [
        "vacation match mail",
        "погода матч отпуск",
        "error 809",
        "wxyz",
        "vpx",
        "нам нужна новая печь",
        "the form is long",
    ],
)
def test_K2_leaves_alone_what_is_not_a_slip(spelling: Spelling, question: str) -> None:
    """Everyday words are not bent into article words ("vacation" to "location"), nor numbers, nor short words."""
    assert " ".join(spelling.read(question)) == question


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("пачта не роботает", "почта не работает"),
        ("принтер не подключаеца", "принтер не подключается"),
        ("не подключаеться", "не подключается"),
        ("забыл пороль", "забыл пароль"),
        ("здраствуйте", "здравствуйте"),
        ("acess recieved", "access received"),
    ],
)
def test_K1_spelling_by_ear(spelling: Spelling, question: str, meant: str) -> None:
    assert " ".join(spelling.read(question)) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("неработает почта", "не работает почта"),
        ("printerdoes not print", "printer does not print"),
        ("pass word", "password"),
        ("out look", "outlook"),
        ("прин тер", "принтер"),
        ("сломан прин тер!", "сломан принтер"),
        ("sign in", "sign in"),
        ("error809", "error 809"),
    ],
)
def test_K1_blanks_left_out_or_put_in(spelling: Spelling, question: str, meant: str) -> None:
    assert " ".join(spelling.read(question)) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("po4ta ne rabotaet", "почта не работает"),
        ("printer ne pe4ataet, 4to delat", "printer не печатает что делать"),
        ("ne podkljuchaetsja", "не подключается"),
        ("ne podklyuchaetsia", "не подключается"),
        ("eto horosho", "это хорошо"),
        ("zabyl parol'", "забыл парол"),
        ("net pochty", "нет почты"),
    ],
)
def test_K1_russian_in_latin_letters(spelling: Spelling, question: str, meant: str) -> None:
    assert " ".join(map(stem, spelling.read(question))) == " ".join(map(stem, meant.split()))


@pytest.mark.parametrize(
    "question",
    [
        "my net is slow",
        "on no do my to",
        "I want vitozit",
        "huw can i prvent this",
        "so wehre do you cmoe from originaly",
    ],
)
def test_O4_english_is_not_taken_for_russian(spelling: Spelling, question: str) -> None:
    assert " ".join(spelling.read(question)).isascii()


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("GJXNF YT HF<JNFTN", "почта не работает"),
        ("Gjxnf? gfhjkm& Yt hf,jnftn/", "почта пароль не работает"),
        ("МЗТ вщуы тще сщттусе", "vpn does not connect"),
        ("vpn yt hf,jnftn", "vpn не работает"),
        ("принтер yt gtxfnftn", "принтер не печатает"),
        ("забыл gfhjkm", "забыл пароль"),
        ("зфыыцщкв", "password"),
    ],
)
def test_K1_the_keyboard_that_was_not_switched(spelling: Spelling, question: str, meant: str) -> None:
    assert " ".join(spelling.read(question)) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("0\u044580070035", "0x80070035"),
        ("80070035", "0x80070035"),
        ("0X80070035", "0x80070035"),
        ("0x80070005", "0x80070005"),
        ("ERR_CERT_DATE_INVALID", "err cert date invalid"),
        ("п\u0070интер н\u0065 \u043feчатает", "принтер не печатает"),
    ],
)
def test_K1_codes_and_letters_that_look_alike(question: str, meant: str) -> None:
    text = f"{ARTICLES} 0x80070035 err_cert_date_invalid"
    assert " ".join(Spelling(Counter(words(text)), set(stems(text))).read(question)) == meant


HOSTILE = [
    "a," * 50_000,
    "qwzxv " * 20_000,
    "x" * 100_000,
    "\u0430\u0301" * 1000,
    "\u0301" * 2000,
    "\u202e\u200b" * 1000,
    "😀" * 2000,
    "\ufdfa" * 2000,
    "4" * 40 + " " + "46" * 20,
    "zhshchjywcx" * 3,
    " ".join(["zhjshchjywcxiaei"] * 80),
    " ".join(["йцущкзх"] * 80),
    "-" * 2000,
    "a-" * 1000,
    "'" * 2000,
    "a\n" * 1000,
    "from:\n" * 500,
    "hi " * 600 + "\n",
    "0x" * 1000 + "\nerror",
    "A_" * 1000 + "\n2026-01-01 " + "A_" * 900,
]


@pytest.mark.parametrize("question", HOSTILE)
def test_O6_reads_no_more_words_than_a_question_has(spelling: Spelling, question: str) -> None:
    assert len(spelling.read(question)) <= 80
    assert len(spelling.corrected(question)) <= 33_000


@pytest.mark.parametrize("question", HOSTILE)
def test_O6_reading_takes_a_bounded_number_of_steps(spelling: Spelling, question: str) -> None:
    """Calls of functions are counted, as time cannot be: 80 words that nothing can be made of take some 20,000."""
    spelling.read("the lists are read")
    assert calls(lambda: spelling.read(question[:2000])) < 60_000


def calls(action: Callable[[], object]) -> int:
    """How many functions are called in an action."""
    count = 0

    def note(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


def test_K1_no_articles_no_corrections() -> None:
    assert Spelling({}, ()).read("my vpn") == ("my", "vpn")


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("My VPN wont conect: Error 809!", "My VPN wont connect: Error 809!"),
        ("gjxnf, yt hf,jnftn!", "почта не работает"),
        ("Wi-Fi, why?", "Wi-Fi, why?"),
        ("My pass word, please", "My password, please"),
        ("Пoчта, 'не' рабoтает", "Почта, 'не' работает"),
        ("Pochta ne rabotaet", "Почта не работает"),
        ("  ", ""),
    ],
)
def test_K1_corrected_text_keeps_what_was_not_mended(spelling: Spelling, question: str, meant: str) -> None:
    assert spelling.corrected(question) == meant
