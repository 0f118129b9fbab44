"""S3, S8: tickets with their histories, read on every ledger."""

from datetime import timedelta

from bot.ports import AuditEntry
from tests.conftest import AnyLedger
from tests.samples import NOW, ticket

DAY = timedelta(days=1)


async def kept(ledger: AnyLedger, count: int) -> None:
    """A ticket each day, with two lines of history."""
    async with ledger.work() as work:
        for number in range(1, count + 1):
            at = NOW + number * DAY
            await work.add_ticket(ticket(opened_at=at))
            for action in ("opened", "claimed"):
                await work.record(AuditEntry(at, "web/w/sam", action, number))
        await work.commit()


async def test_S3_a_story_is_a_ticket_with_its_own_history(ledger: AnyLedger) -> None:
    await kept(ledger, 3)
    story = await ledger.chronicle.story(2)
    assert story is not None
    assert (story.ticket.number, [entry.action for entry in story.history]) == (2, ["opened", "claimed"])
    assert {entry.ticket for entry in story.history} == {2}
    for none in (0, -1, 4, 2**40):
        assert await ledger.chronicle.story(none) is None


async def test_S8_stories_come_newest_first_as_far_back_as_is_asked(ledger: AnyLedger) -> None:
    await kept(ledger, 110)  # three pages of a database
    every = [story async for story in ledger.chronicle.stories(NOW)]
    assert [story.ticket.number for story in every] == list(range(110, 0, -1))
    assert all(len(story.history) == 2 for story in every)
    recent = [story.ticket.number async for story in ledger.chronicle.stories(NOW + 100 * DAY)]
    assert recent == list(range(110, 99, -1))
