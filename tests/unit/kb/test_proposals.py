"""K9: which confirmed questions become proposals for an article's aliases."""

from dataclasses import replace
from datetime import UTC, datetime

from kb.feedback import Feedback, gist_of
from kb.proposals import Declined, Proposal, may_be_alias, propose
from tests.unit.kb.samples import article

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
VPN = article("vpn", "VPN does not connect", "cannot connect to vpn")
LONG = "the tunnel from my flat to head office gateway dies after lunch"


def said(question: str, person: str = "a", *, worked: bool = True) -> Feedback:
    stems = gist_of(question)
    return Feedback("vpn", "en", VPN.digest, person, f"{person}/{question}", stems, question, worked, NOW)


def proposed(*told: Feedback, declined: tuple[Declined, ...] = ()) -> list[tuple[str, int]]:
    return [(each.alias, each.people) for each in propose(told, [VPN], declined)]


def test_K9_one_clear_question_of_one_person_is_proposed() -> None:
    assert proposed(said("tunnel never comes up")) == [("tunnel never comes up", 1)]


def test_K9_a_vague_or_long_question_needs_two_persons() -> None:
    for question in ("tunnel", LONG):
        assert proposed(said(question)) == []
        assert proposed(said(question), replace(said(question), conversation="again")) == [], "the same person"
        assert proposed(said(question), said(question, "b")) == [(question, 2)]


def test_K9_like_questions_are_one_proposal_in_the_words_nearest_to_all() -> None:
    told = [
        said("office tunnel is down", "a"),
        said("tunnel to the office down", "b"),
        said("my office tunnel down today", "c"),
    ]
    assert proposed(*told) == [("office tunnel is down", 3)]


def test_K9_what_an_alias_says_already_is_not_proposed() -> None:
    assert proposed(said("i cannot connect to the vpn"), said("vpn cannot connect", "b")) == []


def test_K9_where_as_many_say_that_it_failed_nothing_is_proposed() -> None:
    told = [said("tunnel never comes up"), said("tunnel never comes up", "b", worked=False)]
    assert proposed(*told) == []
    assert proposed(*told, said("tunnel never comes up", "c")) == [("tunnel never comes up", 2)]


def test_K9_questions_without_words_and_of_an_earlier_text_are_left_out() -> None:
    assert proposed(replace(said("tunnel never comes up"), question="")) == []
    assert proposed(replace(said("tunnel never comes up"), digest="before")) == []


def test_K9_what_was_declined_stays_away_in_like_words_for_this_article_only() -> None:
    [proposal] = propose([said("tunnel never comes up")], [VPN])
    assert proposed(said("the tunnel never comes up"), declined=(proposal.declined,)) == []
    other = replace(proposal.declined, slug="wifi")
    assert len(proposed(said("tunnel never comes up"), declined=(other,))) == 1


def test_K9_a_key_names_the_same_proposal_for_as_long_as_it_is_the_same() -> None:
    [one] = propose([said("tunnel never comes up")], [VPN])
    [same] = propose([said("tunnel never comes up"), said("tunnel never comes up", "b")], [VPN])
    assert one.key == same.key
    assert len(one.key) == 6
    assert Proposal(VPN, "other words", (), 1).key != one.key


def test_K9_a_story_is_no_way_to_ask() -> None:
    assert may_be_alias("vpn does not connect")
    assert not may_be_alias("")
    assert not may_be_alias("vpn " * 13)


def test_K9_what_no_file_can_hold_as_an_alias_is_not_proposed() -> None:
    assert may_be_alias("vpn " + "x" * 196)
    assert not may_be_alias("vpn " + "x" * 197)
    for acting in ("\x1b[2J", "\x00", "\u202e", "\u2028"):
        assert not may_be_alias(f"vpn {acting} fails")


def test_K9_nobody_fills_the_list_alone_and_others_are_still_heard() -> None:
    told = [said(f"{head}anter {head}olding") for head in "bcdfghjklmnpqrstvwxz"]
    told += [said(f"{head}ustrel {head}imber") for head in "bcdfghjklmnpqrstvwxz"]
    assert len(proposed(*told[:20])) == 20, "each is one of its own"
    found = proposed(*told, said("tunnel never comes up", "b"))
    assert ("tunnel never comes up", 1) in found
    assert len(found) <= 21
