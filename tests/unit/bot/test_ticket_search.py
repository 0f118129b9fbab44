"""T3: which tickets some words mean."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Person
from bot.tickets.search import MOST_FOUND, found_in
from bot.tickets.ticket import Ticket
from tests.samples import NOW, THREAD


def ticket(number: int, question: str, **changes: object) -> Ticket:
    anna = Person("slack", "T1", f"U{number}", "Anna Schmidt")
    return replace(Ticket(number, anna, THREAD, "tier1", question, NOW), **changes)  # type: ignore[arg-type]


TICKETS = (
    ticket(1, "The projector in room four flickers"),
    ticket(2, "Проектор в переговорной мигает", resolution="Заменили кабель"),
    ticket(3, "VPN does not connect", tags=("office-lisbon",), category="network"),
    ticket(4, "room booking is broken", requester=Person("slack", "T1", "U9", "Ольга Кузнецова")),
    ticket(12, "printer 3 is out of paper"),
)


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("projector", [1]),
        ("PROJEKTOR flickers", [1]),
        ("проекторр", [2]),
        ("кабель", [2]),
        ("lisbon", [3]),
        ("network", [3]),
        ("кузнецова", [4]),
        ("room", [4, 1]),
        ("room four", [1]),
        ("#3", [3, 12]),
        ("12", [12]),
        ("projector printer", []),
        ("cat", []),
        ("", []),
    ],
)
def test_T3_tickets_are_found_by_their_words(said: str, numbers: list[int]) -> None:
    assert [each.number for each in found_in(TICKETS, said)] == numbers


@given(st.lists(st.sampled_from(TICKETS), max_size=30), st.text(max_size=50))
def test_T3_no_more_than_can_be_read_and_none_made_up(tickets: list[Ticket], said: str) -> None:
    found = found_in(tickets, said)
    assert len(found) <= MOST_FOUND
    assert all(each in tickets for each in found)


def test_T3_of_a_long_ticket_every_word_is_found_and_mistyped_ones_near_its_beginning() -> None:
    long = ticket(20, f"scanner {'and so on ' * 300} turbine", tags=("office-porto",))
    for said, found in (("turbine", [20]), ("scaner", [20]), ("schmitd scanner", [20]), ("turbien", [])):
        assert [each.number for each in found_in([long], said)] == found
