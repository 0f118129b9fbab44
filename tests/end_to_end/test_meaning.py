"""K1: a whole process with the base tier answers by words at once, and by meaning soon after."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.end_to_end.process import PATIENCE, ROOT, start, visiting
from tests.end_to_end.test_operators import get
from tests.unit.kb.samples import put


@pytest.mark.slow
async def test_K1_answers_by_words_at_once_and_by_meaning_soon(tmp_path: Path) -> None:
    for path in sorted((ROOT / "kb" / "articles" / "en").glob("[vw]*.md")):
        put(tmp_path / "articles", f"en/{path.name}", path.read_text(encoding="utf-8"))
    started = await start("run", {
        "FIRSTLINE_DATABASE_URL": f"sqlite:///{tmp_path}/firstline.sqlite3",
        "FIRSTLINE_DATA": str(tmp_path / "data"),
        "FIRSTLINE_ARTICLES": json.dumps([str(tmp_path / "articles")]),
        "FIRSTLINE_SEARCH": "base",
    })  # fmt: skip
    async with visiting(started.address, "maria", "sam") as people:
        await people.say("maria", "dm-maria", "my vpn wont conect since this morning")
        answer = await people.until("VPN does not connect")
    async with asyncio.timeout(4 * PATIENCE):
        while " 1.0\n" not in await _ratio(started.operators):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.1)
    async with visiting(started.address, "sam", name="later-") as people:
        await people.say("sam", "dm-sam", "my vpn wont conect since this morning")
        await people.until("VPN does not connect")
    assert "vpn" in json.dumps(answer["card"])
    assert await started.stop() == 0


@pytest.mark.slow
async def test_O6_a_process_that_is_stopped_while_it_learns_ends_well(tmp_path: Path) -> None:
    started = await start("run", {
        "FIRSTLINE_DATABASE_URL": f"sqlite:///{tmp_path}/firstline.sqlite3",
        "FIRSTLINE_DATA": str(tmp_path / "data"),
        "FIRSTLINE_SEARCH": "base",
    })  # fmt: skip
    async with asyncio.timeout(4 * PATIENCE):
        while " 1.0\n" not in await _ratio(started.operators):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.05)
    assert await started.stop() == 0, "what tells the articles apart is still being learned then"


async def _ratio(operators: str) -> str:
    _, text = await get(operators, "/metrics")
    return "".join(f"{line}\n" for line in text.splitlines() if line.startswith("firstline_meaning_ratio"))
