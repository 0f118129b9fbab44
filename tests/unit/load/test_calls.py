"""S6: the judge of calls for people, against the faults that it is there to find."""

import pytest

from tests.load.scenarios.calls import in_letters, is_whole

ONCE = ["opened", "warned_first_response", "escalated", "pinged", "reached", "pinged", "reached"]
ACKNOWLEDGED = ["opened", "escalated", "pinged", "acknowledged", "expired", "pinged", "reached", "pinged"]


@pytest.mark.parametrize("history", [ONCE, ACKNOWLEDGED, [each for each in ONCE if not each.startswith("warned")]])
def test_S6_who_was_called_in_order_is_found_right(history: list[str]) -> None:
    assert is_whole(in_letters(history))


@pytest.mark.parametrize(
    "history",
    [
        [],
        ONCE[:-2],
        [*ONCE, "pinged"],
        [ONCE[1], *ONCE],
        [*ONCE, "escalated", "pinged", "pinged"],
        ACKNOWLEDGED[:4],
        [*ACKNOWLEDGED[:4], *ACKNOWLEDGED[5:]],
        ["opened", "pinged", "escalated", "pinged"],
    ],
)
def test_S6_what_is_lost_twice_or_out_of_order_is_found(history: list[str]) -> None:
    assert not is_whole(in_letters(history))
