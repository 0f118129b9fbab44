"""K1, K9, O4: the language of an answer, and what it says of its own age, as the asker reads it."""

from pathlib import Path

import pytest

from bot.cards import plain_card
from bot.wording.catalogue import Wording
from kb.library import Library as Articles
from kb.outline import STEPS, STOP
from tests.contract.stack import MovedClock
from tests.contract.test_feedback import Desk
from tests.fakes.memory_ledger import MemoryLedger
from tests.unit.kb.samples import VPN, put

ASKED = {"en": "tunnel to the office is dead", "ru": "туннель в офис не поднимается"}
OTHER = VPN.replace("VPN does not connect", "Printer jams").replace("cannot connect to vpn", "paper is stuck")


def article(language: str, *ways: str, status: str = "published", review_by: str = "2027-05-02") -> str:
    """The same fix in one language, with these ways to ask."""
    aliases = "".join(f"\n  - {way}" for way in ways)
    text = VPN.replace("\n  - cannot connect to vpn", aliases).replace("language: en", f"language: {language}")
    for english, own in ((STEPS["en"], STEPS[language]), (STOP["en"], STOP[language])):
        text = text.replace(english, own)
    text = text.replace("VPN does not connect", f"VPN ({language})").replace("2027-05-02", review_by)
    return text.replace("owner:", f"status: {status}\nowner:")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(MemoryLedger(), tmp_path, Articles([tmp_path]), MovedClock())


async def answer(desk: Desk, question: str) -> str:
    """What somebody who asks this reads, in one line for each block."""
    desk.articles.reload()
    assert not desk.articles.mistakes
    await desk.ask("MARIA", question)
    [leased] = await desk.ledger.outbox.lease(["slack"], desk.clock(), 1)
    await desk.ledger.outbox.sent(leased, "9.9", desk.clock())
    return plain_card(leased.parcel.card)


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_O4_whoever_asks_in_a_language_is_answered_with_its_article(desk: Desk, language: str) -> None:
    put(desk.folder, "en/other.md", OTHER)
    for each in ("en", "ru"):
        put(desk.folder, f"{each}/vpn.md", article(each, *ASKED.values()))
    read = await answer(desk, ASKED[language])
    assert read.startswith(f"VPN ({language})\n")
    assert "only" not in read
    assert "только" not in read


@pytest.mark.parametrize(
    ("asked", "there", "note"),
    [
        ("ru", "en", "Это решение есть только на английском."),
        ("en", "ru", "This fix exists in Russian only."),
    ],
)
async def test_K1_where_there_is_no_article_in_the_language_the_other_is_given_with_a_note(
    desk: Desk, asked: str, there: str, note: str
) -> None:
    put(desk.folder, "en/other.md", OTHER)
    put(desk.folder, f"{there}/vpn.md", article(there, *ASKED.values()))
    read = await answer(desk, ASKED[asked])
    assert read.startswith(f"VPN ({there})\n")
    assert note in read
    assert Wording(asked).text("button-solved") in read


@pytest.mark.parametrize("status", ["draft", "review", "retired"])
async def test_K9_a_translation_that_is_not_published_is_not_given(desk: Desk, status: str) -> None:
    put(desk.folder, "en/other.md", OTHER)
    put(desk.folder, "en/vpn.md", article("en", *ASKED.values()))
    put(desk.folder, "ru/vpn.md", article("ru", *ASKED.values(), status=status))
    assert "VPN (en)\n" in await answer(desk, ASKED["ru"])
    put(desk.folder, "en/vpn.md", article("en", *ASKED.values(), status=status))
    assert "VPN" not in await answer(desk, ASKED["en"]), "not even as the nearest"


@pytest.mark.parametrize(
    ("language", "status", "review_by", "note"),
    [
        ("en", "stale", "2027-05-02", "Its owner says that it may be out of date"),
        ("ru", "stale", "2027-05-02", "По словам владельца, статья могла устареть"),
        ("en", "published", "2026-11-22", "It is past its review date"),
        ("ru", "published", "2026-11-22", "Срок пересмотра прошёл"),
        ("en", "published", "2026-11-23", ""),
    ],
)
async def test_K9_a_stale_answer_says_so(desk: Desk, language: str, status: str, review_by: str, note: str) -> None:
    put(desk.folder, "en/other.md", OTHER)
    put(desk.folder, f"{language}/vpn.md", article(language, *ASKED.values(), status=status, review_by=review_by))
    read = await answer(desk, ASKED[language])
    assert read.startswith(f"VPN ({language})\n")
    assert note in read
    doubts = ("out of date", "past its review", "устареть", "пересмотра")
    assert any(doubt in read for doubt in doubts) is bool(note)


async def test_K9_being_read_does_not_make_an_article_younger(desk: Desk) -> None:
    put(desk.folder, "en/other.md", OTHER)
    path = put(desk.folder, "en/vpn.md", article("en", *ASKED.values(), review_by="2026-11-22"))
    before = path.read_bytes()
    reads = [await answer(desk, ASKED["en"]) for _ in range(3)]
    assert all("past its review date" in read for read in reads)
    assert path.read_bytes() == before
