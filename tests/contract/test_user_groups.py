"""S7: Slack's user groups hold whoever is on call, against a strict Slack over real HTTP."""

from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import aiohttp
import pytest

from adapters.slack.api import SlackApi
from adapters.slack.config import SlackConfig
from adapters.slack.user_groups import SlackUserGroups
from bot.desk.desk import Desk
from bot.desk.file import parse_desk
from bot.desk.rotation import Attendance
from bot.errors import Misconfigured
from bot.ports import Ledger
from bot.promises.groups import Groups, wanted
from bot.promises.shifts import Shifts
from tests.contract.counter import DESK, NADIA, Counter
from tests.contract.fake_slack import SECRET, TOKEN, FakeSlack, Fault
from tests.contract.slack_web_api import running
from tests.contract.stack import MovedClock
from tests.contract.test_escalation import ON_CALL

USERS = {"U0SAM": "sam", "U0NADIA": "nadia", "U0PETRA": "petra", "U0LENA": "lena"}
GROUP = "S0DESK01"


def desk_with(group: str = GROUP, *, nights: str = "", language: str = "en") -> Desk:
    """Sam and Nadia take turns from midnight to midnight; Petra has the nights of the network."""
    text = ON_CALL.replace('team = "service-desk"', f'team = "service-desk"\nuser_group = {{ slack = "{group}" }}')
    if nights:
        text = text.replace('team = "network"', f'team = "network"\nuser_group = {{ slack = "{nights}" }}')
    return replace(parse_desk(DESK + text), language=language)


@dataclass
class Town:
    """A desk, its Slack, and what keeps the two in step."""

    counter: Counter
    slack: FakeSlack
    groups: Groups

    @property
    def people(self) -> list[str]:
        return list(self.slack.groups[GROUP]["users"])

    @property
    def changes(self) -> int:
        return sum(method == "usergroups.users.update" for method, _ in self.slack.calls)

    async def look(self) -> str:
        """What is posted then."""
        await self.groups.look()
        return await self.counter.told()

    def restarted(self) -> Groups:
        return Groups(self.groups.ledger, self.groups.desk, self.groups.clock, self.groups.platforms)


@pytest.fixture
async def town(ledger: Ledger) -> AsyncIterator[Town]:
    counter = Counter(ledger, desk_with())
    fake = FakeSlack(counter.clock, users=dict(USERS))
    fake.group(GROUP, "desk-oncall", "U0LENA")
    async with running(fake) as slack, aiohttp.ClientSession() as session:
        api = SlackApi(SlackConfig(TOKEN, SECRET, api_url=f"{slack.url}/api/"), session, counter.clock)
        groups = Groups(ledger, lambda: counter.desk, counter.clock, {"slack": SlackUserGroups(api)})
        yield Town(counter, slack, groups)


async def test_S7_at_the_start_whoever_is_on_call_is_put_into_the_group(town: Town) -> None:
    assert await town.look() == ""
    assert town.people == ["U0SAM"]
    await town.look()
    assert town.changes == 1


async def test_S7_a_group_that_is_right_is_left_alone(town: Town) -> None:
    town.slack.groups[GROUP]["users"] = ["U0SAM"]
    await town.look()
    town.groups = town.restarted()
    await town.look()
    assert town.changes == 0


async def test_S7_it_follows_a_hand_over_a_cover_and_an_absence(town: Town) -> None:
    await town.look()
    town.counter.clock.advance(timedelta(days=1))
    await town.look()
    assert town.people == ["U0NADIA"]
    await town.counter.order("oncall take until 18:00")
    await town.look()
    assert town.people == ["U0SAM"]
    town.counter.clock.advance(timedelta(days=2))
    await town.counter.order("away for 2 hours", NADIA)
    await town.look()
    assert town.people == ["U0SAM"], "who stands in"


async def test_S7_what_somebody_changed_in_slack_is_put_right_within_the_hour(town: Town) -> None:
    await town.look()
    town.slack.groups[GROUP]["users"] = ["U0LENA", "U0SAM"]
    town.counter.clock.advance(timedelta(minutes=61))
    await town.look()
    assert town.people == ["U0SAM"]


async def test_S7_another_group_in_the_desk_file_is_filled_at_once_and_a_handle_will_do(town: Town) -> None:
    await town.look()
    town.slack.group("S0DESK02", "second", "U0LENA")
    town.counter.desk = desk_with("@second")
    await town.look()
    assert town.slack.groups["S0DESK02"]["users"] == ["U0SAM"]


async def test_S7_two_rotations_may_share_a_group(town: Town) -> None:
    town.counter.desk = desk_with(nights=GROUP)
    town.counter.clock.advance(timedelta(hours=12))
    await town.look()
    assert set(town.people) == {"U0SAM", "U0PETRA"}


async def test_S7_a_group_is_never_emptied_and_the_notice_says_so(town: Town) -> None:
    town.slack.group("S0NIGHTS", "nights", "U0PETRA")
    town.counter.desk = desk_with(nights="S0NIGHTS")
    shifts = Shifts(town.groups.ledger, lambda: town.counter.desk, town.counter.clock)
    town.counter.clock.advance(timedelta(hours=12))
    await shifts.look()
    await town.look()
    town.counter.clock.advance(timedelta(hours=12))
    await shifts.look()
    await town.look()
    assert town.slack.groups["S0NIGHTS"]["users"] == ["U0PETRA"]
    await shifts.look()
    assert all(arguments["users"] for method, arguments in town.slack.calls if method == "usergroups.users.update")


async def test_S7_nobody_on_call_is_said_with_the_group_that_stays(town: Town) -> None:
    town.counter.desk = desk_with(nights="S0NIGHTS")
    shifts = Shifts(town.groups.ledger, lambda: town.counter.desk, town.counter.clock)
    town.counter.clock.advance(timedelta(hours=12))
    await shifts.look()
    town.counter.clock.advance(timedelta(hours=12))
    await shifts.look()
    assert "The user group S0NIGHTS stays as it was" in await town.counter.told()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The user group S0DESK01 does not follow the rotation “Service desk on call”"),
        ("ru", "Группа пользователей S0DESK01 не следует графику «Service desk on call»"),
    ],
)
@pytest.mark.parametrize("code", ["missing_scope", "permission_denied", "no_such_subteam", "user_group_disabled"])
async def test_S7_O4_what_slack_refuses_the_leads_hear_once(town: Town, code: str, language: str, said: str) -> None:
    town.counter.desk = desk_with(language=language)
    match code:
        case "missing_scope":
            town.slack.fail_next("usergroups.list", *[Fault(code=code)] * 3)
        case "permission_denied":
            town.slack.lets_groups_be_changed = False
        case "no_such_subteam":
            town.slack.groups.clear()
        case _:
            town.slack.group(GROUP, "desk-oncall", "U0LENA", disabled=True)
    await town.look()
    assert said in town.counter.to("C0LEADS")
    assert code in town.counter.to("C0LEADS")
    for _ in range(2):
        town.groups = town.restarted()
        assert await town.look() == ""


async def test_S7_once_it_is_mended_the_group_follows_again(town: Town) -> None:
    town.slack.lets_groups_be_changed = False
    await town.look()
    town.slack.lets_groups_be_changed = True
    await town.look()
    assert town.people == ["U0LENA"], "it is not asked for again and again"
    town.counter.clock.advance(timedelta(minutes=61))
    await town.look()
    assert town.people == ["U0SAM"]


async def test_S7_slack_is_given_the_pause_that_it_wants(town: Town) -> None:
    town.slack.fail_next("usergroups.list", Fault(status=429, retry_after=60))
    assert await town.look() == ""
    await town.look()
    assert len(town.slack.calls) == 1
    town.counter.clock.advance(timedelta(seconds=61))
    await town.look()
    assert town.people == ["U0SAM"]


@pytest.mark.parametrize("fault", [Fault(status=503), Fault(after_accepting=True), Fault(body="{}")])
@pytest.mark.parametrize("method", ["usergroups.list", "usergroups.users.update"])
async def test_S7_what_nobody_knows_the_fate_of_is_done_again(town: Town, fault: Fault, method: str) -> None:
    town.slack.faults[method] = deque([fault])
    assert await town.look() == ""
    town.counter.clock.advance(timedelta(seconds=31))
    assert await town.look() == ""
    assert town.people == ["U0SAM"]
    assert town.changes <= 2


async def test_S7_without_user_groups_slack_is_asked_nothing(town: Town) -> None:
    town.counter.desk = parse_desk(DESK + ON_CALL)
    await town.look()
    assert town.slack.calls == []


def test_S7_whoever_has_no_id_there_cannot_be_put_in() -> None:
    desk = desk_with()
    nobody = tuple(replace(team, members=tuple(replace(each, ids=()) for each in team.members)) for team in desk.teams)
    assert wanted(replace(desk, teams=nobody), MovedClock()(), Attendance()) == {}


def test_S7_the_desk_file_names_a_group_by_id_or_handle_and_its_people_must_be_known_there() -> None:
    assert desk_with("@desk-oncall").user_groups("slack") == ("@desk-oncall",)
    with pytest.raises(Misconfigured, match="user_group"):
        desk_with("<!subteam^S1>")
    text = (DESK + ON_CALL).replace(', slack = "U0NADIA"', ', web = "nadia"')
    text = text.replace('team = "service-desk"\n\n', 'team = "service-desk"\nuser_group = { slack = "S0DESK01" }\n\n')
    assert "user_group" in text
    with pytest.raises(Misconfigured, match='"nadia" has no slack id'):
        parse_desk(text)
