"""S1: which promise counts for a ticket."""

import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.calendar import ALWAYS, Calendar, Shift
from bot.desk.file import parse_desk
from bot.desk.promises import Facts, Goal, PromisePolicy, Promises, promises_from_json, promises_to_json
from bot.errors import Misconfigured
from bot.messages import Person
from bot.tickets.ticket import Priority
from tests.unit.desk.test_hours import OFFICE as OFFICE_FILE
from tests.unit.desk.test_hours import SHIPPED

OFFICE = Calendar("office", ZoneInfo("UTC"), ((Shift(540, 1020),),) * 5 + ((),) * 2)
MINUTE = timedelta(minutes=1)
FIRST, RESOLUTION = Goal.FIRST_RESPONSE, Goal.RESOLUTION


def policy(name: str, **conditions: tuple[str, ...]) -> PromisePolicy:
    return PromisePolicy(name, ((FIRST, MINUTE),), **conditions)  # type: ignore[arg-type]


OWN = PromisePolicy("standard", ((Goal.CLAIM, MINUTE), (FIRST, 5 * MINUTE)), teams=("network",), fallback=True)
ALL = policy("all")
URGENT = policy("urgent", priorities=(Priority.URGENT,))
VPN = policy("vpn", categories=("vpn",))
ACME = policy("acme", clients=("acme",))
NETWORK = policy("network", teams=("network",))
URGENT_NETWORK = policy("both", priorities=(Priority.URGENT, Priority.HIGH), teams=("network",))
CALENDARS = (("desk", ALWAYS), ("network", OFFICE))


@pytest.mark.parametrize(
    ("policies", "chosen"),
    [
        ((OWN,), "standard"),
        ((OWN, ALL), "all"),  # said for all tickets: more than a team's own
        ((URGENT, ALL), "urgent"),
        ((ALL, NETWORK), "network"),
        ((NETWORK, URGENT), "urgent"),
        ((URGENT, VPN), "vpn"),
        ((VPN, ACME), "acme"),
        ((ACME, URGENT_NETWORK), "both"),
        ((policy("one", teams=("network",)), NETWORK), "one"),
        ((policy("low", priorities=(Priority.LOW,)), OWN), "standard"),
    ],
)
def test_S1_the_most_specific_policy_counts(policies: tuple[PromisePolicy, ...], chosen: str) -> None:
    facts = Facts("network", Priority.URGENT, "vpn", "acme")
    promise = Promises(policies, CALENDARS).of(FIRST, facts)
    assert promise is not None
    assert promise.policy == chosen


def test_S1_each_goal_has_the_most_specific_policy_that_names_it() -> None:
    long = PromisePolicy("long", ((FIRST, 9 * MINUTE), (RESOLUTION, 60 * MINUTE)))
    promises = Promises((long, URGENT), CALENDARS)
    urgent = Facts("desk", Priority.URGENT)
    assert [getattr(promises.of(goal, urgent), "policy", None) for goal in Goal] == [None, "urgent", None, "long"]


def test_S1_a_promise_runs_by_the_calendar_of_its_policy_or_of_the_team() -> None:
    promises = Promises((ALL, PromisePolicy("day", ((RESOLUTION, MINUTE),), calendar=ALWAYS)), CALENDARS)
    calendars = [getattr(promises.of(goal, Facts("network")), "calendar", None) for goal in (FIRST, RESOLUTION)]
    assert calendars == [OFFICE, ALWAYS]
    gone = promises.of(FIRST, Facts("gone"))
    assert gone is not None
    assert gone.calendar is ALWAYS


conditions = st.tuples(*[st.sampled_from(((), ("a",), ("b",), ("a", "b")))] * 4)


@given(st.lists(conditions, min_size=1, max_size=6), st.tuples(*[st.sampled_from("ab")] * 4))
def test_S1_what_counts_fits_and_nothing_more_specific_does(
    policies: list[tuple[tuple[str, ...], ...]], ticket: tuple[str, ...]
) -> None:
    team, priority, category, client = ticket
    facts = Facts(team, priority, category, client)  # type: ignore[arg-type]  # any words do here
    made = [policy(str(n), clients=c, categories=k, priorities=p, teams=t) for n, (c, k, p, t) in enumerate(policies)]
    promise = Promises(tuple(made), CALENDARS).of(FIRST, facts)
    fitting = [each for each in made if each.fits(facts)]
    assert (promise is None) is (not fitting)
    if promise is not None:
        assert promise.policy == next(each.name for each in fitting if each.weight == max(f.weight for f in fitting))


FILE = """
[client.acme]
workspaces = { slack = "T0ACME" }
people = { web = ["ivan"] }

[[promise]]
name = "all"
resolution = "16h"

[[promise]]
name = "acme"
client = "acme"
priority = ["urgent", "high"]
team = "service-desk"
calendar = "always"
first_response = "10m"
"""


def test_S1_promises_and_clients_are_read() -> None:
    desk = parse_desk(SHIPPED + FILE)
    assert desk.policies[1] == PromisePolicy(
        "acme",
        ((FIRST, 10 * MINUTE),),
        ("acme",),
        (),
        (Priority.URGENT, Priority.HIGH),
        ("service-desk",),
        ALWAYS,
    )
    acme = [Person("slack", "T0ACME", "U1"), Person("web", "playground", "ivan")]
    assert [desk.client(person) for person in acme] == ["acme", "acme"]
    assert desk.client(Person("web", "playground", "maria")) == ""


def test_S1_a_desk_file_without_promises_promises_what_its_escalation_policies_say() -> None:
    promises = parse_desk(SHIPPED).promises
    made = [promises.of(goal, Facts("service-desk")) for goal in Goal]
    assert [(each.within // MINUTE, each.policy) if each else None for each in made] == [
        (2, "standard"),
        (5, "standard"),
        (5, "standard"),
        None,
    ]


@pytest.mark.parametrize(
    ("old", "new", "report"),
    [
        ('client = "acme"', 'client = "acne"', 'promise.1.client: there is no client "acne"; there is: acme'),
        ('team = "service-desk"', 'team = ["desk"]', 'promise.1.team: there is no team "desk"'),
        ('calendar = "always"', 'calendar = "office"', 'promise.1.calendar: there is no calendar "office"'),
        ('name = "acme"', 'name = "all"', "promise.1.name: another promise"),
        ('first_response = "10m"', "", "promise.1.name: nothing is promised"),
        ('first_response = "10m"', 'first_response = "0m"', "promise.1.first_response: no time at all"),
        ('"urgent"', '"urgnt"', "promise.1.priority.0"),
        ('resolution = "16h"', 'resolution = "soon"', "promise.0.resolution"),
    ],
)
def test_S1_mistakes_of_a_promise_are_named_with_their_line(old: str, new: str, report: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        parse_desk(SHIPPED + FILE.replace(old, new))
    assert report in str(caught.value)
    assert str(caught.value).startswith("desk.toml:")


def test_S1_promises_survive_being_kept() -> None:
    text = SHIPPED + FILE + OFFICE_FILE
    promises = parse_desk(text.replace('calendar = "always"', 'calendar = "office"')).promises
    data = json.loads(json.dumps(promises_to_json(promises)))
    assert promises_from_json(data) == promises
