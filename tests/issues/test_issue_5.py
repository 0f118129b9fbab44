"""What issue 5 says must be true of the desk, seen from outside: by what people write, and what they are shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cards import plain_card
from bot.desk.desk import Desk
from bot.desk.file import parse_desk
from bot.messages import Message, Person, Thread
from bot.promises.experience import Experience
from bot.tickets.ticket import Status, Ticket
from tests.contract.counter import IVAN as COUNTER_IVAN
from tests.contract.counter import MARIA as COUNTER_MARIA
from tests.contract.counter import PETRA as COUNTER_PETRA
from tests.contract.counter import Counter
from tests.contract.stack import MovedClock, Stack, contract_desk, guided
from tests.fakes.memory_ledger import MemoryLedger
from tests.unit.requests.desk import DESK_TOML

ROOT = Path(__file__).parents[2]
MARIA = Person("slack", "T0FIRST", "U0MARIA", "Maria Silva", "en")
IVAN = Person("slack", "T0FIRST", "U0IVAN", "Иван Смирнов", "ru")
SAM = Person("slack", "T0FIRST", "U0SAM", "Sam Okafor", "en")
NADIA = Person("slack", "T0FIRST", "U0NADIA", "Nadia Petrova", "en")
DIRECT = Thread("slack", "T0FIRST", "D0MARIA", "1.1")
TRIAGE = Thread("slack", "T0FIRST", "C0TRIAGE", "")
BORIS = Person("slack", "T0FIRST", "U0BORIS", "Boris Klein", "en")


class Day:
    """A day at the desk: people write, and what they were shown is kept."""

    def __init__(self, desk: Callable[[], Desk] = contract_desk) -> None:
        ledger = MemoryLedger()
        clock = MovedClock()
        self.experience = Experience(desk, ledger.chronicle, clock)
        self.stack = Stack(ledger, ledger.chat, clock, desk_now=self.experience)
        self.shown: list[str] = []
        self.private: list[str] = []
        """Of that, what was shown in one-to-one chats."""
        self._count = 0

    async def ask(self, text: str = "I need a human", sender: Person = MARIA, root: str = "1.1") -> str:
        """In a direct message; what is shown then."""
        thread = replace(DIRECT, channel=f"D{sender.id}", root=root)
        return await self._hear(Message(self._next(), thread, sender, self.now, text, direct=True, addressed=True))

    async def command(self, text: str, sender: Person = SAM) -> str:
        """By slash command in the triage channel; what is shown then."""
        return await self._hear(Message(self._next(), TRIAGE, sender, self.now, text, addressed=True, command=True))

    async def wait(self, time: timedelta) -> str:
        """Time passes; what is shown then."""
        self.stack.clock.advance(time)
        return await self._told()

    async def ticket(self, number: int = 1) -> Ticket:
        async with self.stack.ledger.work() as work:
            found = await work.ticket(number)
        assert found is not None
        return found

    @property
    def now(self) -> datetime:
        return self.stack.clock()

    def _next(self) -> str:
        self._count += 1
        return f"m{self._count}"

    async def _hear(self, message: Message) -> str:
        await self.stack.handler.handle(message)
        return await self._told()

    async def _told(self) -> str:
        told: list[str] = []
        outbox, clock = self.stack.ledger.outbox, self.stack.clock
        for key in await self.stack.ledger.due_timers(clock(), 50):
            await self.stack.engine.fire(key)
        while leased := await outbox.lease(["slack"], clock(), 50):
            for each in leased:
                told.append(plain_card(each.parcel.card))
                self.private += told[-1:] if each.parcel.thread.channel.startswith("D") else []
                await outbox.sent(each, f"9.{each.parcel.key}", clock())
            clock.advance(timedelta(seconds=1))
        self.shown += told
        return "\n".join(told)


@pytest.fixture
async def day() -> Day:
    """With ticket 1 open."""
    day = Day()
    await day.ask()
    return day


# ---------------------------------------------------------------- tickets


async def test_T3_T6_ask_waits_for_the_requester_whose_answer_opens_it_again(day: Day) -> None:
    await day.command("ask 1 Which office are you in?")
    assert (await day.ticket()).status is Status.PENDING
    await day.ask("Lisbon")
    assert (await day.ticket()).status is not Status.PENDING


async def test_T3_T6_hold_keeps_it_and_release_of_the_hold_goes_on(day: Day) -> None:
    await day.command("claim 1")
    await day.command("hold 1 waiting for the new laptop")
    assert (await day.ticket()).status is Status.ON_HOLD
    await day.command("claim 1")
    assert (await day.ticket()).status is Status.OPEN


async def test_T3_assign_gives_it_to_a_colleague(day: Day) -> None:
    shown = await day.command("assign 1 nadia")
    assert (await day.ticket()).assignee == "nadia"
    assert "Nadia" in shown


async def test_T3_priority_category_and_tag_are_set(day: Day) -> None:
    await day.command("priority 1 high")
    await day.command("category 1 vpn")
    await day.command("tag 1 office-lisbon")
    ticket = await day.ticket()
    assert (ticket.priority.value, ticket.category) == ("high", "vpn")
    assert "office-lisbon" in await day.command("show 1")


async def test_O4_T3_the_same_in_russian(day: Day) -> None:
    await day.command("назначить 1 nadia")
    assert (await day.ticket()).assignee == "nadia"
    await day.command("приоритет 1 высокий")
    assert (await day.ticket()).priority.value == "high"


async def test_T9_merged_tickets_are_one_and_both_requesters_are_told_once(day: Day) -> None:
    await day.ask(sender=IVAN, root="2.2")
    shown = await day.command("merge 2 1")
    assert (await day.ticket(2)).status is Status.CLOSED
    assert shown.count("#1") >= 2


async def test_T9_linked_tickets_name_each_other(day: Day) -> None:
    await day.ask(sender=IVAN, root="2.2")
    await day.command("link 2 1")
    assert "#1" in await day.command("show 2")
    assert "#2" in await day.command("show 1")


async def test_T9_what_is_another_matter_becomes_a_ticket_of_its_own(day: Day) -> None:
    await day.command("split 1 the printer does not print either")
    assert (await day.ticket(2)).requester == (await day.ticket(1)).requester


async def test_T7_transfer_carries_tried_found_and_next(day: Day) -> None:
    shown = await day.command(
        "transfer 1 service-desk tried: a new cable; found: the port is dead; next: another switch"
    )
    assert all(part in shown for part in ("a new cable", "the port is dead", "another switch"))


async def test_T6_long_closed_a_word_opens_a_linked_ticket(day: Day) -> None:
    await day.command("resolve 1 done")
    await day.ask("it works")
    assert (await day.ticket()).status is Status.CLOSED
    await day.wait(timedelta(days=60))
    await day.ask("it is still broken")
    assert (await day.ticket()).status is Status.CLOSED
    assert "#1" in await day.command("show 2")


async def test_T10_a_macro_is_a_reply_by_name(day: Day) -> None:
    shown = await day.command("macro 1 restart")
    assert "Maria" in shown


async def test_T3_search_finds_tickets_by_their_words(day: Day) -> None:
    await day.ask("I need a human, the projector in room four flickers", sender=IVAN, root="3.3")
    assert "projector" in await day.command("search projector")


async def test_T6_resolved_and_silent_it_is_closed_and_says_so(day: Day) -> None:
    await day.command("resolve 1 done")
    await day.wait(timedelta(days=30))
    assert (await day.ticket()).status is Status.CLOSED


async def test_T13_after_closing_one_question_how_it_went(day: Day) -> None:
    await day.command("resolve 1 done")
    await day.ask("it works")
    assert "how" in (await day.wait(timedelta(hours=2))).casefold()


async def test_T4_a_reply_can_be_taken_back_for_twenty_seconds() -> None:
    day = Day(lambda: replace(contract_desk(), undo_within=timedelta(seconds=20)))
    await day.ask()
    await day.command("reply 1 wrong window")
    await day.command("undo 1")
    await day.wait(timedelta(minutes=1))
    assert not any("wrong window" in shown for shown in day.private)
    await day.command("reply 1 right window")
    await day.wait(timedelta(minutes=1))
    assert any("right window" in shown for shown in day.private)


# ---------------------------------------------------------------- promises


async def test_S3_sla_shows_what_was_counted_and_why(day: Day) -> None:
    await day.wait(timedelta(minutes=5))
    shown = await day.command("sla 1")
    assert "first response" in shown.casefold()


async def test_S4_at_three_quarters_the_team_is_warned_once(day: Day) -> None:
    day.shown.clear()
    await day.wait(timedelta(minutes=12))
    assert sum("75" in shown for shown in day.shown) == 1


async def test_S8_with_enough_history_people_hear_how_long_it_usually_takes() -> None:
    day = Day()
    for number in range(1, 31):
        await day.ask(root=f"{number}.0", sender=replace(MARIA, id=f"U{number}"))
        await day.wait(timedelta(minutes=4))
        await day.command(f"reply {number} look at this")
        await day.command(f"resolve {number} done")
    await day.experience.refresh()
    assert "usually" in await day.ask(root="99.0")


# ---------------------------------------------------------------- what a reviewer proved is still owed


@pytest.fixture
async def counter() -> Counter:
    """With ticket 1, Maria's, open."""
    counter = Counter(MemoryLedger())
    await counter.ask()
    return counter


async def test_T9_merging_brings_the_words_of_a_chat_without_threads(counter: Counter) -> None:
    chat = Thread("slack", "T0FIRST", "DU0IVAN", "")
    for text in ("I need a human", "the serial number is 4711"):
        said = Message(counter.delivery(), chat, COUNTER_IVAN, counter.clock(), text, direct=True, addressed=True)
        await counter.hear(said)
    assert "4711" in await counter.order("merge 2 1")


async def test_T9_merging_brings_what_agents_had_said(counter: Counter) -> None:
    await counter.ask(who=COUNTER_IVAN, root="2.2")
    await counter.order("note 2 the cable is broken")
    assert "cable" in await counter.order("merge 2 1")


async def test_T9_merging_keeps_links(counter: Counter) -> None:
    await counter.ask(who=COUNTER_IVAN, root="2.2")
    await counter.ask(who=COUNTER_IVAN, root="3.3")
    await counter.order("link 2 3")
    await counter.order("merge 2 1")
    assert 3 in (await counter.ticket()).links


async def test_T9_a_merged_requester_may_see_the_ticket_that_lives_on(counter: Counter) -> None:
    await counter.ask(who=COUNTER_IVAN, root="2.2")
    await counter.order("merge 2 1")
    assert "I need a human" in await counter.order("show 1", COUNTER_IVAN)


async def test_T13_what_was_rated_is_not_asked_again_by_reopening(counter: Counter) -> None:
    await counter.order("close 1 no fault")
    await counter.wait(timedelta(hours=2))
    await counter.press("rate", "1:5", COUNTER_MARIA)
    assert "How did it go" not in await counter.order("reopen 1")


async def test_S5_a_bounced_ticket_goes_on_up_the_whole_policy(counter: Counter) -> None:
    await counter.order("transfer 1 network found: x")
    await counter.order("transfer 1 service-desk found: x", COUNTER_PETRA)  # who leads calls nobody
    assert "Acknowledge" in await counter.wait(timedelta(minutes=6))


async def test_S6_a_call_from_before_a_transfer_is_closed_or_can_be_acknowledged(counter: Counter) -> None:
    await counter.order("escalate 1 help")
    await counter.order("transfer 1 network found: x")
    assert "not in that team" not in await counter.order("ack 1")


async def test_K5_T1_a_guide_leads_and_the_ticket_has_what_was_tried(day: Day) -> None:
    day.stack.library = guided
    assert "[Step by step]" in await day.ask("the printer shows offline", root="5.5")
    assert "[Nothing comes out]" in await day.ask("step by step", root="5.5")
    assert "[Back]" in await day.ask("nothing comes out", root="5.5")
    await day.wait(timedelta(days=3))
    await day.ask("the second one", root="5.5")
    shown = await day.ask("No, the warning stays", root="5.5")
    assert "Restart the printer" in shown
    shown = await day.ask("I need a human", root="5.5")
    assert "• Paper and toner → No, the warning stays" in shown


async def test_K5_O4_six_guides_in_both_languages(day: Day) -> None:
    day.stack.library = guided
    assert len(list((ROOT / "kb").glob("guides/**/*.yaml"))) >= 6
    assert "[По шагам]" in await day.ask("принтер не печатает", IVAN, root="5.5")
    assert "[Бумага застревает]" in await day.ask("по шагам", IVAN, root="5.5")


async def test_I7_request_types_are_in_a_catalogue(counter: Counter) -> None:
    assert "catalogue" in await counter.order("help")


async def test_T11_a_request_waits_for_approval_and_a_refusal_says_why(counter: Counter) -> None:
    counter.desk = parse_desk(DESK_TOML.replace('id = "laptop"', 'id = "laptop"\napprovers = ["manager", "leads"]'))
    await counter.press("request", "laptop", COUNTER_MARIA, model="standard")
    assert (await counter.ticket(2)).status is Status.ON_HOLD
    await counter.order("refuse 2 not this year", BORIS)
    assert "not this year" in await counter.order("show 2", COUNTER_MARIA)


async def test_I7_a_form_can_be_filled_in_by_words(counter: Counter) -> None:
    counter.desk = parse_desk(DESK_TOML)
    await counter.ask("I need a laptop", root="7.7")
    assert "1 of" in await counter.ask("ask me here", root="7.7")
    assert "2 of" in await counter.ask("standard", root="7.7")


async def test_I8_home_shows_my_tickets_and_my_preferences(counter: Counter) -> None:
    shown = await counter.order("home", COUNTER_MARIA)
    assert "I need a human" in shown
    assert "Русский" in shown


# ---------------------------------------------------------------- what was owed last


def test_S7_user_groups_follow_the_rotation() -> None:
    assert any("usergroups" in path.read_text(encoding="utf-8") for path in (ROOT / "adapters" / "slack").glob("*.py"))


def test_S6_the_lab_shows_that_calls_come_once_each() -> None:
    assert (ROOT / "tests" / "load" / "scenarios" / "calls.py").is_file()
