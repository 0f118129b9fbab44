"""T11: what has to be approved, who decides, and who is told."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.file import parse_desk
from bot.messages import Message, Person, Press, Thread
from bot.tickets.approval import Standing
from bot.tickets.ticket import Status, Ticket
from tests.contract.counter import BOTH, MARIA, PETRA, SAM, Counter
from tests.fakes.memory_ledger import MemoryLedger
from tests.unit.requests.desk import DESK_TOML

BORIS = Person("slack", "T0FIRST", "U0BORIS", "Boris Klein", "en")
APPROVED = DESK_TOML.replace('id = "laptop"', 'id = "laptop"\napprovers = ["manager", "leads"]\napprove_within = "2d"')


async def send(counter: Counter, who: Person = MARIA, root: str = "1.1") -> str:
    thread = Thread("slack", "T0FIRST", f"D{who.id}", root)
    press = Press("request", "laptop", (("model", "standard"),))
    message = Message(counter.delivery(), thread, who, counter.clock(), pressed=press, direct=True, addressed=True)
    return await counter.hear(message)


@pytest.fixture
async def counter() -> Counter:
    """With ticket 1, Maria's, waiting for Boris."""
    counter = Counter(MemoryLedger(), desk=parse_desk(APPROVED))
    await send(counter)
    return counter


async def standing(counter: Counter) -> tuple[Standing, Status]:
    ticket = await counter.ticket()
    assert ticket.approval is not None
    return ticket.approval.standing, ticket.status


async def test_T11_it_is_on_hold_and_everybody_knows_why(counter: Counter) -> None:
    ticket = await counter.ticket()
    assert (ticket.status, ticket.held_for) == (Status.ON_HOLD, "approval by Boris Klein")
    assert "approved by Boris Klein" in counter.to("DU0MARIA")
    assert "[Withdraw]" in counter.to("DU0MARIA")
    assert "Approval: waits for Boris Klein" in counter.to("C0NETWORK")
    asked = counter.to("@U0BORIS")
    assert "Maria Silva asks for this" in asked
    assert "Model: Standard" in asked
    assert "[Approve] · [Refuse]" in asked
    assert "waits for Boris Klein" in await counter.order("show 1", MARIA)
    assert "asked for approval (Boris Klein)" in await counter.order("show 1", PETRA)


async def test_T11_approved_it_is_worked_on_and_both_are_told(counter: Counter) -> None:
    await counter.press("approve", "1", BORIS)
    assert await standing(counter) == (Standing.APPROVED, Status.NEW)
    assert "Boris Klein approved ticket #1" in counter.to("DU0MARIA")
    assert "can be worked on" in counter.to("C0NETWORK")
    assert "approved by Boris Klein" in counter.to("@U0BORIS")
    assert "[Approve]" not in counter.to("@U0BORIS")
    assert "approved" in await counter.order("show 1", PETRA)


async def test_T11_a_refusal_says_why_and_ends_it(counter: Counter) -> None:
    await counter.press("refuse", "1", BORIS, text="not this year")
    assert await standing(counter) == (Standing.REFUSED, Status.CLOSED)
    assert "“not this year”" in counter.to("DU0MARIA")
    assert "not this year" in counter.to("C0NETWORK")
    assert "not this year" in await counter.order("show 1", MARIA)
    shown = await counter.wait(timedelta(days=3))
    assert "How did it go" not in shown, "nobody asks how a refusal went"


async def test_T11_a_refusal_without_a_reason_is_none(counter: Counter) -> None:
    await counter.order("refuse 1", BORIS)
    assert "refuse NUMBER WHY" in counter.privately(BORIS)
    await counter.press("refuse", "1", BORIS, text="  ")
    assert await standing(counter) == (Standing.WAITING, Status.ON_HOLD)


async def test_O4_T11_in_russian(counter: Counter) -> None:
    ivan = replace(BORIS, language="ru")
    await counter.order("отказать 1 в этом году нет денег", ivan)
    assert "отказано" in counter.privately(ivan)
    assert (await standing(counter))[0] is Standing.REFUSED


async def test_T11_its_requester_withdraws_it(counter: Counter) -> None:
    await counter.order("withdraw 1", BORIS)
    assert "Only whoever asked" in counter.privately(BORIS)
    await counter.press("withdraw", "1", MARIA)
    assert await standing(counter) == (Standing.WITHDRAWN, Status.CLOSED)
    assert "Withdrawn by the requester" in counter.to("C0NETWORK")
    await counter.press("approve", "1", BORIS)
    assert "Too late" in counter.privately(BORIS)
    assert "withdrawn" in counter.privately(BORIS)


async def test_T11_who_comes_second_is_told_what_the_first_decided(counter: Counter) -> None:
    await counter.press("approve", "1", BORIS)
    await counter.press("refuse", "1", BORIS, text="no")
    assert "approved by Boris Klein" in counter.privately(BORIS)
    assert await standing(counter) == (Standing.APPROVED, Status.NEW)


@pytest.mark.parametrize("who", [SAM, PETRA])
async def test_T11_nobody_else_decides(counter: Counter, who: Person) -> None:
    await counter.press("approve", "1", who)
    assert await standing(counter) == (Standing.WAITING, Status.ON_HOLD)
    told = counter.privately(who)
    assert "You do not decide" in told if who is PETRA else "not in that team" in told


async def test_T11_nobody_decides_about_their_own_request(counter: Counter) -> None:
    await counter.press("approve", "1", MARIA)
    assert "your own request" in counter.privately(MARIA)
    await send(counter, BORIS)
    ticket = await counter.ticket(2)
    assert ticket.approval is not None
    assert ticket.approval.names == "Lena Fischer", "who has no manager asks the leads"
    await counter.press("approve", "2", BORIS)
    assert (await counter.ticket(2)).status is Status.ON_HOLD


async def test_T11_who_left_between_card_and_press_decides_no_more(counter: Counter) -> None:
    counter.desk = parse_desk(APPROVED.replace('manager = "boris"', 'manager = "lena"'))
    await counter.press("approve", "1", BORIS)
    assert "no ticket" in counter.privately(BORIS)
    await counter.press("approve", "1", BOTH)
    assert await standing(counter) == (Standing.APPROVED, Status.NEW)


async def test_T11_the_type_may_go_from_the_desk_meanwhile(counter: Counter) -> None:
    counter.desk = parse_desk(APPROVED.replace('id = "laptop"', 'id = "computer"'))
    await counter.press("approve", "1", BORIS)
    assert await standing(counter) == (Standing.APPROVED, Status.NEW)


async def test_T11_silence_reminds_and_then_asks_the_leads(counter: Counter) -> None:
    assert "Reminder" in await counter.wait(timedelta(days=1))
    assert "[Approve]" in counter.to("@U0BORIS")
    await counter.wait(timedelta(days=1))
    assert "Lena Fischer is asked now" in counter.to("DU0MARIA")
    assert "[Approve]" in counter.to("@U0LENA")
    shown = await counter.wait(timedelta(days=1)) + await counter.wait(timedelta(days=1))
    assert "Nobody has decided yet about ticket #1" in shown
    await counter.press("approve", "1", BORIS)
    assert (await standing(counter))[0] is Standing.APPROVED, "who was asked first may still decide"
    assert "[Approve]" not in counter.to("@U0LENA")


async def lapse(counter: Counter) -> list[str]:
    """Nobody says anything until nothing happens any more; what was shown in each half day."""
    return [await counter.wait(timedelta(hours=12)) for _ in range(30)]


async def test_T11_silence_has_an_end_that_both_sides_are_told(counter: Counter) -> None:
    shown = "\n".join(await lapse(counter))
    assert await standing(counter) == (Standing.EXPIRED, Status.CLOSED)
    assert shown.count("They were asked for the last time: if nobody decides by") == 1, "the leads, once"
    assert shown.count("it ends without a decision, and you can ask for it once more") == 1
    assert shown.count("Nobody decided about ticket #1 in time") == 1
    assert shown.count("Nobody decided in time: closed without a decision") == 1
    assert ("lapsed", "") in await counter.history()
    assert "closed, as nobody decided in time" in await counter.order("show 1", MARIA)
    approval = (await counter.ticket()).approval
    assert approval is not None
    assert len(approval.posts) <= 8, "cards do not pile up"
    assert not any(await lapse(counter)), "and then it is quiet"


async def test_T11_after_the_end_cards_say_so_and_words_get_the_way_forward(counter: Counter) -> None:
    await lapse(counter)
    await counter.press("approve", "1", BORIS)
    assert "Too late for ticket #1: nobody decided in time" in counter.privately(BORIS)
    await counter.ask("I still need it")
    assert "stays closed: nobody decided in time" in counter.to("DU0MARIA")
    assert "/ticket catalogue" in counter.to("DU0MARIA")


async def test_T11_the_last_call_can_be_answered_and_has_a_time_of_its_own(counter: Counter) -> None:
    counter.desk = parse_desk(APPROVED.replace('approve_within = "2d"', 'approve_within = "2d"\nexpire_within = "20d"'))
    await send(counter, root="2.2")
    await lapse(counter)
    assert (await counter.ticket()).status is Status.CLOSED
    assert (await counter.ticket(2)).awaits_approval
    await counter.press("approve", "2", BOTH)
    assert (await counter.ticket(2)).status is Status.NEW


async def test_O4_T11_the_end_in_russian(counter: Counter) -> None:
    await send(counter, replace(MARIA, language="ru"), root="2.2")
    shown = "\n".join(await lapse(counter))
    assert "По заявке № 2 вовремя никто не решил" in shown
    assert "Последнее напоминание отправлено" in shown


async def test_T11_it_cannot_be_worked_around(counter: Counter) -> None:
    for command in ("resolve 1 done", "unhold 1", "hold 1 a part", "ask 1 why?"):
        await counter.order(command, PETRA)
        assert "waits for approval by Boris Klein" in counter.privately(PETRA)
    await counter.order("claim 1", PETRA)
    await counter.order("reply 1 I look at it once Boris agrees", PETRA)
    ticket = await counter.ticket()
    assert (ticket.status, ticket.assignee) == (Status.ON_HOLD, "petra")
    await counter.press("approve", "1", BORIS)
    assert (await counter.ticket()).status is Status.OPEN


async def test_T11_an_agent_who_closes_it_asks_nobody_any_more(counter: Counter) -> None:
    await counter.order("close 1 ordered already", PETRA)
    assert "withdrawn" in counter.to("@U0BORIS")
    assert await standing(counter) == (Standing.WITHDRAWN, Status.CLOSED)


async def test_S1_clocks_pause_and_say_why(counter: Counter) -> None:
    assert "Answer promised" not in await counter.order("show 1", PETRA)
    await counter.wait(timedelta(hours=20))
    assert not counter.to("C0NETLEADS"), "nobody is called by the clock"
    await counter.press("approve", "1", BORIS)
    assert "waits for approval" in await counter.order("sla 1", PETRA)
    assert "Acknowledge" in await counter.wait(timedelta(hours=2)), "and then they run"


async def test_T7_handed_over_it_waits_on(counter: Counter) -> None:
    await counter.order("transfer 1 service-desk found: it is theirs", PETRA)
    ticket: Ticket = await counter.ticket()
    assert (ticket.status, ticket.team, ticket.held_for) == (Status.ON_HOLD, "service-desk", "approval by Boris Klein")
    await counter.press("approve", "1", BORIS)
    assert (await counter.ticket()).status is Status.NEW


async def refused(counter: Counter) -> None:
    await counter.press("refuse", "1", BORIS, text="not this year")


async def taken_back(counter: Counter) -> None:
    await counter.press("withdraw", "1", MARIA)


@pytest.mark.parametrize("end", [refused, taken_back])
@pytest.mark.parametrize("after", [timedelta(), timedelta(days=60)])
@pytest.mark.parametrize("said", ["it still does not work, I need it", "I need a human"])
async def test_T11_words_do_not_bring_back_what_was_refused_or_withdrawn(
    counter: Counter, end: Callable[[Counter], Awaitable[None]], after: timedelta, said: str
) -> None:
    await end(counter)
    before = await standing(counter)
    await counter.wait(after)
    await counter.ask(said)
    assert await standing(counter) == before
    async with counter.ledger.work() as work:
        assert await work.ticket(2) is None, "a new ticket about the same would need no approval"
    assert "/ticket catalogue" in counter.to("DU0MARIA")
    assert ("refused by Boris Klein: not this year" if end is refused else "withdrawn") in counter.to("DU0MARIA")
    assert "/ticket new" in counter.to("DU0MARIA"), "a way to people about anything else"
    assert said in counter.to("C0NETWORK"), "the team reads it nevertheless"
    await counter.order("claim 1", PETRA)
    assert await standing(counter) == before


@pytest.mark.parametrize("end", [refused, taken_back])
async def test_T11_an_agent_does_not_open_it_again_either(
    counter: Counter, end: Callable[[Counter], Awaitable[None]]
) -> None:
    await end(counter)
    await counter.order("reopen 1", PETRA)
    assert "cannot be opened again" in counter.privately(PETRA)
    assert (await counter.ticket()).status is Status.CLOSED


async def test_O4_T11_what_was_refused_stays_so_in_russian(counter: Counter) -> None:
    await send(counter, replace(MARIA, language="ru"), root="2.2")
    await counter.press("refuse", "2", BORIS, text="нет денег")
    await counter.ask("не работает", replace(MARIA, language="ru"), root="2.2")
    assert "Чтобы попросить ещё раз" in counter.to("DU0MARIA")
    assert (await counter.ticket(2)).status is Status.CLOSED


async def test_T11_too_many_open_tickets_are_no_way_around_approval(counter: Counter) -> None:
    counter.desk = replace(counter.desk, most_open_tickets=1)
    await send(counter, root="2.2")
    assert (await counter.ticket(2)).awaits_approval
    assert "[Approve]" in counter.to("@U0BORIS")
