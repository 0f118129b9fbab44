"""I9: what is typed at a terminal, as what is wanted."""

import pytest

from adapters.console.typed import Be, Go, OpenThread, PressNumber, Revise, Speak, Tell, Typed, Unknown, read_typed


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("my vpn is down", Speak("my vpn is down")),
        ("  /ticket claim 1 ", Speak("/ticket claim 1")),
        ("1", PressNumber(1)),
        (":press 2", PressNumber(2)),
        (":press 7.2", PressNumber(2, 7)),
        ("7.2", PressNumber(2, 7)),
        (":go triage", Go("triage")),
        (":go #triage", Go("triage")),
        (":as sam", Be("sam")),
        (":thread 3", OpenThread(3)),
        (":edit 3 it is the other printer", Revise(3, "it is the other printer")),
        (":edit 3", Unknown("edit", "edit")),
        (":delete 3", Revise(3)),
        (":delete all", Unknown("delete", "delete")),
        (":new", Tell("new")),
        (":rooms", Tell("rooms")),
        (":HELP", Tell("help")),
        (":quit", Tell("quit")),
        (":roms", Unknown("roms", "rooms")),
        (":go", Unknown("go", "go")),
        (":thread x", Unknown("thread", "thread")),
        (":-)", Speak(":-)")),
        (": what", Speak(": what")),
        ("100 printers are down", Speak("100 printers are down")),
        ("2026", Speak("2026")),
    ],
)
def test_a_line_is_read(line: str, typed: Typed) -> None:
    assert read_typed(line) == typed


@pytest.mark.parametrize("line", ["", "   ", "\t"])
def test_an_empty_line_is_nothing(line: str) -> None:
    assert read_typed(line) is None
