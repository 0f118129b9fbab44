"""T3, T5: what a ticket may be sorted into."""

from dataclasses import replace

from bot.desk.categories import category_in, known_categories, nearest_category
from bot.desk.file import parse_desk
from tests.contract.counter import DESK, SAM, Counter
from tests.fakes.memory_ledger import MemoryLedger

NAMED = parse_desk(DESK.replace('escalation = "standard"', 'escalation = "standard"\ncategories = ["vpn", "Wi-Fi"]', 1))


async def test_T3_an_unknown_category_is_refused_with_those_that_there_are() -> None:
    counter = Counter(MemoryLedger(), NAMED)
    await counter.ask()
    await counter.order("category 1 vpm")
    told = counter.privately(SAM)
    assert "no category “vpm”" in told
    assert "vpn, Wi-Fi" in told
    assert "/ticket category 1 vpn" in told
    assert not (await counter.ticket()).category
    await counter.order("категория 1 wi-fi")
    assert (await counter.ticket()).category == "Wi-Fi"


async def test_T3_a_desk_without_categories_takes_any() -> None:
    counter = Counter(MemoryLedger())
    await counter.ask()
    await counter.order("category 1 Odd  Things")
    assert (await counter.ticket()).category == "odd things"


def test_T3_categories_of_articles_are_known_too() -> None:
    known = known_categories(NAMED, {"mail", "vpn", ""})
    assert known == ("vpn", "Wi-Fi", "mail")
    assert category_in(known, " MAIL ") == "mail"
    assert category_in(known, "mial") is None
    assert nearest_category(known, "mial") == "mail"
    assert nearest_category(known, "zzzzzzzz") == ""
    assert known_categories(replace(NAMED, teams=NAMED.teams[1:])) == ()


async def test_O4_a_category_is_called_by_its_title_in_the_language_of_whoever_reads() -> None:
    titled = DESK + '\n[category.vpn]\ntitle = { en = "Remote access", ru = "Удалённый доступ" }\n'
    counter = Counter(MemoryLedger(), parse_desk(titled.replace('name = "Two teams"', 'name = "Two"\nlanguage = "ru"')))
    await counter.ask()
    await counter.order("category 1 vpn")
    assert "Категория: Удалённый доступ" in counter.to("C0TRIAGE"), "the team's card is in the desk's language"
    assert "Remote access" in counter.privately(SAM)
    shown = await counter.order("show 1")
    assert "Category: Remote access" in shown
    assert "→ Remote access" in shown
    await counter.order("category 1 hardware")
    assert "There are: vpn (Remote access)." in counter.privately(SAM)
    await counter.order("категория 1 удаленный доступ")
    assert "/ticket категория 1 vpn" in counter.privately(SAM)
    await counter.order("категория 1 Удалённый доступ")
    assert "так" in counter.privately(SAM), "it is called so in every language"
    assert "Категория: Удалённый доступ" in await counter.order("показать 1")
