"""T11: request types in desk.toml."""

import pytest

from bot.desk.approvers import approvers
from bot.desk.file import parse_desk
from bot.desk.request_types import type_meant, type_named
from bot.errors import Misconfigured
from bot.messages import Person
from tests.contract.counter import BOTH, IVAN, MARIA
from tests.unit.requests.desk import DESK_OF_REQUESTS, DESK_TOML

TYPES = DESK_OF_REQUESTS.request_types


@pytest.mark.parametrize(
    ("old", "new", "report"),
    [
        ('team = "network"\npriority', 'team = "netwrk"\npriority', 'there is no team "netwrk"'),
        ('id = "badge"', 'id = "laptop"', 'another request is called "laptop"'),
        ('name = "reason"', 'name = "model"', 'another field is called "model"'),
        ('name = "who"', 'name = "agent"', "macros have a variable {agent} already"),
        ('is = "power"', 'is = "pwer"', '"model" has no option "pwer"; it has: standard, power'),
        ('when = { field = "model"', 'when = { field = "screens"', 'there is no choice called "screens" before'),
        ('kind = "number"', 'kind = "numbr"', "request.0.field.3.kind"),
        ('least = "today"', 'least = "soon"', 'a day such as "2026-12-31"'),
        ("most = 3", 'most = "three"', "a number is expected"),
        (
            'least = "today"',
            'default = "today"',
            'default: "today" will not do: a day such as "2026-12-31" is expected',
        ),
        ('least = "today"', 'default = "2026-02-30"', 'default: "2026-02-30" will not do'),
        ("most = 3", 'default = "many"', 'default: "many" will not do: a number is expected'),
        ("most = 3", "most = 3\ndefault = 4", 'default: "4" will not do: the most is 3'),
        ("least = 0", "least = 1\ndefault = 0", 'default: "0" will not do: the least is 1'),
        (
            'label = "Whose"',
            'label = "Whose"\nkind = "email"\ndefault = "maria"',
            'an address such as "maria@example.com"',
        ),
        (
            'label = "Whose"',
            'label = "Whose"\npattern = "[0-9]+"\nexample = "7"\ndefault = "x"',
            'it must look like "7"',
        ),
        ('label = "Whose"', 'label = "Whose"\nmost = 3\ndefault = "long"', "the most is 3"),
        ('label = "Whose"', 'label = "Whose"\nleast = 9\ndefault = "short"', "the least is 9"),
        ('name = "model"', 'name = "model"\ndefault = "standard,power"', "one option is expected"),
        ('label = "Whose"', 'label = "Whose"\npattern = "("\nexample = "x"', "this is no regular expression"),
        ('label = "Whose"', "label = 'Whose'\npattern = '(?=a)a'\nexample = 'x'", "invalid perl operator: (?="),
        (
            'label = "Whose"',
            "label = 'Whose'\npattern = '(.?){1000}(.?){1000}'\nexample = 'x'",
            "too large to be matched in time",
        ),
        (
            'label = "Whose"',
            "label = 'Whose'\npattern = '\\w+'\nexample = 'x'",
            "write \\p{L} for letters of every language",
        ),
        ('label = "Whose"', 'label = "Whose"\noptions = [{ value = "a", label = "A" }]', "a choice has options"),
        ('title = "Badge"', 'title = "Badge"\napprovers = "person:nobody"', 'there is no person "nobody"'),
        ('title = "Badge"', 'title = "Badge"\napprovers = "boss"', "request.1.approvers.0"),
        ('manager = "boris"', 'manager = "borys"', 'there is nobody with the handle "borys"'),
        ('slack = "U0BORIS"', 'slack = "U0SAM"', "is somebody's already"),
        ("{model}", "{modell}", "there is no variable {modell}"),
    ],
)
def test_T11_each_mistake_is_named_with_its_line(old: str, new: str, report: str) -> None:
    assert old in DESK_TOML
    with pytest.raises(Misconfigured, match=r"desk\.toml:\d+") as caught:
        parse_desk(DESK_TOML.replace(old, new, 1))
    assert report in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('least = "today"', 'least = "today"\ndefault = "2020-12-31"'),
        ("most = 3", "most = 3\ndefault = 2"),
        ('name = "model"', 'name = "model"\ndefault = "power"'),
        ('label = "Whose"', 'label = "Whose"\nkind = "yes-no"\ndefault = "no"'),
    ],
)
def test_T11_a_default_that_will_do_is_taken_whatever_the_day(old: str, new: str) -> None:
    assert old in DESK_TOML
    assert new.rpartition("default = ")[2].strip('"') in [
        question.default
        for each in parse_desk(DESK_TOML.replace(old, new, 1)).request_types
        for question in each.questions
    ]


def test_T11_a_type_is_named_by_id_or_title_in_any_language_with_words_after_a_colon() -> None:
    laptop, badge = TYPES
    assert type_named(TYPES, "laptop") == (laptop, "")
    assert type_named(TYPES, "новый НОУТБУК") == (laptop, "")
    assert type_named(TYPES, "badge: for Ada") == (badge, "for Ada")
    assert type_named(TYPES, "laptop is broken") == (None, "laptop is broken")


def test_T11_a_question_means_a_type_when_a_way_to_ask_stands_in_it() -> None:
    assert type_meant(TYPES, "Hello, I need a laptop please") == TYPES[0]
    assert type_meant(TYPES, "мне нужен ноутбук!") == TYPES[0]
    assert type_meant(TYPES, "my badge is lost") is None, "one word stands in too many questions"
    assert type_meant(TYPES, "the laptop does not start") is None


def names(who: str, requester: Person, team: str = "service-desk") -> list[str]:
    return [each.handle for each in approvers(DESK_OF_REQUESTS, who, requester, team)]


def test_T11_who_decides_is_never_the_requester() -> None:
    boris = Person("slack", "T0FIRST", "U0BORIS")
    assert names("manager", MARIA) == ["boris"]
    assert names("manager", IVAN) == []
    assert names("person:boris", boris) == []
    assert names("team:network", MARIA) == ["petra", "lena"]
    assert names("leads:network", MARIA) == ["lena"]
    assert names("leads", BOTH) == ["sam", "nadia", "petra"], "where the only lead asks, everybody else decides"
    assert names("manager", Person("slack", "T0OTHER", "U0MARIA")) == [], "an id of another workspace is nobody"
