"""K3, K9: what people say of an answer is kept once, without their name, and the next person gets the better answer."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.app.articles import MOST_HITS
from bot.app.wiring import PACE
from bot.engine import Engine
from bot.learning import MOST, Learning
from bot.library import Library
from bot.messages import Message, Person, Press, Thread
from bot.ports import Ledger
from kb.article import Article
from kb.feedback import FORGOTTEN, Feedback
from kb.library import Library as Articles
from kb.proposals import Declined
from kb.search import Hit
from storage.database import open_database
from storage.ledger import open_ledger
from storage.retention import Retention, Tidied
from storage.tables.feedback import feedback as table
from tests.conftest import AnyLedger
from tests.contract.stack import MovedClock, contract_desk, example_link
from tests.samples import DESK, NOW
from tests.samples import PACE as SLOW
from tests.starter import ARTICLES

QUESTIONS = (
    "I opened a link in a fake email and typed in my password",
    "opened a link in a fake email, typed in my password",
    "typed in my password, I opened a link in a fake email",
)
"""One question to which two articles come close, and the first is ahead by enough to be given."""
TOLD = Feedback("vpn", "en", "d", "maria", "c1", ("connect", "vpn"), "cannot connect to vpn", True, NOW)
MINUTE = timedelta(minutes=1)


async def keep(ledger: Ledger, *told: Feedback) -> None:
    async with ledger.work() as work:
        for each in told:
            await work.keep_feedback(each)
        await work.commit()


# ---------------------------------------------------------------- the port, on every ledger


async def test_K3_feedback_comes_back_as_it_was_newest_first(ledger: AnyLedger) -> None:
    later = replace(TOLD, conversation="c2", worked=False, stems=(), question="", at=NOW + MINUTE)
    await keep(ledger, TOLD, later)
    assert await ledger.feedback.since(NOW, 10) == [later, TOLD]
    assert await ledger.feedback.since(NOW, 1) == [later]
    assert await ledger.feedback.since(NOW + MINUTE, 10) == [later]
    assert await ledger.feedback.since(NOW + 2 * MINUTE, 10) == []
    assert await ledger.feedback.since(NOW, 10, NOW) == [TOLD]


async def test_K3_the_same_word_in_the_same_conversation_is_kept_once_and_a_new_one_replaces_it(
    ledger: AnyLedger,
) -> None:
    await keep(ledger, *[TOLD] * 3)
    await keep(ledger, replace(TOLD, worked=False, at=NOW + MINUTE))
    [kept] = await ledger.feedback.since(NOW, 10)
    assert (kept.worked, kept.at) == (False, NOW + MINUTE)
    await keep(ledger, replace(TOLD, slug="wifi"), replace(TOLD, person="ivan"), replace(TOLD, conversation="c2"))
    assert len(await ledger.feedback.since(NOW, 10)) == 4


async def test_K3_feedback_is_kept_with_all_the_rest_or_not_at_all(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        await work.keep_feedback(TOLD)
    assert await ledger.feedback.since(NOW, 10) == []


async def test_K3_a_pseudonym_is_the_same_every_time_and_tells_nothing(ledger: AnyLedger) -> None:
    async with ledger.work() as work:
        first = await work.pseudonym("person", "slack", "U1")
        await work.commit()
    async with ledger.work() as work:
        assert await work.pseudonym("person", "slack", "U1") == first
        assert await work.pseudonym("person", "slack", "U2") != first
    assert len(first) == 20
    assert "U1" not in first


async def test_K3_two_desks_have_two_names_for_one_person(database_url: str) -> None:
    names = set()
    for desk in (DESK, "other"):
        async with open_ledger(database_url, desk, SLOW) as ledger, ledger.work() as work:
            names.add(await work.pseudonym("person", "slack", "U1"))
            await work.commit()
    assert len(names) == 2


async def test_K3_an_alias_that_was_declined_is_remembered_once(ledger: AnyLedger) -> None:
    alias = Declined("en", "vpn", ("connect", "train"))
    for _ in range(2):
        await ledger.feedback.decline(alias, NOW)
    assert await ledger.feedback.declined() == [alias]


async def test_N3_the_words_of_a_question_go_when_they_are_old_and_what_they_taught_later(database_url: str) -> None:
    async with open_ledger(database_url, DESK, SLOW) as ledger:
        await keep(ledger, TOLD)
    async with open_database(database_url) as database:

        async def tidied(before: timedelta) -> Tidied:
            return await Retention(database, DESK, NOW + before).tidy()

        assert await tidied(timedelta(0)) == Tidied()
        assert await tidied(MINUTE) == Tidied(questions=1)
        async with database.reading() as transaction:
            [row] = await transaction.all(select(table))
        assert (row["question"], row["stems"], row["worked"]) == ("", ["connect", "vpn"], True)
        assert await tidied(FORGOTTEN) == Tidied()
        assert await tidied(FORGOTTEN + MINUTE) == Tidied(feedback=1)


# ---------------------------------------------------------------- the whole, end to end


@dataclass
class Desk:
    """The engine over a folder of articles that learns, and people who ask."""

    ledger: AnyLedger
    folder: Path
    articles: Articles
    clock: MovedClock
    asked: int = 0

    @property
    def learning(self) -> Learning:
        return Learning(self.ledger.feedback, self.articles.adjust, self.clock)

    @property
    def engine(self) -> Engine:
        def search(question: str, language: str) -> Sequence[Hit]:
            return self.articles.search(question, language, MOST_HITS)

        library = Library(search, self.articles.language, example_link, self.articles.article, self.articles.gist)
        return Engine(self.ledger, contract_desk, library, self.clock)

    async def ask(self, who: str, question: str, *presses: str) -> Thread:
        """A question in a new thread, and presses of the buttons under the answers."""
        self.asked += 1
        thread = Thread("slack", "T0FIRST", f"D0{who}", f"{self.asked}.0")
        await self.say(who, thread, question)
        for round, action in enumerate(presses, start=1):
            await self.say(who, thread, "", Press(action, str(round)))
        await self.learning.refresh()
        return thread

    async def say(self, who: str, thread: Thread, text: str, pressed: Press | None = None) -> None:
        self.clock.advance(timedelta(seconds=1))
        asker = Person("slack", "T0FIRST", f"U0{who}", who, "en")
        delivery = f"{who}-{thread.root}-{self.clock()}"
        message = Message(delivery, thread, asker, self.clock(), text, pressed=pressed, direct=True, addressed=True)
        await self.engine.handle(message)

    async def told(self) -> Sequence[Feedback]:
        return await self.ledger.feedback.since(NOW - timedelta(days=9999), MOST)

    def edit(self, article: Article) -> None:
        """Another text of the same words, so that the search has no other reason to rank it otherwise."""
        path = self.folder / article.language / f"{article.slug}.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(article.title, f"{article.title}.", 1), encoding="utf-8")
        assert self.articles.reload().changed == ((article.language, article.slug),)

    def best(self, question: str) -> list[Article]:
        return [hit.article for hit in self.articles.search(question, "en", 2)]


@pytest.fixture
def desk(ledger: AnyLedger, tmp_path: Path) -> Desk:
    shutil.copytree(ARTICLES / "en", tmp_path / "en")
    articles = Articles([tmp_path])
    articles.reload()
    return Desk(ledger, tmp_path, articles, MovedClock())


async def answered(desk: Desk, question: str) -> str:
    """The article that somebody new is given."""
    thread = await desk.ask(f"NEW{desk.asked}", question)
    async with desk.ledger.work() as work:
        conversation = await work.conversation(thread)
    assert conversation is not None
    return conversation.tried[-1].slug


async def test_K3_what_helped_two_people_is_given_first_to_the_third_until_the_article_changes(desk: Desk) -> None:
    first, second = desk.best(QUESTIONS[2])
    assert await answered(desk, QUESTIONS[2]) == first.slug
    for who, question in zip(("MARIA", "IVAN"), QUESTIONS, strict=False):
        assert [each.slug for each in desk.best(question)] == [first.slug, second.slug]
        await desk.ask(who, question, "still", "solved")
    assert await answered(desk, QUESTIONS[2]) == second.slug
    for article in (first, second):
        desk.edit(article)
    assert await answered(desk, QUESTIONS[2]) == first.slug


async def test_K3_one_person_in_many_threads_changes_nothing(desk: Desk) -> None:
    first, _ = desk.best(QUESTIONS[2])
    for number in range(12):
        await desk.ask("MARIA", QUESTIONS[number % 2], "still", "solved")
    assert len(await desk.told()) == 24
    assert await answered(desk, QUESTIONS[2]) == first.slug


async def test_K3_one_thread_pressed_twice_counts_once(desk: Desk) -> None:
    thread = await desk.ask("MARIA", QUESTIONS[0], "solved", "solved")
    await desk.say("MARIA", thread, "", Press("solved", "1"))
    [told] = await desk.told()
    assert told.worked


async def test_K3_words_count_as_buttons_do_and_the_last_word_holds(desk: Desk) -> None:
    thread = await desk.ask("MARIA", "the vpn just hangs at connecting")
    await desk.say("MARIA", thread, "that worked, thanks")
    [told] = await desk.told()
    assert (told.worked, told.question) == (True, "the vpn just hangs at connecting")
    await desk.say("MARIA", thread, "it still doesn't work")
    assert [(each.worked, each.slug) for each in await desk.told()] == [(False, told.slug)]


async def test_K3_a_word_on_no_article_is_not_kept(desk: Desk) -> None:
    await desk.ask("MARIA", "what is the lunch menu for tomorrow?", "person")
    await desk.ask("IVAN", "I need a human")
    assert await desk.told() == []


async def test_O8_neither_names_nor_numbers_nor_secrets_are_kept_of_a_question(desk: Desk) -> None:
    [first, _] = desk.best(QUESTIONS[0])
    await desk.ask("MARIA", f"{first.title} 4411778", "solved")
    [told] = await desk.told()
    assert told.question == "", "what was masked is no way to ask"
    assert not [secret for secret in ("MARIA", "4411778") if secret in str(told)]
    assert "phish" in told.stems


async def test_K3_much_feedback_is_read_page_by_page(ledger: AnyLedger) -> None:
    told = [replace(TOLD, conversation=str(number), at=NOW + number * MINUTE) for number in range(9)]
    await keep(ledger, *told)
    taught: list[object] = []
    for page in (2, 3, 500):
        learning = Learning(ledger.feedback, taught.append, MovedClock(NOW), page)
        assert await learning.refresh()
        assert set(learning._told.values()) == set(told)


async def test_K3_what_another_process_heard_is_taken_up_and_what_was_deleted_is_forgotten(database_url: str) -> None:
    taught: list[object] = []
    async with open_ledger(database_url, DESK, PACE) as ledger:
        clock = MovedClock(NOW)
        learning = Learning(ledger.feedback, taught.append, clock)
        assert await learning.refresh()
        assert not await learning.refresh(), "nothing new"
        await keep(ledger, TOLD)
        assert await learning.refresh()
        await keep(ledger, replace(TOLD, worked=False, at=NOW - MINUTE))
        assert await learning.refresh(), "committed later than it was said"
        async with open_database(database_url, beside=True) as database, database.writing() as transaction:
            await transaction.run(update(table).values(stems=["wifi"]))
            await transaction.commit()
        clock.advance(timedelta(hours=1))
        assert await learning.refresh()
    assert len(taught) == 4
