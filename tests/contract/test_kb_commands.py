"""K9: what owners do with articles in a terminal: list them, change their status, take up what people ask."""

import json
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from bot.clock import utc_now
from bot.desk.file import read_desk
from bot.errors import FirstlineError, Misconfigured
from bot.operations.kb_explain import kb_explain
from bot.operations.kb_list import list_articles
from bot.operations.kb_proposals import proposals
from bot.operations.kb_status import set_status
from bot.settings import Settings
from bot.wording.catalogue import LANGUAGES, Wording
from kb.article import Status
from kb.article_file import read_article
from kb.feedback import Feedback, gist_of
from storage.ledger import open_ledger
from tests.contract.test_feedback import keep
from tests.samples import PACE
from tests.unit.bot.test_cli import firstline
from tests.unit.kb.samples import VPN, put

ENGLISH = Wording("en")
ROOT = Path(__file__).parents[2]
PRINTER = VPN.replace("VPN does not connect", "Printer does not print").replace("cannot connect to vpn", "paper jam")
OLD = PRINTER.replace("review-by: 2027-05-02", "review-by: 2026-01-02").replace("owner: service-desk", "owner: prints")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    put(tmp_path, "articles/en/vpn.md")
    put(tmp_path, "articles/en/printer.md", OLD)
    put(tmp_path, "articles/en/fax.md", OLD.replace("title: Printer", "status: draft\ntitle: Fax"))
    return Settings(database_url=database_url, desk=ROOT / "desk.toml", articles=(tmp_path / "articles",))


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    return lambda: capsys.readouterr().out


def path_of(settings: Settings, slug: str) -> Path:
    return settings.articles[0] / "en" / f"{slug}.md"


def told(settings: Settings, question: str, person: str, *, worked: bool = True, slug: str = "vpn") -> Feedback:
    digest = read_article(path_of(settings, slug)).digest
    return Feedback(slug, "en", digest, person, f"{person}/{question}", gist_of(question), question, worked, utc_now())


async def tell(settings: Settings, *feedback: Feedback) -> None:
    async with open_ledger(settings.database_url, read_desk(settings.desk).id, PACE) as ledger:
        await keep(ledger, *feedback)


async def proposed(settings: Settings, printed: Callable[[], str], **answer: str) -> list[str]:
    """The lines; each begins with its key."""
    assert await proposals(settings, Namespace(**{"accept": "", "reject": ""} | answer), ENGLISH) == 0
    return printed().splitlines()


async def test_K9_the_list_shows_status_owner_review_and_how_often_it_worked(
    settings: Settings, printed: Callable[[], str]
) -> None:
    await tell(settings, told(settings, "no tunnel", "a"), told(settings, "no tunnel", "b", worked=False))
    assert await list_articles(settings, Namespace(owner="", due=False), ENGLISH) == 0
    fax, printer, vpn, end = printed().splitlines()
    assert fax.split()[:2] == ["draft", "en/fax"]
    assert "prints" in printer
    assert "2026-01-02 (due)" in printer
    expected = ["published", "en/vpn", "service-desk", "review", "by", "2027-05-02", "worked", "1,", "failed", "1"]
    assert vpn.split() == expected
    assert end == "3 articles, one review is due: firstline kb list --due"


async def test_K9_the_list_can_be_that_of_one_owner_or_of_what_is_due(
    settings: Settings, printed: Callable[[], str]
) -> None:
    await list_articles(settings, Namespace(owner="service-desk", due=False), ENGLISH)
    assert "en/vpn" in printed().splitlines()[0]
    await list_articles(settings, Namespace(owner="", due=True), ENGLISH)
    assert [line.split()[1] for line in printed().splitlines()[:-1]] == ["en/printer"]


async def test_K9_without_a_database_the_list_is_shown_all_the_same(
    settings: Settings, tmp_path: Path, printed: Callable[[], str]
) -> None:
    absent = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/none.sqlite3"})
    assert await list_articles(absent, Namespace(owner="", due=False), ENGLISH) == 0
    first, *rest = printed().splitlines()
    assert "firstline migrate" in first
    assert "worked –" in rest[0]


async def test_K2_an_answer_is_explained_with_what_people_said_of_it(
    settings: Settings, printed: Callable[[], str]
) -> None:
    await tell(settings, *(told(settings, "cannot connect to vpn", person) for person in "abc"))
    assert await kb_explain(settings, Namespace(question="cannot connect to vpn"), ENGLISH) == 0
    vpn, printer = printed().split("Printer does not print")
    assert "out of date 6" in vpn  # three persons said that it worked
    assert "out of date -3" in printer  # its review is overdue


async def test_K2_without_a_database_an_answer_is_explained_all_the_same(
    settings: Settings, tmp_path: Path, printed: Callable[[], str]
) -> None:
    absent = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/none.sqlite3"})
    assert await kb_explain(absent, Namespace(question="paper jam"), ENGLISH) == 0
    assert "out of date -3" in printed()


async def test_K9_a_status_is_written_into_the_file(settings: Settings, printed: Callable[[], str]) -> None:
    before = path_of(settings, "vpn").read_text(encoding="utf-8")
    for verb in ("stale", "retired", "published"):
        assert await set_status(settings, Namespace(slug="vpn", language="", status=verb), ENGLISH) == 0
        assert read_article(path_of(settings, "vpn")).status is Status(verb)
    assert path_of(settings, "vpn").read_text(encoding="utf-8").replace("status: published\n", "") == before
    assert printed().splitlines() == [f"en/vpn is {verb} now." for verb in ("stale", "retired", "published")]


async def test_K9_publishing_what_is_overdue_says_that_it_still_looks_old(
    settings: Settings, printed: Callable[[], str]
) -> None:
    await set_status(settings, Namespace(slug="fax", language="en", status="published"), ENGLISH)
    assert "review was due on 2026-01-02" in printed()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_K9_mistakes_have_a_way_forward(settings: Settings, language: str) -> None:
    words = Wording(language)
    with pytest.raises(Misconfigured, match="printer"):
        await set_status(settings, Namespace(slug="prnter", language="", status="stale"), words)
    with pytest.raises(Misconfigured, match="kb list"):
        await set_status(settings, Namespace(slug="quite else", language="", status="stale"), words)
    with pytest.raises(Misconfigured, match="kb list"):
        await set_status(settings, Namespace(slug="vpn", language="ru", status="stale"), words)
    starters = settings.model_copy(update={"articles": ()})
    with pytest.raises(Misconfigured, match="FIRSTLINE_ARTICLES"):
        await set_status(starters, Namespace(slug="vpn-connect", language="", status="stale"), words)
    with pytest.raises(Misconfigured, match="abcdef"):
        await proposals(settings, Namespace(accept="abcdef", reject=""), words)


async def test_K9_front_matter_that_cannot_be_edited_is_named_with_the_line_to_write(settings: Settings) -> None:
    facts, body = VPN.removeprefix("---\n").split("\n---\n")
    braces = json.dumps(yaml.safe_load(facts), default=str)
    put(settings.articles[0], "en/vpn.md", f"---\n{braces}\n---\n{body}")
    with pytest.raises(Misconfigured, match=r"by hand.*status: retired"):
        await set_status(settings, Namespace(slug="vpn", language="", status="retired"), ENGLISH)
    assert read_article(path_of(settings, "vpn")).status is Status.PUBLISHED


async def test_K9_what_two_people_confirmed_is_proposed_and_written(
    settings: Settings, printed: Callable[[], str]
) -> None:
    question = "the tunnel to the office never comes up at home"
    await tell(settings, told(settings, question, "a"), told(settings, f"{question} today", "b"))
    line, hint = await proposed(settings, printed)
    assert f"“{question}” → en/vpn, confirmed by 2 people, for service-desk" in line
    assert "--accept" in hint
    await proposed(settings, printed, accept=line.split()[0])
    assert read_article(path_of(settings, "vpn")).aliases[-1] == question
    [none] = await proposed(settings, printed)
    assert "nothing to propose" in none


async def test_K9_a_rejected_proposal_does_not_come_back_in_like_words(
    settings: Settings, printed: Callable[[], str]
) -> None:
    await tell(settings, told(settings, "tunnel never comes up", "a"))
    line, _ = await proposed(settings, printed)
    await proposed(settings, printed, reject=line.split()[0])
    await tell(settings, told(settings, "the tunnel never comes up", "b"), told(settings, "tunnel never up", "c"))
    assert len(await proposed(settings, printed)) == 1


async def test_K9_a_proposal_for_a_text_that_changed_meanwhile_is_refused(
    settings: Settings, printed: Callable[[], str]
) -> None:
    await tell(settings, told(settings, "tunnel never comes up", "a"))
    line, _ = await proposed(settings, printed)
    put(settings.articles[0], "en/vpn.md", VPN.replace("Try again.", "Call us."))
    with pytest.raises(FirstlineError, match="list the proposals again"):
        await proposed(settings, printed, accept=line.split()[0])
    assert read_article(path_of(settings, "vpn")).aliases == ("cannot connect to vpn",)


def test_K9_the_commands_are_there_in_a_terminal(tmp_path: Path) -> None:
    put(tmp_path, "articles/en/vpn.md")
    articles = f'["{tmp_path}/articles"]'
    ran = firstline(tmp_path, "kb", "retire", "vpn", ARTICLES=articles)
    assert (ran.returncode, ran.stdout) == (0, "en/vpn is retired now.\n"), ran.stderr
    ran = firstline(tmp_path, "kb", "list", ARTICLES=articles)
    assert ran.returncode == 0
    assert "retired        en/vpn" in ran.stdout
    put(tmp_path, "articles/en/printer.md", OLD)
    ran = firstline(tmp_path, "doctor", "--json", ARTICLES=articles)
    told = {each["code"]: each for each in json.loads(ran.stdout)["findings"]}
    assert "printer.md:10: review 2026-01-02 prints" in told["articles-due"]["what"]
    assert "firstline kb list --due" in told["articles-due"]["mend"]
    ran = firstline(tmp_path, "kb", "proposals", ARTICLES=articles)
    assert ran.returncode == 1
    assert "firstline migrate" in ran.stderr
