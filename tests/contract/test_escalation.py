"""S5 S6: calls for people go up the policy until somebody has seen them, whatever stands in their way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards import Mention, Text, plain_card
from bot.desk.desk import Desk
from bot.desk.file import parse_desk
from bot.desk.rotation import Attendance, Cover
from bot.desk.teams import Step
from bot.messages import Change, Message, Thread
from bot.ports import Ledger
from bot.promises.ladder import Reached, rehearse
from tests.contract.counter import BOTH, DESK, MARIA, NADIA, PETRA, SAM, Counter
from tests.examples import up_to
from tests.fakes.memory_ledger import MemoryLedger

ON_CALL = """
[group.experts]
name = "Experts"
members = ["petra", "nadia"]

[rotation.desk]
name = "Service desk on call"
team = "service-desk"

[[rotation.desk.layer]]
members = ["sam", "nadia"]
since = 2026-11-23
at = "00:00"
shift = "daily"

[rotation.nights]
name = "Nights"
team = "network"

[[rotation.nights.layer]]
members = ["petra"]
since = 2026-01-01
shift = "weekly"
only = { mon-sun = "20:00-08:00" }
"""


def desk_with(*steps: str, wait: str = "5m", more: str = "") -> Desk:
    """The desk of two teams, whose policy takes these steps."""
    told = ", ".join(f'{{ tell = "{step}", wait = "{wait}" }}' for step in steps)
    text = DESK.replace('steps = [{ tell = "leads", wait = "5m" }]', f"{more}\nsteps = [{told}]")
    return parse_desk(text.replace('id = "service-desk"', 'id = "service-desk"\nnext_tier = "network"') + ON_CALL)


async def counter_with(desk: Desk, ledger: Ledger | None = None) -> Counter:
    """With ticket 1, Maria's, open at the service desk."""
    counter = Counter(ledger or MemoryLedger(), desk)
    await counter.ask()
    return counter


@pytest.fixture
async def counter() -> Counter:
    return await counter_with(parse_desk(DESK))


def calls(counter: Counter) -> list[tuple[str, tuple[str, ...]]]:
    """Of what was posted last, the calls for people: in which channel, who was named."""
    found = [each for each in counter.posts if each.card.buttons and "needs somebody" in each.card.title]
    return [(each.thread.channel, _named(each.card.blocks)) for each in found]


def _named(blocks: tuple[object, ...]) -> tuple[str, ...]:
    lines = [block.line for block in blocks if isinstance(block, Text)]
    return tuple(span.name for line in lines for span in line if isinstance(span, Mention) and span.notify)


async def test_S6_after_a_transfer_those_who_were_called_may_acknowledge(counter: Counter) -> None:
    await counter.order("escalate 1 help")
    await counter.order("transfer 1 network found: x")
    assert "Nadia Petrova has seen the escalation" in await counter.order("ack 1", NADIA)
    assert "no escalation that waits" in await counter.order("ack 1", PETRA)


async def test_S6_whom_no_call_reached_may_not_acknowledge_for_another_team(counter: Counter) -> None:
    await counter.order("escalate 1 help")
    assert "not in that team" in await counter.order("ack 1", PETRA)


async def test_S5_a_call_that_moves_with_its_ticket_begins_with_the_first_step_there(counter: Counter) -> None:
    await counter.order("escalate 1 help")
    await counter.order("transfer 1 network found: x", BOTH)
    await counter.wait(timedelta(minutes=6))
    assert "Sam Okafor asks for help: help" in counter.to("C0NETLEADS")


async def test_S5_each_kind_of_step_reaches_its_people_after_its_wait() -> None:
    steps = ("assignee", "oncall", "member:petra", "group:experts", "team", "team:network", "next-tier", "leads")
    counter = await counter_with(desk_with(*steps))
    await counter.order("claim 1")
    await counter.order("escalate 1 help", BOTH)
    seen = [calls(counter)]
    for _ in steps[1:]:
        await counter.wait(timedelta(minutes=5))
        seen.append(calls(counter))
    assert [each for [each] in seen] == [
        ("C0TRIAGE", ("Sam Okafor",)),
        ("C0TRIAGE", ("Sam Okafor",)),
        ("C0LEADS", ("Petra Novak",)),
        ("C0TRIAGE", ("Petra Novak", "Nadia Petrova")),
        ("C0TRIAGE", ()),
        ("C0NETWORK", ()),
        ("C0NETWORK", ()),
        ("C0LEADS", ()),
    ]


async def test_S5_steps_that_reach_nobody_are_left_out_at_once_and_the_next_says_why() -> None:
    counter = await counter_with(desk_with("assignee", "oncall:nights", "leads"))
    shown = await counter.order("escalate 1 help")
    assert calls(counter) == [("C0LEADS", ())]
    assert "Step 1 (assignee) was left out: nobody has the ticket." in shown
    assert "Step 2 (on call: nights) was left out: nobody is on call in “Nights”." in shown


async def test_S5_whoever_asks_for_help_is_not_called_and_the_next_step_follows_at_once() -> None:
    counter = await counter_with(desk_with("assignee", "oncall", "group:experts", "leads"))
    await counter.order("claim 1", NADIA)
    shown = await counter.order("escalate 1 help", NADIA)
    assert calls(counter) == [("C0TRIAGE", ("Sam Okafor",))]
    assert "Step 1 (assignee) was left out: Nadia Petrova raised it." in shown
    await counter.wait(timedelta(minutes=5))
    assert calls(counter) == [("C0TRIAGE", ("Petra Novak",))], "of several, the others are called"


async def test_S5_whoever_asks_for_help_is_not_called_when_it_begins_again_either() -> None:
    counter = await counter_with(desk_with("assignee", "leads", more='acknowledged_for = "20m"'))
    await counter.order("claim 1")
    await counter.order("reply 1 hello")
    await counter.order("escalate 1 help")
    await counter.order("ack 1", BOTH)
    await counter.wait(timedelta(minutes=21))
    assert calls(counter) == [("C0LEADS", ())]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_S5_where_nobody_else_could_be_called_whoever_asks_hears_it_and_nothing_happened(language: str) -> None:
    counter = await counter_with(desk_with("assignee", "member:sam"))
    await counter.order("claim 1")
    before = await counter.history()
    await counter.order("escalate 1 help", replace(SAM, language=language))
    told = counter.privately(replace(SAM, language=language))
    assert {"en": "Nobody was called", "ru": "Никого не позвали"}[language] in told
    assert "/ticket" in told
    assert (len(counter.posts), await counter.history()) == (1, before)
    assert (await counter.ticket()).escalated_at is None


async def test_S5_a_policy_is_repeated_as_often_as_it_says() -> None:
    counter = await counter_with(desk_with("leads", "team", more="repeat = 1"))
    await counter.order("escalate 1 help")
    seen = calls(counter)
    for _ in range(3):
        await counter.wait(timedelta(minutes=5))
        seen += calls(counter)
    assert [channel for channel, _ in seen] == ["C0LEADS", "C0TRIAGE", "C0LEADS", "C0TRIAGE"]


async def test_S6_a_call_has_a_receipt(ledger: Ledger) -> None:
    counter = await counter_with(parse_desk(DESK), ledger)
    await counter.order("escalate 1 help")
    await counter.fire()
    assert ("reached", "leads") in await counter.history()
    await counter.fire()
    assert (await counter.history()).count(("reached", "leads")) == 1


async def test_S6_a_route_that_fails_falls_to_the_next_at_once_and_says_so(ledger: Ledger) -> None:
    counter = await counter_with(desk_with("leads", "team:network", "team", wait="1h"), ledger)
    counter.refusing = {"C0LEADS": "is_archived", "C0NETWORK": "not_in_channel"}
    assert calls(counter) == []
    await counter.order("escalate 1 help")
    for _ in range(2):
        await counter.fire()
        shown = await counter.told()
    assert calls(counter) == [("C0TRIAGE", ())]
    assert "The call before this one was not delivered." in counter.to("C0TRIAGE")
    assert "A call for help was not delivered (not_in_channel)" in shown
    history = await counter.history()
    assert [detail for action, detail in history if action == "unreached"] == [
        "leads: is_archived",
        "team:network: not_in_channel",
    ]
    await counter.wait(timedelta(minutes=59))
    assert calls(counter) == [], "the next step waits from then on"


async def test_S6_a_channel_that_wants_a_long_pause_is_no_way_to_call_somebody(ledger: Ledger) -> None:
    counter = await counter_with(desk_with("leads", "team"), ledger)
    counter.refusing = {"C0LEADS": timedelta(seconds=60)}
    await counter.order("escalate 1 help")
    await counter.fire()
    shown = await counter.told()
    assert calls(counter) == [("C0TRIAGE", ())]
    assert "takes no more messages there for a while" in shown


async def test_S6_a_short_pause_is_waited_for(ledger: Ledger) -> None:
    counter = await counter_with(desk_with("leads", "team"), ledger)
    counter.refusing = {"C0LEADS": timedelta(seconds=3)}
    await counter.order("escalate 1 help")
    await counter.fire()
    counter.refusing = {}
    counter.clock.advance(timedelta(seconds=5))
    await counter.told()
    assert calls(counter) == [("C0LEADS", ())]
    assert "unreached" not in dict(await counter.history())


async def test_S6_what_arrives_after_a_short_pause_has_its_receipt(ledger: Ledger) -> None:
    counter = await counter_with(desk_with("leads", "team"), ledger)
    counter.refusing = {"C0LEADS": timedelta(seconds=3)}
    await counter.order("escalate 1 help")
    await counter.fire()
    counter.refusing = {}
    counter.clock.advance(timedelta(seconds=5))
    await counter.told()
    await counter.fire()
    assert ("reached", "leads") in await counter.history()


async def test_S6_what_fails_after_a_short_pause_falls_to_the_next_route_at_once(ledger: Ledger) -> None:
    counter = await counter_with(desk_with("leads", "team", wait="1h"), ledger)
    counter.refusing = {"C0LEADS": timedelta(seconds=3)}
    await counter.order("escalate 1 help")
    await counter.fire()
    counter.refusing = {"C0LEADS": "is_archived"}
    counter.clock.advance(timedelta(seconds=5))
    await counter.told()
    await counter.fire()
    await counter.told()
    assert calls(counter) == [("C0TRIAGE", ())]
    assert ("unreached", "leads: is_archived") in await counter.history()


async def test_S6_a_receipt_that_nobody_hastens_is_looked_at_again(ledger: Ledger) -> None:
    counter = await counter_with(desk_with("leads", "team", wait="1h"), ledger)
    counter.refusing = {"C0LEADS": timedelta(seconds=3)}
    await counter.order("escalate 1 help")
    await counter.fire()
    await counter.wait(timedelta(minutes=1))
    await counter.fire()
    counter.refusing = {}
    counter.clock.advance(timedelta(minutes=1))
    await counter.told()
    await counter.fire()
    assert [action for action, _ in await counter.history()].count("reached") == 1


async def test_S5_two_escalations_of_a_ticket_both_go_up_when_their_time_comes_together(ledger: Ledger) -> None:
    counter = await counter_with(desk_with("leads", "team", "team:network"), ledger)
    await counter.order("claim 1")
    await counter.order("escalate 1 first")
    counter.clock.advance(timedelta(seconds=30))
    await counter.order("escalate 1 second")
    shown = await counter.wait(timedelta(minutes=30))
    assert [channel for channel, _ in calls(counter)] == ["C0TRIAGE", "C0TRIAGE"]
    assert "asks for help: first" in shown
    assert "asks for help: second" in shown
    shown = await counter.wait(timedelta(hours=2))
    assert [channel for channel, _ in calls(counter)] == ["C0NETWORK", "C0NETWORK"]
    assert "asks for help: first" in shown


async def test_S6_when_no_route_works_nobody_is_called_for_ever(ledger: Ledger) -> None:
    counter = await counter_with(desk_with("leads", "team", wait="1h"), ledger)
    counter.refusing = {"C0LEADS": "is_archived", "C0TRIAGE": "is_archived"}
    await counter.order("escalate 1 help")
    for _ in range(5):
        await counter.fire()
        await counter.told()
    assert [action for action, _ in await counter.history()].count("pinged") == 2


async def test_S6_an_acknowledgement_expires_when_nothing_follows() -> None:
    counter = await counter_with(desk_with("leads", "team", wait="10m", more='acknowledged_for = "20m"'))
    await counter.order("claim 1")
    await counter.order("reply 1 hello")
    await counter.order("escalate 1 help")
    await counter.order("ack 1", BOTH)
    await counter.wait(timedelta(minutes=19))
    assert calls(counter) == []
    shown = await counter.wait(timedelta(minutes=2))
    assert calls(counter) == [("C0LEADS", ())]
    assert "Lena Fischer had seen the escalation, and nothing followed" in shown
    assert "Sam Okafor asks for help: help" in shown


async def test_S6_whatever_is_done_lets_an_acknowledgement_stand() -> None:
    counter = await counter_with(desk_with("leads", more='acknowledged_for = "20m"'))
    await counter.order("claim 1")
    await counter.order("reply 1 hello")
    await counter.order("escalate 1 help")
    await counter.order("ack 1", BOTH)
    await counter.order("note 1 I am on it", BOTH)
    await counter.wait(timedelta(minutes=21))
    assert calls(counter) == []


@pytest.mark.parametrize("change", [Change.EDITED, Change.DELETED])
async def test_S6_what_the_requester_changes_is_nothing_that_the_team_does(change: Change) -> None:
    counter = Counter(MemoryLedger(), desk_with("leads", more='acknowledged_for = "20m"'))
    thread = Thread("slack", "T0FIRST", "DU0MARIA", "1.1")
    asked = Message("q1", thread, MARIA, counter.clock(), "I need a human", direct=True, addressed=True)
    await counter.hear(asked)
    await counter.order("claim 1")
    await counter.order("reply 1 hello")
    await counter.order("escalate 1 help")
    await counter.order("ack 1", BOTH)
    await counter.hear(replace(asked, delivery="e1", text="I need a human now", change=change, about="q1"))
    assert change.value in dict(await counter.history())
    await counter.wait(timedelta(minutes=21))
    assert calls(counter) == [("C0LEADS", ())]


TELL = st.sampled_from(
    ["assignee", "oncall", "oncall:nights", "member:petra", "group:experts", "team", "next-tier", "leads"]
)
STEPS = st.lists(st.builds(Step, TELL, st.integers(0, 900).map(lambda s: timedelta(minutes=s))), min_size=1, max_size=6)


@given(STEPS, st.booleans(), st.booleans(), st.integers(0, 48))
@settings(up_to(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_S5_what_is_simulated_is_what_happens(
    steps: list[Step], claimed: bool, covered: bool, hours: int
) -> None:
    desk = desk_with("leads")
    teams = tuple(replace(team, escalation=replace(team.escalation, steps=tuple(steps))) for team in desk.teams)
    counter = Counter(MemoryLedger(), replace(desk, teams=teams))
    counter.clock.set(timedelta(hours=hours))
    await counter.ask()
    if claimed:
        await counter.order("claim 1")
    begun = counter.clock()
    cover = Cover("c", "nights", "lena", begun, begun + timedelta(hours=5), "lena", begun)
    if covered:
        async with counter.ledger.work() as work:
            await work.save_cover(cover)
            await work.commit()
    attendance = Attendance((cover,) if covered else ())
    expected = [
        (at, each.thread.channel, tuple(member.name for member in each.people))
        for at, each in rehearse(counter.desk, await counter.ticket(), begun, attendance, by_hand=True, raised_by="sam")
        if isinstance(each, Reached)
    ]
    happened = []
    await counter.engine.handle(counter.command("escalate 1 help"))
    for at, *_ in expected or [(begun, "", ())]:
        counter.clock.now = at
        await counter.fire()
        counter.clock.now = at
        await counter.told()
        happened += [(at, channel, people) for channel, people in calls(counter)]
    assert happened == expected
    counter.clock.now = datetime(2027, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["escalate 1", "эскалация 1"])
async def test_S5_who_escalates_says_why(text: str) -> None:
    counter = await counter_with(desk_with("leads"))
    await counter.order(text)
    assert {"escalate 1": "The words are missing", "эскалация 1": "Не хватает текста"}[text] in "".join(
        plain_card(each.card) for each in counter.posts
    )
    assert (await counter.ticket()).escalated_at is None


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_S6_nobody_acknowledges_their_own_call_for_help(language: str) -> None:
    counter = await counter_with(desk_with("leads"))
    await counter.order("escalate 1 help")
    await counter.order("ack 1", replace(SAM, language=language))
    told = counter.privately(replace(SAM, language=language))
    assert {"en": "somebody else acknowledges it", "ru": "подтверждает кто-то другой"}[language] in told
    assert "/ticket" in told
    assert "acknowledged" not in [action for action, _ in await counter.history()]
    await counter.order("ack 1", NADIA)
    assert "acknowledged" in [action for action, _ in await counter.history()]


async def test_S6_of_several_calls_only_ones_own_is_left_to_others() -> None:
    counter = await counter_with(desk_with("leads"))
    await counter.order("escalate 1 help")
    await counter.order("escalate 1 more help", NADIA)
    await counter.order("ack 1")
    async with counter.ledger.work() as work:
        running = await work.running_escalations(1)
    assert [each.raised_by for each in running] == ["sam"]


async def test_S6_who_is_alone_in_a_team_may_acknowledge_their_own_call() -> None:
    others = [line for line in DESK.splitlines() if "nadia" in line or "lena" in line]
    counter = await counter_with(parse_desk(DESK.replace("\n".join(others[:2]), "", 1)))
    await counter.order("escalate 1 help")
    await counter.order("ack 1")
    assert "acknowledged" in [action for action, _ in await counter.history()]
