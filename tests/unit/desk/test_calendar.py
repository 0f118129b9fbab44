"""S2: hours, split shifts, holidays, own days and the nights in which clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.calendar import ALWAYS, Calendar, Closed, NeverOpens, Shift
from bot.desk.national import National, read_national

BERLIN, HAVANA, APIA = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Havana"), ZoneInfo("Pacific/Apia")
LORD_HOWE, NEW_YORK, BEIRUT = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Beirut")
SPLIT = (Shift(9 * 60, 12 * 60 + 30), Shift(13 * 60 + 30, 18 * 60))
CLOSED: tuple[Shift, ...] = ()
WHOLE = (Shift(0, 1440),)
OFFICE = Calendar("office", BERLIN, (SPLIT,) * 5 + (CLOSED,) * 2, national=National("DE", "BY"))
DAYS = Calendar("days", BERLIN, (WHOLE,) * 7)


def at(text: str, zone: ZoneInfo = BERLIN, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(UTC)


def hours(amount: float) -> timedelta:
    return timedelta(hours=amount)


@pytest.mark.parametrize(
    ("start", "end", "worked"),
    [
        ("2026-11-23 10:00", "2026-11-23 11:00", 1),
        ("2026-11-23 12:00", "2026-11-23 14:00", 1),  # half an hour on each side of the break
        ("2026-11-23 12:30", "2026-11-23 13:30", 0),
        ("2026-11-20 17:00", "2026-11-23 10:00", 2),  # Friday to Monday
        ("2026-11-23 00:00", "2026-11-30 00:00", 40),
        ("2026-12-24 17:00", "2026-12-28 10:00", 2),  # 25 and 26 December
        ("2026-11-23 11:00", "2026-11-23 10:00", 0),
    ],
)
def test_S2_only_hours_of_work_count(start: str, end: str, worked: float) -> None:
    assert OFFICE.open_between(at(start), at(end)) == hours(worked)


@pytest.mark.parametrize(
    ("start", "work", "due"),
    [
        ("2026-11-23 10:00", 1, "2026-11-23 11:00"),
        ("2026-11-23 12:00", 1, "2026-11-23 14:00"),
        ("2026-11-23 12:00", 0.5, "2026-11-23 12:30"),  # the end of the shift, not the beginning of the next
        ("2026-11-20 17:00", 2, "2026-11-23 10:00"),
        ("2026-11-21 12:00", 1, "2026-11-23 10:00"),
        ("2026-12-24 17:30", 1, "2026-12-28 09:30"),
        ("2026-11-23 00:00", 80, "2026-12-04 18:00"),
    ],
)
def test_S2_due_moments_worked_out_by_hand(start: str, work: float, due: str) -> None:
    assert OFFICE.add(at(start), hours(work)) == at(due)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23 10:00", "2026-11-23 10:00"),
        ("2026-11-23 12:30", "2026-11-23 13:30"),
        ("2026-11-20 18:00", "2026-11-23 09:00"),
        ("2026-12-25 00:00", "2026-12-28 09:00"),
    ],
)
def test_S2_when_it_opens_next(moment: str, opens: str) -> None:
    assert OFFICE.next_opening(at(moment)) == at(opens)


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        (BERLIN, "2026-03-29", 23),
        (BERLIN, "2026-10-25", 25),
        (LORD_HOWE, "2026-10-04", 23.5),
        (HAVANA, "2026-03-08", 23),  # midnight itself is left out
        (HAVANA, "2026-11-01", 25),
        (BEIRUT, "2026-10-24", 25),  # midnight is put back into the day before
        (APIA, "2011-12-30", 0),  # a day that was left out
    ],
)
def test_S2_days_are_as_long_as_clocks_make_them(zone: ZoneInfo, day: str, length: float) -> None:
    start = datetime.combine(date.fromisoformat(day), time(), zone)
    after = datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), zone)
    only = Calendar("only", zone, (CLOSED,) * 7, ((day, WHOLE),))
    assert only.open_between(start - timedelta(days=3), after + timedelta(days=3)) == hours(length)


def test_S2_a_shift_over_a_change_of_clocks_is_as_long_as_it_is_worked() -> None:
    night = Calendar("night", BERLIN, ((Shift(0, 6 * 60),),) * 7)
    assert night.open_between(at("2026-03-29 00:00"), at("2026-03-29 12:00")) == hours(5)
    assert night.open_between(at("2026-10-25 00:00"), at("2026-10-25 12:00")) == hours(7)
    assert night.add(at("2026-10-25 01:00"), hours(2)) == at("2026-10-25 02:00", fold=1)


def test_S2_hours_within_the_gap_begin_and_end_where_clocks_are_put_forward() -> None:
    def shift(opens: int, closes: int) -> timedelta:
        own = Calendar("gap", BERLIN, ((Shift(opens, closes),),) * 7)
        return own.open_between(at("2026-03-29 00:00"), at("2026-03-29 12:00"))

    assert shift(2 * 60 + 15, 2 * 60 + 45) == hours(0)
    assert shift(2 * 60 + 30, 4 * 60) == hours(1)
    assert shift(60, 2 * 60 + 30) == hours(1)


def test_S2_neighbouring_shifts_neither_overlap_nor_leave_time_out_in_the_fold() -> None:
    halves = Calendar("halves", BERLIN, ((Shift(0, 150), Shift(150, 480)),) * 7)
    assert halves.open_between(at("2026-10-25 00:00"), at("2026-10-25 12:00")) == hours(9)


def test_S2_own_days_count_before_holidays_and_with_or_without_a_year() -> None:
    own = (("2026-12-25", (Shift(600, 660),)), ("12-31", CLOSED), ("2027-12-31", (Shift(540, 600),)))
    desk = Calendar("own", BERLIN, OFFICE.week, own, OFFICE.national)
    assert desk.open_between(at("2026-12-25 00:00"), at("2026-12-26 00:00")) == hours(1)
    assert desk.open_between(at("2026-12-31 00:00"), at("2027-01-01 00:00")) == hours(0)
    assert desk.open_between(at("2027-12-31 00:00"), at("2028-01-01 00:00")) == hours(1)
    assert desk.open_between(at("2028-12-29 00:00"), at("2028-12-30 00:00")) == hours(8)


def test_S2_holidays_are_those_of_a_part_of_the_country_where_one_is_named() -> None:
    epiphany = date(2026, 1, 6)
    assert National("DE", "BY").is_holiday(epiphany)
    assert not National("DE").is_holiday(epiphany)
    assert National("DE", "BY").holiday(epiphany, "en") == "Epiphany"
    assert National("RU").holiday(date(2026, 2, 23), "ru") == "День защитника Отечества"
    assert (
        National("GB", "ENG").holiday(date(2026, 12, 28), "en").startswith("Boxing Day")
    )  # the day off for Saturday's


@pytest.mark.parametrize(
    ("text", "hint"), [("XX", "two letters"), ("DEU", "two letters"), ("DE-ZZ", "BY"), ("", "two")]
)
def test_S2_unknown_countries_are_refused_with_the_way_forward(text: str, hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        read_national(text)
    assert read_national("DE-BY") == National("DE", "BY")


def test_S2_every_closed_stretch_has_its_reason() -> None:
    own = Calendar("own", BERLIN, OFFICE.week, (("2026-12-24", CLOSED),), OFFICE.national)
    spans = list(own.spans(at("2026-12-23 17:00"), at("2026-12-28 10:00")))
    assert [(span.closed, span.name) for span in spans] == [
        (None, ""),
        (Closed.HOURS, ""),
        (Closed.DAY, ""),
        (Closed.HOLIDAY, "Christmas Day"),
        (Closed.HOLIDAY, "Second Day of Christmas"),
        (Closed.HOURS, ""),
        (None, ""),
    ]


def test_S2_without_a_calendar_it_is_always_open() -> None:
    start, end = at("2026-03-28 17:13"), at("2027-11-02 03:04")
    assert ALWAYS.open_between(start, end) == end - start
    assert [(span.start, span.end, span.closed) for span in ALWAYS.spans(start, end)] == [(start, end, None)]


def test_S2_a_calendar_that_never_opens_says_so() -> None:
    for never in (
        Calendar("never", BERLIN, (CLOSED,) * 7),
        Calendar("once", BERLIN, (CLOSED,) * 7, (("2026-12-24", SPLIT),)),
        Calendar(
            "gap",
            BERLIN,
            (CLOSED,) * 6 + ((Shift(130, 140),),),
            tuple((f"{month:02}-{day:02}", CLOSED) for month in range(1, 13) for day in range(1, 32)),
        ),
    ):
        assert not never.ever_opens()
        with pytest.raises(NeverOpens):
            never.next_opening(at("2027-01-01 00:00"))
    assert OFFICE.ever_opens()
    assert ALWAYS.ever_opens()


shifts = st.lists(st.integers(0, 1440), max_size=6, unique=True).map(
    lambda times: tuple(Shift(a, b) for a, b in zip(sorted(times)[::2], sorted(times)[1::2], strict=False))
)
calendars = st.builds(
    Calendar,
    st.just("any"),
    st.sampled_from((BERLIN, HAVANA, APIA, LORD_HOWE, NEW_YORK, BEIRUT, ZoneInfo("UTC"), ZoneInfo("Asia/Kolkata"))),
    st.tuples(*[shifts] * 6, shifts.filter(bool)),
    st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(date.isoformat), shifts), max_size=5).map(
        tuple
    ),
    st.sampled_from((None, National("DE", "BY"), National("RU"), National("US"))),
)
moments = st.datetimes(datetime(2025, 12, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
changes = st.sampled_from(
    ("2026-03-29 00:00", "2026-10-25 00:00", "2026-03-08 05:00", "2026-11-01 05:00", "2026-04-05 00:00")
)
near_changes = st.builds(lambda day, by: at(day, ZoneInfo("UTC")) + by, changes, st.timedeltas(-hours(30), hours(30)))
durations = st.timedeltas(timedelta(0), timedelta(days=40))


@given(calendars, moments | near_changes, durations)
def test_S2_spans_cover_the_time_without_gaps_and_open_ones_are_what_counts(
    calendar: Calendar, start: datetime, length: timedelta
) -> None:
    end = start + length
    spans = list(calendar.spans(start, end))
    assert sum((span.end - span.start for span in spans), timedelta(0)) == length
    assert all(one.end == other.start for one, other in pairwise(spans))
    opened = sum((span.end - span.start for span in spans if span.closed is None), timedelta(0))
    assert opened == calendar.open_between(start, end)


@given(calendars, moments | near_changes, st.timedeltas(timedelta(microseconds=1), hours(60)))
def test_S2_adding_work_and_measuring_it_are_each_others_inverse(
    calendar: Calendar, start: datetime, work: timedelta
) -> None:
    due = calendar.add(start, work)
    assert due >= start + work
    assert calendar.open_between(start, due) == work
    assert calendar.open_between(start, due - timedelta(microseconds=1)) < work
    assert calendar.add(start.astimezone(NEW_YORK), work) == due


@given(calendars, moments | near_changes)
def test_S2_the_next_opening_is_open_and_nothing_before_it_is(calendar: Calendar, moment: datetime) -> None:
    opening = calendar.next_opening(moment)
    assert calendar.open_between(moment, opening) == timedelta(0)
    assert calendar.open_between(opening, opening + timedelta(microseconds=1)) > timedelta(0)


@given(calendars, moments)
def test_S2_it_is_open_when_a_clock_on_the_wall_shows_hours_of_work(calendar: Calendar, moment: datetime) -> None:
    wall = moment.astimezone(calendar.zone)
    minutes = (wall.hour * 60 + wall.minute) if wall.utcoffset() == (wall - hours(30)).utcoffset() else None
    own = dict(calendar.days).get(wall.date().isoformat())
    holiday = calendar.national is not None and calendar.national.is_holiday(wall.date())
    day = own if own is not None else () if holiday else calendar.week[wall.weekday()]
    if minutes is not None:
        expected = any(shift.opens <= minutes < shift.closes for shift in day)
        assert (calendar.next_opening(moment) == moment) is expected
