"""O6: a whole process, killed in the middle of the dialogue and started again: nothing lost, nothing twice."""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.end_to_end.process import ROOT, start, visiting


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"FIRSTLINE_DATABASE_URL": f"sqlite:///{tmp_path}/firstline.sqlite3"}


async def test_O6_killed_in_the_middle_and_started_again(environment: dict[str, str]) -> None:
    first = await start("run", environment)
    async with visiting(first.address, "maria", "sam") as people:
        await people.say("maria", "dm-maria", "I need a human, my badge is broken")
        await people.until("Ticket #1 is open")
        for number in range(5):
            await people.say("sam", "triage", f"/ticket note 1 note {number}")
        await first.kill()
    second = await start("run", environment)
    async with visiting(second.address, "maria", "sam", name="w") as people:
        await people.say("sam", "triage", "/ticket claim 1")
        await people.until("is looking at ticket #1 now")
        await people.say("sam", "triage", "/ticket reply 1 on my way")
        await people.until("on my way")
        cards = people.cards()
    assert await second.stop() == 0
    assert sum('"Ticket #1 is open"' in card for card in cards) == 1
    assert sum("#1 ·" in card for card in cards) == 1
    notes = [[card for card in cards if f"note {number}" in card] for number in range(5)]
    assert all(len(found) <= 1 for found in notes)
    kept = [bool(found) for found in notes]
    assert kept == sorted(kept, reverse=True), "what was said first is kept first"


@pytest.mark.slow
async def test_O6_what_was_said_and_not_yet_handled_is_handled_after_the_restart(environment: dict[str, str]) -> None:
    for round in range(3):
        started = await start("run", environment)
        async with visiting(started.address, "maria", name=f"r{round}-") as people:
            for number in range(4):
                await people.say("maria", "dm-maria", f"I need a human for {round}-{number}")
            await asyncio.sleep(0.02 * round)
            await started.kill()
    last = await start("run", environment)
    async with visiting(last.address, "maria", "sam", name="last-") as people:
        await people.say("maria", "dm-maria", "I need a human for the end")
        await people.until("for the end")
        asked = [line["text"] for line in people.lines.values() if line["text"].startswith("I need")]
        for text in asked:
            await people.until(text)
        cards = [card for card in people.cards() if '"title": "#' in card]
    await last.stop()
    for text in asked:
        assert sum(f'"{text}"' in card for card in cards) == 1, text


async def test_I9_links_of_the_playground_name_the_port_that_was_given(environment: dict[str, str]) -> None:
    started = await start("run", environment)
    async with visiting(started.address, "maria", "sam") as people:
        await people.say("maria", "dm-maria", "my vpn wont conect since this morning")
        answer = await people.until("VPN does not connect")
        await people.say("maria", "dm-maria", "I need a human")
        card = await people.until("open the thread")
    assert await started.stop() == 0
    assert f"{started.address}/articles/en/vpn-connect" in json.dumps(answer["card"])
    assert f"{started.address}/#/dm-maria/" in json.dumps(card["card"])


async def test_O5_a_second_process_on_sqlite_refuses_and_says_what_to_do(environment: dict[str, str]) -> None:
    first = await start("run", environment)
    try:
        with pytest.raises(AssertionError, match="ended before"):
            await start("run", environment)
    finally:
        await first.stop()


@pytest.mark.slow
async def test_O5_a_web_process_and_two_workers_on_postgresql(postgres_url: str) -> None:
    """The playground in one process, deliveries by two more; each post once."""
    environment = {"FIRSTLINE_DATABASE_URL": postgres_url}
    everything = await start("run", environment)
    workers = [await start("worker", environment) for _ in range(2)]
    async with visiting(everything.address, "maria", "sam") as people:
        for number in range(6):
            await people.say("maria", "dm-maria", f"I need a human for thing {number}")
        for number in range(1, 7):
            await people.until(f"Ticket #{number} is open")
        await people.say("sam", "triage", "/ticket list")
        await people.until("6 open tickets")
        cards = people.cards()
    for process in (*workers, everything):
        assert await process.stop() == 0
    for number in range(1, 7):
        assert sum(f'"Ticket #{number} is open"' in card for card in cards) == 1


async def test_O1_S5_with_the_development_clock_hours_pass_at_a_word(
    environment: dict[str, str], tmp_path: Path
) -> None:
    environment |= {"FIRSTLINE_DEVELOPMENT_CLOCK": "true", "FIRSTLINE_DATA": str(tmp_path / "data")}
    running = await start("run", environment)
    async with visiting(running.address, "maria", "sam", "lena") as people:
        await people.say("maria", "dm-maria", "I need a human, my badge is broken")
        await people.until("Ticket #1 is open")
        later = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "clock", "in", "3", "hours", env=os.environ | environment, cwd=ROOT
        )
        assert await later.wait() == 0
        await people.until("Acknowledge")
        moved = datetime.fromisoformat(await people.move("sam", "in 2 days"))
        assert moved > datetime.now(UTC) + timedelta(days=2)
        with pytest.raises(AssertionError, match="clock"):
            await people.move("sam", "yesterday")
    assert await running.stop() == 0
