"""T3: a suggestion is a plausible slip of what was written, or there is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.grammar import SHAPES, Mistake, parse_command
from bot.desk import roster
from bot.desk.categories import nearest_category
from bot.meant import meant
from tests.contract.counter import SAM
from tests.contract.stack import contract_desk
from tests.contract.test_bad_commands import InMemory

DESK = contract_desk()
NAMES = [name for shape in SHAPES for name in (shape.name, *shape.aliases)]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("clam", "claim"),
        ("calim", "claim"),
        ("RESOVLE", "resolve"),
        ("esca", "escalate"),
        ("claimed", "claim"),
        ("prioritty", "priority"),
        ("transfre", "transfer"),
        ("куздн", "reply"),
        ("kfktt", ""),
        ("dpznm", "claim"),
        ("ghbjhbntn", "priority"),
        ("отвтеить", "reply"),
        ("закрыт", "close"),
        ("приоритт", "priority"),
        ("zakryt'", "close"),
    ],
)
def test_T3_a_command_with_a_slip_or_on_the_other_keyboard_is_suggested(said: str, name: str) -> None:
    parsed = parse_command(f"{said} 1 words")
    assert isinstance(parsed, Mistake)
    assert (parsed.kind, parsed.nearest) == (("unknown", name) if name else ("strange", "help"))


@pytest.mark.parametrize(
    "said", ["banana", "hello", "printer", "xyz", "ok", "no", "table", "broken", "привет", "сломалось", "да"]
)
def test_T3_nothing_far_off_is_suggested(said: str) -> None:
    parsed = parse_command(said)
    assert isinstance(parsed, Mistake)
    assert (parsed.kind, parsed.nearest) == ("strange", "help")
    assert roster.nearest_handle(DESK.teams, said) == ""
    assert roster.nearest_receiver(DESK, said) == ""
    assert nearest_category(["vpn", "email", "hardware"], said) == ""


@pytest.mark.parametrize("said", ["smа", "sma", "ыфь", "okafor", "Okafro", "сэм"])
def test_T3_people_are_suggested_by_any_of_their_names(said: str) -> None:
    assert roster.nearest_handle(DESK.teams, said) == ("" if said == "smа" else "sam")


@given(st.sampled_from(NAMES), st.data())
def test_T3_one_slip_in_a_longer_name_is_always_understood(name: str, data: st.DataObject) -> None:
    if len(name) < 5 or not name.isalpha():
        return
    at = data.draw(st.integers(0, len(name) - 1))
    assert meant(name[:at] + name[at + 1 :], [name]) == name
    assert meant(name[:at] + "q" + name[at:], [name]) == name


@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=8))
def test_T3_what_is_suggested_is_one_of_the_names(said: str, names: list[str]) -> None:
    assert meant(said, names) in (*names, "")
    assert meant(said, []) == ""


async def test_T3_who_names_nobody_is_told_who_there_is_and_who_nearly_does_whom_they_meant() -> None:
    counter = InMemory()
    await counter.ask()
    await counter.order("assign 1 zebra")
    assert "There are: sam, nadia, lena." in counter.privately(SAM)
    await counter.order("assign 1 nadja")
    assert "Did you mean: /ticket assign 1 nadia" in counter.privately(SAM)
    await counter.order("передать 1 зебра нашли: кабель")
    assert "Команды: service-desk, network." in counter.privately(SAM)
    await counter.order("transfer 1 netwrok found: it")
    assert "Did you mean: /ticket transfer 1 network" in counter.privately(SAM)
    await counter.order("macro 1 restrat")
    assert "Did you mean: /ticket macro 1 restart" in counter.privately(SAM)
    await counter.order("macro 1 zebra")
    assert "See which there are: /ticket macro" in counter.privately(SAM)
    await counter.order("zebra 1")
    assert "See which there are: /ticket help" in counter.privately(SAM)
    assert "Может быть, ответить НОМЕР ТЕКСТ" in await counter.order("куздн 1 good morning")
