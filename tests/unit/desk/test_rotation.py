"""S7: who is on call at a moment; at any moment one person, whatever clocks and people do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.absence import Absence
from bot.desk.calendar import Calendar
from bot.desk.hours import read_week
from bot.desk.rotation import Attendance, Cover, Layer, OnCall, Rotation, Why

BERLIN, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")
NOBODY_SAID = Attendance()
PEOPLE = ("ana", "ben", "cem")


def moment(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def layer(hours: int = 168, at: str = "09:00", zone: ZoneInfo = BERLIN, only: object = None, *people: str) -> Layer:
    clock = datetime.strptime(at, "%H:%M")
    calendar = Calendar("", zone, read_week(only)) if only is not None else None
    return Layer(people or PEOPLE, zone, date(2026, 1, 5), clock.hour * 60 + clock.minute, hours, calendar)


def rotation(*layers: Layer) -> Rotation:
    return Rotation("network", "Network on call", "network", layers or (layer(),))


def cover(member: str, start: str, end: str, set_at: str = "2026-01-01") -> Cover:
    return Cover(f"{member}{start}", "network", member, moment(start), moment(end), member, moment(set_at))


@pytest.mark.parametrize(
    ("at", "member"),
    [
        ("2026-01-05T09:00", "ana"),
        ("2026-01-12T08:59", "ana"),
        ("2026-01-12T09:00", "ben"),
        ("2026-01-19T09:00", "cem"),
        ("2026-01-26T09:00", "ana"),
        ("2026-03-30T08:59", "cem"),  # the clocks went forward on the day before
        ("2026-03-30T09:00", "ana"),
        ("2026-10-26T09:00", "ana"),  # and back
    ],
)
def test_S7_weeks_are_handed_over_when_the_wall_clock_shows_it(at: str, member: str) -> None:
    assert rotation().on_call(moment(at), NOBODY_SAID) == OnCall(member)


def test_S7_before_it_begins_nobody_is_on_call() -> None:
    assert rotation().on_call(moment("2026-01-05T08:59"), NOBODY_SAID) == OnCall("", Why.GAP)


def test_S7_the_last_layer_that_is_on_counts() -> None:
    nights = {"mon-sun": "18:00-09:00"}
    both = rotation(layer(), layer(24, "18:00", BERLIN, nights, "dora", "emil"))
    assert both.on_call(moment("2026-01-06T17:59"), NOBODY_SAID).member == "ana"
    assert both.on_call(moment("2026-01-06T18:00"), NOBODY_SAID).member == "emil"
    assert both.on_call(moment("2026-01-07T08:59"), NOBODY_SAID).member == "emil"
    assert both.on_call(moment("2026-01-07T09:00"), NOBODY_SAID).member == "ana"


def test_S7_who_is_away_is_skipped_and_who_covers_counts_first() -> None:
    away = (Absence("ana", moment("2026-01-06T00:00"), moment("2026-01-08T00:00")),)
    covers = (cover("cem", "2026-01-07T10:00", "2026-01-07T12:00"),)
    attendance, rota = Attendance(covers, away), rotation()
    assert rota.on_call(moment("2026-01-05T10:00"), attendance) == OnCall("ana")
    assert rota.on_call(moment("2026-01-06T10:00"), attendance) == OnCall("ben", Why.STAND_IN, "ana")
    assert rota.on_call(moment("2026-01-07T10:00"), attendance) == OnCall("cem", Why.COVER, "ana")
    assert rota.on_call(moment("2026-01-07T12:00"), attendance) == OnCall("ben", Why.STAND_IN, "ana")
    assert rota.on_call(moment("2026-01-08T00:00"), attendance) == OnCall("ana")


def test_S7_where_everybody_is_away_nobody_is_on_call() -> None:
    away = tuple(Absence(each, moment("2026-01-06T00:00"), moment("2026-01-08T00:00")) for each in PEOPLE)
    assert rotation().on_call(moment("2026-01-06T10:00"), Attendance((), away)) == OnCall("", Why.AWAY, "ana")


def test_S7_of_several_covers_the_one_set_last_counts_and_what_was_called_off_does_not() -> None:
    first, second = cover("ben", "2026-01-06", "2026-01-09"), cover("cem", "2026-01-07", "2026-01-08")
    at = moment("2026-01-07T10:00")
    assert rotation().on_call(at, Attendance((first, second))).member == "cem"
    assert rotation().on_call(at, Attendance((first, replace(second, ended=True)))).member == "ben"


def test_S7_the_next_change_is_the_next_other_person() -> None:
    found = rotation().next_change(moment("2026-01-06T10:00"), NOBODY_SAID, timedelta(days=14))
    assert found is not None
    assert (found.start, found.on_call.member) == (moment("2026-01-12T09:00"), "ben")
    alone = rotation(layer(24, "09:00", BERLIN, None, "ana"))
    assert alone.next_change(moment("2026-01-06T10:00"), NOBODY_SAID, timedelta(days=14)) is None


ZONES = st.sampled_from([BERLIN, LORD_HOWE, ZoneInfo("America/New_York"), ZoneInfo("UTC"), ZoneInfo("Asia/Kathmandu")])
MOMENTS = st.datetimes(datetime(2026, 1, 7), datetime(2027, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))
LAYERS = st.builds(
    Layer,
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5).map(tuple),
    ZONES,
    st.dates(date(2025, 12, 1), date(2026, 1, 5)),
    st.integers(0, 1439),
    st.sampled_from([1, 2, 5, 8, 12, 24, 48, 168, 336]),
)


@st.composite
def attendances(draw: st.DrawFn) -> Attendance:
    spans = st.tuples(MOMENTS, st.integers(1, 500)).map(lambda two: (two[0], two[0] + timedelta(hours=two[1])))
    covers = tuple(
        Cover(str(number), "network", draw(st.sampled_from("abxy")), *draw(spans), "a", draw(MOMENTS))
        for number in range(draw(st.integers(0, 3)))
    )
    absences = tuple(Absence(draw(st.sampled_from("abc")), *draw(spans)) for _ in range(draw(st.integers(0, 3))))
    return Attendance(covers, absences)


@given(LAYERS, MOMENTS)
def test_S7_shifts_tile_the_time_over_changes_of_clocks(layer: Layer, at: datetime) -> None:
    number = layer.shift_at(at)
    assert number is not None
    assert layer.begins(number) <= at < layer.begins(number + 1)
    begins = [layer.begins(each) for each in range(number, number + 30)]
    assert all(one <= two for one, two in pairwise(begins))
    long = [two - one for one, two in pairwise(begins)]
    assert all(abs(each - timedelta(hours=layer.hours)) <= timedelta(hours=1) for each in long)


@given(LAYERS, MOMENTS)
def test_S7_exactly_one_person_is_on_call_at_any_moment_of_a_gapless_rotation(layer: Layer, at: datetime) -> None:
    found = rotation(layer).on_call(at, NOBODY_SAID)
    assert found.member in layer.members
    assert found.why is Why.SHIFT


@given(st.lists(LAYERS, min_size=1, max_size=3), attendances(), MOMENTS, st.integers(1, 24 * 30), st.data())
def test_S7_stretches_cover_the_time_and_say_who_is_on_call_at_each_moment_of_it(
    layers: list[Layer], attendance: Attendance, start: datetime, hours: int, data: st.DataObject
) -> None:
    end, rota = start + timedelta(hours=hours), rotation(*layers)
    found = list(rota.stretches(start, end, attendance))
    assert (found[0].start, found[-1].end) == (start, end)
    assert all(one.end == two.start and one.on_call != two.on_call for one, two in pairwise(found))
    at = data.draw(st.integers(0, hours * 3600 - 1)).real * timedelta(seconds=1) + start
    assert next(each.on_call for each in found if each.start <= at < each.end) == rota.on_call(at, attendance)


@given(LAYERS, attendances(), MOMENTS)
def test_S7_who_covers_is_on_call_whatever_else_is(layer: Layer, attendance: Attendance, at: datetime) -> None:
    mine = Cover("last", "network", "zoe", at - timedelta(hours=1), at + timedelta(hours=1), "zoe", at)
    with_mine = Attendance((*attendance.covers, mine), attendance.absences)
    assert rotation(layer).on_call(at, with_mine).member == "zoe"


@given(LAYERS, attendances(), MOMENTS)
def test_S7_who_is_away_is_never_on_call_but_by_cover(layer: Layer, attendance: Attendance, at: datetime) -> None:
    found = rotation(layer).on_call(at, attendance)
    assert found.why is Why.COVER or not attendance.is_away(found.member, at)
