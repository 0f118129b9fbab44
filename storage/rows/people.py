"""Absences, turns, and who is on call."""

from bot.desk.absence import Absence
from bot.desk.assignment import Turns
from bot.desk.rotation import Cover
from bot.ports import Duty
from storage.prepared import Row
from storage.rows.fields import Values, read, written

_ABSENCE = ("member", "since", "until", "version")
_COVER = ("key", "rotation", "member", "start", "end", "set_by", "set_at", "ended", "version")
_DUTY = ("rotation", "member", "since", "grouped", "version")


def absence_values(absence: Absence) -> Values:
    """A row of `absences`."""
    return written(absence, _ABSENCE)


def absence_of(row: Row) -> Absence:
    """The absence in a row."""
    return Absence(**read(row, _ABSENCE))


def turns_values(turns: Turns) -> Values:
    """A row of `turns`."""
    return {"team": turns.team, "taken": [list(each) for each in turns.taken], "version": turns.version}


def turns_of(row: Row) -> Turns:
    """The turns in a row."""
    return Turns(row["team"], tuple((handle, turn) for handle, turn in row["taken"]), row["version"])


def cover_values(cover: Cover) -> Values:
    """A row of `covers`."""
    return written(cover, _COVER)


def cover_of(row: Row) -> Cover:
    """The cover in a row."""
    return Cover(**read(row, _COVER))


def duty_values(duty: Duty) -> Values:
    """A row of `duties`."""
    return written(duty, _DUTY)


def duty_of(row: Row) -> Duty:
    """The duty in a row."""
    return Duty(**read(row, _DUTY))
