"""O7: what an operator sees of real processes: probes and metrics of each kind of them."""

from pathlib import Path

import aiohttp
import asyncpg

from tests.end_to_end.process import start, visiting


async def get(address: str, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}{path}") as answer:
        return answer.status, await answer.text()


async def test_O7_the_whole_in_one_process_is_healthy_ready_and_counts(tmp_path: Path) -> None:
    started = await start("run", {"FIRSTLINE_DATABASE_URL": f"sqlite:///{tmp_path}/firstline.sqlite3"})
    _, at_first = await get(started.operators, "/metrics")
    async with visiting(started.address, "maria") as people:
        await people.say("maria", "dm-maria", "my vpn wont conect since this morning")
        await people.until("VPN does not connect")
    assert 'firstline_posts_given_up_total{desk="main",platform="web",state="dead"} 0.0' in at_first
    assert 'firstline_lost_races_total{desk="main"} 0.0' in at_first
    assert 'firstline_failures_total{desk="main",error="other",where="dispatcher"} 0.0' in at_first
    assert await get(started.operators, "/healthz") == (200, "ok\n")
    assert await get(started.operators, "/readyz") == (200, "ready\n")
    _, metrics = await get(started.operators, "/metrics")
    assert await started.stop() == 0
    assert 'firstline_messages_total{desk="main",platform="web",result="handled"} 1.0' in metrics
    assert 'firstline_questions_total{desk="main",outcome="answered"} 1.0' in metrics
    assert 'firstline_deliveries_total{desk="main",outcome="sent",platform="web"} 1.0' in metrics
    assert 'firstline_database_up{desk="main"} 1.0' in metrics


async def test_O7_web_and_worker_have_a_listener_for_operators_each(postgres_url: str) -> None:
    environment = {"FIRSTLINE_DATABASE_URL": postgres_url}
    for command in ("web", "worker"):
        started = await start(command, environment)
        assert await get(started.operators, "/healthz") == (200, "ok\n")
        assert await get(started.operators, "/readyz") == (200, "ready\n")
        assert (await get(started.operators, "/metrics"))[0] == 200
        if command == "web":
            assert await get(started.doors, "/readyz") == (200, "ready\n")
            assert (await get(started.doors, "/metrics"))[0] == 404
        assert await started.stop() == 0


async def test_O7_a_database_that_goes_away_makes_a_process_unready_not_dead(postgres_url: str) -> None:
    started = await start("worker", {"FIRSTLINE_DATABASE_URL": postgres_url})
    await rename(postgres_url, "alembic_version", "gone")
    status, reason = await get(started.operators, "/readyz")
    assert (status, reason) == (503, "database: does not answer (DatabaseFailed)\n")
    assert await get(started.operators, "/healthz") == (200, "ok\n")
    await rename(postgres_url, "gone", "alembic_version")
    assert await get(started.operators, "/readyz") == (200, "ready\n")
    assert await started.stop() == 0


async def rename(url: str, table: str, name: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"ALTER TABLE {table} RENAME TO {name}")
    finally:
        await connection.close()
