"""T3: the grammar of commands, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import SHAPES, Command, Mistake, parse_command, spoken_command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("claim 1", Command("claim", 1)),
        ("/ticket claim #12", Command("claim", 12)),
        ("взять 3", Command("claim", 3)),
        ("reply 1 Please restart\nand try again", Command("reply", 1, "Please restart\nand try again")),
        ("reply 1: 5 minutes please", Command("reply", 1, "5 minutes please")),
        ("решено 4 новый сертификат", Command("resolve", 4, "новый сертификат")),
        ("escalate 2", Command("escalate", 2)),
        ("sla 12", Command("sla", 12)),
        ("срок #12", Command("sla", 12)),
        ("LIST", Command("list")),
        ("", Command("help")),
        ("new my badge is broken", Command("new", None, "my badge is broken")),
    ],
)
def test_T3_commands_are_understood(text: str, command: Command) -> None:
    assert parse_command(text) == command


@pytest.mark.parametrize(
    ("text", "kind", "nearest"),
    [
        ("reslove 1 done", "unknown", "resolve"),
        ("cliam 1", "unknown", "claim"),
        ("ответиь 1 да", "unknown", "reply"),
        ("xyzzy", "unknown", "help"),
        ("claim", "number", "claim"),
        ("claim abc", "number", "claim"),
        ("reply 1", "text", "reply"),
        ("new", "text", "new"),
    ],
)
def test_T3_a_wrong_command_gets_the_nearest_right_one(text: str, kind: str, nearest: str) -> None:
    mistake = parse_command(text)
    assert isinstance(mistake, Mistake)
    assert (mistake.kind, mistake.nearest) == (kind, nearest)


@pytest.mark.parametrize(
    "text",
    [
        "new laptop please",
        "show me how to print",
        "help my vpn is down",
        "reply all sends twice",
        "my mail does not arrive",
        "list of shared drives is empty",
        "ticket machine in the lobby is broken",
    ],
)
def test_T3_a_question_is_not_a_command(text: str) -> None:
    assert spoken_command(text) is None


def test_T3_in_the_triage_thread_the_number_may_be_left_out() -> None:
    assert spoken_command("reply please restart", here=7) == Command("reply", 7, "please restart")
    assert spoken_command("claim", here=7) == Command("claim", 7)
    assert spoken_command("claim") is None


@given(st.text(max_size=200))
def test_T3_any_text_is_a_command_or_a_mistake_with_a_way_forward(text: str) -> None:
    parsed = parse_command(text)
    names = {shape.name for shape in SHAPES}
    assert (parsed.name if isinstance(parsed, Command) else parsed.nearest) in names
