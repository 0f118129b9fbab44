"""Bad input at the socket: every frame is read into an action or refused."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.actions import LONGEST_TEXT, ActionRefused, Say, read_action

GOOD = {"do": "say", "id": "a-1", "as": "maria", "place": "help", "text": "hello"}


def refusal(frame: str) -> ActionRefused:
    with pytest.raises(ActionRefused) as refused:
        read_action(frame)
    return refused.value


def test_a_good_frame_is_an_action() -> None:
    assert isinstance(read_action(json.dumps(GOOD)), Say)


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        '{"do":"sing","id":"a-1","as":"maria"}',
        json.dumps({**GOOD, "extra": 1}),
        json.dumps({**GOOD, "text": 7}),
        json.dumps({**GOOD, "as": "../maria"}),
        json.dumps({**GOOD, "place": ""}),
        '{"do":"watch","id":"a-1","as":"maria","since":-1}',
        f'{{"do":"watch","id":"a-1","as":"maria","since":{2**53 + 1}}}',
        f'{{"do":"watch","id":"a-1","as":"maria","since":{10**40}}}',
        '{"do":"press","id":"a-1","as":"maria","line":"1","action":""}',
    ],
)
def test_what_is_no_action_is_refused(frame: str) -> None:
    assert refusal(frame).why == "unknown-action"


def test_the_refusal_names_the_clients_action() -> None:
    assert refusal(json.dumps({**GOOD, "extra": 1})).id == "a-1"
    assert refusal("{").id == ""


def test_too_many_words_are_said_to_be_too_many() -> None:
    refused = refusal(json.dumps({**GOOD, "text": "x" * (LONGEST_TEXT + 1)}))
    assert (refused.why, refused.values["most"]) == ("too-long", str(LONGEST_TEXT))


KEYS = st.sampled_from([*GOOD, "fields", "since", "line"])
SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["say", "press", "watch", "leave"])


@given(st.recursive(SCALARS, lambda part: st.lists(part) | st.dictionaries(KEYS, part)))
def test_any_json_is_an_action_or_refused(data: object) -> None:
    with suppress(ActionRefused):
        assert read_action(json.dumps(data)).who
