"""O6: the lab's judge finds every kind of violation, and nothing where there is none."""

from dataclasses import replace

from bot.wording.catalogue import Wording
from tests.load.simulator.judge import Judgement, judge
from tests.load.simulator.marks import Marks, marks_in
from tests.load.simulator.seen import Confined, Expected, Posted, Seen

FIRST, SECOND = Marks(1).new(), Marks(2).new()
ANSWER = Seen(10.0, "slack", "D1", "1.1", "1.2", f"an answer {FIRST}")
CARD = Seen(10.5, "slack", "C1", "", "1.3", f"#1 · {FIRST}\nnew")
CARD_EDITED = replace(CARD, at=11.0, version=2, text=f"#1 · {FIRST}\nopen")
MUST_ANSWER = Expected(FIRST, "slack", "D1", "1.1", since=9.0)
MUST_CARD = Expected(FIRST, "slack", "C1", "", since=9.0)
ADMITTED = Wording("en").text("possible-repeat")
WHISPER = replace(ANSWER, private_to="U1")
MUST_WHISPER = replace(MUST_ANSWER, private_to="U1")
KEYED, SENT = replace(ANSWER, key="a"), Posted("a", "sent")


def found(judgement: Judgement) -> set[str]:
    """The kinds of violation found."""
    kinds = ("lost", "doubled", "doubled_unknowable", "disordered", "leaked", "stuck", "late", "unasked")
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


def test_O6_what_nobody_acknowledged_has_no_order() -> None:
    """Its sender went on without it; it may have been waiting at the door, and is taken any time later."""
    later = replace(ANSWER, id="1.9", at=9.5, text=f"more {SECOND}")
    unacknowledged = replace(MUST_ANSWER, order=1, optional=True)
    assert found(judge([unacknowledged, replace(MUST_ANSWER, mark=SECOND, order=2)], [ANSWER, later])) == set()


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


def test_O6_a_private_repeat_that_says_so_is_counted_apart_and_another_is_doubled() -> None:
    """Whoever sent the first was killed before it noted that, and private posts cannot be looked for."""
    again = replace(WHISPER, id="1.9", text=f"{WHISPER.text}\n{ADMITTED}")
    assert found(judge([MUST_WHISPER], [WHISPER, again])) == {"doubled_unknowable"}
    assert found(judge([MUST_WHISPER], [WHISPER, replace(again, text=WHISPER.text)])) == {"doubled"}
    assert found(judge([MUST_WHISPER], [WHISPER, again, replace(WHISPER, id="1.10")])) == {"doubled"}


def test_O6_a_repeat_that_says_so_is_doubled_where_it_could_be_looked_for() -> None:
    again = replace(ANSWER, id="1.9", text=f"{ANSWER.text}\n{ADMITTED}")
    assert found(judge([MUST_ANSWER], [ANSWER, again])) == {"doubled"}
    teams, more = (replace(row, platform="teams") for row in (ANSWER, again))
    assert found(judge([replace(MUST_ANSWER, platform="teams")], [teams, more])) == {"doubled_unknowable"}


def test_O6_what_the_outbox_holds_for_sent_and_nobody_saw_is_lost() -> None:
    assert found(judge([MUST_ANSWER], [KEYED], posted=[SENT])) == set()
    assert found(judge([MUST_ANSWER], [KEYED], posted=[SENT, Posted("b", "sent")])) == {"lost"}
    assert found(judge([MUST_ANSWER], [KEYED], posted=[SENT, Posted("b", "sent", is_edit=True)])) == set()


def test_O6_what_was_posted_twice_under_one_key_is_doubled_whatever_was_expected() -> None:
    judgement = judge([], [KEYED, replace(KEYED, id="1.9", at=12.0)])
    assert found(judgement) == {"doubled", "unasked"}
    twice = judge([MUST_ANSWER], [KEYED, replace(KEYED, id="1.9", at=12.0)])
    assert len(twice.doubled) == 1, "one repeat is told once"


def test_O6_what_the_outbox_has_not_sent_is_stuck() -> None:
    judgement = judge([], [], posted=[Posted("a", "uncertain", reason="no answer")])
    assert (found(judgement), judgement.stuck) == ({"stuck"}, ("a is uncertain no answer",))


def test_O6_private_posts_are_compared_by_their_number() -> None:
    sent = Posted("p", "sent", is_private=True)
    other = replace(WHISPER, id="1.9", text="other")
    assert found(judge([], [WHISPER], posted=[sent])) == set()
    assert found(judge([], [], posted=[sent])) == {"lost"}
    assert found(judge([], [WHISPER, other], posted=[sent])) == {"doubled"}
    assert found(judge([], [WHISPER, replace(other, text=ADMITTED)], posted=[sent])) == {"doubled_unknowable"}
    assert found(judge([], [replace(WHISPER, unknowable=True), other], posted=[sent])) == {"doubled_unknowable"}
    in_a_direct_message = replace(ANSWER, key="p")
    assert found(judge([MUST_ANSWER], [in_a_direct_message], posted=[sent])) == set()


def test_late_is_each_of_those_that_read_alike_by_itself() -> None:
    """A ping and the next one about the same ticket."""
    must = [replace(MUST_CARD, since=since, within=1.0) for since in (10.0, 14.0)]
    second = replace(CARD, id="1.9", at=14.5)
    assert found(judge(must, [CARD, second])) == set()
    assert found(judge(must, [CARD, replace(second, at=15.5)])) == {"late"}


def test_O6_a_timer_that_acted_twice_is_doubled_and_one_that_never_did_is_lost() -> None:
    pings = [replace(MUST_CARD, since=since) for since in (10.0, 14.0)]
    seen = [replace(CARD, id=f"1.{number}", at=10.0 + number) for number in range(3)]
    assert found(judge(pings, seen[:2])) == set()
    assert found(judge(pings, seen)) == {"doubled"}
    assert found(judge(pings, seen[:1])) == {"lost"}
    assert found(judge([replace(ping, optional=True) for ping in pings], seen[:1])) == set()


def test_O6_words_that_are_no_mark_are_found_in_their_thread_or_anywhere_in_the_channel() -> None:
    open_ = replace(ANSWER, text="it is open")
    must = Expected("is open", "slack", "D1", "1.1")
    assert found(judge([must], [open_])) == set()
    assert found(judge([replace(must, root=None)], [open_])) == set()
    assert found(judge([replace(must, root="2.1")], [open_])) == {"lost", "unasked"}
