"""T3: the grammar of commands, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.grammar import SHAPES, Command, Mistake, parse_command, pressed_command, spoken_command, tags_in


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("claim 1", Command("claim", 1)),
        ("/ticket claim #12", Command("claim", 12)),
        ("взять 3", Command("claim", 3)),
        ("reply 1 Please restart\nand try again", Command("reply", 1, "Please restart\nand try again")),
        ("reply 1: 5 minutes please", Command("reply", 1, "5 minutes please")),
        ("решено 4 новый сертификат", Command("resolve", 4, "новый сертификат")),
        ("escalate 2 help", Command("escalate", 2, "help")),
        ("sla 12", Command("sla", 12)),
        ("срок #12", Command("sla", 12)),
        ("LIST", Command("list")),
        ("", Command("help")),
        ("new my badge is broken", Command("new", None, "my badge is broken")),
        ("priority 1 HIGH", Command("priority", 1, "high")),
        ("приоритет 12 высокий", Command("priority", 12, "high")),
        ("assign 1 nadia", Command("assign", 1, "nadia")),
        ("merge 14 12", Command("merge", 14, other=12)),
        ("merge #14 into #12", Command("merge", 14, other=12)),
        ("объединить 14 с 12", Command("merge", 14, other=12)),
        ("снять-тег 3 vpn", Command("untag", 3, "vpn")),
        ("open 3", Command("unhold", 3)),
        ("macro", Command("macro")),
        ("macro 3 restart", Command("macro", 3, "restart")),
        ("найти проектор", Command("search", None, "проектор")),
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
        ("xyzzy", "strange", "help"),
        ("claim", "number", "claim"),
        ("claim abc", "number", "claim"),
        ("reply 1", "text", "reply"),
        ("new", "text", "new"),
        ("priority 1 soon", "value", "priority"),
        ("priority 1", "text", "priority"),
        ("merge 1", "other", "merge"),
        ("merge", "number", "merge"),
        ("link 1 monitors", "other", "link"),
        ("macro restart", "number", "macro"),
        ("hold 1", "text", "hold"),
        (f"hold 1 {'x' * 301}", "long", "hold"),
        (f"reply 1 {'x' * 8001}", "long", "reply"),
        ("приоритт 1 высокий", "unknown", "priority"),
        ("transfre 1 network", "unknown", "transfer"),
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
        "link 2 monitors to my laptop",
        "merge 2 mailboxes",
        "priority 1 incident in the warehouse",
        "search does not find my files",
        "open the door please",
    ],
)
def test_T3_a_question_is_not_a_command(text: str) -> None:
    assert spoken_command(text) is None


def test_T3_in_the_triage_thread_the_number_may_be_left_out() -> None:
    assert spoken_command("reply please restart", here=7) == Command("reply", 7, "please restart")
    assert spoken_command("claim", here=7) == Command("claim", 7)
    assert spoken_command("claim") is None


def test_T3_in_a_tickets_thread_a_lone_number_is_that_of_the_other() -> None:
    assert spoken_command("merge 12", here=7) == Command("merge", 7, other=12)
    assert spoken_command("merge into #12", here=7) == Command("merge", 7, other=12)
    assert spoken_command("merge 7 12", here=7) == Command("merge", 7, other=12)
    assert spoken_command("priority high", here=7) == Command("priority", 7, "high")
    assert isinstance(spoken_command("merge", here=7), Mistake)


@pytest.mark.parametrize(
    "text", ["close 2 windows", "ask 3 people", "hold 2 lines", "assign 2 licences to me", "open 2"]
)
def test_T3_an_outsiders_sentence_is_no_command(text: str) -> None:
    assert spoken_command(text, outsider=True) is None
    assert isinstance(spoken_command(text), Command)
    assert isinstance(spoken_command(f"ticket {text}", outsider=True), Command)


def test_T3_a_pressed_button_needs_what_its_command_needs() -> None:
    assert pressed_command("merge", 1, "12") == Command("merge", 1, other=12)
    assert pressed_command("priority", 1, "high") == Command("priority", 1, "high")
    assert isinstance(pressed_command("priority", 1, "forged"), Mistake)
    assert isinstance(pressed_command("hold", 1, " "), Mistake)
    assert isinstance(pressed_command("ask", None, "x"), Mistake)


def test_T3_tags_are_words_in_small_letters() -> None:
    assert tags_in("#Lisbon, VPN;lisbon") == ("lisbon", "vpn")
    assert tags_in(" # ,") == ()


def test_T3_no_two_commands_share_a_name() -> None:
    names = [name for shape in SHAPES for name in (shape.name, *shape.aliases)]
    assert len(names) == len(set(names))


@given(st.text(max_size=200))
def test_T3_any_text_is_a_command_or_a_mistake_with_a_way_forward(text: str) -> None:
    parsed = parse_command(text)
    names = {shape.name for shape in SHAPES}
    assert (parsed.name if isinstance(parsed, Command) else parsed.nearest) in names
