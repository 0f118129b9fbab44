"""I9: where one is in the terminal, and which button a number means."""

import pytest

from adapters.console.seen import RECENT, Seat, Seen
from bot.cards import Button, Card
from tests.unit.console.remarks import PLAIN, SOLVED, card_frame, frame, with_status
from tests.unit.web.lines import CARD

MARIA = Seat("maria", "Maria Silva", ("dm-maria", "help"))


def seen_with(*lines: dict[str, object], place: str = "dm-maria") -> Seen:
    seen = Seen(MARIA, place)
    seen.take(list(lines), len(lines))
    return seen


def test_messages_keep_their_numbers_when_they_change() -> None:
    seen = seen_with(frame("a"), card_frame("b"))
    assert [remark.id for remark in seen.take([card_frame("b", SOLVED)], 3)] == ["b"]
    assert (seen.number("a"), seen.number("b"), seen.id_of(2)) == (1, 2, "b")


def test_the_same_again_is_no_news() -> None:
    assert seen_with(card_frame("b")).take([card_frame("b")], 2) == []


def test_a_number_presses_the_newest_buttons_here() -> None:
    seen = seen_with(card_frame("1"), card_frame("2"), card_frame("3", PLAIN), card_frame("4", channel="help"))
    found = seen.button(2, None)
    assert found is not None
    assert (found[0], found[1].label) == ("2", "Reply")
    assert seen.button(3, None) is None


def test_a_button_that_was_shown_can_be_pressed_after_it_is_gone() -> None:
    seen = seen_with(card_frame("1"))
    seen.take([card_frame("1", SOLVED)], 2)
    assert seen.button(1, None) is None
    found = seen.button(1, 1)
    assert found is not None
    assert found[1].label == "Solved"


def test_a_message_elsewhere_has_no_number_here() -> None:
    seen = seen_with(card_frame("1", channel="help"))
    assert seen.numbered(1) is None
    seen.go("help")
    assert seen.numbered(1) is not None


def test_numbers_follow_time_though_changed_messages_arrive_late() -> None:
    seen = seen_with(frame("b"), frame("c"), frame("a", edited=True))
    assert [seen.number(id) for id in ("a", "b", "c")] == [1, 2, 3]
    seen.take([frame("d")], 4)
    assert seen.number("d") == 4


@pytest.mark.parametrize("place", MARIA.places)
def test_on_start_only_the_last_few_of_each_place_are_shown(place: str) -> None:
    seen = seen_with(*(frame(f"{number:02}", channel=place) for number in range(RECENT + 5)))
    seen.caught_up()
    seen.go(place)
    assert [remark.id for remark in seen.unshown()] == [f"{number:02}" for number in range(5, RECENT + 5)]


def test_coming_to_a_place_shows_what_is_new_there_and_the_last_few() -> None:
    seen = seen_with(*(frame(f"{number:02}") for number in range(RECENT + 5)))
    assert len(seen.unshown()) == RECENT + 5
    for remark in seen.here():
        seen.shown(remark)
    assert len(seen.unshown()) == RECENT
    seen.take([frame("00", text="changed", edited=True)], 99)
    assert next(remark.id for remark in seen.unshown()) == "00"


def test_in_direct_messages_words_go_on_with_an_open_conversation() -> None:
    asked = frame("1", text="my vpn")
    assert seen_with().next_root() == ""
    assert seen_with(asked).next_root() == "1"
    assert seen_with(asked, card_frame("2", root="1")).next_root() == "1"
    assert seen_with(asked, card_frame("2", SOLVED, root="1")).next_root() == ""
    assert seen_with(asked, card_frame("2", with_status("open"), root="1")).next_root() == "1"


def test_a_resolved_conversation_goes_on_only_while_it_asks() -> None:
    asked, opened = frame("1"), card_frame("2", with_status("open"), root="1")
    asks = card_frame("3", with_status("resolved", Button("works", "1", "It works")), root="1")
    assert seen_with(asked, opened, asks).next_root() == "1"
    assert seen_with(asked, opened, card_frame("3", with_status("resolved"), root="1")).next_root() == ""


def test_a_resolved_conversation_goes_on_when_its_ticket_is_open_again() -> None:
    resolved = card_frame("2", with_status("resolved"), root="1")
    again = card_frame("3", Card("en", CARD.blocks, status="open"), root="1")
    assert seen_with(frame("1"), resolved, again).next_root() == "1"


def test_what_a_command_shows_does_not_end_a_conversation() -> None:
    asked, opened = frame("1"), card_frame("2", with_status("open"), root="1")
    shown = card_frame("3", with_status("closed"), root="1", private=True)
    assert seen_with(asked, opened, shown).next_root() == "1"


@pytest.mark.parametrize(
    ("text", "command", "anew"), [("/ticket mine", True, True), ("/ticket new x", True, False), ("x", False, False)]
)
def test_a_new_conversation_stays_wanted_until_a_question_is_written(text: str, command: bool, anew: bool) -> None:
    seen = seen_with(frame("1", text=text, command=command, private=command))
    seen.anew = True
    seen.said("1")
    assert seen.anew is anew


def test_a_new_conversation_when_it_is_wanted_and_a_thread_when_it_is_chosen() -> None:
    seen = seen_with(frame("1", text="my vpn"))
    seen.anew = True
    assert seen.next_root() == ""
    seen.root = "1"
    assert seen.next_root() == "1"


def test_in_channels_every_message_stands_alone() -> None:
    seen = seen_with(frame("1", channel="help"), card_frame("2", channel="help", root="1"), place="help")
    assert seen.next_root() == ""
