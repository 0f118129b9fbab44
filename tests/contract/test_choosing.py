"""K1, K2: where the search can only name some articles the asker chooses, on every ledger."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from bot.cards import Button, Card, plain_card
from bot.conversation.conversation import Conversation, Stage
from bot.engine import Engine
from bot.messages import Message, Person, Press, Side, Thread
from bot.ports.telemetry import Answered, Fact, Picked, Unwatched
from bot.tickets.ticket import Choice
from kb.article import Article
from kb.confidence import Zone
from kb.feedback import Feedback
from kb.search import Hit
from tests.conftest import AnyLedger
from tests.contract.stack import MovedClock, Stack
from tests.samples import NOW
from tests.starter import knowledge

MARIA = Person("slack", "T0FIRST", "U0MARIA", "Maria Silva", "en")
NADIA = Person("slack", "T0FIRST", "U0NADIA", "Nadia Petrova", "en")
THREAD = Thread("slack", "T0FIRST", "C0HELP", "1.1")
DIRECT = Thread("slack", "T0FIRST", "D0MARIA", "1.1")
QUESTION = "cannot sign in to my account on my phone"
TITLES = (
    "Moving two-factor sign-in to a new phone",
    "Setting up work mail and calendar on a phone",
    "Account is locked",
)
SOLVED = ("[Solved]", "[Still need help]")


@dataclass
class Noted(Unwatched):
    """What the engine told."""

    facts: list[Answered | Picked] = field(default_factory=list)

    def note(self, *facts: Fact) -> None:
        self.facts += [fact for fact in facts if isinstance(fact, Answered | Picked)]


@dataclass
class Room:
    """The engine over articles of which some may be gone meanwhile, and people who ask."""

    stack: Stack
    watch: Noted = field(default_factory=Noted)
    gone: set[str] = field(default_factory=set)
    edited: dict[str, Article] = field(default_factory=dict)
    said: int = 0
    cards: list[Card] = field(default_factory=list)

    @property
    def engine(self) -> Engine:
        library = replace(self.stack.engine.library, article=self._article, gist=knowledge().gist)
        return replace(self.stack.engine, library=library, telemetry=self.watch)

    def _article(self, language: str, slug: str) -> Article | None:
        return None if slug in self.gone else self.edited.get(slug) or knowledge().article(language, slug)

    async def say(self, text: str, *, thread: Thread = THREAD, who: Person = MARIA, press: Press | None = None) -> str:
        """Write or press, and see everything that is posted at once."""
        self.said += 1
        direct = thread.channel.startswith("D")
        message = Message(f"m{self.said}", thread, who, self.stack.clock(), text, press, direct, addressed=True)
        await self.engine.handle(message)
        return await self.shown()

    async def press(self, label: str, who: Person = MARIA) -> str:
        """Press the newest button with this label."""
        button = next(each for card in reversed(self.cards) for each in card.buttons if each.label == label)
        return await self.say("", who=who, press=Press(button.action, button.value))

    async def shown(self) -> str:
        seen: list[Card] = []
        while leased := await self.stack.ledger.outbox.lease(["slack"], self.stack.clock(), 50):
            for each in leased:
                seen.append(each.parcel.card)
                await self.stack.ledger.outbox.sent(each, f"9.{each.parcel.key}", self.stack.clock())
        self.cards += seen
        return "\n".join(map(plain_card, seen))

    async def conversation(self, thread: Thread = THREAD) -> Conversation:
        async with self.stack.ledger.work() as work:
            found = await work.conversation(thread)
        assert found is not None
        return found

    async def feedback(self) -> Sequence[Feedback]:
        return await self.stack.ledger.feedback.since(NOW.replace(year=2000), 10)


@pytest.fixture
def room(ledger: AnyLedger) -> Room:
    return Room(Stack(ledger, ledger.chat, MovedClock()))


def is_answer(shown: str, title: str) -> bool:
    """Whether this article is the one answer that is shown, with its buttons."""
    answers = [part for part in shown.split(SOLVED[0]) if part.strip()]
    return shown.count(SOLVED[0]) == 1 and f"\n{title}\n" in f"\n{answers[0]}" and "Which of these" not in answers[-1]


async def test_K1_the_middle_zone_asks_with_a_button_for_each_and_one_for_a_person(room: Room) -> None:
    shown = await room.say(QUESTION)
    assert shown.startswith("Which of these is it?")
    [card] = room.cards
    assert [button.label for button in card.buttons] == [*TITLES, "None of these"]
    assert all(f"{place}. {title} – " in shown for place, title in enumerate(TITLES, 1))
    assert (await room.conversation()).choices[2] == Choice("account-locked", "Account is locked", "en")


@pytest.mark.parametrize("title", TITLES)
async def test_K1_a_pressed_choice_is_the_answer_and_the_choice_asks_no_more(room: Room, title: str) -> None:
    await room.say(QUESTION)
    shown = await room.press(title)
    put_away, answer = room.cards[-2:]
    assert (put_away.title, put_away.buttons) == ("Which of these is it?", ())
    assert (answer.title, answer.status) == (title, "answer")
    assert shown.endswith(" · ".join(SOLVED))
    assert [each.title for each in (await room.conversation()).tried] == [title]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("2", TITLES[1]),
        ("the first one", TITLES[0]),
        ("третье", TITLES[2]),
        ("account is locked", TITLES[2]),
        ("locked", TITLES[2]),
    ],
)
async def test_K1_words_choose_as_buttons_do(room: Room, words: str, title: str) -> None:
    await room.say(QUESTION)
    await room.say(words)
    assert (room.cards[-1].title, room.cards[-1].status) == (title, "answer")


async def test_K1_a_number_at_the_top_of_a_direct_chat_belongs_to_the_choice_there(room: Room) -> None:
    await room.say(QUESTION, thread=DIRECT)
    await room.say("2", thread=replace(DIRECT, root="2.2"))
    assert room.cards[-1].title == TITLES[1]
    await room.say("1", thread=replace(DIRECT, root="3.3"))
    assert room.cards[-1].status == "unsure", "no choice is open there any more"


async def test_K4_none_of_these_at_the_top_of_a_direct_chat_belongs_to_the_choice_there(room: Room) -> None:
    await room.say(QUESTION, thread=DIRECT)
    assert f"Shown, not chosen: {TITLES[0]}" in await room.say("none of these", thread=replace(DIRECT, root="2.2"))


async def test_K3_a_choice_that_helped_is_confirmed_and_choosing_alone_is_no_word(room: Room) -> None:
    await room.say(QUESTION)
    await room.press(TITLES[1])
    assert await room.feedback() == []
    await room.press("Solved")
    [told] = await room.feedback()
    assert (told.slug, told.worked) == ("phone-mail-setup", True)


async def test_K3_after_a_choice_the_others_are_next_and_then_a_person_who_sees_it_all(room: Room) -> None:
    await room.say(QUESTION)
    await room.press(TITLES[2])
    await room.press("Still need help")
    assert room.cards[-1].title == TITLES[0]
    shown = await room.press("Still need help")
    assert f"Tried already: {TITLES[2]}, {TITLES[0]}" in shown
    assert f"Shown, not chosen: {TITLES[1]}" in shown
    assert [told.worked for told in await room.feedback()] == [False, False]


@pytest.mark.parametrize("words", ["", "none of these", "ничего из этого", "a human please"])
async def test_K4_none_of_these_brings_a_person_who_knows_and_counts_against_no_article(room: Room, words: str) -> None:
    await room.say(QUESTION)
    shown = await (room.say(words) if words else room.press("None of these"))
    assert "Ticket #1 is open" in shown
    assert f"Shown, not chosen: {', '.join(TITLES)}" in shown
    assert await room.feedback() == []
    async with room.stack.ledger.work() as work:
        ticket = await work.ticket(1)
    assert ticket is not None
    assert (ticket.question, ticket.tried, len(ticket.passed_over)) == (QUESTION, (), 3)


async def test_K4_who_may_have_no_more_tickets_has_the_choice_told_in_the_newest(room: Room) -> None:
    desk = replace(room.stack.engine.desk(), most_open_tickets=1)
    await room.say("I need a human", thread=replace(THREAD, root="0.1"))
    await room.say(QUESTION)
    engine = replace(room.engine, desk=lambda: desk)
    await engine.handle(Message("n", THREAD, MARIA, room.stack.clock(), "none of these", addressed=True))
    assert f"Shown, not chosen: {TITLES[0]}" in await room.shown()


async def test_X3_a_press_on_an_earlier_choice_is_stale(room: Room) -> None:
    await room.say(QUESTION)
    await room.press(TITLES[0])
    shown = await room.press(TITLES[1])
    assert "earlier answer" in shown
    assert len((await room.conversation()).tried) == 1


async def test_X3_of_two_presses_at_once_one_is_answered_and_the_other_is_stale(room: Room) -> None:
    await room.say(QUESTION)
    presses = [
        Message(f"p{place}", THREAD, MARIA, room.stack.clock(), pressed=Press("choose", f"1.{place}"), addressed=True)
        for place in (1, 2)
    ]
    await asyncio.gather(*map(room.engine.handle, presses))
    shown = await room.shown()
    assert (shown.count("[Solved]"), shown.count("earlier answer")) == (1, 1)


async def test_X3_only_the_asker_chooses(room: Room) -> None:
    await room.say(QUESTION)
    assert "Only the person who asked" in await room.press(TITLES[0], NADIA)
    assert (await room.conversation()).stage is Stage.CHOOSING


@pytest.mark.parametrize(
    "value", ["", "1", "1.0", "1.4", "2.1", "1.1.1", "vpn-connect", "1.vpn-connect", "1.-1", "٣", "x" * 2000]
)
async def test_X3_a_forged_choice_is_refused_and_gives_no_article(room: Room, value: str) -> None:
    await room.say(QUESTION)
    shown = await room.say("", press=Press("choose", value))
    assert "earlier answer" in shown
    assert "[Solved]" not in shown
    assert (await room.conversation()).stage is Stage.CHOOSING


async def test_X3_a_choice_pressed_where_nobody_was_asked_or_a_ticket_is_open_is_answered(room: Room) -> None:
    assert "earlier answer" in await room.say("", press=Press("choose", "1.1"))
    await room.say(QUESTION)
    await room.say("none of these")
    assert "A person has this already: ticket #1" in await room.say("", press=Press("choose", "1.1"))


async def test_K9_an_article_changed_meanwhile_is_given_as_it_reads_now(room: Room) -> None:
    await room.say(QUESTION)
    before = knowledge().article("en", "account-locked")
    assert before is not None
    room.edited["account-locked"] = replace(before, title="Account is locked out", body="new")
    await room.press(TITLES[2])
    assert room.cards[-1].title == "Account is locked out"
    assert (await room.conversation()).tried[0].digest == room.edited["account-locked"].digest


async def test_K9_an_article_gone_meanwhile_is_said_to_be_and_the_others_can_be_chosen(room: Room) -> None:
    await room.say(QUESTION)
    room.gone.add("account-locked")
    shown = await room.press(TITLES[2])
    assert f"“{TITLES[2]}” has just been taken out" in shown
    assert [button.label for button in room.cards[-1].buttons] == [*TITLES[:2], "None of these"]
    await room.press(TITLES[1])
    assert room.cards[-1].title == TITLES[1]


async def test_K9_with_all_of_them_gone_a_person_is_on_offer(room: Room) -> None:
    await room.say(QUESTION)
    room.gone |= {choice.slug for choice in (await room.conversation()).choices}
    await room.say("1")
    assert [button.label for button in room.cards[-1].buttons] == ["Open a ticket"]
    assert "Ticket #1 is open" in await room.press("Open a ticket")


async def test_K1_words_that_choose_nothing_are_told_how_to(room: Room) -> None:
    await room.say(QUESTION)
    for words in ("4", "yes", "thanks"):
        assert "Press one of the titles or write its number" in await room.say(words)
    await room.press(TITLES[0])
    assert room.cards[-1].title == TITLES[0]


async def test_K1_more_words_may_bring_the_answer(room: Room) -> None:
    await room.say(QUESTION)
    await room.say("my authenticator codes are on the old phone and I have moved to a new phone")
    assert (room.cards[-1].title, room.cards[-1].status) == (TITLES[0], "answer")


async def test_O4_the_choice_in_russian(room: Room) -> None:
    shown = await room.say("принтер")
    assert shown.startswith("Что из этого подходит?")
    assert [button.label for button in room.cards[-1].buttons][-1] == "Ничего из этого"
    await room.say("второй")
    assert (room.cards[-1].title, room.cards[-1].status) == ("Принтер не печатает", "answer")


async def test_O4_a_single_article_is_a_question_of_yes_or_no(room: Room) -> None:
    shown = await room.say("account")
    assert shown.startswith("Is it this?")
    assert [button.label for button in room.cards[-1].buttons] == ["Account is locked", "No, something else"]
    await room.say("yes please")
    assert (room.cards[-1].title, room.cards[-1].status) == ("Account is locked", "answer")


async def test_S25_a_long_title_is_shortened_on_the_button_and_the_article_told_in_a_sentence(room: Room) -> None:
    long = replace(
        knowledge().articles[0], title="A title that goes on " * 9, summary="It **is** long. And more." + " word" * 99
    )
    hit = Hit(long, 0.5, 0.5, sure=False, zone=Zone.CHOOSE)
    library = replace(room.engine.library, search=lambda question, language: (hit,))
    engine = replace(room.engine, library=library)
    await engine.handle(Message("m", THREAD, MARIA, room.stack.clock(), "long", addressed=True))
    assert "1. " + ("A title that goes on " * 9) + " – It is long.\n" in await room.shown()
    [button, _] = room.cards[-1].buttons
    assert isinstance(button, Button)
    assert button.label.endswith("…")
    assert len(button.label) <= 75


async def test_O7_answered_chosen_and_unknown_are_told_apart(room: Room) -> None:
    await room.say(QUESTION)
    await room.press(TITLES[2])
    await room.press("Still need help")
    threads = [replace(THREAD, root=f"{number}.0") for number in range(2, 5)]
    await room.say("my vpn wont conect since this morning", thread=threads[0])
    await room.say("what is the lunch menu for tomorrow?", thread=threads[1])
    await room.say(QUESTION, thread=threads[2])
    await room.say("none of these", thread=threads[2])
    told = [fact.outcome if isinstance(fact, Answered) else fact.place for fact in room.watch.facts]
    assert told == ["choice", 3, "answered", "answered", "not_sure", "choice", 0]


async def test_T4_the_requests_thread_still_carries_words_after_none_of_these(room: Room) -> None:
    await room.say(QUESTION)
    await room.press("None of these")
    async with room.stack.ledger.work() as work:
        assert await work.thread_of(1, Side.TRIAGE) is not None
    assert "third floor" in await room.say("third floor")
