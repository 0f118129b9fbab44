"""K1: slips of hands and ears that are likely cost less than others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from kb.correction import Correction
from kb.frequent import NEVER, frequent
from kb.habits import habits
from kb.keyboard import NEIGHBOURS
from kb.slips import cost, least, one_ending

WORDS = ("print", "printer", "пароль", "почта", "принтер")


@pytest.mark.parametrize(
    ("likelier", "other", "meant"),
    [
        ("pirnter", "parnter", "printer"),
        ("prinyer", "prinwer", "printer"),
        ("printter", "printxer", "printer"),
        ("acess", "accss", "access"),
        ("пороль", "пуроль", "пароль"),
        ("парол", "парль", "пароль"),
        ("пачьта", "пачкта", "почта"),
        ("printre", "rpinter", "printer"),
    ],
)
def test_K1_a_likely_slip_costs_less(likelier: str, other: str, meant: str) -> None:
    assert 0 < cost(likelier, meant) < cost(other, meant)


NEAR = st.text("printerаоья", min_size=1, max_size=9)


@given(NEAR, NEAR, st.floats(0, 4))
def test_K1_what_is_too_dear_is_not_worked_out_and_all_else_is(typed: str, meant: str, most: float) -> None:
    exactly, told = cost(typed, meant), cost(typed, meant, most)
    assert told == exactly or min(told, exactly) > most


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("запускаеца", "запускается"), ("запускаеться", "запускается"), ("боитца", "боится"), ("почта", "почта")],
)
def test_K1_endings_that_sound_the_same_cost_nothing(typed: str, meant: str) -> None:
    assert cost(typed, meant) == 0.0


@pytest.mark.parametrize("meant", WORDS)
def test_K1_no_more_slips_are_paid_than_there_are(meant: str) -> None:
    for typed in (meant[1:], meant[:-1], meant[::-1], "x" + meant, meant + "щщ", "", "q"):
        assert 0 < cost(typed, meant) <= 1.2 * OSA.distance(typed, meant) + 0.4


@given(*[st.text("аоеитсцьъaeinst", max_size=7)] * 2)
def test_K1_so_many_slips_never_cost_less_than_is_told(typed: str, meant: str) -> None:
    slips = OSA.distance(one_ending(typed), meant)
    assert least(slips, typed + meant) <= cost(typed, meant) + 1e-9


def test_K1_what_words_may_mean_is_looked_up_until_the_language_is_told() -> None:
    """Each look takes a tenth of a millisecond: one for every word made half of the time of a slow question."""
    question = "how do i move a crad to the dnoe list whitout mpving its froward adress"
    words, correction = question.split(), Correction({"vpn": 9}, {"vpn"})
    assert not habits(words, correction).latin
    assert correction.best.cache_info().misses <= len(words) / 2


def test_K1_keys_around_a_key() -> None:
    assert set(NEIGHBOURS["g"]) == set("tyfhvb")
    assert set(NEIGHBOURS["п"]) == set("енарми")
    assert set(NEIGHBOURS["э"]) == set("хъж")
    assert all(letter in NEIGHBOURS[near] for letter, around in NEIGHBOURS.items() for near in around)


def test_K1_frequent_words_have_ranks() -> None:
    ranks = frequent().words
    assert ranks.of("the") < ranks.of("printer") < NEVER
    assert ranks.of("и") < ranks.of("может") < ranks.of("принесите") < NEVER
    assert ranks.of("recieve") == ranks.of("qwzxv") == ranks.of("") == NEVER


def test_K1_words_of_articles_are_meant_rather_than_others() -> None:
    """ "dick" is as near to "disk" as to "duck", and a word of the language is rather a slip's aim than a rare one."""
    correction = Correction({"disk": 1, "vpn": 9}, {"disk", "vpn"})
    assert [best.words for typed in ("dosk", "vpm", "wtih") if (best := correction.best(typed))] == [
        ("disk",), ("vpn",), ("with",),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["0x1f", "q", "", "x" * 41, "qwzxvkj", "12"])
def test_K2_nothing_is_made_of_noise(typed: str) -> None:
    assert Correction({"disk": 1, "vpn": 9}, {"disk", "vpn"}).best(typed) is None
