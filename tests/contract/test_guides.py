"""K5: guides, on every ledger: led by buttons and by words, back, on after days, changed and removed meanwhile; what
was tried reaches the ticket."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.cards import Button, Card, plain_card
from bot.conversation.conversation import Conversation, Stage
from bot.engine import Engine
from bot.messages import Message, Person, Press, Thread
from bot.tickets.ticket import Ticket
from kb.feedback import Feedback
from kb.guide import Guide, Step
from tests.conftest import AnyLedger
from tests.contract.stack import MovedClock, Stack, guided
from tests.samples import NOW

MARIA = Person("slack", "T0FIRST", "U0MARIA", "Maria Silva", "en")
IVAN = Person("slack", "T0FIRST", "U0IVAN", "Иван Смирнов", "ru")
SAM = Person("slack", "T0FIRST", "U0SAM", "Sam Okafor", "en")
THREAD = Thread("slack", "T0FIRST", "D0MARIA", "1.1")
SIGN_IN = "i can't sign in"


@dataclass
class Room:
    """The engine over guides that may change, and people who ask. `cards` are shown as they are now: an edit takes the
    place of what it edits."""

    stack: Stack
    changed: dict[str, Guide | None] = field(default_factory=dict)
    said: int = 0
    cards: dict[str, Card] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        return replace(self.stack.engine, library=replace(guided(), guide=self._guide))

    def _guide(self, id: str) -> Guide | None:
        return self.changed[id] if id in self.changed else guided().guide(id)

    async def say(self, text: str, *, who: Person = MARIA, press: Press | None = None, root: str = "1.1") -> str:
        """Write or press, and see everything that is new or edited then."""
        self.said += 1
        thread = replace(THREAD, root=root)
        at = self.stack.clock()
        message = Message(f"m{self.said}", thread, who, at, text, press, direct=True, addressed=True)
        await self.engine.handle(message)
        return await self._shown()

    async def press(self, label: str, who: Person = MARIA) -> str:
        """Press the newest button with this label."""
        return await self.say("", who=who, press=pressed(self.button(label)))

    def button(self, label: str) -> Button:
        cards = reversed(self.cards.values())
        return next(each for card in cards for each in card.buttons if each.label == label)

    async def _shown(self) -> str:
        seen: list[Card] = []
        while leased := await self.stack.ledger.outbox.lease(["slack"], self.stack.clock(), 50):
            for each in leased:
                parcel = each.parcel
                seen.append(parcel.card)
                self.cards[parcel.edits.removeprefix("9.") or parcel.key] = parcel.card
                await self.stack.ledger.outbox.sent(each, f"9.{parcel.key}", self.stack.clock())
        return "\n".join(map(plain_card, seen))

    async def conversation(self) -> Conversation:
        async with self.stack.ledger.work() as work:
            found = await work.conversation(THREAD)
        assert found is not None
        return found

    async def ticket(self) -> Ticket:
        async with self.stack.ledger.work() as work:
            found = await work.ticket(1)
        assert found is not None
        return found

    async def feedback(self) -> Sequence[Feedback]:
        return await self.stack.ledger.feedback.since(NOW.replace(year=2000), 10)


def pressed(button: Button) -> Press:
    return Press(button.action, button.value)


def guide(id: str) -> Guide:
    found = guided().guide(id)
    assert found is not None
    return found


def rewritten(guide: Guide, step: Step) -> Guide:
    return replace(guide, steps=tuple(step if each.id == step.id else each for each in guide.steps))


def without(guide: Guide, id: str) -> Guide:
    return replace(guide, steps=tuple(each for each in guide.steps if each.id != id))


@pytest.fixture
def room(ledger: AnyLedger) -> Room:
    return Room(Stack(ledger, ledger.chat, MovedClock()))


async def test_K5_an_article_that_has_a_guide_offers_it(room: Room) -> None:
    shown = await room.say("the printer shows offline")
    assert shown.startswith("Printer does not print")
    assert "[Step by step]" in shown
    shown = await room.press("Step by step")
    assert "What happens when you print?" in shown
    assert "[Nothing comes out] · [The paper jams] · [Pages come out wrong] · [It is not in my list]" in shown
    assert "[I need a person]" in shown
    assert "[Back]" not in shown
    assert "[Step by step]" not in shown  # of the article's card, put away


async def test_K5_an_article_without_a_guide_offers_none(room: Room) -> None:
    assert "[Step by step]" not in await room.say("vpn does not connect")


async def test_K5_a_guide_is_found_like_an_article_and_begins_at_once(room: Room) -> None:
    shown = await room.say(SIGN_IN)
    assert shown.startswith("I cannot sign in")
    assert "[The computer itself]" in shown
    assert (await room.conversation()).stage is Stage.GUIDED


async def test_K5_one_message_is_edited_in_place_by_presses(room: Room) -> None:
    await room.say(SIGN_IN)
    before = len(room.cards)
    await room.press("The computer itself")
    shown = await room.press("The password is wrong")
    assert "Type the password once" in shown
    assert "[Back]" in shown
    assert len(room.cards) == before


async def test_K5_back_goes_one_step_back_and_further_only_to_the_first(room: Room) -> None:
    await room.say(SIGN_IN)
    await room.press("The computer itself")
    assert "Where can you not sign in?" in await room.press("Back")
    assert (await room.conversation()).tried[-1].steps == ()
    assert "This is the first step." in await room.say("back")


async def test_K5_back_of_a_member_who_is_led_is_the_step_before(room: Room) -> None:
    await room.say(SIGN_IN, who=SAM)
    await room.press("The computer itself", who=SAM)
    assert "Where can you not sign in?" in await room.say("back", who=SAM)
    await room.say("it works now", who=SAM)
    assert "Where can you not sign in?" not in await room.say("back", who=SAM)  # again a member's command


@pytest.mark.parametrize("words", ["The computer itself", "1", "the first one", "computer itself"])
async def test_K5_words_do_as_well_as_buttons(room: Room, words: str) -> None:
    await room.say(SIGN_IN)
    assert "Caps Lock" in await room.say(words)


async def test_K5_yes_no_and_back_in_words_below_the_last_step(room: Room) -> None:
    await room.say("the printer shows offline")
    await room.say("step by step")
    await room.say("nothing comes out")
    await room.say("1")
    assert "Press Ctrl+P" in await room.say("yes")
    assert "Ask somebody nearby" in await room.say("go back")
    shown = await room.say("no")
    assert "Ticket #1 is open" in shown


async def test_K5_O4_the_same_in_russian(room: Room) -> None:
    shown = await room.say("не могу войти", who=IVAN)
    assert "Куда не получается войти?" in shown
    assert "[Нужен человек]" in shown
    assert "Caps Lock" in await room.say("в сам компьютер", who=IVAN)
    assert "Куда не получается войти?" in await room.say("назад", who=IVAN)
    assert "Caps Lock" in await room.say("первый", who=IVAN)
    assert "Рад" in await room.press("Вход выполнен", who=IVAN)


async def test_K5_words_that_are_no_answer_are_kept_and_the_step_is_shown_again(room: Room) -> None:
    await room.say(SIGN_IN)
    shown = await room.say("well it is the big grey box under my desk")
    assert "could not match that to an answer" in shown
    assert "Where can you not sign in?" in shown
    assert "grey box" in (await room.conversation()).question


async def test_K5_another_question_with_an_answer_of_its_own_leaves_the_guide(room: Room) -> None:
    await room.say(SIGN_IN)
    assert "VPN does not connect" in await room.say("vpn does not connect")
    conversation = await room.conversation()
    assert (conversation.stage, conversation.walk.guide) == (Stage.OFFERED, "")


async def test_K5_K9_solved_counts_for_what_the_guide_was_found_by(room: Room) -> None:
    await room.say("the printer shows offline")
    await room.press("Step by step")
    await room.press("The paper jams")
    assert "Glad that it works" in await room.press("It prints")
    assert (await room.conversation()).stage is Stage.SOLVED
    [kept] = await room.feedback()
    assert (kept.slug, kept.worked) == ("printer-not-printing", True)


async def test_K5_that_worked_solves_at_any_step(room: Room) -> None:
    await room.say(SIGN_IN)
    assert "Glad that it works" in await room.say("it works now, thanks")


async def test_K5_T1_the_ticket_has_the_steps_and_what_was_seen(room: Room) -> None:
    await room.say("the printer shows offline")
    await room.press("Step by step")
    await room.press("Nothing comes out")
    await room.press("Another error or red light")
    shown = await room.press("The same error again")
    assert "Ticket #1 is open" in shown
    assert "Steps taken: Printer does not print" in shown
    assert "• Restart the printer → The same error again" in shown
    assert [step.step for step in (await room.ticket()).tried[0].steps] == ["what", "display", "restart-printer"]
    [kept] = await room.feedback()
    assert (kept.slug, kept.worked) == ("printer-not-printing", False)


async def test_K5_T1_the_team_reads_them_in_its_own_language(room: Room) -> None:
    await room.say("не могу войти", who=IVAN)
    await room.press("В сам компьютер", who=IVAN)
    shown = await room.press("Нужен человек", who=IVAN)
    assert "Заявка" in shown
    assert "• Where it fails → The computer itself" in shown


async def test_K5_an_end_with_a_person_says_why_and_opens_the_ticket(room: Room) -> None:
    await room.say(SIGN_IN)
    await room.press("Mail, Teams and everything else")
    await room.press("Locked or disabled")
    shown = await room.press("Disabled or expired")
    assert "Somebody has to switch a disabled account on again" in shown
    assert "Ticket #1 is open" in shown
    assert "• The account is disabled" in shown


async def test_K5_a_person_at_any_step_with_what_was_tried(room: Room) -> None:
    await room.say(SIGN_IN)
    await room.press("The computer itself")
    shown = await room.press("I need a person")
    assert "• Where it fails → The computer itself" in shown


async def test_K5_it_goes_on_after_days(room: Room) -> None:
    await room.say(SIGN_IN)
    await room.press("The computer itself")
    room.stack.clock.advance(timedelta(days=4))
    assert "Type the password once" in await room.press("The password is wrong")
    room.stack.clock.advance(timedelta(days=4))
    assert "Caps Lock" in await room.say("back")


async def test_K5_a_button_of_an_earlier_step_says_which_step_is_now(room: Room) -> None:
    await room.say(SIGN_IN)
    old = room.button("The computer itself")
    await room.press("Mail, Teams and everything else")
    shown = await room.say("", press=pressed(old))
    assert "You are at “What it says” now" in shown
    assert (await room.conversation()).walk.step == "message"


async def test_K5_a_step_that_reads_otherwise_now_is_shown_before_it_is_answered(room: Room) -> None:
    await room.say(SIGN_IN)
    await room.press("The computer itself")
    old = guide("cannot-sign-in")
    step = old.step("computer")
    assert step is not None
    room.changed[old.id] = rewritten(old, replace(step, answers=step.answers[::-1]))
    shown = await room.press("I am in")  # the first of the old answers, the last of the new
    assert "has been rewritten meanwhile" in shown
    assert (await room.conversation()).walk.step == "computer"
    assert "Glad that it works" in await room.press("I am in")


async def test_K5_other_steps_may_change_without_a_word(room: Room) -> None:
    await room.say(SIGN_IN)
    old = guide("cannot-sign-in")
    room.changed[old.id] = without(old, "code")
    shown = await room.press("The computer itself")
    assert "Caps Lock" in shown
    assert "meanwhile" not in shown


async def test_K5_where_its_step_is_gone_it_goes_on_at_the_nearest_before(room: Room) -> None:
    await room.say(SIGN_IN)
    await room.press("The computer itself")
    await room.press("The password is wrong")
    old = guide("cannot-sign-in")
    room.changed[old.id] = without(without(old, "changed"), "computer")
    shown = await room.press("I am in")
    assert "your step is no longer in it" in shown
    assert "Where can you not sign in?" in shown
    assert (await room.conversation()).tried[-1].steps == ()


async def test_K5_a_guide_that_was_taken_away_says_so_and_offers_what_there_is(room: Room) -> None:
    await room.say(SIGN_IN)
    await room.press("The computer itself")
    room.changed["cannot-sign-in"] = None
    shown = await room.press("The password is wrong")
    assert "has been taken away meanwhile" in shown
    assert "[Open a ticket]" in shown
    assert "• Where it fails → The computer itself" in await room.press("Open a ticket")


async def test_K5_a_guide_taken_away_before_it_began(room: Room) -> None:
    await room.say("the printer shows offline")
    room.changed["printer"] = None
    assert "has been taken away meanwhile" in await room.press("Step by step")
    assert "Glad that it works" in await room.press("Solved")


async def test_K5_the_same_press_twice_moves_once(room: Room) -> None:
    await room.say(SIGN_IN)
    button = room.button("The computer itself")
    await room.say("", press=pressed(button))
    await room.say("", press=pressed(button))
    assert [step.step for step in (await room.conversation()).tried[-1].steps] == ["where"]


@pytest.mark.parametrize("value", ["1.9", "1.0", "1.-1", "1", "1.x", "", "1.1.1", "9.1"])
async def test_K5_forged_answers_lead_nowhere(room: Room, value: str) -> None:
    await room.say(SIGN_IN)
    await room.say("", press=Press("answer", value))
    conversation = await room.conversation()
    assert (conversation.walk.step, conversation.tried[-1].steps) == ("where", ())


async def test_K5_still_broken_after_it_was_solved_keeps_the_way(room: Room) -> None:
    await room.say(SIGN_IN)
    await room.press("The computer itself")
    await room.press("I am in")
    await room.say("still not working")
    await room.say("I need a human")
    assert [step.step for step in (await room.ticket()).tried[0].steps] == ["where", "computer"]


async def test_K5_two_answers_at_once_are_one_and_the_other_is_told(room: Room) -> None:
    await room.say(SIGN_IN)
    buttons = [room.button(label) for label in ("The computer itself", "Only one system")]
    presses = [
        Message(f"p{n}", THREAD, MARIA, room.stack.clock(), pressed=pressed(each), direct=True, addressed=True)
        for n, each in enumerate(buttons)
    ]
    await asyncio.gather(*(room.engine.handle(each) for each in presses))
    assert "That belongs to an earlier step" in await room._shown()
    talk = await room.conversation()
    assert len(talk.tried[-1].steps) == 1
    assert talk.walk.step in ("computer", "one-system")


async def test_K5_where_its_message_is_kept_no_longer_the_step_is_posted_anew(room: Room) -> None:
    await room.say(SIGN_IN)
    button, before = room.button("The computer itself"), len(room.cards)
    talk = await room.conversation()
    async with room.stack.ledger.work() as work:
        await work.save_conversation(replace(talk, answer_key="long-gone"))
        await work.commit()
    assert "Caps Lock" in await room.say("", press=pressed(button))
    assert len(room.cards) == before + 1


async def test_K5_bare_words_at_the_top_of_a_direct_chat_go_to_the_guide(room: Room) -> None:
    await room.say(SIGN_IN)
    assert "Caps Lock" in await room.say("1", root="2.2")
    assert "Where can you not sign in?" in await room.say("back", root="3.3")


async def test_K5_only_the_asker_answers(room: Room) -> None:
    await room.say(SIGN_IN)
    assert "Only the person who asked" in await room.press("The computer itself", who=SAM)
    assert (await room.conversation()).walk.step == "where"


async def test_K5_a_guide_in_another_language_says_so(room: Room) -> None:
    whole = guide("cannot-sign-in")
    room.changed[whole.id] = replace(whole, title=whole.title[:1])
    await room.say("не могу войти", who=IVAN)
    shown = await room.press("В сам компьютер", who=IVAN)
    assert "только на английском" in shown
