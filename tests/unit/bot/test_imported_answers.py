"""K8: an imported article of any form is an answer that a platform takes."""

import json
from dataclasses import replace

import pytest

from adapters.slack.blocks import render
from bot.cards import Card, Steps, Text
from bot.wording.catalogue import Wording
from bot.wording.self_help import Source, answer_card
from kb.article import Article, Section
from tests.unit.kb.samples import article

SILENT = article("vpn", "VPN")
WORDS = replace(SILENT, summary="What it is. And more.")
STEPS = replace(WORDS, sections=(Section("Steps", ("One",)),))


def card(article: Article, url: str = "https://kb.example/vpn") -> Card:
    return answer_card(Wording("en"), article, Source(url), "vpn", round=1)


@pytest.mark.parametrize("article", [SILENT, WORDS, STEPS])
def test_K8_no_block_of_an_answer_is_empty(article: Article) -> None:
    shown = card(article)
    assert Text(()) not in shown.blocks
    assert Steps(()) not in shown.blocks
    assert '"text": ""' not in json.dumps(render(shown).payload)


def test_K8_without_steps_and_without_a_page_the_summary_is_shown_whole() -> None:
    assert Text(("What it is.",)) in card(WORDS).blocks
    assert Text(("What it is.",)) in card(STEPS, "").blocks
    assert Text(("What it is. And more.",)) in card(WORDS, "").blocks
