"""S5 S6: calls for people go up the policy until somebody has seen them, whatever stands in their way."""

from datetime import timedelta

import pytest

from tests.contract.counter import BOTH, PETRA, SAM, Counter
from tests.fakes.memory_ledger import MemoryLedger


@pytest.fixture
async def counter() -> Counter:
    """With ticket 1, Maria's, open at the service desk."""
    counter = Counter(MemoryLedger())
    await counter.ask()
    return counter


async def test_S6_after_a_transfer_those_who_were_called_may_acknowledge(counter: Counter) -> None:
    await counter.order("escalate 1 help")
    await counter.order("transfer 1 network found: x")
    assert "Sam Okafor has seen the escalation" in await counter.order("ack 1", SAM)
    assert "no escalation that waits" in await counter.order("ack 1", PETRA)


async def test_S6_whom_no_call_reached_may_not_acknowledge_for_another_team(counter: Counter) -> None:
    await counter.order("escalate 1 help")
    assert "not in that team" in await counter.order("ack 1", PETRA)


async def test_S5_a_call_that_moves_with_its_ticket_begins_with_the_first_step_there(counter: Counter) -> None:
    await counter.order("escalate 1 help")
    await counter.order("transfer 1 network found: x", BOTH)
    await counter.wait(timedelta(minutes=6))
    assert "Sam Okafor asks for help: help" in counter.to("C0NETLEADS")
