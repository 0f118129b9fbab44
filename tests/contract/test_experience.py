"""S8: what the requester is told to expect, from the desk's own history, on every ledger."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.desk import Usual
from bot.desk.file import parse_desk
from bot.ports import AuditEntry, Ledger
from bot.promises.experience import FEWEST, Experience, usually
from tests.contract.stack import MovedClock, Stack
from tests.contract.test_engine import posts, said
from tests.contract.test_sla import DESK
from tests.samples import ticket

MONDAY = datetime(2026, 11, 30, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Rig(Stack):
    """With a desk that learns from its history."""

    @classmethod
    async def after(cls, ledger: Ledger, minutes: list[int], *, now: datetime = MONDAY, ago: int = 4) -> "Rig":
        """So many minutes were taken by answers to tickets that were opened on a morning some days ago."""
        clock, desk = MovedClock(now), parse_desk(DESK)
        opened = now.replace(hour=9, minute=0) - timedelta(days=ago)
        async with ledger.work() as work:
            for taken in minutes:
                added = await work.add_ticket(ticket(team="service-desk", opened_at=opened))
                for action, at in (("opened", opened), ("claimed", opened), ("replied", opened + taken * MINUTE)):
                    await work.record(AuditEntry(at, "web/w/sam", action, added.number))
            await work.commit()
        described = Experience(lambda: desk, ledger.chronicle, clock)
        await described.refresh()
        return cls(ledger, ledger.chat, clock, desk_now=described)  # type: ignore[attr-defined]

    async def told(self, text: str = "I need a human") -> str:
        """What somebody is told whose ticket is opened."""
        await self.handler.handle(said(self, "m1", text))
        text = next(text for text in await posts(self) if text.startswith(("Ticket", "Заявка")))
        return text.replace("\u202f", " ").splitlines()[1]


async def test_S8_three_of_four_answers_came_within_what_is_told(ledger: Ledger) -> None:
    rig = await Rig.after(ledger, [10] * 14 + [22, 22, 40, 50, 55, 58])
    told = await rig.told()
    assert told.endswith(
        "with everything you told me. It is usually answered within 25 min. Expect an answer by 11:00 AM."
    )


async def test_S8_with_too_little_history_nothing_is_invented(ledger: Ledger) -> None:
    rig = await Rig.after(ledger, [10] * (FEWEST - 1))
    assert (await rig.told()).endswith("with everything you told me. Expect an answer by 11:00 AM.")


async def test_S8_what_is_long_ago_says_nothing(ledger: Ledger) -> None:
    rig = await Rig.after(ledger, [10] * 40, ago=32)
    assert "usually" not in await rig.told()


async def test_S8_a_promise_that_is_usually_not_kept_is_not_told(ledger: Ledger) -> None:
    rig = await Rig.after(ledger, [140] * 30)
    assert (await rig.told()).endswith(
        "with everything you told me. It is usually answered within 3 h 30 min."
    )  # with lunch


async def test_S8_outside_hours_a_time_within_hours_is_told(ledger: Ledger) -> None:
    rig = await Rig.after(ledger, [10] * 30, now=datetime(2026, 11, 27, 16, 55, tzinfo=UTC))
    assert "It is usually answered by Mon 9:05 AM. Expect an answer by Mon 9:55 AM." in await rig.told()


async def test_S8_in_russian(ledger: Ledger) -> None:
    rig = await Rig.after(ledger, [10] * 30)
    assert "Обычно отвечают в течение 10 мин. Ответят до 11:00." in await rig.told("позовите человека")


def test_S8_a_category_with_enough_tickets_speaks_for_itself() -> None:
    desk = parse_desk(DESK)
    taught = replace(desk, usual=(Usual("service-desk", "", 60 * MINUTE), Usual("service-desk", "vpn", 15 * MINUTE)))
    found = [taught.usual_answer(ticket(team="service-desk", category=name)) for name in ("vpn", "mail")]
    assert found == [15 * MINUTE, 60 * MINUTE]
    assert desk.usual_answer(ticket(team="service-desk")) is None


@pytest.mark.parametrize(
    ("minutes", "told"), [([0] * 20, 5), ([5] * 20, 5), ([6] * 20, 10), ([61] * 20, 75), ([241] * 20, 300)]
)
def test_S8_times_are_rounded_up_to_what_people_say(minutes: list[int], told: int) -> None:
    assert usually([each * MINUTE for each in minutes]) == told * MINUTE
