"""S1: clocks count, pause, stop and go on as they should; due moments worked out by hand, and what holds for all."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.calendar import ALWAYS, Calendar
from bot.desk.clocks import Clock, read_clocks
from bot.desk.happenings import Event, Happening, Terms
from bot.desk.promises import Facts, Goal, PromisePolicy, Promises
from bot.tickets.ticket import Priority
from tests.examples import up_to
from tests.unit.desk.test_calendar import BERLIN, OFFICE, at, calendars, hours

FIRST, NEXT, RESOLUTION, CLAIM = Goal.FIRST_RESPONSE, Goal.NEXT_RESPONSE, Goal.RESOLUTION, Goal.CLAIM
BEFORE = datetime(2000, 1, 1, tzinfo=UTC)
NORMAL, URGENT = Facts("desk"), Facts("desk", Priority.URGENT)
EIGHT = PromisePolicy("normal", ((CLAIM, hours(0.5)), (FIRST, hours(1)), (NEXT, hours(2)), (RESOLUTION, hours(8))))
FOUR = PromisePolicy("urgent", ((FIRST, hours(0.5)), (RESOLUTION, hours(4))), priorities=(Priority.URGENT,))


def terms(calendar: Calendar = OFFICE, *policies: PromisePolicy, since: datetime = BEFORE) -> Terms:
    return Terms(since, Promises(policies or (EIGHT, FOUR), (("desk", calendar),)))


def happened(text: str, what: str, facts: Facts | None = None) -> Event:
    return Event(at(text), Happening(what), facts or (NORMAL if what == "opened" else None))


def clock_of(goal: Goal, events: list[Event], now: str, *in_force: Terms) -> Clock:
    """The last one."""
    return [clock for clock in read_clocks(events, in_force or (terms(),), at(now)) if clock.promise.goal is goal][-1]


def told(clock: Clock) -> list[tuple[str, str]]:
    return [(f"{stretch.start.astimezone(BERLIN):%d %H:%M}", stretch.why.value) for stretch in clock.stretches]


# The office in Berlin works from 9:00 to 12:30 and from 13:30 to 18:00; 23 November 2026 is a Monday.
OPENED = happened("2026-11-23 10:00", "opened")


def test_S1_resolution_counts_hours_of_work_and_names_each_pause() -> None:
    clock = clock_of(RESOLUTION, [OPENED], "2026-11-24 09:30")
    assert told(clock) == [
        ("23 10:00", "counted"),
        ("23 12:30", "hours"),
        ("23 13:30", "counted"),
        ("23 18:00", "hours"),
        ("24 09:00", "counted"),
    ]
    assert (clock.consumed, clock.left) == (hours(7.5), hours(0.5))
    assert clock.due_at == at("2026-11-24 10:00")
    assert not clock.breached


def test_S1_pending_and_on_hold_pause_until_the_requester_writes_or_work_goes_on() -> None:
    events = [
        OPENED,
        happened("2026-11-23 11:00", "pending"),
        happened("2026-11-23 14:00", "wrote"),
        happened("2026-11-23 15:00", "held"),
        happened("2026-11-23 15:30", "wrote"),  # on hold is not ended by words
        happened("2026-11-24 10:00", "resumed"),
    ]
    paused = clock_of(RESOLUTION, events[:2], "2026-11-23 12:00")
    assert (paused.due_at, paused.left) == (None, hours(7))
    assert clock_of(RESOLUTION, events[:5], "2026-11-23 16:00").due_at is None
    clock = clock_of(RESOLUTION, events, "2026-11-24 11:00")
    assert told(clock) == [
        ("23 10:00", "counted"),
        ("23 11:00", "pending"),
        ("23 14:00", "counted"),
        ("23 15:00", "held"),
        ("24 10:00", "counted"),
    ]
    assert clock.consumed == hours(3)
    assert clock.due_at == at("2026-11-24 17:00")  # five more hours, with the break at noon


def test_S1_resolved_stops_and_reopened_goes_on_with_what_was_consumed() -> None:
    events = [OPENED, happened("2026-11-23 12:00", "resolved")]
    stopped = clock_of(RESOLUTION, events, "2026-12-30 12:00")
    assert (stopped.stopped_at, stopped.consumed, stopped.due_at) == (at("2026-11-23 12:00"), hours(2), None)
    clock = clock_of(RESOLUTION, [*events, happened("2026-11-24 09:30", "reopened")], "2026-11-24 10:00")
    assert (clock.started_at, clock.stopped_at, clock.consumed) == (OPENED.at, None, hours(2.5))
    assert told(clock)[1] == ("23 12:00", "resolved")
    assert clock.due_at == at("2026-11-24 16:30")


def test_S1_the_first_response_ends_with_the_first_answer_for_good() -> None:
    events = [OPENED, happened("2026-11-23 10:40", "replied"), happened("2026-11-23 14:00", "wrote")]
    clock = clock_of(FIRST, events, "2026-11-23 15:00")
    assert (clock.stopped_at, clock.consumed, clock.breached) == (at("2026-11-23 10:40"), hours(2 / 3), False)
    late = clock_of(FIRST, [OPENED, happened("2026-11-23 11:00:01", "replied")], "2026-11-23 15:00")
    assert late.breached
    assert late.reached_at == at("2026-11-23 11:00")
    assert not clock_of(FIRST, [OPENED, happened("2026-11-23 11:00", "replied")], "2026-11-23 15:00").breached
    assert clock_of(FIRST, [OPENED, happened("2026-11-23 10:10", "resolved")], "2026-11-23 15:00").stopped_at


def test_S1_an_answer_after_hours_is_late_if_it_was_due_at_their_end() -> None:
    opened = happened("2026-11-23 17:00", "opened")
    clock = clock_of(FIRST, [opened, happened("2026-11-23 20:00", "replied")], "2026-11-24 09:00")
    assert (clock.reached_at, clock.consumed, clock.breached) == (at("2026-11-23 18:00"), hours(1), True)


def test_S1_a_next_response_is_owed_whenever_the_requester_waits_again() -> None:
    events = [
        OPENED,
        happened("2026-11-23 10:20", "wrote"),  # still the first
        happened("2026-11-23 10:40", "replied"),
        happened("2026-11-23 11:30", "wrote"),
        happened("2026-11-23 12:00", "wrote"),
        happened("2026-11-23 12:10", "replied"),
        happened("2026-11-23 13:00", "resolved"),
        happened("2026-11-23 14:00", "wrote"),  # thanks
        happened("2026-11-23 15:00", "reopened"),
    ]
    found = [clock for clock in read_clocks(events, [terms()], at("2026-11-23 16:00")) if clock.promise.goal is NEXT]
    assert [clock.started_at for clock in found] == [at("2026-11-23 11:30"), at("2026-11-23 15:00")]
    assert found[0].stopped_at == at("2026-11-23 12:10")
    assert found[1].due_at == at("2026-11-23 17:00")


def test_S1_a_claim_is_owed_again_after_a_release() -> None:
    events = [OPENED, happened("2026-11-23 10:10", "claimed"), happened("2026-11-23 11:00", "released")]
    found = [clock for clock in read_clocks(events, [terms()], at("2026-11-23 11:10")) if clock.promise.goal is CLAIM]
    assert [clock.consumed for clock in found] == [hours(1 / 6), hours(1 / 6)]
    assert found[1].due_at == at("2026-11-23 11:30")


def test_S1_a_changed_priority_keeps_the_time_consumed() -> None:
    changed = happened("2026-11-23 12:00", "changed", URGENT)
    clock = clock_of(RESOLUTION, [OPENED, changed], "2026-11-23 14:00")
    assert (clock.promise.policy, clock.consumed, clock.left) == ("urgent", hours(3), hours(1))
    assert clock.due_at == at("2026-11-23 15:00")
    back = happened("2026-11-23 16:00", "changed", NORMAL)
    again = clock_of(RESOLUTION, [OPENED, changed, back], "2026-11-23 17:00")
    assert (again.due_at, again.breached) == (at("2026-11-24 10:00"), False)
    assert clock_of(RESOLUTION, [OPENED, changed], "2026-11-23 16:00").breached


def test_S1_a_promise_shortened_below_what_was_consumed_is_due_at_the_change() -> None:
    changed = happened("2026-11-23 16:30", "changed", URGENT)
    clock = clock_of(RESOLUTION, [OPENED, changed], "2026-11-23 17:00")
    assert (clock.reached_at, clock.due_at, clock.breached) == (changed.at, changed.at, True)


def test_S1_a_changed_desk_file_keeps_the_time_consumed() -> None:
    noon = at("2026-11-23 12:00")
    always = terms(ALWAYS, PromisePolicy("new", ((RESOLUTION, hours(6)),)), since=noon)
    clock = clock_of(RESOLUTION, [OPENED], "2026-11-23 13:00", terms(), always)
    assert (clock.promise.policy, clock.consumed, clock.due_at) == ("new", hours(3), at("2026-11-23 16:00"))
    none = Terms(at("2026-11-23 11:00"), Promises((), (("desk", ALWAYS),)))
    paused = clock_of(RESOLUTION, [OPENED], "2026-11-23 13:00", terms(), none, always)
    assert told(paused) == [("23 10:00", "counted"), ("23 11:00", "not_promised"), ("23 12:00", "counted")]
    assert read_clocks([OPENED], [terms(), none], at("2026-11-23 13:00")) == ()


def test_S1_days_of_23_and_25_hours_count_as_long_as_they_are() -> None:
    for opened, due in (("2026-03-28 12:00", "2026-03-29 13:00"), ("2026-10-24 12:00", "2026-10-25 11:00")):
        day = terms(Calendar("day", BERLIN, ALWAYS.week), PromisePolicy("day", ((RESOLUTION, hours(24)),)))
        clock = clock_of(RESOLUTION, [happened(opened, "opened")], opened, day)
        assert clock.due_at == at(due)


def test_S1_a_clock_set_back_takes_no_time_back() -> None:
    events = [OPENED, happened("2026-11-23 11:00", "replied"), happened("2026-11-23 10:30", "wrote")]
    clock = clock_of(NEXT, events, "2026-11-23 10:45")
    assert (clock.started_at, clock.consumed, clock.due_at) == (
        at("2026-11-23 11:00"),
        hours(0),
        at("2026-11-23 14:00"),
    )


def test_S1_at_the_very_moment_of_opening_everything_is_due_as_promised() -> None:
    found = read_clocks([OPENED], [terms()], OPENED.at)
    assert [(clock.promise.goal, clock.due_at) for clock in found] == [
        (CLAIM, at("2026-11-23 10:30")),
        (FIRST, at("2026-11-23 11:00")),
        (RESOLUTION, at("2026-11-24 10:00")),
    ]
    assert read_clocks([], [terms()], OPENED.at) == ()


facts = st.builds(Facts, st.sampled_from(("desk", "other")), st.sampled_from(Priority))
gaps = st.timedeltas(timedelta(0), timedelta(days=4))
happenings = st.sampled_from([what for what in Happening if what is not Happening.OPENED])


@st.composite
def stories(draw: st.DrawFn) -> list[Event]:
    moment = draw(st.datetimes(datetime(2026, 3, 1), datetime(2026, 12, 20), timezones=st.just(UTC)))
    events = [Event(moment, Happening.OPENED, draw(facts))]
    for what, gap in draw(st.lists(st.tuples(happenings, gaps), max_size=12)):
        moment += gap
        events.append(Event(moment, what, draw(facts) if what is Happening.CHANGED else None))
    return events


@st.composite
def any_terms(draw: st.DrawFn) -> list[Terms]:
    made = []
    for since in sorted(
        draw(st.lists(st.datetimes(datetime(2026, 3, 1), datetime(2026, 12, 20)), min_size=1, max_size=3))
    ):
        lengths = st.timedeltas(timedelta(minutes=1), timedelta(days=2))
        within = tuple((goal, draw(lengths)) for goal in Goal if draw(st.integers(0, 3)))
        urgent = PromisePolicy(
            "u", ((RESOLUTION, draw(lengths)),), priorities=(Priority.URGENT,), calendar=draw(calendars)
        )
        promises = Promises(
            (PromisePolicy("p", within), urgent), (("desk", draw(calendars)), ("other", draw(calendars)))
        )
        made.append(Terms(since.replace(tzinfo=UTC), promises))
    return made


@up_to(40)
@given(stories(), any_terms(), gaps)
def test_S1_counted_and_paused_time_is_what_elapsed_and_nothing_is_due_in_the_past(
    events: list[Event], in_force: list[Terms], gap: timedelta
) -> None:
    now = events[-1].at + gap
    for clock in read_clocks(events, in_force, now):
        ends = [clock.started_at, *(stretch.end for stretch in clock.stretches)]
        starts = [*(stretch.start for stretch in clock.stretches), clock.stopped_at or now]
        assert starts == ends
        assert (
            sum((each.length for each in clock.stretches), timedelta(0)) == (clock.stopped_at or now) - clock.started_at
        )
        assert all(stretch.length > timedelta(0) for stretch in clock.stretches)
        if clock.due_at is not None and clock.left > timedelta(0):
            assert clock.due_at >= now + clock.left
        assert clock.stopped_at is None or clock.due_at is None
        if clock.left < timedelta(0):
            assert clock.breached


@up_to(40)
@given(stories(), any_terms(), gaps, gaps)
def test_S1_what_was_counted_stays_counted_as_time_goes_on(
    events: list[Event], in_force: list[Terms], gap: timedelta, further: timedelta
) -> None:
    now = events[-1].at + gap
    in_force = [each for each in in_force if each.since <= now] or in_force[:1]
    before = read_clocks(events, in_force, now)
    after = read_clocks(events, in_force, now + further)
    assert [clock.promise for clock in before] == [clock.promise for clock in after]
    for one, other in zip(before, after, strict=True):
        assert one.consumed <= other.consumed
        assert one.due_at == other.due_at or (one.due_at is not None and one.due_at <= now)


@up_to(40)
@given(stories(), any_terms())
def test_S1_a_clock_that_is_due_is_used_up_at_that_moment(events: list[Event], in_force: list[Terms]) -> None:
    now = events[-1].at
    in_force = [each for each in in_force if each.since <= now] or in_force[:1]
    for place, clock in enumerate(read_clocks(events, in_force, now)):
        if clock.due_at is not None and clock.left > timedelta(0):
            then = read_clocks(events, in_force, clock.due_at)[place]
            assert (then.left, then.reached_at) == (timedelta(0), clock.due_at)
            assert not read_clocks(events, in_force, clock.due_at - timedelta(microseconds=1))[place].breached
