"""O6: what the doctor makes of what it sees; each finding comes and goes with its fault."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk.file import read_desk
from bot.doctor.clock import date_in, skew
from bot.doctor.database import DatabaseFacts, judge_database
from bot.doctor.examination import Check, examine
from bot.doctor.finding import Finding, Severity, good, warning, worst
from bot.doctor.places import NamedChannel, named_channels
from bot.doctor.secrecy import KeptFile, judge_files, kept_files
from bot.doctor.work import LostRoute, judge_work
from bot.errors import DatabaseBusy
from bot.ports.backlog import Backlog, Queue
from bot.wording.catalogue import Wording

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SOUND = DatabaseFacts("PostgreSQL 18", "current", major=18, connections=5, most_connections=100, listening=1)
GIGABYTE = 1 << 30


def codes(findings: Iterable[Finding], least: Severity = Severity.WARNING) -> list[tuple[str, str]]:
    """What was found, after each has shown its sentences in both languages."""
    found = list(findings)
    for finding in found:
        for language in ("en", "ru"):
            assert finding.what(Wording(language))
            assert bool(finding.mend(Wording(language))) == (finding.severity > Severity.OK)
    return [(finding.severity.name, finding.code) for finding in found if finding.severity >= least]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"migrations": "behind"}, [("PROBLEM", "database-behind")]),
        ({"migrations": "newer"}, [("PROBLEM", "database-newer")]),
        ({"writable": False}, [("PROBLEM", "database-read-only")]),
        ({"damage": ("row 3 missing",)}, [("PROBLEM", "database-damaged")]),
        ({"checked": False}, []),
        ({"free_bytes": 2 * GIGABYTE}, []),
        ({"free_bytes": GIGABYTE - 1}, [("WARNING", "disk-filling")]),
        ({"free_bytes": GIGABYTE // 20}, [("PROBLEM", "disk-filling")]),
        ({"journal_bytes": GIGABYTE // 8}, []),
        ({"journal_bytes": GIGABYTE}, [("WARNING", "journal-large")]),
        ({"major": 13}, [("WARNING", "postgres-old")]),
        ({"connections": 80}, []),
        ({"connections": 81}, [("WARNING", "connections-few")]),
        ({"migrations": "empty"}, [("PROBLEM", "database-empty")]),
        ({"migrations": "foreign"}, [("PROBLEM", "database-foreign")]),
        ({"listening": 0}, [("WARNING", "nobody-listens")]),
        ({"listening": 0, "delivering": 0}, [("WARNING", "nobody-listens")]),
        ({"delivering": 0}, [("PROBLEM", "nobody-delivers")]),
        ({"delivering": 1}, []),
        ({"clock": NOW}, []),
        ({"clock": NOW + timedelta(minutes=5)}, [("PROBLEM", "clock-wrong")]),
    ],
)
def test_O6_the_database(change: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert codes(judge_database(replace(SOUND, **change), NOW)) == found


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("backlog", "lost", "found"),
    [
        (Backlog(), (), []),
        (Backlog((Queue("slack", "waiting", 9, ago(1)),)), (), []),
        (Backlog((Queue("slack", "waiting", 9),)), (), []),
        (Backlog((Queue("slack", "waiting", 9, ago(3)),)), (), [("WARNING", "posts-stuck")]),
        (Backlog((Queue("slack", "waiting", 9, ago(11)),)), (), [("PROBLEM", "posts-stuck")]),
        (Backlog((Queue("slack", "sending", 1, ago(11)),)), (), [("PROBLEM", "posts-abandoned")]),
        (Backlog((Queue("slack", "dead", 1),)), (), [("WARNING", "posts-dead")]),
        (Backlog((Queue("teams", "uncertain", 1),)), (), [("WARNING", "posts-uncertain")]),
        (Backlog((), ago(1)), (), []),
        (Backlog((), ago(3)), (), [("PROBLEM", "timers-overdue")]),
        (Backlog(), (LostRoute("slack", "C1", 2, "is_archived"),), [("WARNING", "route-lost")]),
    ],
)
def test_O6_work_that_waits(backlog: Backlog, lost: Sequence[LostRoute], found: list[tuple[str, str]]) -> None:
    assert codes(judge_work(backlog, lost, NOW)) == found


@pytest.mark.parametrize(
    ("language", "posts", "timer"),
    [
        ("en", "9 posts wait for slack, the oldest for 3 d 4 h", "A timer has been due for 2 h 5 min"),
        ("ru", "Сообщений ждут slack: 9, самое старое 3 дн. 4 ч", "Таймер просрочен на 2 ч 5 мин"),
    ],
)
def test_O6_long_waits_are_told_in_days_and_hours(language: str, posts: str, timer: str) -> None:
    backlog = Backlog((Queue("slack", "waiting", 9, ago(76 * 60)),), ago(125))
    found = [finding.what(Wording(language)) for finding in judge_work(backlog, (), NOW)]
    assert found == [posts, timer]


@pytest.mark.parametrize(
    ("seconds", "found"), [(0, []), (29, []), (30, ["WARNING"]), (-30, ["WARNING"]), (240, ["PROBLEM"])]
)
def test_O6_the_clock(seconds: int, found: list[str]) -> None:
    findings = skew("Slack", NOW + timedelta(seconds=seconds), NOW)
    assert codes(findings) == [(severity, "clock-wrong") for severity in found]


def test_O6_a_date_header_is_read_or_left() -> None:
    assert date_in("Mon, 23 Nov 2026 12:00:00 GMT") == NOW
    assert date_in("yesterday") is None
    assert skew("Slack", None, NOW) == []


@pytest.mark.parametrize(
    ("mode", "secret", "found"),
    [
        (0o600, True, []),
        (0o640, True, []),
        (0o644, True, [("WARNING", "file-readable")]),
        (0o666, True, [("PROBLEM", "file-writable")]),
        (0o644, False, []),
        (0o646, False, [("PROBLEM", "file-writable")]),
    ],
)
def test_O6_files(mode: int, secret: bool, found: list[tuple[str, str]]) -> None:
    assert codes(judge_files([KeptFile(".env", mode, secret)])) == found


def test_O6_only_files_that_are_there_are_looked_at(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    assert list(kept_files([path])) == []
    path.touch(mode=0o600)
    assert list(kept_files([path])) == [KeptFile(str(path), 0o600)]


async def _examined(*checks: Check) -> list[Finding]:
    return [finding async for found in examine(checks) for finding in found]


async def test_O6_a_check_that_fails_is_a_finding_and_others_go_on() -> None:
    async def fine() -> list[Finding]:
        return [good("a", "work-done")]

    async def busy() -> list[Finding]:
        raise DatabaseBusy

    async def broken() -> list[Finding]:
        raise ZeroDivisionError("with a secret in it")

    async def endless() -> list[Finding]:
        await asyncio.Event().wait()
        return []

    checks = Check("a", fine), Check("b", busy), Check("c", broken), Check("d", endless, timedelta(milliseconds=1))
    findings = await _examined(*checks)
    assert sorted(codes(findings, Severity.OK)) == [
        ("OK", "work-done"),
        ("PROBLEM", "broken"),
        ("PROBLEM", "failed"),
        ("PROBLEM", "no-answer"),
    ]
    assert "secret" not in str(findings)


def test_O6_the_worst_finding_is_the_exit_status() -> None:
    assert worst([]) == 0
    assert worst([good("a", "work-done"), warning("a", "nobody-listens")]) == 1


def test_O6_every_channel_of_the_desk_is_asked_about_once() -> None:
    desk = read_desk(Path(__file__).parents[2] / "contract" / "desk.toml")
    channels = named_channels(desk, "teams")
    assert len({channel.id for channel in channels}) == len(channels) == 3
    assert NamedChannel("19:triage@thread.tacv2", channels[0].purpose, "aad-sam") in channels
    assert named_channels(desk, "irc") == ()
