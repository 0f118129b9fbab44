"""T3, T6, T7, T9, T10: what commands on tickets do, on every ledger: who is told, where, and what is kept."""

from datetime import timedelta

import pytest

from bot.messages import Message, Person, Side, Thread
from bot.ports import Ledger
from bot.tickets.ticket import Priority, Status
from tests.contract.counter import BOTH, IVAN, MARIA, NADIA, PETRA, SAM, Counter

DAY = timedelta(days=1)
MARIAS, IVANS = f"D{MARIA.id}", f"D{IVAN.id}"


@pytest.fixture
async def counter(ledger: Ledger) -> Counter:
    """With ticket 1 of Maria open."""
    counter = Counter(ledger)
    await counter.ask()
    return counter


async def test_T6_asked_held_and_gone_on_with(counter: Counter) -> None:
    await counter.order("claim 1")
    await counter.order("ask 1 Which office?")
    assert "Which office?" in counter.to(MARIAS)
    assert (await counter.ticket()).status is Status.PENDING
    assert "pending" in counter.to("C0TRIAGE")
    assert await counter.wait(5 * DAY) == "", "no clock runs while the requester is asked"
    await counter.ask("Lisbon")
    assert "Lisbon" in counter.to("C0TRIAGE")
    assert (await counter.ticket()).status is Status.OPEN
    await counter.order("hold 1 a laptop for the thief")
    assert "thief" not in counter.to(MARIAS)
    assert "on hold" in counter.to(MARIAS)
    assert "thief" in counter.to("C0TRIAGE")
    await counter.ask("any news?")
    assert (await counter.ticket()).status is Status.ON_HOLD
    await counter.order("open 1")
    assert ((await counter.ticket()).status, (await counter.ticket()).held_for) == (Status.OPEN, "")
    actions = [action for action, _ in await counter.history()]
    assert actions == ["opened", "claimed", "replied", "pending", "relayed", "held", "relayed", "unheld"]


async def test_S5_nothing_is_escalated_while_it_is_on_hold_and_all_that_is_due_after_it(counter: Counter) -> None:
    await counter.order("hold 1 a part")
    assert await counter.wait(DAY) == ""
    await counter.order("unhold 1")
    assert "needs somebody" in await counter.wait(timedelta(minutes=10))


async def test_T3_assigned_sorted_and_tagged(counter: Counter) -> None:
    await counter.order("assign 1 @Nadia Petrova")
    assert "assigned it to Nadia" in counter.to("C0TRIAGE")
    assert "Nadia Petrova is looking at" in counter.to(MARIAS)
    await counter.order("приоритет 1 срочный")
    await counter.order("категория 1 VPN")
    await counter.order("tag 1 #Lisbon, vpn")
    await counter.order("untag 1 vpn")
    ticket = await counter.ticket()
    assert (ticket.assignee, ticket.status, ticket.priority) == ("nadia", Status.OPEN, Priority.URGENT)
    assert (ticket.category, ticket.tags) == ("vpn", ("lisbon",))
    shown = await counter.order("show 1")
    assert "priority (normal → urgent)" in shown
    assert "lisbon" in shown
    assert "lisbon" not in await counter.ask("ticket show 1"), "tags are the team's own"
    assert ("priority", "normal → urgent") in await counter.history()


async def test_T3_me_is_whoever_says_so(counter: Counter) -> None:
    await counter.order("assign 1 me", NADIA)
    assert (await counter.ticket()).assignee == "nadia"


async def test_T6_closed_by_an_agent_with_a_reason_that_the_requester_reads(counter: Counter) -> None:
    await counter.order("close 1 Not a fault, the fair is over.")
    assert "Not a fault, the fair is over." in counter.to(MARIAS)
    assert (await counter.ticket()).status is Status.CLOSED
    await counter.order("close 1 again")
    assert "/ticket reopen 1" in counter.privately(SAM)
    await counter.ask("no, it is still broken")
    assert (await counter.ticket()).status is not Status.CLOSED


async def test_T6_silence_after_the_solution_closes_it(counter: Counter) -> None:
    await counter.order("resolve 1 done")
    await counter.ask("thanks")
    await counter.wait(6 * DAY)
    assert (await counter.ticket()).status is Status.RESOLVED
    await counter.wait(DAY)
    assert (await counter.ticket()).status is Status.CLOSED
    assert "nothing more was said that waits for an answer" in counter.to(MARIAS)
    assert not any(each.card.buttons for each in counter.posts)


async def test_T6_words_after_the_solution_hold_it_until_they_are_answered(counter: Counter) -> None:
    await counter.order("resolve 1 done")
    await counter.wait(6 * DAY)
    await counter.ask("the second chair in the meeting room is broken too, what about it?")
    assert "/ticket reopen 1" in counter.to("C0TRIAGE"), "the team is told what waits for them"
    assert "/ticket reopen 1" not in counter.to(MARIAS)
    assert await counter.wait(30 * DAY) == ""
    assert (await counter.ticket()).status is Status.RESOLVED
    await counter.order("reopen 1")
    await counter.order("reply 1 It is mended too.")
    await counter.order("resolve 1 both chairs")
    await counter.wait(7 * DAY)
    assert (await counter.ticket()).status is Status.CLOSED


async def test_T6_words_that_hold_it_are_settled_by_the_requesters_word(counter: Counter) -> None:
    await counter.order("resolve 1 done")
    await counter.ask("I shall try tomorrow, the machine is at home")
    await counter.wait(8 * DAY)
    assert (await counter.ticket()).status is Status.RESOLVED
    await counter.ask("works, thanks")
    assert (await counter.ticket()).status is Status.CLOSED


async def test_T6_what_a_colleague_answers_in_the_thread_lets_silence_close_it_again(counter: Counter) -> None:
    await counter.order("resolve 1 done")
    await counter.ask("the second chair is broken too, what about it?")
    thread = Thread("slack", "T0FIRST", MARIAS, "1.1")
    answer = Message(counter.delivery(), thread, SAM, counter.clock(), "Somebody mends it on Monday.", addressed=True)
    await counter.hear(answer)
    await counter.wait(7 * DAY)
    assert (await counter.ticket()).status is Status.CLOSED


async def test_T6_reopened_in_time_it_is_not_closed_by_silence(counter: Counter) -> None:
    await counter.order("resolve 1 done")
    await counter.ask("it is still broken")
    await counter.wait(30 * DAY)
    assert (await counter.ticket()).status is Status.NEW or (await counter.ticket()).status is Status.OPEN


async def test_T6_closed_too_long_agents_are_told_how_and_requesters_get_a_linked_ticket(counter: Counter) -> None:
    await counter.order("resolve 1 done")
    await counter.ask("it works")
    await counter.wait(15 * DAY)
    await counter.order("reopen 1")
    assert "/ticket split 1" in counter.privately(SAM)
    await counter.ask("it is still broken")
    second = await counter.ticket(2)
    assert (second.links, (await counter.ticket(1)).links) == ((1,), (2,))
    assert "Ticket #2 is open" in counter.to(MARIAS)
    assert "it is still broken" in counter.to("C0TRIAGE")
    await counter.ask("and the screen is dark")
    assert (await counter.history(2))[-1][0] == "relayed"


async def test_T7_handed_to_another_team_it_has_its_card_there(counter: Counter) -> None:
    await counter.order("claim 1")
    await counter.order("передать 1 network пробовали: новый кабель; выяснили: порт мёртв; дальше: другой порт")
    ticket = await counter.ticket()
    assert (ticket.team, ticket.assignee, ticket.status) == ("network", "", Status.NEW)
    old, new = counter.to("C0TRIAGE"), counter.to("C0NETWORK")
    assert "Handed to Network and cables" in old
    assert new.startswith("#1")
    assert all(part in new for part in ("новый кабель", "порт мёртв", "другой порт"))
    edited = next(each for each in counter.posts if each.edits)
    assert (edited.thread.channel, edited.card.buttons) == ("C0TRIAGE", ())
    await counter.ask("any news?")
    assert "any news?" in counter.to("C0NETWORK")
    assert "any news?" not in counter.to("C0TRIAGE")
    await counter.order("claim 1", SAM)
    assert "Only Network and cables can do this" in counter.privately(SAM)
    thread = await counter.thread(1, Side.TRIAGE)
    said = Message(counter.delivery(), thread, PETRA, counter.clock(), "claim", addressed=True)
    await counter.hear(said)
    assert (await counter.ticket()).assignee == "petra"
    assert "needs somebody" not in await counter.wait(timedelta(minutes=11))


async def test_T7_the_second_bounce_goes_to_the_leads(counter: Counter) -> None:
    await counter.order("transfer 1 network found: a dead port")
    assert not counter.to("C0NETLEADS")
    await counter.order("transfer 1 service-desk found: the port is fine", PETRA)
    assert "handed from team to team 2 times" in counter.to("C0LEADS")
    ping = next(each for each in counter.posts if each.thread.channel == "C0LEADS")
    assert [button.action for button in ping.card.buttons] == ["ack"]
    assert counter.to("C0TRIAGE").count("#1 ·") == 1, "a card of its own again"
    await counter.press("ack", ping.card.buttons[0].value, BOTH)
    assert "Acknowledged by Lena" in counter.to("C0LEADS")


async def test_T7_handed_to_a_person_it_is_theirs(counter: Counter) -> None:
    await counter.order("hold 1 a part")
    await counter.order("transfer 1 petra next: call the provider")
    ticket = await counter.ticket()
    assert [action for action, _ in await counter.history()] == ["opened", "held", "unheld", "transferred"]
    assert (ticket.team, ticket.assignee, ticket.status) == ("network", "petra", Status.OPEN)
    assert "Petra Novak is looking at" in counter.to(MARIAS)


async def test_T9_merged_both_requesters_are_told_once_and_hear_the_same_from_then_on(counter: Counter) -> None:
    await counter.ask("позовите человека, у нас то же самое", IVAN, "2.2")
    await counter.order("merge 2 into 1")
    assert counter.to(IVANS).count("№ 1") == 1
    assert counter.to(MARIAS).count("#1") == 1
    assert "то же самое" in counter.to("C0TRIAGE"), "the words are in the survivor's thread"
    merged = await counter.ticket(2)
    assert (merged.status, merged.merged_into) == (Status.CLOSED, 1)
    await counter.ask("у соседей тоже", IVAN, "2.2")
    assert "у соседей тоже" in counter.to("C0TRIAGE")
    assert (await counter.history(1))[-1][0] == "relayed"
    await counter.order("reply 1 We look at the switch")
    assert all("We look at the switch" in counter.to(channel) for channel in (MARIAS, IVANS))
    await counter.order("reply 2 hello")
    assert "/ticket show 1" in counter.privately(SAM)
    await counter.order("resolve 1 The switch was replaced")
    assert all("The switch was replaced" in counter.to(channel) for channel in (MARIAS, IVANS))
    await counter.ask("спасибо, помогло", IVAN, "2.2")
    assert (await counter.ticket(1)).status is Status.RESOLVED, "its own requester closes it"
    await counter.ask("it works")
    assert (await counter.ticket(1)).status is Status.CLOSED
    assert all(counter.to(channel) for channel in (MARIAS, IVANS))


async def test_T9_T6_long_closed_each_requester_of_merged_tickets_gets_their_own_new_one(counter: Counter) -> None:
    await counter.ask("позовите человека, секретный проектор", IVAN, "2.2")
    await counter.order("merge 1 2")
    await counter.order("resolve 2 done")
    await counter.ask("when did you do that?")
    assert counter.to(IVANS) == "", "somebody else's words ask him nothing"
    await counter.ask("помогло", IVAN, "2.2")
    await counter.wait(60 * DAY)
    await counter.ask("it is still broken")
    third = await counter.ticket(3)
    assert (third.requester, third.links, (await counter.ticket(1)).links) == (MARIA, (1,), (3,))
    assert "проектор" not in counter.to(MARIAS)
    assert "проектор" not in await counter.ask("ticket show 3")


async def test_T9_merged_twice_everybody_still_hears(counter: Counter) -> None:
    for root in ("2.2", "3.3"):
        await counter.ask("человек", Person("slack", "T0FIRST", f"U{root}", root, "ru"), root)
    await counter.order("merge 3 2")
    await counter.order("merge 2 1")
    assert (await counter.ticket(1)).absorbed == (2, 3)
    await counter.order("reply 1 We look at it")
    assert all("We look at it" in counter.to(channel) for channel in (MARIAS, "DU2.2", "DU3.3"))
    await counter.ask("ещё", Person("slack", "T0FIRST", "U3.3", "3.3", "ru"), "3.3")
    assert (await counter.history(1))[-1][0] == "relayed"


async def test_T9_merging_what_cannot_be_is_refused_clearly(counter: Counter) -> None:
    await counter.ask("человек", IVAN, "2.2")
    await counter.order("merge 1 1")
    assert "with itself" in counter.privately(SAM)
    await counter.order("merge 1 99")
    assert "There is no ticket #99" in counter.privately(SAM)
    await counter.order("merge 2 1")
    await counter.order("merge 2 1")
    assert "was merged into ticket #1" in counter.privately(SAM)
    await counter.order("split 1 something else")
    await counter.order("merge 3 2")
    assert "/ticket merge 3 1" in counter.privately(SAM)
    await counter.order("close 1 nothing to do")
    await counter.order("merge 3 1")
    assert "/ticket reopen 1" in counter.privately(SAM)
    assert (await counter.ticket(3)).status is Status.NEW


async def test_T9_split_and_linked_both_ways(counter: Counter) -> None:
    await counter.order("split 1 the printer is dead too")
    second = await counter.ticket(2)
    assert (second.requester, second.question, second.links) == (MARIA, "the printer is dead too", (1,))
    assert "Ticket #2 is open" in counter.to(MARIAS)
    assert "#2" in await counter.order("show 1")
    await counter.order("unlink 1 2")
    assert ((await counter.ticket(1)).links, (await counter.ticket(2)).links) == ((), ())
    await counter.order("связать 1 с 2")
    assert ((await counter.ticket(1)).links, (await counter.ticket(2)).links) == ((2,), (1,))
    await counter.order("link 1 2")
    assert "linked already" in counter.privately(SAM)
    thread = await counter.thread(2, Side.REQUEST)
    await counter.hear(Message(counter.delivery(), thread, MARIA, counter.clock(), "the red one"))
    assert (await counter.history(2))[-1][0] == "relayed"


async def test_T10_macros_are_listed_filled_and_refused(counter: Counter) -> None:
    await counter.order("macro 1 restart")
    assert "Hello Maria Silva, please restart it. Sam Okafor, Service desk, #1" in counter.to(MARIAS)
    assert "restart: Hello {requester}" in await counter.order("macro")
    await counter.order("macro 1 nonsense")
    assert "/ticket macro" in counter.privately(SAM)
    await counter.order("macro 1 again")
    assert "none was given" in counter.privately(SAM)


async def test_T3_search_stays_within_ones_teams_and_ones_own(counter: Counter) -> None:
    await counter.ask("позовите человека, проектор в переговорной мигает", IVAN, "2.2")
    await counter.order("transfer 2 network found: the payroll of acme")
    assert "#2" in await counter.order("search проэктор", PETRA)
    assert "#2" not in await counter.order("search проектор", SAM)
    assert "№ 2" in await counter.ask("ticket найти проектор мигает", IVAN, "2.2")
    assert "#2" not in await counter.ask("ticket search проектор")
    assert "#1" in await counter.order("search #1")
    await counter.order("tag 1 secret-word")
    assert "#1" in await counter.order("search secret-word")
    assert "#1" not in await counter.ask("ticket search secret-word"), "tags are the team's own"


async def test_T2_more_shows_what_else_can_be_done_and_its_forms_do_it(counter: Counter) -> None:
    await counter.press("more")
    [card] = [each.card for each in counter.posts if each.private_to == SAM]
    assert [button.action for button in card.buttons] == ["ask", "hold", "transfer", "priority", "close"]
    assert all(button.form for button in card.buttons)
    await counter.press("priority", text="high")
    await counter.press("hold", text="a part")
    await counter.press("more")
    [card] = [each.card for each in counter.posts if each.private_to == SAM]
    assert [button.action for button in card.buttons if not button.form] == ["unhold"]
    await counter.press("unhold")
    await counter.press("transfer", to="network", tried="", found="it is the cable: broken", next="a new one")
    assert "it is the cable: broken" in counter.to("C0NETWORK")
    assert (await counter.ticket()).priority is Priority.HIGH
    await counter.press("more")
    assert "Only Network and cables" in counter.privately(SAM)
    await counter.press("more", who=MARIA)
    assert "not in any of its teams" in counter.privately(MARIA)
    await counter.press("close", text="a double", who=PETRA)
    await counter.press("more", who=PETRA)
    assert "out of date" in counter.privately(PETRA)


async def test_T13_one_question_after_closing_and_a_bad_answer_goes_to_the_leads(counter: Counter) -> None:
    await counter.order("close 1 no fault")
    shown = await counter.wait(timedelta(hours=1))
    assert "How did it go with ticket #1?" in shown
    [card] = [each.card for each in counter.posts]
    assert [button.value for button in card.buttons] == ["1:5", "1:4", "1:3", "1:2", "1:1"]
    await counter.press("rate", "1:1", NADIA)
    assert (await counter.ticket()).rating == 0, "only its requester's word counts"
    await counter.press("rate", "1:9", MARIA)
    assert (await counter.ticket()).rating == 0
    await counter.press("rate", "1:2", MARIA)
    assert "Badly" in counter.to("C0LEADS")
    await counter.press("rate", "1:2", MARIA)
    assert counter.posts == [], "the same press again says nothing new"
    await counter.press("remark", "1", MARIA, text="I waited all day")
    assert "I waited all day" in counter.to("C0LEADS")
    assert (await counter.ticket()).rating == 2


async def test_T13_nobody_is_asked_again_before_their_time(counter: Counter) -> None:
    await counter.order("close 1 no fault")
    assert "How did it go" in await counter.wait(timedelta(hours=1))
    await counter.press("rate", "1:5", MARIA)
    assert counter.to("C0LEADS") == ""
    for number, days in ((2, 1), (3, 30)):
        await counter.ask(root=f"{number}.2")
        counter.clock.advance(days * DAY)
        await counter.order(f"close {number} no fault")
        asked = "How did it go" in await counter.wait(timedelta(hours=1))
        assert asked == (days >= 30)


async def test_T13_reopened_in_the_meantime_nobody_is_asked(counter: Counter) -> None:
    await counter.order("resolve 1 done")
    await counter.ask("it works")
    await counter.order("reopen 1")
    assert "How did it go" not in await counter.wait(timedelta(hours=2))


async def test_T7_the_new_team_reads_what_was_said_before(counter: Counter) -> None:
    await counter.ask("the socket is under the window")
    await counter.order("reply 1 Please try the other socket")
    await counter.order("note 1 third time this month")
    thread = await counter.thread(1, Side.TRIAGE)
    await counter.hear(Message(counter.delivery(), thread, NADIA, counter.clock(), "looks like the switch"))
    await counter.order("transfer 1 network found: the port is dead")
    said = ("Maria Silva wrote: the socket is under", "the other socket", "third time", "Nadia Petrova: looks like")
    there = counter.to("C0NETWORK")
    places = [there.find(each) for each in said]
    assert -1 not in places, there
    assert places == sorted(places), there
    assert "while Service desk had it" in there
    assert not any(each in counter.to(MARIAS) for each in said)
    thread = await counter.thread(1, Side.TRIAGE)
    await counter.hear(Message(counter.delivery(), thread, PETRA, counter.clock(), "the switch is fine"))
    await counter.order("transfer 1 service-desk found: nothing", PETRA)
    assert all(each in counter.to("C0TRIAGE") for each in (*said, "Petra Novak: the switch is fine"))


async def test_T7_handed_over_before_anything_was_said_there_is_nothing_to_bring(counter: Counter) -> None:
    await counter.order("transfer 1 network found: the port is dead")
    assert "What was said while" not in counter.to("C0NETWORK")


async def test_T7_T9_what_came_with_a_merged_ticket_goes_to_the_new_team_too(counter: Counter) -> None:
    await counter.ask("I need a human, lift 4", IVAN, "2.2")
    await counter.ask("it hangs", IVAN, "2.2")
    await counter.order("merge 2 1")
    await counter.order("transfer 1 network found: the port is dead")
    assert "lift 4" in counter.to("C0NETWORK")
    assert "it hangs" in counter.to("C0NETWORK")


@pytest.mark.parametrize("root", ["", "9.1"])
async def test_T3_whoever_only_mentions_us_among_the_team_is_shown_the_commands(counter: Counter, root: str) -> None:
    thread = Thread("slack", "T0FIRST", "C0TRIAGE", root)
    await counter.hear(Message(counter.delivery(), thread, SAM, counter.clock(), "", addressed=True))
    assert "Commands of /ticket" in counter.privately(SAM)
    assert "I do not know" not in counter.privately(SAM)


async def test_T7_assigned_to_somebody_of_another_team_the_way_is_a_transfer(counter: Counter) -> None:
    await counter.order("assign 1 petra")
    assert "Network and cables" in counter.privately(SAM)
    assert "/ticket transfer 1 petra found:" in counter.privately(SAM)
    assert "nadia" not in counter.privately(SAM)


async def test_S5_history_says_who_was_told_of_an_escalation(counter: Counter) -> None:
    await counter.order("escalate 1 help")
    shown = await counter.order("show 1")
    assert "passed the escalation on (leads)" in shown


async def test_T6_words_after_the_window_are_what_the_new_ticket_is_about(counter: Counter) -> None:
    await counter.order("resolve 1 done")
    await counter.ask("it works")
    await counter.wait(15 * DAY)
    await counter.ask("the chair creaks")
    second = await counter.ticket(2)
    assert (second.question, second.context, second.links) == ("the chair creaks", ("I need a human", "done"), (1,))
    assert counter.to("C0TRIAGE").count("Maria Silva wrote") == 0, "they stand on the card"
    assert "#2 · the chair creaks" in counter.to("C0TRIAGE")


async def test_T6_words_that_ask_nothing_new_leave_the_question_as_it_was(counter: Counter) -> None:
    await counter.order("resolve 1 done")
    await counter.ask("it works")
    await counter.wait(15 * DAY)
    await counter.ask("it did not help")
    assert ((await counter.ticket(2)).question, (await counter.ticket(2)).context) == ("I need a human", ("done",))
    assert "wrote:\n> it did not help" in counter.to("C0TRIAGE")


async def test_T9_the_requester_reads_what_a_ticket_that_was_split_off_is_about(counter: Counter) -> None:
    await counter.order("split 1 the printer as well")
    assert "the printer as well" in counter.to(MARIAS)
