"""K8: near-doubles are found, and not by comparing all with all."""

import random

import pytest

from kb import likeness
from kb.likeness import alike

WORDS = [f"w{number}" for number in range(5000)]


def text(seed: int, length: int = 120) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)  # noqa: S311  (no secret)


def changed(words: list[str], places: int) -> list[str]:
    """Every so many words another."""
    return [f"x{place}" if place % places == 0 else word for place, word in enumerate(words)]


def test_K8_each_text_is_found_with_the_first_that_it_is_like() -> None:
    texts = [" ".join(words) for words in (text(1), text(2), changed(text(1), 60), text(3), text(2)[5:])]
    assert [(found.place, found.first) for found in alike(texts)] == [(2, 0), (4, 1)]


def test_K8_the_likeness_is_that_of_jaccard() -> None:
    one, other = "a b c d e f g h i j k l", "a b c d e f g h i j k x"
    [found] = alike([one, other])
    assert found.likeness == pytest.approx(9 / 11)


def test_K8_hardly_any_double_is_missed_among_thousands() -> None:
    originals = [text(seed) for seed in range(1500)]
    texts = [" ".join(words) for words in (*originals, *(changed(words, 60) for words in originals))]
    doubles = [(found.place, found.first) for found in alike(texts)]
    assert set(doubles) <= {(1500 + place, place) for place in range(1500)}
    assert len(doubles) >= 1490


def test_K8_the_work_grows_with_the_number_of_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where all say the same: each is compared with the first, not with all before it."""
    compared = 0
    real = likeness._likeness

    def counted(one: likeness.Hashes, other: likeness.Hashes) -> float:
        nonlocal compared
        compared += 1
        return real(one, other)

    monkeypatch.setattr(likeness, "_likeness", counted)
    same = " ".join(text(1))
    assert len(list(alike([same] * 2000))) == 1999
    assert compared <= 2000


@pytest.mark.parametrize("short", ["", "a b", "restart it now please"])
def test_K8_short_texts_are_alike_by_chance(short: str) -> None:
    assert not list(alike([short, short]))
