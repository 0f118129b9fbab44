"""T3, T7: what is handed over, and to whom, read from words in either language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import roster
from bot.desk.file import parse_desk
from bot.desk.handover import Handover, read_handover, written
from bot.desk.people import Member
from bot.desk.teams import Team
from tests.contract.counter import DESK

TWO = parse_desk(DESK)
SAM = TWO.teams[0].members[0]


@pytest.mark.parametrize(
    ("text", "to", "handed"),
    [
        ("network tried: a cable; found: dead; next: a switch", "network", Handover("a cable", "dead", "a switch")),
        ("network Пробовали: кабель. Дальше: порт", "network", Handover("кабель", "", "порт")),
        ("network\nfound:\nit is: dead", "network", Handover("", "it is: dead", "")),
        ("network please look", "network please look", Handover()),
        ("network tried: one; tried: two", "network", Handover("one\ntwo")),
        ("network untried: one", "network untried: one", Handover()),
    ],
)
def test_T7_tried_found_and_next_are_read_by_their_labels(text: str, to: str, handed: Handover) -> None:
    assert read_handover(text) == (to, handed)


def test_T7_the_fields_of_the_form_come_back_as_they_were() -> None:
    assert read_handover(written("network", "a cable", "", "a switch")) == (
        "network",
        Handover("a cable", "", "a switch"),
    )


@given(st.text(max_size=200))
def test_T7_no_word_is_lost_whatever_is_written(text: str) -> None:
    to, handed = read_handover(f"network {text}")
    kept = " ".join((to, handed.tried, handed.found, handed.next))
    assert all(word in kept for word in text.split() if word.isalpha())


@pytest.mark.parametrize(
    ("said", "receiver", "rest"),
    [
        ("network", "network", ""),
        ("Network and cables please look", "network", "please look"),
        ("@Petra Novak: call them", "petra", "call them"),
        ("networks", None, "networks"),
        ("", None, ""),
    ],
)
def test_T7_teams_and_people_are_known_by_every_name(said: str, receiver: str | None, rest: str) -> None:
    found, left = roster.receiver_in(TWO, said)
    name = found.id if isinstance(found, Team) else found.handle if isinstance(found, Member) else None
    assert (name, left) == (receiver, rest)


@pytest.mark.parametrize(
    ("said", "handle"), [("nadia", "nadia"), ("@Nadia Petrova", "nadia"), ("ME", "sam"), ("petra", None), ("", None)]
)
def test_T3_a_ticket_is_assigned_within_its_team(said: str, handle: str | None) -> None:
    found = roster.member_in([TWO.teams[0]], said, SAM)
    assert (found.handle if found else None) == handle


def test_T3_somebody_unknown_is_answered_with_the_nearest_handle() -> None:
    assert roster.nearest_handle(TWO.teams, "nadja") == "nadia"
    assert roster.nearest_handle(TWO.teams, "zzzzzz") == ""
    assert roster.nearest_receiver(TWO, "netwrok") == "network"
