"""desk.toml: every mistake is named at once, with its line."""

import re
from pathlib import Path

import pytest

from bot.desk.categories import category_in
from bot.desk.channels import Place
from bot.desk.file import parse_desk, read_desk
from bot.desk.live import LiveDesk
from bot.desk.shares import said
from bot.errors import Misconfigured
from bot.messages import Person, Thread
from kb.confidence import Policy

ROOT = Path(__file__).parents[3]
SHIPPED, STARTERS = ROOT / "desk.toml", ROOT / "kb" / "articles"


def test_the_shipped_file_is_good() -> None:
    desk = read_desk(SHIPPED)
    assert [team.id for team in desk.teams] == ["service-desk"]
    assert desk.place(Thread("web", "playground", "triage", "x"), direct=False) is Place.TRIAGE


@pytest.mark.parametrize("language", ["en", "ru"])
def test_T5_everything_that_starters_are_sorted_into_has_a_title_in_both_languages(language: str) -> None:
    desk = read_desk(SHIPPED)
    articles = "\n".join(path.read_text(encoding="utf-8") for path in STARTERS.rglob("*.md"))
    used = {*re.findall(r"(?m)^category: (\S+)$", articles), *desk.categories}
    assert "network" in used
    titles = dict(desk.titles)
    assert {name for name in used if language not in dict(titles[name].words)} == set()
    assert category_in(desk.categories, "сеть", desk.titles) == "network"


@pytest.mark.parametrize(
    ("old", "new", "report"),
    [
        ('"Europe/London"', '"Europe/Lndon"', "desk.toml:7: desk.time_zone"),
        ("# most_open_tickets = 20", "most_open_tickets = -1", "desk.toml:8: desk.most_open_tickets"),
        ('reaction = "ticket"', 'reaction = ":ticket:"', "desk.toml:9: desk.reaction"),
        ("# most_open_tickets = 20", "most_open_tickets = true", "desk.toml:8: desk.most_open_tickets"),
        ('web = "lena"', 'wbe = "lena"', "desk.toml:37: team.0.member.2.wbe"),
        ('escalation = "standard"', 'escalation = "standrd"', "desk.toml:19: team.0.escalation"),
        ('claim_within = "2m"', 'claim_within = "soon"', "desk.toml:40: escalation.standard.claim_within"),
        ('"member:lena"', '"member:lina"', "desk.toml:42: escalation.standard.steps.1.tell"),
        ('leads = { web = "leads" }', 'leads = { web = "triage" }', "desk.toml:21: team.0.leads"),
        ('handle = "nadia"', 'handle = "sam"', "desk.toml:29: team.0.member.1.handle"),
        ("[desk]", '[answers]\nwrong_answers = "one in ten"\n[desk]', "desk.toml:5: answers.wrong_answers"),
        ("[desk]", "[answers]\nwrong_articles = 0.6\n[desk]", "desk.toml:5: answers.wrong_articles"),
        ("[desk]", '[answers]\nwrong_answers = "1 in 0"\n[desk]', "desk.toml:5: answers.wrong_answers"),
        ("[desk]", "[answers]\nidle_choices = 0\n[desk]", "desk.toml:5: answers.idle_choices"),
        ("[desk]", "[answers]\nidle_choices = nan\n[desk]", "desk.toml:5: answers.idle_choices"),
        ("[desk]", "[desk", "desk.toml: "),
    ],
)
def test_each_mistake_is_found_with_its_line(old: str, new: str, report: str) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(Misconfigured, match=r"desk\.toml") as caught:
        parse_desk(text.replace(old, new, 1))
    assert report in str(caught.value)


@pytest.mark.parametrize(
    ("answers", "policy"),
    [
        ("", Policy()),
        ('[answers]\nwrong_answers = "1 in 20"\n', Policy(false_answers=0.05)),
        ("[answers]\nwrong_answers = 0.2\nidle_choices = 0.5\n", Policy(false_answers=0.2, false_choices=0.5)),
        ('[answers]\nwrong_articles = "1 in 100"\n', Policy(right=0.99)),
    ],
)
def test_K2_a_lead_says_how_many_answers_may_be_wrong(answers: str, policy: Policy) -> None:
    assert parse_desk(f"{answers}{SHIPPED.read_text(encoding='utf-8')}").answers == policy


def test_K2_a_share_is_told_as_it_would_be_said() -> None:
    assert [said(share) for share in (0.1, 1 - 0.97, 0.05, 0.4)] == [(1, 10), (3, 100), (1, 20), (2, 5)]


SECOND_TEAM = """
[[team]]
id = "network"
name = "Network"
escalation = "nowhere"
triage = { web = "net-triage" }
next_tier = "nobody"

[[team.member]]
handle = "petra"
role = "agent"

[[team.member]]
handle = "olga"
name = "Olga"
manager = "petra"

[[team.member]]
handle = "boris"
name = "Boris"
manager = "ghost"
web = 7

[[promise]]
name = "quick"
claim = "soon"
team = ["network", "zebra"]

[[route]]
name = "x"
team = "zebra"
"""


def test_O6_mistakes_between_tables_are_named_beside_those_of_values_and_none_that_follow_from_them() -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace('web = "sam"', 'wbe = "sam"') + SECOND_TEAM
    with pytest.raises(Misconfigured) as caught:
        parse_desk(text)
    found = str(caught.value).splitlines()
    lines = text.splitlines()
    at = {line.split(": ", 2)[1]: line for line in found}
    assert set(at) == {
        "team.0.member.0.wbe",
        "team.1.member.0.name",
        "team.1.member.2.web",
        "team.1.escalation",
        "team.1.next_tier",
        "team.1.member.2.manager",
        "promise.0.claim",
        "promise.0.team",
        "route.0.team",
    }, "that Petra is not there as Olga's manager follows from her missing name"
    for where, key in (("team.1.escalation", "escalation ="), ("route.0.team", "team ="), ("promise.0.team", "team =")):
        assert lines[int(at[where].split(":")[1]) - 1].startswith(key), where
    assert 'did you mean "web"?' in at["team.0.member.0.wbe"]
    assert "is missing: add name" in at["team.1.member.0.name"]


def test_O6_of_a_file_without_anything_right_every_mistake_is_told() -> None:
    with pytest.raises(Misconfigured) as caught:
        parse_desk("desk = 1\nteam = 2\nzebra = 3")
    assert len(str(caught.value).splitlines()) == 4


def test_all_mistakes_are_named_at_once() -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace('"2m"', '"soon"', 1).replace('role = "lead"', 'role = "boss"')
    with pytest.raises(Misconfigured) as caught:
        parse_desk(text)
    assert len(str(caught.value).splitlines()) == 2


def test_a_change_with_mistakes_leaves_the_desk_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "desk.toml"
    path.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    live = LiveDesk(path)
    path.write_text("nonsense", encoding="utf-8")
    assert not live.reload()
    assert live().name == "Example Ltd. service desk"
    path.write_text(SHIPPED.read_text(encoding="utf-8").replace("Example Ltd.", "Acme"), encoding="utf-8")
    assert live.reload()
    assert live().name == "Acme service desk"


@pytest.mark.parametrize(("line", "most"), [("# most_open_tickets = 20", 20), ("most_open_tickets = 0", 0)])
def test_K4_how_many_tickets_one_may_have_open_is_generous_unless_it_is_said(line: str, most: int) -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace("# most_open_tickets = 20", line)
    assert parse_desk(text).most_open_tickets == most


def test_nobody_of_another_workspace_is_a_member() -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace("[[team]]", '[platforms.slack]\nworkspace = "T1"\n\n[[team]]', 1)
    desk = parse_desk(text.replace('web = "sam"', 'web = "sam"\nslack = "U1"', 1))
    assert desk.member(Person("slack", "T1", "U1")) is not None
    assert desk.member(Person("slack", "T2", "U1")) is None


def test_T10_a_macro_with_a_variable_that_nobody_knows_is_a_mistake() -> None:
    macro = '\n[[macro]]\nname = "restart"\ntext = "Hello {requestor}"\n'
    with pytest.raises(Misconfigured, match=r"there is no variable \{requestor\}; there is: \{requester\}"):
        parse_desk(SHIPPED.read_text(encoding="utf-8").partition("[[macro]]")[0] + macro)


def test_T10_two_macros_of_one_name_are_a_mistake() -> None:
    macro = '\n[[macro]]\nname = "restart"\ntext = "Hello"\n'
    with pytest.raises(Misconfigured, match='another macro is called "restart"'):
        parse_desk(SHIPPED.read_text(encoding="utf-8").partition("[[macro]]")[0] + macro * 2)


def test_T6_T13_the_times_of_closing_are_settings() -> None:
    given = 'language = "en"\nreopen_within = "3d"\nclose_after = "2d"\nsatisfaction_every = "0d"\n#'
    desk = parse_desk(SHIPPED.read_text(encoding="utf-8").replace('language = "en"', given, 1))
    times = (desk.reopen_within.days, desk.close_after.days, desk.satisfaction_every.days)
    assert times == (3, 2, 0)
