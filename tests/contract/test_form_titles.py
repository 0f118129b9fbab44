"""T11 O4: a form is called by its title in the language of whoever reads of it."""

from datetime import timedelta

import pytest

from bot.desk.file import parse_desk
from bot.messages import Thread
from tests.conftest import AnyLedger
from tests.contract.counter import BOTH, IVAN, PETRA, Counter
from tests.contract.test_approvals import send
from tests.contract.test_edits import edited, said
from tests.unit.requests.desk import DESK_TOML

ENGLISH, RUSSIAN = "New laptop", "Новый ноутбук"
ASKED = DESK_TOML.replace('id = "laptop"', 'id = "laptop"\napprovers = ["person:lena"]\napprove_within = "2d"')


@pytest.fixture
async def counter(ledger: AnyLedger) -> Counter:
    """At a desk that speaks English; Ivan, who reads Russian, has sent the form, and Lena decides."""
    counter = Counter(ledger, desk=parse_desk(ASKED))
    await send(counter, IVAN)
    return counter


async def test_T11_O4_the_team_and_who_decides_read_the_title_in_their_language(counter: Counter) -> None:
    assert (await counter.ticket()).question == RUSSIAN
    for channel in ("C0NETWORK", "@U0LENA"):
        assert ENGLISH in counter.to(channel)
        assert RUSSIAN not in counter.to(channel)
    await counter.press("approve", "1", BOTH)
    for channel in ("C0NETWORK", "@U0LENA"):
        assert ENGLISH in counter.to(channel)
        assert RUSSIAN not in counter.to(channel)


async def test_T11_O4_home_and_lists_name_a_form_in_the_readers_language(counter: Counter) -> None:
    assert f"#1 · {ENGLISH}, for" in await counter.order("home", BOTH)
    assert f"№ 1 · {RUSSIAN}" in await counter.order("главная", IVAN)
    assert ENGLISH in await counter.press("decide", "", BOTH)
    assert f"#1 · {ENGLISH}" in await counter.order("list", PETRA)
    assert f"#1 · {ENGLISH}" in await counter.order("show 1", PETRA)
    assert f"№ 1 · {RUSSIAN}" in await counter.order("мои", IVAN)
    assert f"№ 1 · {RUSSIAN}" in await counter.order("show 1", IVAN)


@pytest.mark.parametrize("words", ["laptop", "ноутбук"])
async def test_T2_O4_a_form_is_found_by_its_title_in_either_language(counter: Counter, words: str) -> None:
    assert f"#1 · {ENGLISH}" in await counter.order(f"search {words}", PETRA)


async def test_T11_O4_last_calls_name_it_to_everybody_in_their_language(counter: Counter) -> None:
    told = ""
    for _ in range(40):
        await counter.wait(timedelta(days=1))
        told += counter.to("C0NETWORK") + counter.to("C0NETLEADS") + counter.to("@U0LENA")
        assert ENGLISH not in counter.to("DU0IVAN")
    assert ENGLISH in told
    assert RUSSIAN not in told


async def test_T3_O4_calls_for_people_name_it_in_their_language(ledger: AnyLedger) -> None:
    counter = Counter(ledger, desk=parse_desk(DESK_TOML))
    await send(counter, IVAN)
    await counter.order("escalate 1 it is urgent", PETRA)
    assert f"> {ENGLISH}" in counter.to("C0NETLEADS")
    assert RUSSIAN not in counter.to("C0NETLEADS")
    await counter.order("ack 1", BOTH)
    assert RUSSIAN not in counter.to("C0NETLEADS")


async def test_T6_O4_a_merged_form_comes_along_in_the_teams_language(ledger: AnyLedger) -> None:
    counter = Counter(ledger, desk=parse_desk(DESK_TOML))
    await send(counter, IVAN)
    await send(counter, IVAN, root="2.2")
    await counter.order("merge 1 2", PETRA)
    assert f"> {ENGLISH}" in counter.to("C0NETWORK")
    assert RUSSIAN not in counter.to("C0NETWORK")


async def test_T4_O4_words_changed_later_are_found_where_the_other_title_stood(ledger: AnyLedger) -> None:
    counter = Counter(ledger, desk=parse_desk(DESK_TOML))
    thread = Thread("slack", "T0FIRST", f"D{IVAN.id}", "1.1")
    message = said(counter, RUSSIAN, IVAN, thread)
    await counter.hear(message)
    await send(counter, IVAN)
    await counter.order("escalate 1 it is urgent", PETRA)
    assert f"> {ENGLISH}" in counter.to("C0NETLEADS")
    await counter.hear(edited(counter, message, "Новый монитор"))
    for channel in ("C0NETWORK", "C0NETLEADS"):
        assert "> Новый монитор" in counter.to(channel)
        assert ENGLISH not in counter.to(channel)
