"""[group.<name>] and [rotation.<name>] in desk.toml: people who are called together, and who is on call when."""

from datetime import date
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from bot.desk.calendar import Calendar
from bot.desk.hours import Shifts, read_shift, read_time, read_week
from bot.desk.rotation import Layer, Rotation
from bot.desk.values import Handle, Name, Table, Zone

UserGroup = Annotated[str, Field(pattern=r"^(S[A-Z0-9]{5,20}|@?[a-z0-9][a-z0-9._-]{0,79})$")]
"""Its id, or its handle."""


class GroupTable(Table):
    """[group.<name>]: people of any teams, called together"""

    name: Name
    members: Annotated[list[Handle], Field(min_length=1)]


class LayerTable(Table):
    """[[rotation.<name>.layer]]"""

    members: Annotated[list[Handle], Field(min_length=1)]
    since: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]
    at: Annotated[int, BeforeValidator(read_time)] = 9 * 60
    shift: Annotated[int, BeforeValidator(read_shift)] = 7 * 24
    only: Annotated[tuple[Shifts, ...], BeforeValidator(read_week)] | None = None


class RotationTable(Table):
    """[rotation.<name>]"""

    name: Name
    team: Handle
    time_zone: Zone | None = None
    user_group: dict[Literal["slack"], UserGroup] = {}
    layer: Annotated[list[LayerTable], Field(min_length=1)]

    def rotation(self, id: str, zone: ZoneInfo) -> Rotation:
        """The rotation, in the desk's time zone unless it has its own."""
        here = self.time_zone or zone
        layers = tuple(
            Layer(
                members=tuple(each.members),
                zone=here,
                since=each.since,
                at=each.at,
                hours=each.shift,
                only=None if each.only is None else Calendar(id, here, each.only),
            )
            for each in self.layer
        )
        return Rotation(id, self.name, self.team, layers, tuple(self.user_group.items()))
