"""T12: whatever is changed, removed or added in a history is found and named."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.audit.chain import NO_KEY, Head, Keys, Line, Seal, chained, contents, head_of, key_name, sealed, sign_head
from bot.audit.verifying import Flaw, Kind, Sealed, Stated, flaws_of, forgotten

DESK = "acme"
AT = datetime(2026, 11, 28, 3, 30, 0, 1, tzinfo=UTC)
KEYED = Keys("a key that nobody guesses")
ACTIONS = ("opened", "claimed", "noted", "replied", "resolved")

keys_used = st.sampled_from([NO_KEY, KEYED])
lengths = st.integers(1, 6)


def history(keys: Keys, length: int, ticket: int = 1, first: int = 1) -> list[Line]:
    lines, head = list[Line](), Head(ticket)
    for number in range(length):
        at, action = AT + timedelta(minutes=number), ACTIONS[number % 5]
        drawn = Line(DESK, ticket, 0, at, action, "slack/T/U1", "Maria", f"#{number}", sequence=first + number)
        lines.append(chained(keys, head, drawn))
        head = head_of(lines[-1])
    return lines


def stated(keys: Keys, lines: Sequence[Line]) -> Stated:
    head = head_of(lines[-1])
    return Stated(head.place, head.signature, sign_head(keys, DESK, head))


def seen(lines: Sequence[Line], end: Stated | None, keys: Keys, under: Sealed | None = None) -> list[Flaw]:
    return flaws_of(1, end, lines, under or Sealed(keys, DESK))


def kinds(flaws: Sequence[Flaw]) -> list[tuple[Kind, int, int]]:
    return [(flaw.kind, flaw.place, flaw.until) for flaw in flaws]


def sealing(keys: Keys, heads: Sequence[Head], *, reached: int = 100, found: int = 0, number: int = 1) -> Seal:
    return sealed(keys, DESK, Seal(number, AT, reached, found, tuple(heads)), "")


@given(keys_used, lengths)
def test_T12_a_history_that_nobody_touched_is_right(keys: Keys, length: int) -> None:
    lines = history(keys, length)
    assert seen(lines, stated(keys, lines), keys) == []


CHANGES: dict[str, Any] = {
    "desk": "other",
    "ticket": 2,
    "at": AT - timedelta(microseconds=1),
    "action": "closed",
    "actor": "slack/T/U2",
    "actor_name": "Mario",
    "detail": "#00",
    "salt": "0" * 16,
    "contents": "0" * 64,
    "signature": ".",
}


@given(keys_used, lengths, st.data())
def test_T12_a_changed_field_is_found_where_it_is(keys: Keys, length: int, data: st.DataObject) -> None:
    lines = history(keys, length)
    place = data.draw(st.integers(0, length - 1))
    field = data.draw(st.sampled_from(sorted(CHANGES)))
    changed = [*lines]
    changed[place] = replace(lines[place], **{field: CHANGES[field]})
    found = seen(changed, stated(keys, lines), keys)
    assert (Kind.CHANGED, place + 1, 0) in kinds(found)
    assert {flaw.place for flaw in found} <= {place + 1, place + 2}, "others are not accused"


@given(keys_used, lengths, st.data())
def test_T12_who_also_signs_the_changed_line_anew_is_found_by_the_next_or_the_end(
    keys: Keys, length: int, data: st.DataObject
) -> None:
    lines = history(keys, length)
    place = data.draw(st.integers(0, length - 1))
    forged = replace(lines[place], detail="forged")
    forged = replace(forged, contents=contents(forged))
    before = head_of(lines[place - 1]) if place else Head(1)
    forged = replace(chained(NO_KEY, before, forged), sequence=forged.sequence)
    found = seen([*lines[:place], forged, *lines[place + 1 :]], stated(keys, lines), keys)
    assert found


@given(keys_used, lengths, st.data())
def test_T12_removed_lines_are_found_also_the_last_and_all_of_them(
    keys: Keys, length: int, data: st.DataObject
) -> None:
    lines = history(keys, length)
    gone = data.draw(st.sets(st.integers(1, length), min_size=1))
    left = [line for line in lines if line.place not in gone]
    missing = [flaw for flaw in seen(left, stated(keys, lines), keys) if flaw.kind is Kind.MISSING]
    assert {place for flaw in missing for place in range(flaw.place, flaw.until + 1)} == gone


@given(keys_used, lengths, st.integers(0, 8), st.data())
def test_T12_added_lines_are_found(keys: Keys, length: int, place: int, data: st.DataObject) -> None:
    lines = history(keys, length)
    added = Line(DESK, 1, place, AT, "replied", "slack/T/U1", "Maria", "never said", "salt", "", "", 50)
    if data.draw(st.booleans()):
        before = data.draw(st.sampled_from([Head(1), *map(head_of, lines)]))
        added = replace(chained(NO_KEY, before, added), sequence=50)
    found = seen([*lines, added], stated(keys, lines), keys)
    assert any(flaw.sequence == 50 or flaw.kind is Kind.MISSING for flaw in found)
    assert any(flaw.kind in (Kind.ADDED, Kind.CHANGED, Kind.UNSIGNED) for flaw in found)


@given(keys_used, st.integers(2, 6), st.data())
def test_T12_lines_that_changed_places_are_found(keys: Keys, length: int, data: st.DataObject) -> None:
    lines = history(keys, length)
    one, two = sorted(data.draw(st.sets(st.integers(0, length - 1), min_size=2, max_size=2)))
    swapped = [*lines]
    swapped[one] = replace(lines[one], sequence=lines[two].sequence)
    swapped[two] = replace(lines[two], sequence=lines[one].sequence)
    assert Kind.MOVED in {flaw.kind for flaw in seen(swapped, stated(keys, lines), keys)}
    numbered = [*lines]
    numbered[one], numbered[two] = replace(lines[one], place=two + 1), replace(lines[two], place=one + 1)
    assert seen(numbered, stated(keys, lines), keys)


@given(keys_used, lengths, st.data())
def test_T12_words_can_be_erased_and_nothing_else_with_them(keys: Keys, length: int, data: st.DataObject) -> None:
    lines = history(keys, length)
    place = data.draw(st.integers(0, length - 1))
    gone: dict[str, Any] = {"actor": "", "actor_name": "", "detail": "", "salt": ""}
    erased = [*lines]
    erased[place] = replace(lines[place], **gone)
    assert seen(erased, stated(keys, lines), keys) == []
    kept = data.draw(st.sampled_from(sorted(gone)))
    del gone[kept]
    erased[place] = replace(lines[place], **gone)
    assert kinds(seen(erased, stated(keys, lines), keys)) == [(Kind.CHANGED, place + 1, 0)]


def test_T12_the_end_on_the_ticket_cannot_be_set_back_without_the_key() -> None:
    lines = history(KEYED, 4)
    last = head_of(lines[2])
    forged = Stated(3, last.signature, sign_head(NO_KEY, DESK, last))
    assert kinds(seen(lines[:3], forged, KEYED)) == [(Kind.HEAD, 3, 0)]
    assert kinds(seen(lines, replace(stated(KEYED, lines), last=last.signature), KEYED)) == [(Kind.HEAD, 4, 0)]


def test_T12_a_ticket_without_a_history_and_a_history_without_a_ticket_are_found() -> None:
    lines = history(KEYED, 2)
    assert kinds(seen([], Stated(0, "", ""), KEYED)) == [(Kind.MISSING, 1, 1)]
    assert kinds(seen(lines, None, KEYED)) == [(Kind.TICKET, 0, 0)]


def test_T12_a_chain_written_anew_or_put_back_is_found_by_its_seal() -> None:
    lines = history(NO_KEY, 3)
    under = Sealed(NO_KEY, DESK)
    assert not list(under.add(sealing(NO_KEY, [head_of(lines[1]), Head(7, 2, ".x")])))
    assert seen(lines, stated(NO_KEY, lines), NO_KEY, under) == []
    anew = history(NO_KEY, 3)  # with other salts, so with other signatures
    assert kinds(seen(anew, stated(NO_KEY, anew), NO_KEY, under)) == [(Kind.SEALED, 2, 0)]
    assert kinds(seen(lines[:1], stated(NO_KEY, lines[:1]), NO_KEY, under)) == [(Kind.MISSING, 2, 2)]
    assert forgotten(under, [1]) == [Flaw(Kind.TICKET, 7)]


def test_T12_lines_without_the_key_are_believed_only_where_they_were_before_it() -> None:
    lines = history(NO_KEY, 2)
    grown = chained(KEYED, head_of(lines[1]), replace(lines[1], sequence=9, action="closed"))
    grown = replace(grown, sequence=9)
    under = Sealed(KEYED, DESK)
    assert not list(under.add(sealing(KEYED, [head_of(grown)], reached=9, found=9)))
    assert seen([*lines, grown], stated(KEYED, [grown]), KEYED, under) == []
    late = replace(chained(NO_KEY, head_of(grown), lines[1]), sequence=10)
    assert (Kind.UNSIGNED, 4, 0) in kinds(seen([*lines, grown, late], stated(NO_KEY, [late]), KEYED, under))
    other = [replace(line, ticket=2) for line in history(NO_KEY, 1, ticket=2, first=10)]
    assert kinds(flaws_of(2, stated(NO_KEY, other), other, under)) == [(Kind.UNSIGNED, 1, 0)]
    slipped_in = history(NO_KEY, 1, ticket=2, first=3)
    assert kinds(flaws_of(2, stated(NO_KEY, slipped_in), slipped_in, under)) == [(Kind.UNSIGNED, 1, 0)]


def test_T12_seals_are_a_chain_themselves() -> None:
    first = sealing(KEYED, [Head(1, 1, "a.b")])
    second = sealed(KEYED, DESK, replace(first, number=2, heads=()), first.signature)
    third = sealed(KEYED, DESK, replace(first, number=3, heads=()), second.signature)

    def flaws(*seals: Seal, keys: Keys = KEYED) -> list[tuple[Kind, int, int]]:
        under = Sealed(keys, DESK)
        return kinds([flaw for seal in seals for flaw in under.add(seal)])

    assert flaws(first, second, third) == []
    assert flaws(first, third) == [(Kind.SEAL_MISSING, 2, 2)]
    assert flaws(second, third) == [(Kind.SEAL_MISSING, 1, 1)]
    assert flaws(first, replace(second, reached=5), third) == [(Kind.SEAL_CHANGED, 2, 0)]
    plain = sealed(NO_KEY, DESK, replace(first, number=2), first.signature)
    assert flaws(first, plain) == [(Kind.SEAL_CHANGED, 2, 0)]
    assert flaws(first, keys=NO_KEY) == [(Kind.SEAL_CHANGED, 1, 0)]


def test_T12_a_key_can_be_changed_and_is_known_by_a_name_that_tells_nothing() -> None:
    lines = history(KEYED, 2)
    after = Keys("another key", (KEYED.current,))
    grown = replace(chained(after, head_of(lines[1]), lines[1]), sequence=3)
    assert seen([*lines, grown], stated(after, [grown]), after) == []
    assert kinds(seen(lines, stated(KEYED, lines), Keys("another key")))[0] == (Kind.UNKNOWN_KEY, 1, 0)
    assert key_name(lines[0].signature) == KEYED.name
    assert KEYED.name not in KEYED.current
    assert NO_KEY.name == key_name(history(NO_KEY, 1)[0].signature) == ""


def test_T12_what_is_signed_is_what_the_book_says() -> None:
    """So that somebody else can verify it without our code."""
    line = history(NO_KEY, 1)[0]
    said = json.dumps([line.salt, "slack/T/U1", "Maria", "#0"], separators=(",", ":"))
    digest = hashlib.sha256(said.encode()).hexdigest()
    parts = ["line/1", "acme", 1, 1, "2026-11-28T03:30:00.000001+00:00", "opened", digest, ""]
    signed = hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()
    assert line.signature == f".{signed}"


@pytest.mark.parametrize("text", ["", "\ud800", "Иван", "\x00", '"\\'])
def test_T12_any_text_can_be_chained(text: str) -> None:
    line = chained(NO_KEY, Head(1), Line(DESK, 1, 0, AT, "noted", text, text, text))
    assert seen([line], stated(NO_KEY, [line]), NO_KEY) == []
