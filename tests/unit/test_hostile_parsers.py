"""S2, T9: whatever stands where a payload, a token, an article or desk.toml should be is read, or properly refused.

Each parser gets real input with odd parts, and bytes of no shape at all.
"""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.plausible import is_plausible
from adapters.slack.door import _bolt_request
from adapters.slack.envelope import MalformedRequest, check
from adapters.slack.events import read_event
from adapters.slack.identity import Identity
from adapters.slack.interactions import read_command, read_origin, read_press, read_submission
from adapters.slack.modal import mistakes, origin_of
from adapters.slack.mrkdwn import escape, to_plain, unescape
from adapters.slack.signature import is_genuine, sign
from adapters.teams.activities import read_activity
from adapters.teams.markup import escape as escape_markdown
from adapters.teams.wire import Malformed, parsed, to_activity
from adapters.web.actions import ActionRefused, read_action
from bot.cards import card_from_json
from bot.desk.file import parse_desk
from bot.errors import Misconfigured
from bot.messages import Message
from kb.article import ArticleError
from kb.article_file import read_article
from tests.examples import up_to
from tests.hostile import hostile_text
from tests.load.hostile.corpus import Corpus
from tests.load.hostile.oddities import as_bytes, mutated

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
US = Identity("U0BOT", "B0BOT")
HERE = Path(__file__).parents[1]
EXAMPLES = up_to(400)
seeds = st.integers(0, 2**32)


def odd(seed: int, kind: str) -> tuple[Any, Random]:
    """A payload of a real client in which something is odd."""
    random = Random(seed)  # noqa: S311 - repeatable, guards nothing
    return mutated(getattr(Corpus(random, "https://smba.trafficmanager.net/teams/"), kind)(), random), random


@EXAMPLES
@given(seeds)
def test_S2_slack_payloads_are_read_or_malformed(seed: int) -> None:
    payload, random = odd(seed, "slack")
    body = as_bytes(payload, random)
    try:
        text, asked = check(body, "application/json")
        if asked.get("type") != "event_callback":
            asked = _bolt_request(text, "application/json").body
    except MalformedRequest:
        return
    assert isinstance(_read_slack(asked), Message | None)


def _read_slack(body: dict[str, Any]) -> Message | None:
    match body.get("type"):
        case "event_callback":
            return read_event(body, US)
        case "block_actions":
            read_origin(body)
            return read_press(body, NOW)
        case "view_submission":
            origin = origin_of(body["view"])
            return read_submission(body, origin, NOW) if origin and not mistakes(body["view"], "en") else None
    return None


@EXAMPLES
@given(st.dictionaries(st.sampled_from(["text", "channel_id", "user_id", "team_id", "response_url"]), hostile_text()))
def test_S2_any_command_is_a_message(form: dict[str, str]) -> None:
    message = read_command({"trigger_id": "1", **form}, US, NOW)
    assert is_plausible(message) in (True, False)


@EXAMPLES
@given(seeds)
def test_T9_activities_are_read_or_malformed(seed: int) -> None:
    payload, random = odd(seed, "activity")
    with suppress(Malformed):
        message = read_activity(to_activity(parsed(as_bytes(payload, random))), NOW)
        assert message is None or is_plausible(message) in (True, False)


@EXAMPLES
@given(seeds)
def test_frames_of_the_page_are_actions_or_refused(seed: int) -> None:
    payload, random = odd(seed, "action")
    with suppress(ActionRefused):
        read_action(as_bytes(payload, random).decode("utf-8", "replace"))


@given(st.text(max_size=30), st.text(max_size=90), st.binary(max_size=90))
def test_S1_no_signature_but_the_right_one_is_genuine(stamp: str, signature: str, body: bytes) -> None:
    assert not is_genuine("secret", stamp, signature, body, NOW)
    good = str(int(NOW.timestamp()))
    assert is_genuine("secret", good, signature, body, NOW) == (signature == sign("secret", good, body))


@given(hostile_text())
def test_S21_escaping_is_undone_exactly_once(text: str) -> None:
    plain = unescape(escape(text))
    assert escape(plain) == escape(text)
    assert "<" not in escape(text)
    assert isinstance(to_plain(text, {"U0BOT"}), str)


@given(hostile_text())
def test_T23_nothing_of_markdown_is_left_bare(text: str) -> None:
    escaped = escape_markdown(text)
    assert "<" not in escaped
    for mark in "*_[]`~{}":
        assert escaped.count(f"\\{mark}") == escaped.count(mark)


@EXAMPLES
@given(st.lists(hostile_text(), max_size=8), st.binary(max_size=60))
def test_K8_an_article_is_read_or_its_mistakes_are_named(tmp_path_factory: Any, parts: list[str], noise: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "en" / "hostile.md"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes("---\n".join(parts).encode("utf-8", "surrogatepass") + noise)
    with suppress(ArticleError):
        read_article(path)


@EXAMPLES
@given(hostile_text(), seeds)
def test_O1_a_desk_is_read_or_its_mistakes_are_named(text: str, seed: int) -> None:
    desk = (HERE / "contract" / "desk.toml").read_text(encoding="utf-8")
    at = seed % len(desk)
    with suppress(Misconfigured):
        parse_desk(desk[:at] + text + desk[at:])
    with suppress(Misconfigured):
        parse_desk(text)


@pytest.mark.parametrize("odd_card", [None, [], {"blocks": [{"kind": "link"}]}, {"language": 1}])
def test_no_card_comes_of_anything_else(odd_card: object) -> None:
    with pytest.raises(ValueError, match="validation error"):
        card_from_json(odd_card)
