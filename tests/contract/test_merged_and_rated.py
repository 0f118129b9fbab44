"""T9 T13: tickets of several requesters, people who have left a team, and ratings that come late or often."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.teams.cards import render
from bot.cards import plain_card
from bot.messages import Message, Thread
from bot.tickets.ticket import MOST_PARTS
from tests.contract.counter import BOTH, IVAN, MARIA, NADIA, PETRA, SAM, Counter
from tests.fakes.memory_ledger import MemoryLedger


@pytest.fixture
async def counter() -> Counter:
    """With ticket 1, Maria's, open."""
    counter = Counter(MemoryLedger())
    await counter.ask()
    return counter


async def test_T10_a_macro_calls_each_requester_by_their_own_name(counter: Counter) -> None:
    await counter.ask(who=IVAN, root="2.2")
    await counter.order("merge 2 1")
    await counter.order("macro 1 restart")
    assert "Maria" not in counter.to("DU0IVAN")
    assert "Maria" in counter.to("DU0MARIA")


async def test_T9_all_who_wait_hear_of_an_escalation(counter: Counter) -> None:
    await counter.ask(who=IVAN, root="2.2")
    await counter.order("merge 2 1")
    await counter.order("escalate 1 help")
    assert counter.to("DU0IVAN")


async def test_T9_words_of_a_merged_requester_who_is_an_agent_are_no_answer(counter: Counter) -> None:
    await counter.ask(who=NADIA, root="2.2")
    await counter.order("merge 2 1")
    await counter.ask("it got worse", NADIA, "2.2")
    assert (await counter.ticket()).answered_at is None


async def test_T9_what_a_colleague_says_to_one_requester_is_no_answer_to_the_other(counter: Counter) -> None:
    await counter.ask(who=IVAN, root="2.2")
    await counter.order("merge 2 1")
    thread = Thread("slack", "T0FIRST", f"D{IVAN.id}", "2.2")
    await counter.hear(Message(counter.delivery(), thread, SAM, counter.clock(), "hello Ivan"))
    assert (await counter.ticket()).answered_at is None


async def test_T9_merging_makes_no_more_tags_than_a_ticket_may_have(counter: Counter) -> None:
    await counter.ask(who=IVAN, root="2.2")
    await counter.order("tag 1 " + " ".join(f"a{number}" for number in range(20)))
    await counter.order("tag 2 " + " ".join(f"b{number}" for number in range(20)))
    await counter.order("merge 2 1")
    assert len((await counter.ticket()).tags) == 20


async def test_T13_the_leads_hear_of_one_rating_and_one_remark(counter: Counter) -> None:
    await counter.order("close 1 no fault")
    await counter.wait(timedelta(hours=2))
    told = 0
    for again in range(4):
        await counter.press("rate", f"1:{1 + again % 2}", MARIA)
        told += bool(counter.to("C0LEADS"))
        await counter.press("remark", "1", MARIA, text="slow")
        told += bool(counter.to("C0LEADS"))
    assert told == 2


async def test_T13_a_rating_that_comes_once_it_is_open_again_changes_nothing(counter: Counter) -> None:
    await counter.order("close 1 no fault")
    await counter.wait(timedelta(hours=2))
    await counter.order("reopen 1")
    await counter.order("claim 1")
    await counter.order("resolve 1 fixed")
    key = (await counter.ticket()).answer_key
    await counter.press("rate", "1:5", MARIA)
    assert all(key not in post.edits for post in counter.posts)


async def test_T7_a_lead_who_decides_is_not_asked_to_decide(counter: Counter) -> None:
    lead = next(member for member in counter.desk.teams[0].members if member.role == "lead")
    await counter.order("transfer 1 network found: x", BOTH)
    await counter.order("transfer 1 service-desk found: x", BOTH)
    who = replace(SAM, id=dict(lead.ids)["slack"], name=lead.name)
    shown = await counter.order("transfer 1 network found: decided", who)
    assert "please decide" not in shown


async def test_T3_who_has_left_a_team_no_longer_sees_its_tickets(counter: Counter) -> None:
    await counter.order("claim 1")
    first, second, *others = counter.desk.teams
    sam = next(member for member in first.members if member.handle == "sam")
    left = replace(first, members=tuple(member for member in first.members if member is not sam))
    counter.desk = replace(counter.desk, teams=(left, replace(second, members=(*second.members, sam)), *others))
    assert "human" not in await counter.order("mine")


async def test_T3_tickets_of_a_team_that_is_gone_are_the_first_teams(counter: Counter) -> None:
    counter.desk = replace(counter.desk, teams=(counter.desk.teams[1],))
    await counter.order("claim 1", PETRA)
    assert (await counter.ticket()).assignee == "petra"


async def test_T9_a_long_talk_comes_in_cards_that_can_be_read(counter: Counter) -> None:
    await counter.ask(who=IVAN, root="2.2")
    for number in range(40):
        await counter.ask(f"слово {number} " + "длинное " * 120, IVAN, "2.2")
    shown = await counter.order("merge 2 1")
    cards = [post.card for post in counter.posts if "слово" in plain_card(post.card)]
    assert len(cards) == MOST_PARTS
    assert [warnings for card in cards if (warnings := render(card)[1])] == [], "nothing is left out for Teams"
    there = {number for number in range(40) if f"слово {number} " in shown}
    assert there == set(range(len(there))), "the oldest first, and none left out between"
    assert f"{40 - len(there)} more messages are in the thread of #2’s card." in shown


async def test_T9_what_came_with_an_earlier_merge_comes_along(counter: Counter) -> None:
    await counter.ask(who=IVAN, root="2.2")
    await counter.ask(who=NADIA, root="3.3")
    await counter.order("note 3 the cable is broken")
    await counter.order("merge 3 2")
    assert "cable" in await counter.order("merge 2 1")


async def test_T9_what_was_called_back_does_not_come_along(counter: Counter) -> None:
    counter.desk = replace(counter.desk, undo_within=timedelta(seconds=20))
    await counter.ask(who=IVAN, root="2.2")
    await counter.order("reply 2 wrong window")
    await counter.order("undo 2")
    assert "wrong" not in await counter.order("merge 2 1")


async def test_T9_linked_tickets_name_the_one_that_lives_on(counter: Counter) -> None:
    await counter.ask(who=IVAN, root="2.2")
    await counter.ask(who=IVAN, root="3.3")
    await counter.order("link 2 3")
    await counter.order("merge 2 1")
    assert (await counter.ticket(3)).links == (1, 2)
    await counter.order("unlink 1 3")
    assert ((await counter.ticket()).links, (await counter.ticket(3)).links) == ((), (2,))


async def test_T9_a_merged_requester_sees_of_the_other_only_what_both_wait_for(counter: Counter) -> None:
    await counter.ask("my password does not work on the payroll page, I need a human", MARIA, "5.5")
    await counter.ask(who=IVAN, root="2.2")
    await counter.order("tag 1 secret")
    await counter.order("merge 3 1")
    shown = await counter.order("show 1", IVAN)
    assert "I need a human" in shown
    assert "secret" not in shown
    assert "human" not in await counter.order("show 2", IVAN), "that one is still another's"


async def test_T9_T13_what_the_one_said_of_the_agent_is_not_read_by_the_other(counter: Counter) -> None:
    await counter.ask(who=IVAN, root="2.2")
    await counter.order("merge 2 1")
    await counter.order("close 1 no fault")
    await counter.wait(timedelta(hours=2))
    await counter.press("rate", "1:2", MARIA)
    await counter.press("remark", "1", MARIA, text="Sam was rude")
    assert "Sam was rude" in await counter.order("show 1", MARIA)
    assert "Sam was rude" in await counter.order("show 1", BOTH)
    others = await counter.order("show 1", IVAN)
    assert "no fault" in others
    assert "rude" not in others
    assert "(2)" not in others


async def test_T13_thanks_stay_when_it_is_opened_and_closed_again(counter: Counter) -> None:
    await counter.order("close 1 no fault")
    await counter.wait(timedelta(hours=2))
    await counter.press("rate", "1:5", MARIA)
    shown = [await counter.order(text) for text in ("reopen 1", "claim 1", "resolve 1 done", "close 1 done")]
    assert "How did it go" not in "\n".join(shown)


async def test_T9_of_much_that_was_said_a_merge_says_where_the_earlier_words_are(counter: Counter) -> None:
    await counter.ask()
    await counter.ask(who=IVAN, root="2.2")
    for number in range(50):
        await counter.engine.handle(counter.command(f"note 1 word {number}"))
    await counter.told()
    await counter.ask("and this")
    told = await counter.order("merge 1 2")
    assert "What was said before that is in the thread of #1’s card." in told
    assert "word 49" in told
