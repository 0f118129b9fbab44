"""T5: which team gets a ticket, and who there; pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.absence import Absence, away_at
from bot.desk.assignment import Turns, WhyNobody, available, chosen, why_nobody
from bot.desk.desk import Desk
from bot.desk.file import parse_desk
from bot.desk.people import Member, Role
from bot.desk.routing import WHEREVER, Assignment, Matter, Route, Rule, keyword, route_of
from bot.desk.teams import Team
from bot.errors import Misconfigured
from bot.tickets.ticket import Priority
from tests.contract.counter import DESK

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""A Monday."""
PLAIN = parse_desk(DESK)
ROUTES = """
[client.acme]
people = { slack = ["U0IVAN"] }

[[route]]
name = "acme"
when = { client = "acme", priority = ["urgent", "high"] }
team = "network"
priority = "urgent"

[[route]]
name = "cables"
when = { keyword = ["Wi-Fi", "no sound", "кабель"], language = ["en", "ru"], channel = { slack = "C0HELP" } }
team = "network"
tag = ["Cable", "floor"]
skill = "cisco"
assign = "least loaded"

[[route]]
name = "vpn"
when = { category = "vpn" }
team = "network"

[[route]]
name = "the rest"
assign = "round robin"
"""
SKILLED = DESK.replace('slack = "U0PETRA"', 'slack = "U0PETRA", skills = ["cisco"]')
ROUTED = parse_desk(SKILLED + ROUTES)
HERE = ("slack", "C0HELP")


def where(matter: Matter, desk: Desk = ROUTED) -> Route:
    return route_of(desk.rules, matter)


def test_T5_the_first_rule_whose_conditions_are_all_met_counts() -> None:
    assert where(Matter("x", client="acme", priority=Priority.HIGH)) == Route("network", Priority.URGENT)
    assert where(Matter("x", client="acme")).assignment is Assignment.ROUND_ROBIN
    cables = where(Matter("my WiFi is gone", channel=HERE, language="en"))
    assert (cables.team, cables.tags, cables.skill) == ("network", ("cable", "floor"), "cisco")
    assert where(Matter("my WiFi is gone", language="en")).team == "", "in another channel"
    assert where(Matter("x", category="vpn")).team == "network"
    assert where(Matter("anything")) == Route(assignment=Assignment.ROUND_ROBIN)
    assert route_of((), Matter("anything")) == WHEREVER


@pytest.mark.parametrize(
    ("written", "question", "said"),
    [
        ("Wi-Fi", "the wifi drops", True),
        ("wifi", "the Wi-Fi drops", True),
        ("Wi-Fi", "wi fi again", True),
        ("printer", "both PRINTERS are out of toner", True),
        ("no sound", "there is no usable sound", True),
        ("no sound", "the sound is too loud", False),
        ("кабель", "перебит кабелем", True),
        ("принтер", "печать на принтере не идёт", True),
        ("laptop", "two laptops", True),
        ("vpn", "the van", False),
    ],
)
def test_T5_keywords_are_known_in_any_form(written: str, question: str, said: bool) -> None:
    rule = Rule("x", Route("network"), keywords=(keyword(written),))
    assert bool(route_of((rule,), Matter(question)).team) is said


@pytest.mark.parametrize(
    ("routes", "report"),
    [
        ('[[route]]\nname = "a"\nteam = "netwrk"', 'team: there is no team "netwrk"; there is: network, service-desk'),
        ('[[route]]\nname = "a"\nwhen = { client = "acne" }', 'when: there is no client "acne"'),
        ('[[route]]\nname = "a"\nwhen = { form = "laptop" }', 'when: there is no form "laptop"'),
        ('[[route]]\nname = "a"\nwhen = { keyword = "?!" }', '"?!" is no word'),
        ('[[route]]\nname = "a"\n[[route]]\nname = "b"', 'as "a" above takes all'),
        ('[[route]]\nname = "a"\nwhen = { category = "x" }\n[[route]]\nname = "a"', 'another route is called "a"'),
        ('[[route]]\nname = "a"\nassign = "random"', "assign"),
        ('[[route]]\nname = "a"\nskill = "cisco"', 'nobody is given these tickets: add assign = "round robin"'),
        (
            '[[route]]\nname = "a"\nskill = "c"\nassign = "round robin"',
            'nobody there has the skill "c"; there is: none',
        ),
        ('[[route]]\nname = "a"\ntag = ["two words"]', "a tag is one word"),
    ],
)
def test_T5_mistakes_in_routes_are_named_with_their_line(routes: str, report: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        parse_desk(f"{DESK}\n{routes}")
    [line] = str(caught.value).splitlines()
    assert report in line
    assert int(line.split(":")[1]) > len(DESK.splitlines())


# ---------------------------------------------------------------- who is given it


def team(*handles: str, **changed: object) -> Team:
    members = tuple(Member(handle, handle, Role.AGENT, ()) for handle in handles)
    return replace(PLAIN.teams[0], members=members, **changed)  # type: ignore[arg-type]


def dealt(
    how: Assignment, members: Team, count: int, away: dict[int, set[str]], turns: Turns | None = None
) -> Iterator[str | None]:
    """Who gets one ticket after the other; `away` says who is away from which ticket on."""
    turns, loads, absent = turns or Turns("t"), Counter[str](), set[str]()
    for number in range(count):
        absent = away.get(number, absent)
        gone = {handle: Absence(handle, NOW) for handle in absent}
        member = chosen(how, available(members, gone, "", NOW), turns, loads)
        if member is not None:
            turns, loads = turns.after(member.handle), loads + Counter([member.handle])
        yield member.handle if member else None


names = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True)
ways = st.sampled_from([Assignment.ROUND_ROBIN, Assignment.LEAST_LOADED])


@given(ways, names, st.integers(0, 60))
def test_T5_tickets_are_spread_evenly(how: Assignment, handles: list[str], count: int) -> None:
    got = Counter(dealt(how, team(*handles), count, {}))
    assert max(got.values(), default=0) - min((got[handle] for handle in handles), default=0) <= 1


@given(ways, names, st.dictionaries(st.integers(0, 40), st.sets(st.sampled_from("abcdefgh"))))
def test_T5_who_is_away_is_never_chosen_and_somebody_who_is_there_always(
    how: Assignment, handles: list[str], away: dict[int, set[str]]
) -> None:
    absent = set[str]()
    for number, handle in enumerate(dealt(how, team(*handles), 41, away)):
        absent = away.get(number, absent)
        assert handle not in absent
        assert (handle is None) is (set(handles) <= absent)


@given(names, st.integers(1, 20))
def test_T5_who_comes_back_is_next_once_and_is_not_buried(handles: list[str], count: int) -> None:
    back = handles[0]
    got = list(dealt(Assignment.ROUND_ROBIN, team(*handles), count + 2 * len(handles), {0: {back}, count: set()}))
    assert got[count] == back
    assert got[count + 1 : count + len(handles)].count(back) == 0


@given(ways, names, st.integers(0, 20))
def test_T5_the_same_state_gives_the_same_member(how: Assignment, handles: list[str], count: int) -> None:
    assert list(dealt(how, team(*handles), count, {})) == list(dealt(how, team(*handles), count, {}))


def test_T5_whoever_has_fewest_gets_it() -> None:
    loads = {"a": 3, "b": 1, "c": 1}
    assert chosen(Assignment.LEAST_LOADED, team("a", "b", "c").members, Turns("t", (("b", 1),)), loads).handle == "c"  # type: ignore[union-attr]
    assert chosen(Assignment.ROUND_ROBIN, team("a", "b", "c").members, Turns("t", (("b", 1),)), loads).handle == "a"  # type: ignore[union-attr]
    assert chosen(Assignment.NONE, team("a").members, Turns("t"), loads) is None


def test_T5_hours_of_team_and_member_skills_and_wishes_count() -> None:
    hours = '[calendar.late]\nhours = { mon-fri = "14:00-22:00" }\n'
    desk = parse_desk(
        (SKILLED + hours)
        .replace('handle = "nadia"', 'calendar = "late", handle = "nadia"')
        .replace('role = "lead"', 'is_given_tickets = false, role = "lead"')
    )
    first, second = desk.teams
    late = NOW + timedelta(hours=6)
    assert [each.handle for each in available(first, {}, "", NOW)] == ["sam"]
    assert [each.handle for each in available(first, {}, "", late)] == ["sam", "nadia"]
    assert [each.handle for each in available(second, {}, "cisco", NOW)] == ["petra"]
    assert not available(first, {}, "cisco", NOW)
    away = away_at([Absence("sam", NOW, late)], NOW)
    assert why_nobody(first, {}, NOW) is WhyNobody.SKILL
    assert why_nobody(first, away, NOW) is WhyNobody.AWAY
    closed = replace(first, calendar=desk.teams[0].members[1].calendar or first.calendar)
    assert not available(closed, {}, "", NOW)
    assert why_nobody(closed, away, NOW) is WhyNobody.HOURS
