"""Words of people and articles show as they were written, whatever they hold (T23)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from adapters.teams.markup import Ink, clean, escape
from bot.cards import Code, Link, Moment, Strong

MESSAGE, CARD = Ink(card=False, cut="…"), Ink(card=True, cut="…")
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def _shown(markdown: str) -> str:
    """What a markdown reader shows, as plain words."""
    tokens = MarkdownIt("commonmark", {"html": True}).parseInline(markdown)[0].children or []
    assert all(token.type in ("text", "text_special", "softbreak", "hardbreak", "entity") for token in tokens), tokens
    return "".join("\n" if token.type.endswith("break") else token.content for token in tokens)


@given(st.text(alphabet=st.sampled_from("<>&*_`[]()~#+-=1.:{}!|\\ ab\u00e4\u0416@/"), max_size=40))
def test_escaped_words_show_letter_for_letter(text: str) -> None:
    words = " ".join(text.split())
    assert _shown(escape(words)) == words


@given(st.text(max_size=60))
def test_no_words_make_markup_of_teams(text: str) -> None:
    written = escape(clean(text))
    assert "<" not in written
    assert ">" not in written
    assert "{{" not in written


@pytest.mark.parametrize("line", ["# title", "- item", "+ item", "1. item", "12) item", "=====", "--- "])
def test_words_at_the_start_of_a_line_are_no_list_and_no_title(line: str) -> None:
    kinds = {token.type for token in MarkdownIt("commonmark").parse(f"text\n{escape(line)}")}
    assert kinds == {"paragraph_open", "inline", "paragraph_close"}


def test_reading_direction_and_control_characters_are_taken_out() -> None:
    assert clean("a\u202eb\u0000c\r\nd") == "abc\nd"


def test_emphasis_leaves_white_space_outside() -> None:
    assert MESSAGE.line(("See", Strong(" this "), "now", Strong("  "))) == "See **this** now  "


@pytest.mark.parametrize(("text", "written"), [("a b", "`a b`"), ("a`b", "`` a`b ``"), ("<at>", "`<at>`"), ("", "")])
def test_code_is_letter_for_letter_in_a_message(text: str, written: str) -> None:
    assert MESSAGE.line((Code(text),)) == written


def test_code_is_emphasised_in_a_card_which_knows_none() -> None:
    assert CARD.line((Code("a*b"),)) == "**a\\*b**"


def test_a_link_is_http_and_cannot_be_broken_out_of() -> None:
    assert CARD.line((Link("https://x.example/a_(b)", "the ] page"),)) == "[the \\] page](https://x.example/a_%28b%29)"
    assert CARD.line((Link("javascript:alert(1)", "x"), Link("https://x.example/ a", "y"))) == "xy"


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("time", "{{TIME(2026-11-23T15:00:00Z)}}"),
        ("date", "{{DATE(2026-11-23T15:00:00Z,SHORT)}}"),
        ("datetime", "{{DATE(2026-11-23T15:00:00Z,SHORT)}} {{TIME(2026-11-23T15:00:00Z)}}"),
    ],
)
def test_X10_a_card_shows_the_readers_own_time_and_a_message_the_desks(style: str, written: str) -> None:
    moment = Moment(AT, style, "15:00")  # type: ignore[arg-type]  # one of the three, from the table
    assert CARD.line((moment,)) == written
    assert MESSAGE.line((moment,)) == "15:00"
