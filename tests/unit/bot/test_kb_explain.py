"""K2: an owner asks why a question gets the answer that it gets."""

from argparse import Namespace
from pathlib import Path

import pytest

from bot.operations.kb_explain import kb_explain
from bot.settings import Settings
from bot.wording.catalogue import LANGUAGES, Wording
from tests.unit.bot.test_desk_file import SHIPPED
from tests.unit.kb.samples import VPN, put


@pytest.mark.parametrize("language", LANGUAGES)
async def test_K2_the_parts_of_an_answer_are_told(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, "en/vpn.md", VPN)
    settings, asked = Settings(articles=(tmp_path,)), Namespace(question="cannot conect to vpn quokka")
    assert await kb_explain(settings, asked, Wording(language)) == 0
    told = capsys.readouterr().out
    for word in ("(vpn)", "connect", "quokka", "100", "%"):
        assert word in told
    assert "explain-" not in told


async def test_K2_the_bounds_are_told_as_the_lead_set_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, "en/vpn.md", VPN)
    desk = tmp_path / "desk.toml"
    desk.write_text('[answers]\nwrong_answers = "1 in 20"\n' + SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    settings, asked = Settings(articles=(tmp_path,), desk=desk), Namespace(question="vpn")
    assert await kb_explain(settings, asked, Wording("en")) == 0
    assert "at most 1 in 20 questions that no article answers" in capsys.readouterr().out
