"""O6: the lab's judge finds every kind of violation, and nothing where there is none."""

from dataclasses import replace

from tests.load.simulator.judge import Judgement, judge
from tests.load.simulator.marks import Marks, marks_in
from tests.load.simulator.seen import Confined, Expected, Seen

FIRST, SECOND = Marks(1).new(), Marks(2).new()
ANSWER = Seen(10.0, "slack", "D1", "1.1", "1.2", f"an answer {FIRST}")
CARD = Seen(10.5, "slack", "C1", "", "1.3", f"#1 · {FIRST}\nnew")
CARD_EDITED = replace(CARD, at=11.0, version=2, text=f"#1 · {FIRST}\nopen")
MUST_ANSWER = Expected(FIRST, "slack", "D1", "1.1", since=9.0)
MUST_CARD = Expected(FIRST, "slack", "C1", "", since=9.0)


def found(judgement: Judgement) -> set[str]:
    """The kinds of violation found."""
    kinds = ("lost", "doubled", "doubled_unknowable", "disordered", "leaked", "late", "unasked")
    return {kind for kind in kinds if getattr(judgement, kind)}


def test_O6_nothing_is_found_where_all_is_well() -> None:
    judgement = judge([MUST_ANSWER, MUST_CARD], [ANSWER, CARD, CARD_EDITED], [Confined(FIRST, frozenset({"D1", "C1"}))])
    assert (found(judgement), judgement.faults, judgement.expected) == (set(), (), 2)


def test_O6_what_nobody_saw_is_lost() -> None:
    judgement = judge([MUST_ANSWER, MUST_CARD], [ANSWER])
    assert found(judgement) == {"lost"}
    assert FIRST in judgement.faults[0]


def test_O6_what_was_seen_in_another_thread_is_lost_and_was_not_asked_for() -> None:
    assert found(judge([MUST_ANSWER], [replace(ANSWER, root="1.0")])) == {"lost", "unasked"}


def test_O6_what_may_be_missing_is_not_lost() -> None:
    assert found(judge([replace(MUST_ANSWER, optional=True)], [])) == set()


def test_O6_what_may_be_missing_is_doubled_all_the_same() -> None:
    twice = [ANSWER, replace(ANSWER, id="1.9")]
    assert found(judge([replace(MUST_ANSWER, optional=True)], twice)) == {"doubled"}


def test_O6_two_messages_for_one_are_doubled() -> None:
    assert found(judge([MUST_ANSWER], [ANSWER, replace(ANSWER, id="1.9", at=12.0)])) == {"doubled"}


def test_O6_a_message_and_its_edits_are_one() -> None:
    assert found(judge([MUST_CARD], [CARD, CARD_EDITED])) == set()


def test_O6_two_that_read_alike_must_be_there_twice() -> None:
    alike = [MUST_ANSWER, MUST_ANSWER]
    assert found(judge(alike, [ANSWER, replace(ANSWER, id="1.9")])) == set()
    assert found(judge(alike, [ANSWER])) == {"lost"}


def test_O6_a_repeat_that_nobody_could_know_of_is_counted_apart() -> None:
    whisper = replace(ANSWER, private_to="U1", unknowable=True)
    must = replace(MUST_ANSWER, private_to="U1")
    judgement = judge([must], [whisper, replace(whisper, id="1.9", unknowable=False)])
    assert (found(judgement), judgement.faults) == ({"doubled_unknowable"}, ())


def test_O6_what_overtook_its_forerunner_in_a_thread_is_out_of_order() -> None:
    later = replace(ANSWER, id="1.9", at=9.5, text=f"more {SECOND}")
    must = [replace(MUST_ANSWER, order=1), replace(MUST_ANSWER, mark=SECOND, order=2)]
    assert found(judge(must, [ANSWER, later])) == {"disordered"}
    assert found(judge(must, [ANSWER, replace(later, at=10.1)])) == set()


def test_O6_between_threads_there_is_no_order() -> None:
    elsewhere = replace(ANSWER, id="1.9", at=9.5, root="2.1", text=f"more {SECOND}")
    must = [replace(MUST_ANSWER, order=1), replace(MUST_ANSWER, mark=SECOND, root="2.1", order=2)]
    assert found(judge(must, [ANSWER, elsewhere])) == set()


def test_O6_an_older_state_shown_last_is_out_of_order() -> None:
    must = replace(MUST_CARD, at_last="open")
    assert found(judge([must], [CARD, CARD_EDITED])) == set()
    assert found(judge([must], [CARD, CARD_EDITED, replace(CARD, at=12.0, version=3)])) == {"disordered"}


def test_O9_words_seen_where_they_do_not_belong_are_leaked() -> None:
    confined = [Confined(FIRST, frozenset({"D1", "C1", "U1"}))]
    in_a_channel, to_a_person = replace(ANSWER, channel="C2"), replace(ANSWER, private_to="U2")
    own = replace(ANSWER, private_to="U1")
    assert "leaked" in found(judge([], [in_a_channel], confined))
    assert "leaked" in found(judge([], [to_a_person], confined))
    assert "leaked" not in found(judge([], [own], confined))


def test_O9_words_in_a_later_version_are_leaked_too() -> None:
    safe = replace(ANSWER, channel="C2", text="nothing")
    edited = replace(safe, version=2, text=f"and {FIRST}")
    assert "leaked" in found(judge([], [safe, edited], [Confined(FIRST, frozenset({"D1"}))]))


def test_late_is_told_and_is_no_fault() -> None:
    judgement = judge([replace(MUST_ANSWER, within=0.5)], [ANSWER])
    assert (found(judgement), judgement.faults) == ({"late"}, ())


def test_marks_are_the_same_for_the_same_seed_and_never_repeat() -> None:
    marks, again = Marks(3), Marks(3)
    given = [marks.new() for _ in range(1000)]
    assert given == [again.new() for _ in range(1000)]
    assert len(set(given)) == 1000
    assert marks_in(f"some {given[0]}, {given[1]}. {given[2]}x") == given[:2]
