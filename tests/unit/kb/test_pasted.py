"""K1: what is asked in e-mails and logs that were pasted whole."""

import pytest

from kb.pasted import asked


def read(text: str) -> str:
    return " ".join(asked(text).split())


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Hi team,\n\nmy vpn is broken.\n\nBest regards,\nJo Miles\nAccounts | Example Ltd", "my vpn is broken."),
        ("Hello!\nHow do I reset my password?\nThanks,\nJo", "How do I reset my password?"),
        ("Good morning, the printer is jammed\n-- \nJo Miles, tel. 112", "the printer is jammed"),
        (
            "From: Jo\nSent: Monday\nTo: Help\nSubject: RE: FW: vpn error 809\n\n"
            "I hope you are well. It fails at home.\n\nSent from my phone",
            "vpn error 809 It fails at home.",
        ),
        ("The dock is dead.\n\nOn Mon, 2 March 2026, Jo wrote:\n> my mailbox is full", "The dock is dead."),
        ("Any news?\n-----Original Message-----\nFrom: Jo\nmy mailbox is full", "Any news?"),
        (
            "Добрый день, коллеги!\n\nНе работает почта.\n\nС уважением,\nПетрова Анна\nбухгалтерия",
            "Не работает почта.",
        ),
        ("Здравствуйте, Иван Петрович!\nПропал звук\nзаранее спасибо\nОльга", "Пропал звук"),
        ("От: Анна\nКому: ИТ\nТема: принтер\n\nДоброго времени суток! Не печатает.\n--\nАнна", "принтер Не печатает."),
    ],
)
def test_K1_an_email_is_read_for_what_it_asks(text: str, question: str) -> None:
    assert read(text) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (
            "outlook crashes\n2026-03-03 09:41:07 ERROR [main] com.example.Mail: code=0x80040610 session=7b1e0c52\n"
            "  at com.example.Mail.open(Mail.java:12)",
            "outlook crashes 0x80040610",
        ),
        (
            "не открывается сайт\n[09:41:07] net::ERR_CERT_DATE_INVALID at https",
            "не открывается сайт ERR_CERT_DATE_INVALID",
        ),
        ("vpn drops\nERROR (rasdial) Error 809", "vpn drops Error 809"),
        ("it says\nError: the certificate has expired", "it says Error: the certificate has expired"),
    ],
)
def test_K1_of_a_log_below_a_question_its_codes_are_read(text: str, question: str) -> None:
    assert read(text) == question


def test_K1_a_log_alone_is_read_without_times_and_numbers() -> None:
    line = "2026-03-03T09:41:07.113Z WARN pid=4312 disk is full 7b1e0c52-93ab-4a0e-9f0b-1c77e2f1a9d3"
    assert read(f"{line}\n{line}") == "WARN disk is full WARN disk is full"


@pytest.mark.parametrize(
    "text",
    [
        "hi", "Hello\nthere", "Thanks\nvpn", "Best\nBest", "", "\n\n", "vpn is broken", "Dear all, my vpn is broken",
        "to: whom do I write", "my vpn\nis broken\nsince monday", "> quoted\n> lines",
    ],
)  # fmt: skip
def test_K2_what_is_no_email_stays_as_it_is(text: str) -> None:
    assert read(text) in (" ".join(text.split()), " ".join(text.split()[1:]))


def test_K1_a_closing_in_the_middle_does_not_hide_the_question() -> None:
    assert read("Hi\nthanks for the help\nmy vpn is broken") == "thanks for the help my vpn is broken"


@pytest.mark.parametrize(
    "piece", ["from:", "hi ", "on x ", "at a.", "a.", "A_", "2026-01-01 ", "> ", "I hope ", "--", "0x0"]
)
def test_O6_hostile_lines_are_read_in_one_pass(piece: str) -> None:
    """A pattern that went back and forth would not end within the time limit of a test."""
    for text in (
        piece * 20_000,
        f"{piece * 1000}\n" * 20,
        f"error\n{piece * 20_000}!",
        f"2026-01-01 {piece * 9000}\nx",
    ):
        assert len(asked(text)) <= len(text) + 1
