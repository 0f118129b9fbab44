"""K7, T5: what a request is about, and whether to ask; pure."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.file import parse_desk
from bot.desk.guessing import MOST_NAMED, Guess, guesses, likeliest, matters, to_choose_from
from bot.desk.precedents import Precedents
from bot.desk.routing import Matter
from tests.contract.counter import DESK

SORTED = parse_desk(
    DESK.replace('id = "service-desk"', 'id = "service-desk"\ncategories = ["mail", "hardware"]').replace(
        'id = "network"', 'id = "network"\ncategories = ["vpn", "wifi"]'
    )
)
UNCLEAR = Matter("it does not work")
shares = st.dictionaries(st.sampled_from(["vpn", "mail", "wifi", "hardware"]), st.floats(0, 1), max_size=4)


def test_K7_where_it_is_not_clear_the_likeliest_come_first() -> None:
    found = [Guess("wifi", 0.4), Guess("unknown", 0.2)]
    assert to_choose_from(SORTED, UNCLEAR, found) == ["wifi", "mail", "hardware", "vpn"]
    assert to_choose_from(SORTED, UNCLEAR, ()) == ["mail", "hardware", "vpn", "wifi"]


def test_K7_nobody_is_asked_where_it_is_clear_or_not_wanted_or_changes_nothing() -> None:
    assert not to_choose_from(SORTED, UNCLEAR, [Guess("vpn", 0.7)])
    assert not to_choose_from(replace(SORTED, asks_once=False), UNCLEAR, ())
    one = replace(SORTED, teams=SORTED.teams[:1])
    assert not matters(one)
    assert not to_choose_from(one, UNCLEAR, ()), "one team has them all"
    settled = parse_desk(
        DESK + '[[route]]\nname = "a"\nwhen = { category = "x" }\npriority = "normal"\nteam = "service-desk"'
    )
    assert matters(settled)
    assert not to_choose_from(settled, UNCLEAR, ()), "one category"


def test_K7_nobody_is_asked_where_another_rule_decides() -> None:
    rule = '[[route]]\nname = "acme"\nwhen = { keyword = "outage" }\nteam = "network"\n'
    desk = replace(SORTED, rules=parse_desk(DESK + rule).rules)
    assert to_choose_from(desk, UNCLEAR, ())
    assert not to_choose_from(desk, Matter("an outage again"), ())


@given(shares, shares)
def test_K7_a_share_is_never_more_than_all_and_at_most_five_are_named(
    one: dict[str, float], other: dict[str, float]
) -> None:
    found = guesses(one, other)
    assert sum(guess.share for guess in found) <= 1 + 1e-9
    assert [guess.share for guess in found] == sorted((guess.share for guess in found), reverse=True)
    named = to_choose_from(SORTED, UNCLEAR, found)
    assert len(named) == len(set(named)) <= MOST_NAMED
    assert not named or named[0] == likeliest(found) or not found or found[0].category not in SORTED.categories


PAST = Precedents(
    (
        ("outlook asks for my password all the time", "mail"),
        ("outlook does not send, the password window comes again", "mail"),
        ("outlook password prompt", "mail"),
        ("the monitor flickers", "hardware"),
        ("новый монитор мерцает", "hardware"),
        ("vpn drops every hour", "vpn"),
    )
)


def test_T5_like_tickets_say_what_it_is_about() -> None:
    found = guesses({}, PAST.shares("why does outlook want a password again"))
    assert likeliest(found) == "mail"
    assert found[0].share >= 0.6
    assert likeliest(guesses({}, PAST.shares("мерцают мониторы"))) == "hardware"


def test_T5_what_is_like_nothing_is_about_nothing() -> None:
    assert not guesses({}, PAST.shares("my chair squeaks"))
    assert not guesses({}, Precedents().shares("outlook password"))
    assert not guesses({}, PAST.shares(""))


@given(
    st.lists(st.tuples(st.text(alphabet="abc xyz", max_size=12), st.sampled_from("xy")), max_size=8),
    st.text(alphabet="abc xyz", max_size=12),
)
def test_T5_shares_of_like_tickets_are_shares(past: list[tuple[str, str]], question: str) -> None:
    found = Precedents(tuple(past)).shares(question)
    assert all(0 < share <= 1 + 1e-9 for share in found.values())
    assert sum(found.values()) <= 1 + 1e-9
