"""K5: any walk through a guide, by presses, words and back, across changes of it, stays inside and can end."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.conversation import Conversation, Stage, Walk
from bot.conversation.guiding import MOST_PASSED, Notice, begin, go_on, meant_answer, place_pressed, step_shown
from bot.conversation.heard import Heard
from bot.conversation.intents import Intent
from bot.conversation.steps import Confirm, Lead, Note, OpenTicket, Turn
from bot.conversation.turn import take_turn
from bot.tickets.ticket import Tried
from bot.wording.catalogue import Wording
from bot.wording.guide import step_card, way_blocks
from kb.feedback import gist_of
from kb.guide import ENDS, Answer, Guide, Step
from tests.samples import conversation
from tests.unit.kb.samples import article

FACTS = article("guide", "A guide")
TRIED = Tried("guide", "A guide", "en", "d")
LANGUAGES = (("en", "word"), ("ru", "слово"))
IDS = tuple("abcdefgh")


def guide_of(*steps: Step) -> Guide:
    return Guide("guide", LANGUAGES, steps, (), ("guide",), FACTS, Path("guides/guide.yaml"))


def step(id: str, *targets: str, end: str = "") -> Step:
    text = (("en", f"At {id}?"), ("ru", f"На {id}?"))
    answers = tuple(Answer((("en", f"to {to} {n}"), ("ru", f"к {to} {n}")), to) for n, to in enumerate(targets))
    return Step(id, text, (), answers, end)


@st.composite
def guides(draw: st.DrawFn) -> Guide:
    """Any that the reader lets in: targets exist, and every step has a way out."""
    count = draw(st.integers(1, len(IDS)))
    steps = []
    for id in IDS[:count]:
        targets = draw(st.lists(st.sampled_from((*IDS[:count], *ENDS)), max_size=3))
        end = draw(st.sampled_from(ENDS)) if not targets else ""
        steps.append(step(id, *targets, *(draw(st.sampled_from([(), ("person",)])) if targets else ()), end=end))
    guide = guide_of(*steps)
    stuck = {each.id for each in steps if each.answers and not guide.is_way_out(each.id)}
    mended = (replace(each, answers=(*each.answers, Answer(LANGUAGES, "person"))) for each in steps)
    return guide_of(*(new if new.id in stuck else old for new, old in zip(mended, steps, strict=True)))


MOVES = st.one_of(
    st.integers(0, 5).map(lambda place: Heard("", Intent.OTHER, place=place)),
    st.sampled_from([Intent.BACK, Intent.THANKS, Intent.GREETING, Intent.YES, Intent.NO, Intent.GUIDE]).map(
        lambda intent: Heard("", intent)
    ),
)


@given(st.data(), st.lists(MOVES, max_size=30))
def test_K5_any_walk_stays_inside_also_where_the_guide_changes(data: st.DataObject, moves: list[Heard]) -> None:
    guide = data.draw(guides())
    turn = begin(conversation(question="door"), guide, TRIED)
    for heard in moves:
        if data.draw(st.integers(0, 4)) == 0:
            guide = data.draw(guides())
        if turn.conversation.stage is not Stage.GUIDED:
            break
        assert_inside(turn, guide)
        before = turn.conversation
        turn = take_turn(before, replace(heard, guide=guide))
        assert turn.steps, "nobody is met with silence"
        assert turn.conversation.round > before.round or turn.conversation.stage is not Stage.GUIDED
    if turn.conversation.stage is not Stage.GUIDED:
        assert turn.conversation.walk == Walk()
        assert isinstance(turn.steps[-1], Confirm | OpenTicket)


def assert_inside(turn: Turn, guide: Guide) -> None:
    """The step shown is one of the guide as it was shown, so are those on the path, and its card can be made."""
    talk = turn.conversation
    [lead] = turn.steps
    assert isinstance(lead, Lead)
    assert lead.guide.step(talk.walk.step) == lead.step
    assert step_shown(talk, guide) in guide.steps
    assert len(talk.tried[-1].steps) <= MOST_PASSED
    for language in ("en", "ru"):
        card = step_card(Wording(language), lead, round=talk.round, first=not talk.tried[-1].steps)
        assert 1 <= len(card.buttons) <= 6
        way_blocks(Wording(language), talk.tried)


@given(guides(), st.lists(st.integers(0, 3), max_size=12))
def test_K5_from_wherever_a_walk_has_come_it_can_end(guide: Guide, places: list[int]) -> None:
    turn = begin(conversation(question="door"), guide, TRIED)
    for place in places:
        if turn.conversation.stage is Stage.GUIDED:
            turn = go_on(turn.conversation, guide, Heard("", Intent.OTHER, place=place))
    for _ in IDS:
        if turn.conversation.stage is Stage.GUIDED:
            turn = go_on(turn.conversation, guide, Heard("", Intent.OTHER, place=shortest(turn.conversation, guide)))
    if turn.conversation.stage is Stage.GUIDED:
        turn = go_on(turn.conversation, guide, Heard("", Intent.NO))
    assert turn.conversation.stage in (Stage.SOLVED, Stage.TICKETED)


def shortest(talk: Conversation, guide: Guide) -> int:
    """The answer that is nearest to an end, from 1; 0 where there are none."""
    answers = step_shown(talk, guide).answers
    return min(range(len(answers)), key=lambda place: distance(guide, answers[place].to), default=-1) + 1


def distance(guide: Guide, start: str) -> int:
    reached, steps = {start}, 0
    while not any(id in ENDS or getattr(guide.step(id), "end", "") for id in reached):
        steps += 1
        reached |= {answer.to for id in reached if (each := guide.step(id)) for answer in each.answers}
    return steps


@given(guides(), st.lists(st.integers(1, 3), min_size=1, max_size=20))
def test_K5_back_undoes_what_answers_did(guide: Guide, places: list[int]) -> None:
    turn = begin(conversation(question="door"), guide, TRIED)
    shown = [turn.conversation.walk.step]
    for place in places:
        following = go_on(turn.conversation, guide, Heard("", Intent.OTHER, place=place))
        if following.conversation.stage is Stage.GUIDED and place <= len(step_shown(turn.conversation, guide).answers):
            turn = following
            shown.append(turn.conversation.walk.step)
    for expected in reversed(shown[:-1]):
        turn = go_on(turn.conversation, guide, Heard("", Intent.BACK))
        assert turn.conversation.walk.step == expected
    assert turn.conversation.tried[-1].steps == ()
    [lead] = go_on(turn.conversation, guide, Heard("", Intent.BACK)).steps
    assert isinstance(lead, Lead)
    assert lead.notice == Notice.FIRST


def test_K5_a_last_step_asks_whether_it_helped() -> None:
    guide = guide_of(step("a", "b"), step("b", end="solved"))
    at_end = go_on(begin(conversation(), guide, TRIED).conversation, guide, Heard("", Intent.OTHER, place=1))
    [lead] = at_end.steps
    assert isinstance(lead, Lead)
    card = step_card(Wording("en"), lead, round=2, first=False)
    assert [button.label for button in card.buttons] == ["Solved", "Still need help", "Back"]
    for intent, steps in ((Intent.YES, (Note, Confirm)), (Intent.NO, (Note, OpenTicket))):
        turn = go_on(at_end.conversation, guide, Heard("", intent))
        assert tuple(map(type, turn.steps)) == steps
    assert [each.step for each in turn.conversation.tried[-1].steps] == ["a", "b"]


def test_K5_a_long_way_round_is_cut_at_its_beginning() -> None:
    guide = guide_of(step("a", "b"), step("b", "a", "person"))
    turn = begin(conversation(), guide, TRIED)
    for _ in range(3 * MOST_PASSED):
        turn = go_on(turn.conversation, guide, Heard("", Intent.OTHER, place=1))
    assert len(turn.conversation.tried[-1].steps) == MOST_PASSED


ASKED = Step(
    "a",
    (("en", "Does it print?"), ("ru", "Печатает?")),
    answers=(
        Answer((("en", "Yes, it prints"), ("ru", "Да, печатает")), "solved"),
        Answer((("en", "No, it stays dark"), ("ru", "Нет, не горит")), "person"),
        Answer((("en", "No light at all"), ("ru", "Нет света вообще")), "person"),
    ),
)


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("yes", "en", 1),
        ("Yep", "en", 1),
        ("no", "en", 2),
        ("nope", "en", 2),
        ("2", "en", 2),
        ("the last one", "en", 3),
        ("no light at all", "en", 3),
        ("light", "en", 3),
        ("it stays dark", "en", 2),
        ("да", "ru", 1),
        ("нет", "ru", 2),
        ("третий", "ru", 3),
        ("нет света", "ru", 3),
        ("4", "en", 0),
        ("who knows", "en", 0),
        ("", "en", 0),
        ("thanks", "en", 0),
    ],
)
def test_K5_which_answer_words_mean(text: str, language: str, place: int) -> None:
    assert meant_answer(text, ASKED, language, gist_of) == place


def test_K5_yes_means_nothing_where_two_answers_say_it() -> None:
    both = replace(ASKED, answers=(*ASKED.answers, Answer((("en", "Yes, but slowly"),), "person")))
    assert meant_answer("yes", both, "en", gist_of) == 0


@pytest.mark.parametrize(
    ("value", "place"), [("3.1", 1), ("3.3", 3), ("3.4", 0), ("2.1", 0), ("3", 0), ("3.x", 0), ("3.²", 0)]
)
def test_K5_a_press_names_an_answer_of_the_step_that_is_shown(value: str, place: int) -> None:
    assert place_pressed(conversation(round=3), ASKED, value) == place


def test_K5_the_way_is_told_in_the_reader_s_language() -> None:
    guide = guide_of(step("a", "b"), step("b", "person"))
    talk = go_on(begin(conversation(), guide, TRIED).conversation, guide, Heard("", Intent.OTHER, place=1)).conversation
    assert talk.tried[-1].steps[0].asked == (("en", "At a?"), ("ru", "На a?"))
    [_, bullets] = way_blocks(Wording("ru"), talk.tried)
    assert "На a?" in str(bullets)


def test_K5_a_guide_begun_again_begins_its_way_anew() -> None:
    guide = guide_of(step("a", "b"), step("b", "person"))
    talk = go_on(begin(conversation(), guide, TRIED).conversation, guide, Heard("", Intent.OTHER, place=1)).conversation
    again = begin(talk, guide, talk.tried[-1]).conversation
    assert (again.tried, again.walk.step) == ((TRIED,), "a")
