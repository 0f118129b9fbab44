"""S2: calendars as they are written in desk.toml."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.desk.calendar import ALWAYS, Shift
from bot.desk.file import parse_desk
from bot.desk.hours import read_dates, read_week
from bot.desk.national import National
from bot.errors import Misconfigured

SHIPPED = (Path(__file__).parents[3] / "desk.toml").read_text(encoding="utf-8")
OFFICE = """
[calendar.office]
hours = { mon-thu = "09:00-12:30 13:30-18:00", fri = "09:00-15:00" }
holidays = "GB-ENG"
dates = { 2026-12-24 = "09:00-12:00", 12-31 = "closed" }
"""


def desk_with(calendar: str, used: str = "office") -> str:
    return SHIPPED.replace('escalation = "standard"', f'escalation = "standard"\ncalendar = "{used}"', 1) + calendar


def test_S2_a_calendar_is_read() -> None:
    calendar = parse_desk(desk_with(OFFICE)).teams[0].calendar
    assert (calendar.name, calendar.zone.key, calendar.national) == ("office", "Europe/London", National("GB", "ENG"))
    assert calendar.week[0] == (Shift(540, 750), Shift(810, 1080))
    assert calendar.week[4:] == ((Shift(540, 900),), (), ())
    assert calendar.days == (("2026-12-24", (Shift(540, 720),)), ("12-31", ()))
    assert parse_desk(desk_with(OFFICE + 'time_zone = "Asia/Tokyo"\n')).teams[0].calendar.zone.key == "Asia/Tokyo"


def test_S2_a_desk_without_calendars_is_always_open() -> None:
    assert parse_desk(SHIPPED).teams[0].calendar is ALWAYS
    now = datetime(2026, 12, 25, 3, tzinfo=UTC)
    assert ALWAYS.add(now, timedelta(minutes=5)) == now + timedelta(minutes=5)


def test_S2_a_night_shift_goes_on_on_the_next_day() -> None:
    week = read_week({"fri": "22:00-06:00", "sun": "22:00-00:00"})
    assert week[4:] == ((Shift(1320, 1440),), (Shift(0, 360),), (Shift(1320, 1440),))
    assert read_week({"sun": "22:00-06:00"})[0] == (Shift(0, 360),)
    assert read_week({"sat-mon": "10:00-11:00"}) == (
        (Shift(600, 660),),
        (),
        (),
        (),
        (),
        (Shift(600, 660),),
        (Shift(600, 660),),
    )


@pytest.mark.parametrize(
    ("week", "hint"),
    [
        ({"mon": "9-17"}, "no hours"),
        ({"mon": "09:00-09:00"}, "no hours"),
        ({"mon": "09:00-24:01"}, "no hours"),
        ({"mon": "09:60-17:00"}, "no hours"),
        ({"mon": "24:00-25:00"}, "no hours"),
        ({"mon": ""}, "are expected"),
        ({"mon": 9}, "are expected"),
        ({"mon": "09:00-12:00 11:00-13:00"}, "mon: hours overlap"),
        ({"mon": "22:00-06:00", "tue": "05:00-09:00"}, "tue: hours overlap"),
        ({"mon-wed": "09:00-12:00", "tue": "13:00-14:00"}, "tue is there twice"),
        ({"monday": "09:00-12:00"}, "no weekday"),
        ({"mon-": "09:00-12:00-"}, "no hours"),
        ({}, "never opens"),
        ("09:00-17:00", "a table is expected"),
    ],
)
def test_S2_wrong_hours_are_refused(week: object, hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        read_week(week)


@pytest.mark.parametrize(
    ("dates", "hint"),
    [
        ({"2026-02-30": "closed"}, "no date"),
        ({"13-01": "closed"}, "no date"),
        ({"24.12.": "closed"}, "no date"),
        ({"12-24": "22:00-02:00"}, "24:00 at the latest"),
        ({"12-24": "shut"}, "no hours"),
    ],
)
def test_S2_wrong_dates_are_refused(dates: object, hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        read_dates(dates)
    assert read_dates({"02-29": "closed"}) == (("02-29", ()),)


@pytest.mark.parametrize(
    ("calendar", "used", "report"),
    [
        (OFFICE, "offic", 'team.0.calendar: there is no calendar "offic"; there is: always, office'),
        (OFFICE.replace("GB-ENG", "GB-XX"), "office", "calendar.office.holidays"),
        (OFFICE.replace("09:00-15:00", "9-15"), "office", "calendar.office.hours"),
        (OFFICE.replace("12-31", "31-12"), "office", "calendar.office.dates"),
        ('[calendar.office]\nhours = { 02-30 = "09:00-10:00" }\n', "office", "calendar.office.hours"),
    ],
)
def test_S2_mistakes_of_a_calendar_are_named_with_their_line(calendar: str, used: str, report: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        parse_desk(desk_with(calendar, used))
    assert report in str(caught.value)
    assert str(caught.value).startswith("desk.toml:")


def test_S2_a_calendar_that_never_opens_is_refused() -> None:
    sundays = '[calendar.office]\nhours = { sun = "09:00-10:00" }\nholidays = "SE"\n'
    parse_desk(desk_with(sundays))
    leap_year = (date(2024, 1, 1) + timedelta(days=number) for number in range(366))
    every = ", ".join(f'{day:%m-%d} = "closed"' for day in leap_year)
    with pytest.raises(Misconfigured, match="never opens"):
        parse_desk(desk_with(sundays + f"dates = {{ {every} }}\n"))


@pytest.mark.parametrize("duration", ["367d", "99999999999999999999d", "9000h"])
def test_S2_no_duration_is_too_long_to_be_counted(duration: str) -> None:
    with pytest.raises(Misconfigured, match="a year"):
        parse_desk(SHIPPED.replace('claim_within = "2m"', f'claim_within = "{duration}"'))
