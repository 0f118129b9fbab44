"""K1–K4: what follows from what the asker says, above all where the search can only name some articles."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.conversation.conversation import Conversation, Stage
from bot.conversation.heard import Heard
from bot.conversation.intents import Intent
from bot.conversation.offering import MOST_CHOICES
from bot.conversation.steps import (
    Admit,
    AskWhetherSolved,
    Choose,
    Confirm,
    Gone,
    Greet,
    Note,
    Offer,
    OpenTicket,
    Relay,
    Reopen,
    Step,
    Welcome,
)
from bot.conversation.turn import take_turn
from bot.tickets.ticket import Choice, Status, Tried
from kb.confidence import Zone
from kb.search import Hit
from tests.samples import conversation
from tests.unit.kb.samples import article


def hit(slug: str, zone: Zone = Zone.CHOOSE, confidence: float = 0.5) -> Hit:
    return Hit(article(slug, slug.upper()), confidence, confidence, zone is Zone.ANSWER, zone=zone)


A, B, C, D = (hit(slug) for slug in "abcd")
SURE = hit("sure", Zone.ANSWER, 0.9)
FAR = hit("far", Zone.UNKNOWN, 0.1)
NEW = conversation()
QUESTION = Heard("vpn", Intent.OTHER, (A, B, C, D))
CHOOSING = take_turn(NEW, QUESTION).conversation


def heard(intent: Intent, text: str = "", **more: object) -> Heard:
    return replace(Heard(text, intent, choices=(A, B, C)), **more)  # type: ignore[arg-type]  # a test's own shorthand


def steps(before: Conversation, said: Heard) -> Sequence[Step]:
    return take_turn(before, said).steps


def test_K2_the_middle_zone_puts_the_best_up_for_choice() -> None:
    turn = take_turn(NEW, QUESTION)
    assert turn.steps == (Choose((A, B, C)),)
    assert len(turn.conversation.choices) == MOST_CHOICES
    assert (turn.conversation.stage, turn.conversation.round, turn.conversation.tried) == (Stage.CHOOSING, 1, ())
    assert turn.conversation.choices[1] == Choice("b", "B", "en")


@pytest.mark.parametrize(
    ("hits", "step"),
    [
        ((SURE, A), Offer(SURE, (A,))),
        ((A,), Choose((A,))),
        ((A, FAR), Choose((A, FAR))),
        ((FAR, hit("g", Zone.UNKNOWN)), Admit((FAR, hit("g", Zone.UNKNOWN)))),
        ((), Admit()),
    ],
)
def test_K2_each_zone_has_its_answer(hits: tuple[Hit, ...], step: Step) -> None:
    assert steps(NEW, replace(QUESTION, hits=hits)) == (step,)


@pytest.mark.parametrize("place", [1, 2, 3])
def test_K1_what_is_chosen_is_the_answer_and_counts_as_tried(place: int) -> None:
    turn = take_turn(CHOOSING, heard(Intent.OTHER, place=place))
    given = (A, B, C)[place - 1]
    assert turn.steps == (Offer(given, place=place),)
    after = turn.conversation
    assert (after.stage, after.round) == (Stage.OFFERED, 2)
    assert [each.slug for each in after.tried] == [given.article.slug]
    assert [each.slug for each in after.passed_over] == [each for each in "abc" if each != given.article.slug]


def test_K3_choosing_alone_is_no_word_on_the_article() -> None:
    assert not [step for step in steps(CHOOSING, heard(Intent.OTHER, place=2)) if isinstance(step, Note)]


def test_K3_a_chosen_article_that_helped_is_confirmed_like_any_other() -> None:
    chosen = take_turn(CHOOSING, heard(Intent.OTHER, place=2)).conversation
    assert steps(chosen, Heard("", Intent.SOLVED)) == (Note(chosen.tried[0], True), Confirm())


def test_K3_the_other_choices_are_the_next_best_once_then_a_person() -> None:
    chosen = take_turn(CHOOSING, heard(Intent.OTHER, place=2)).conversation
    turn = take_turn(chosen, Heard("", Intent.STILL, in_context=(D, C, A, B)))
    assert turn.steps[0] == Note(chosen.tried[0], worked=False)
    assert isinstance(turn.steps[1], Offer)
    assert (turn.steps[1].hit, turn.steps[1].again, turn.steps[1].place) == (C, True, 0)
    last = take_turn(turn.conversation, Heard("", Intent.STILL, in_context=(D, C, A, B)))
    assert [type(step) for step in last.steps] == [Note, OpenTicket]
    assert [each.slug for each in last.conversation.passed_over] == ["a"]


def test_K3_a_choice_that_was_passed_by_with_more_words_is_not_preferred() -> None:
    said = heard(Intent.OTHER, "the screen is black", in_context=(SURE, A))
    offered = take_turn(CHOOSING, said).conversation
    turn = take_turn(offered, Heard("", Intent.STILL, in_context=(D, A)))
    assert [step.hit for step in turn.steps if isinstance(step, Offer)] == [D]


def test_K3_what_is_not_likely_enough_for_a_choice_is_no_next_best() -> None:
    offered = take_turn(NEW, Heard("vpn", Intent.OTHER, (SURE, FAR))).conversation
    likely = take_turn(offered, Heard("", Intent.STILL, in_context=(SURE, A, FAR)))
    assert [type(step) for step in likely.steps] == [Note, Offer]
    unlikely = take_turn(offered, Heard("", Intent.STILL, in_context=(SURE, FAR)))
    assert [type(step) for step in unlikely.steps] == [Note, OpenTicket]


@pytest.mark.parametrize("intent", [Intent.NEITHER, Intent.NO, Intent.STILL, Intent.HUMAN])
def test_K4_none_of_them_is_a_person_at_once_and_no_word_on_any_article(intent: Intent) -> None:
    turn = take_turn(CHOOSING, heard(intent))
    assert [type(step) for step in turn.steps] == [OpenTicket]
    assert turn.conversation.stage is Stage.TICKETED
    assert turn.conversation.passed_over == CHOOSING.choices


def test_K1_yes_is_the_article_where_there_is_only_one() -> None:
    single = take_turn(NEW, replace(QUESTION, hits=(A,))).conversation
    assert steps(single, heard(Intent.YES, choices=(A,))) == (Offer(A, place=1),)
    assert steps(CHOOSING, heard(Intent.YES)) == (Welcome(),)


@pytest.mark.parametrize("said", [heard(Intent.THANKS), heard(Intent.GREETING), heard(Intent.OTHER, "4", place=4)])
def test_K1_what_chooses_nothing_is_told_how_to(said: Heard) -> None:
    turn = take_turn(CHOOSING, said)
    assert (turn.steps, turn.conversation) == ((Welcome(),), CHOOSING)


def test_K3_solved_meanwhile_is_confirmed_without_an_article() -> None:
    turn = take_turn(CHOOSING, heard(Intent.SOLVED))
    assert (turn.steps, turn.conversation.stage) == ((Confirm(),), Stage.SOLVED)


def test_K7_more_words_may_bring_the_answer_and_are_asked_about_only_once() -> None:
    more = heard(Intent.OTHER, "it says error 809")
    assert steps(CHOOSING, replace(more, in_context=(SURE, A))) == (Offer(SURE, (A,)),)
    assert steps(CHOOSING, replace(more, in_context=(A, B))) == (OpenTicket("unknown"),)
    unsure = take_turn(NEW, replace(QUESTION, hits=(FAR,))).conversation
    assert steps(unsure, replace(more, in_context=(A, B))) == (Choose((A, B)),)


def test_I1_another_question_that_has_an_answer_is_answered_for_itself() -> None:
    turn = take_turn(CHOOSING, heard(Intent.OTHER, "lost phone", hits=(SURE,)))
    assert turn.steps == (Offer(SURE),)
    assert turn.conversation.choices == ()


def test_K9_an_article_that_is_gone_is_said_to_be_and_the_others_stay_up_for_choice() -> None:
    turn = take_turn(CHOOSING, heard(Intent.OTHER, place=2, choices=(A, C)))
    assert turn.steps == (Gone("B"), Choose((A, C)))
    assert [each.slug for each in turn.conversation.choices] == ["a", "c"]
    assert (turn.conversation.round, turn.conversation.tried) == (2, ())


def test_K9_with_none_left_a_person_is_on_offer() -> None:
    turn = take_turn(CHOOSING, heard(Intent.OTHER, place=2, choices=()))
    assert turn.steps == (Gone("B"), Admit())
    assert turn.conversation.stage is Stage.UNSURE


def test_K9_never_an_article_that_was_not_among_the_choices() -> None:
    for left in ((), (A,), (A, C)):
        turn = take_turn(CHOOSING, heard(Intent.OTHER, place=2, choices=left, hits=(SURE,), in_context=(SURE, D)))
        assert not [step for step in turn.steps if isinstance(step, Offer)]


# ---------------------------------------------------------------- where there is no choice


TRIED = Tried("a", "A", "en", A.article.digest)
OFFERED = conversation(stage=Stage.OFFERED, question="vpn", tried=(TRIED,), round=1)
UNSURE = conversation(stage=Stage.UNSURE, question="vpn", round=1)
SOLVED = replace(OFFERED, stage=Stage.SOLVED)


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        (NEW, Heard("hello", Intent.GREETING), (Greet(),)),
        (NEW, Heard("", Intent.OTHER), (Greet(),)),
        (UNSURE, Heard("yes", Intent.YES), (OpenTicket("unknown"),)),
        (UNSURE, Heard("no", Intent.NO), (Welcome(),)),
        (UNSURE, Heard("none of these", Intent.NEITHER), (OpenTicket("not-helped"),)),
        (UNSURE, Heard("thanks", Intent.THANKS), (Welcome(),)),
        (OFFERED, Heard("thanks", Intent.THANKS), (Welcome(),)),
        (OFFERED, Heard("none of these", Intent.NEITHER), (Note(TRIED, False), OpenTicket("not-helped"))),
        (OFFERED, Heard("no", Intent.NO, in_context=(A, B)), (Note(TRIED, False), Offer(B, (), True))),
        (OFFERED, Heard("error 5", Intent.OTHER, in_context=(B,)), (OpenTicket("not-helped"),)),
        (SOLVED, Heard("thanks", Intent.THANKS), ()),
        (SOLVED, Heard("", Intent.STILL), (Note(TRIED, False), OpenTicket("not-helped"))),
        (SOLVED, Heard("lost phone", Intent.OTHER, (A, B)), (Choose((A, B)),)),
    ],
)
def test_K3_each_stage_has_its_turn(before: Conversation, said: Heard, after: tuple[Step, ...]) -> None:
    assert steps(before, said) == after


def test_T6_something_else_about_a_resolved_ticket_does_not_reopen_it() -> None:
    ticketed = conversation(stage=Stage.TICKETED, ticket=1)
    assert take_turn(ticketed, Heard("no", Intent.NO), Status.RESOLVED).steps == (Reopen(), Relay())
    turn = take_turn(ticketed, Heard("something else", Intent.NEITHER), Status.RESOLVED)
    assert turn.steps == (Relay(), AskWhetherSolved())


@pytest.mark.parametrize("words", ["printer problem", "сканер молчит", "room 12"])
def test_T1_few_words_about_the_matter_are_kept_for_the_ticket_too(words: str) -> None:
    tried = replace(NEW, stage=Stage.OFFERED, question="no sound in calls", tried=(Tried("a", "A"), Tried("b", "B")))
    turn = take_turn(tried, heard(Intent.OTHER, words))
    assert OpenTicket("not-helped") in turn.steps
    assert words in turn.conversation.question


def test_T1_words_that_only_say_what_is_wanted_are_not() -> None:
    tried = replace(NEW, stage=Stage.OFFERED, question="no sound in calls", tried=(Tried("a", "A"), Tried("b", "B")))
    assert take_turn(tried, heard(Intent.STILL, "still broken")).conversation.question == "no sound in calls"


@pytest.mark.parametrize(
    ("root", "hits", "lately", "goes_on"),
    [
        ("1.1", (), True, True),
        ("1.1", (A,), True, True),
        ("1.1", (SURE,), True, False),
        ("1.1", (FAR,), False, False),
        ("", (FAR,), True, True),
        ("", (A,), True, False),
    ],
)
def test_T6_words_in_the_thread_of_a_closed_ticket_reach_its_team_while_it_can_be_opened_again(
    root: str, hits: tuple[Hit, ...], lately: bool, goes_on: bool
) -> None:
    before = conversation(stage=Stage.TICKETED, ticket=1)
    before = replace(before, thread=replace(before.thread, root=root))
    said = Heard("nothing has arrived", Intent.OTHER, hits)
    turn = take_turn(before, said, Status.CLOSED, lately=lately)
    assert (turn.steps == (Relay(), AskWhetherSolved())) is goes_on


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ("👍", ()),
        ("🙏 :)", ()),
        ("nothing has arrived", (Reopen(), Relay())),
        ("👍 2?", (Reopen(), Relay())),
    ],
)
def test_T6_long_after_the_end_words_are_taken_up_and_an_emoji_is_not(said: str, steps: tuple[Step, ...]) -> None:
    before = conversation(stage=Stage.TICKETED, ticket=1)
    assert take_turn(before, Heard(said, Intent.OTHER), Status.CLOSED).steps == steps
