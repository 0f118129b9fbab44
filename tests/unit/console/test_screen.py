"""I9: messages as lines of text."""

from datetime import timedelta

from adapters.console.screen import Reading, rows
from adapters.console.seen import Seat, Seen, remark_of
from bot.cards import Bullets, Card, Code, Divider, Fields, Heading, Link, Mention, Moment, Quote, Steps, Strong, Text
from bot.wording.catalogue import Wording
from tests.unit.console.remarks import card_frame, frame
from tests.unit.web.lines import CARD, NOW

MARIA = Seat("maria", "Maria Silva", ("dm-maria", "help"))
LATER = NOW + timedelta(minutes=40)
EVERYTHING = Card(
    "en",
    (
        Text(("Choose ", Strong("Connect"), " or run ", Code("ping"), ".")),
        Heading("Steps"),
        Steps((("First",), ("Then",))),
        Bullets(((Link("https://example.com/a", "An article"),),)),
        Fields((("By", (Moment(LATER, "time", "?"),)), ("Who", (Mention("Sam Okafor"),)))),
        Quote("my vpn\nis down"),
        Divider(),
    ),
    "A fix",
)


def printed(line: dict[str, object], language: str = "en") -> list[str]:
    seen = Seen(MARIA, "dm-maria")
    seen.take([frame("0"), line], 1)
    reading = Reading(Wording(language), {"maria": "Maria Silva"}, seen.number, NOW)
    return [row.text.replace("\u202f", " ") for row in rows(remark_of(line), reading)]


def test_words_stand_under_who_and_when() -> None:
    assert printed(frame("1", text="hello\nthere")) == ["2 · Maria Silva · 9:00 AM", "  hello", "  there"]


def test_every_block_is_words() -> None:
    assert printed(card_frame("1", EVERYTHING))[1:] == [
        "  A fix",
        "  Choose Connect or run ping.",
        "  Steps",
        "  1. First",
        "  2. Then",
        "  • An article (https://example.com/a)",
        "  By: 9:40 AM",
        "  Who: Sam Okafor",
        "  > my vpn",
        "  > is down",
        "  ---",
    ]


def test_buttons_are_numbered() -> None:
    assert printed(card_frame("1", CARD))[-1] == "  [1] Solved  [2] Reply"


def test_the_head_says_thread_change_and_privacy() -> None:
    line = card_frame("1", CARD, root="0", edited=True, private=True)
    assert printed(line)[0] == "2 · Firstline · 9:00 AM · in thread of 1 · changed · only you see this"


def test_a_command_is_told_as_one() -> None:
    assert printed(frame("1", text="/ticket list", command=True))[1] == "  used /ticket list"


def test_O4_in_russian() -> None:
    assert printed(card_frame("1", CARD, private=True), "ru")[0] == "2 · Firstline · 09:00 · видно только вам"


def test_what_people_write_does_not_steer_the_terminal() -> None:
    lines = printed(frame("1", text="\x1b[2J\x1b]0;title\x07bell\u202egnp.exe\tтаб 👩\u200d💻"))
    assert lines[1] == "  \ufffd[2J\ufffd]0;title\ufffdbell\ufffdgnp.exe    таб 👩\u200d💻"
