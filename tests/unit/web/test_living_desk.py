"""O1: the playground follows desk.toml while it runs."""

from pathlib import Path

from bot.app.wiring import LiveConfig, web_config
from bot.desk.live import LiveDesk
from bot.settings import Settings

SHIPPED = (Path(__file__).parents[3] / "desk.toml").read_text(encoding="utf-8")
PEOPLE_OPERATIONS = """
[[team]]
id = "people"
name = "People operations"
escalation = "standard"
triage = { web = "people-triage" }

[[team.member]]
handle = "pia"
name = "Pia Lund"
role = "agent"
web = "pia"
"""


def test_O1_a_team_added_while_it_runs_has_its_room_and_its_people(tmp_path: Path) -> None:
    path = tmp_path / "desk.toml"
    path.write_text(SHIPPED, encoding="utf-8")
    desk = LiveDesk(path)
    described = LiveConfig(desk, lambda desk: web_config(Settings(), desk))
    before = described()
    path.write_text(SHIPPED + PEOPLE_OPERATIONS, encoding="utf-8")
    assert described() is before, "nothing is made anew before there is another desk"
    assert desk.reload()
    assert [room.id for room in described().rooms if room not in before.rooms] == ["people-triage"]
    known = [person.handle for person in before.people]
    assert [person.handle for person in described().people if person.handle not in known] == ["pia"]
