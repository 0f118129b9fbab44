"""Escaping (S21), no injected mentions (S22), and reading what people typed."""

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.blocks import render
from adapters.slack.modal import Origin, view
from adapters.slack.mrkdwn import cut, escape, to_mrkdwn, to_plain, unescape
from bot.cards import Bullets, Button, Card, Code, Fields, Heading, Link, Mention, Quote, Steps, Strong, Text
from bot.cards import Moment as CardMoment
from bot.inputs import Form, Input

TOKENS = (
    "<", ">", "&", "|", "!", "@", "#", "*", "`", "_", "~", "\n", " ", "&lt;", "&gt;", "&amp;", "<!here>", "<!channel>",
    "<!everyone>", "<!subteam^S1>", "<@U0SAM>", "<#C0HELP>", "https://evil.example", "|label>",
    "^", "{time}", "слово", "😀",
)  # fmt: skip
hostile = st.lists(st.sampled_from(TOKENS), max_size=12).map("".join)
KNOWN = re.compile(r"<https://kb\.example\.org/[^<>|]*(\|[^<>]*)?>|<!date\^1795446000\^[{}a-z_ ]+\|[^<>]*>|<@U0LENA>")
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def card_of(text: str) -> Card:
    """Every place of a card in which words of people stand."""
    link, mention = Link(f"https://kb.example.org/{text}", text), Mention(text, "slack", "T", text, notify=True)
    line = (text, Strong(text), Code(text), link, mention, CardMoment(AT, "time", text))
    known = Mention("Lena", "slack", "T", "U0LENA", notify=True)
    return Card(
        "en",
        (Text(line), Text((known,), subtle=True), Heading(text), Steps((line,)), Bullets((line,)),
         Fields(((text, line),)), Quote(text)),
        title=text,
        buttons=(Button("a", text, text),),
    )  # fmt: skip


def mrkdwn_of(value: object) -> list[str]:
    """All texts in a payload that Slack parses: mrkdwn objects and the top-level text."""
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == "mrkdwn" or "blocks" in value else []
        return own + [text for part in value.values() for text in mrkdwn_of(part)]
    return [text for part in value for text in mrkdwn_of(part)] if isinstance(value, list) else []


@given(hostile)
def test_S22_nothing_but_our_own_markup_is_ever_obeyed(text: str) -> None:
    for card in (card_of(text), Card("en", (Text(card_of(text).blocks[0].line), Quote(text)))):  # type: ignore[union-attr]
        payload = render(card).payload
        for parsed in mrkdwn_of({"blocks": [], **payload}):
            assert not re.search("[<>]", re.sub(r"^> ?", "", KNOWN.sub("", parsed), flags=re.MULTILINE)), parsed


@given(hostile)
def test_S22_blocks_are_verbatim_so_that_bare_words_are_no_mentions(text: str) -> None:
    def objects(value: object) -> list[dict[str, object]]:
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        own = [value] if isinstance(value, dict) and value.get("type") == "mrkdwn" else []
        return own + [one for part in parts for one in objects(part)]

    assert all(one["verbatim"] is True for one in objects(render(card_of(text)).payload))


@given(hostile)
def test_S22_a_modal_parses_nothing(text: str) -> None:
    form = Form(text, text, text, (Input("text", text, hint=text, placeholder=text, value=text),))
    assert "mrkdwn" not in set(re.findall(r"\w+", str(view(form, Origin("C", "1", "a", "1", "1", "en")))))


@given(st.text())
def test_S21_escaping_is_undone_once_and_exactly(text: str) -> None:
    escaped = escape(text)
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", escaped)
    assert unescape(escaped) == re.sub(
        "[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "", text.replace("\r\n", "\n")
    )


def test_S21_only_three_characters_are_escaped() -> None:
    assert escape("\"quotes\" 'n' © <b> &amp;") == "\"quotes\" 'n' © &lt;b&gt; &amp;amp;"


@given(hostile, st.integers(2, 40))
def test_S25_cutting_never_breaks_an_escape(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit
    assert not re.search(r"&(?!amp;|lt;|gt;)", cut(text, limit))


def test_S22_words_cannot_turn_the_reading_direction() -> None:
    turned = "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
    assert escape(f"a{turned}b \u05d0\u200f") == "ab \u05d0\u200f"


def test_S25_a_line_is_cut_between_spans_or_in_plain_words() -> None:
    line = ("Open ", Strong("Settings and more"), " now")
    assert to_mrkdwn(line) == "Open *Settings and more* now"
    assert to_mrkdwn(line, 12) == "Open Settin…"
    assert len(to_mrkdwn(line, 12)) == 12
    assert to_mrkdwn(line, 25) == "Open *Settings and more*…"


def test_markup_that_would_break_is_left_out() -> None:
    assert to_mrkdwn((Strong("2*2"), Code("a`b"), Strong(" x "))) == "2*2a`b *x* "


def test_links_lead_to_http_only_and_cannot_be_broken_out_of() -> None:
    assert to_mrkdwn((Link("javascript:alert(1)", "x"),)) == "x"
    assert to_mrkdwn((Link("https://a.example/?a=1&b=>|<!here>", "a\nb"),)) == (
        "<https://a.example/?a=1&amp;b=%3E%7C%3C!here%3E|a b>"
    )


def test_mentions_notify_only_where_asked_and_name_whom_only_slack_knows() -> None:
    lena = Mention("Lena", "slack", "T", "U0LENA", notify=True)
    assert to_mrkdwn((lena,)) == "<@U0LENA>"
    assert to_mrkdwn((Mention("Lena", "slack", "T", "U0LENA"),)) == "*Lena*"
    assert to_mrkdwn((Mention("U0LENA", "slack", "T", "U0LENA"),)) == "<@U0LENA>"
    assert to_mrkdwn((Mention("Lena", "teams", "T", "U0LENA", notify=True),)) == "*Lena*"
    assert to_mrkdwn((Mention("x", "slack", "T", "!channel", notify=True),)) == "*x*"


def test_X10_a_moment_is_shown_in_the_readers_own_time_zone() -> None:
    assert to_mrkdwn((CardMoment(AT, "time", "15:00"),)) == "<!date^1795446000^{time}|15:00>"


def test_what_people_type_is_readable() -> None:
    typed = (
        "<@U0BOT> look: <@U0SAM> in <#C0HELP|help> &lt;b&gt; &amp;amp; <https://a.example|here> "
        "<https://b.example> <mailto:a@b.example|a@b.example> <http://c.example|c.example> <!here> <!subteam^S1|@it>"
    )
    assert to_plain(typed, {"U0BOT"}) == (
        "look: @U0SAM in #help <b> &amp; here (https://a.example) https://b.example a@b.example c.example @here @it"
    )


def test_our_mention_is_removed_wherever_it_stands_and_nothing_else_changes() -> None:
    assert to_plain("hey <@U0BOT>, my  vpn\n  fails <@U0BOT|firstline>", {"U0BOT"}) == "hey my  vpn\n  fails"
    assert to_plain("x <y> z", {"U0BOT"}) == "x <y> z"
