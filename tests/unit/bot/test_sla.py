"""S1: what clocks read from the history of a ticket."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.happenings import Event, Happening
from bot.desk.people import Member, Role
from bot.desk.promises import Facts
from bot.ports import AuditEntry
from bot.promises.sla import handed_over, happened
from bot.tickets.ticket import Priority

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
NOW = Facts("network", Priority.URGENT, "vpn")


def history(*lines: tuple[str, str] | tuple[str, str, str]) -> list[AuditEntry]:
    """A line each minute: action, actor, detail."""
    return [
        AuditEntry(NINE + timedelta(minutes=number), line[1], line[0], 1, line[2] if len(line) > 2 else "")
        for number, line in enumerate(lines)
    ]


def test_S1_facts_before_a_change_are_those_that_it_tells() -> None:
    events = happened(
        history(
            ("opened", "maria"),
            ("priority", "sam", "normal → high"),
            ("transferred", "sam", "desk → network"),
            ("noted", "sam"),
            ("priority", "sam", "high → urgent"),
            ("category", "sam", "mail → vpn"),
        ),
        NOW,
    )
    assert [event.facts for event in events] == [
        Facts("desk", Priority.NORMAL, "mail"),
        Facts("desk", Priority.HIGH, "mail"),
        None,
        Facts("network", Priority.HIGH, "mail"),
        Facts("network", Priority.URGENT, "mail"),
        NOW,
    ]
    assert [event.at.minute for event in events] == [0, 1, 2, 2, 4, 5]


def test_S1_an_answer_in_the_request_thread_is_not_the_requester_waiting_again() -> None:
    at = NINE
    words = AuditEntry(at, "slack/T/sam", "relayed", 1)
    answer = AuditEntry(at, "slack/T/sam", "replied", 1)
    hers = AuditEntry(at, "slack/T/maria", "relayed", 1)
    assert happened([words, answer], NOW) == [Event(at, Happening.REPLIED)]
    assert [event.what for event in happened([hers, answer], NOW)] == [Happening.WROTE, Happening.REPLIED]


def test_S1_what_is_no_matter_of_clocks_is_left_out() -> None:
    assert happened(history(("noted", "sam"), ("pinged", "firstline"), ("escalated", "sam", "help")), NOW) == []
    assert happened(history(("priority", "sam", "nonsense")), NOW) == [Event(NINE, Happening.CHANGED, NOW)]


def test_S1_what_the_life_of_a_ticket_means_to_clocks() -> None:
    lines = history(
        ("opened", "maria"),
        ("assigned", "lena"),
        ("pending", "sam"),
        ("held", "sam"),
        ("unheld", "sam"),
        ("merged", "sam"),
    )
    assert [event.what for event in happened(lines, NOW)] == [
        Happening.OPENED,
        Happening.CLAIMED,
        Happening.PENDING,
        Happening.HELD,
        Happening.RESUMED,
        Happening.RESOLVED,
    ]


@pytest.mark.parametrize(
    ("receiver", "what"), [(None, Happening.RELEASED), (Member("ivan", "Ivan", Role.AGENT, ()), Happening.CLAIMED)]
)
def test_T7_S1_a_hand_over_to_a_team_awaits_a_claim_and_one_to_a_member_does_not(
    receiver: Member | None, what: Happening
) -> None:
    [first, second] = happened(history(("transferred", "sam", handed_over("desk", "network", receiver))), NOW)
    assert (first.what, second.what, second.facts) == (what, Happening.CHANGED, NOW)
