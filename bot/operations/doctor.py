"""`firstline doctor`: what is wrong with this installation, and how it is mended."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import aiohttp

from bot.app.articles import article_folders
from bot.app.wiring import slack_config, teams_config
from bot.clock import utc_now
from bot.desk.desk import Desk
from bot.desk.file import read_desk
from bot.doctor.database import judge_database
from bot.doctor.examination import Check, examine
from bot.doctor.finding import Finding, good, problem, warning, worst
from bot.doctor.places import named_channels
from bot.doctor.report import as_json
from bot.doctor.secrecy import judge_files, kept_files
from bot.doctor.work import judge_holders, judge_work
from bot.errors import DatabaseError, DatabaseUnavailable, Misconfigured
from bot.operations.kb_model import trouble
from bot.operations.speech import Arguments, tame
from bot.settings import ENV_FILE, SECRETS, Settings
from bot.variables import unknown_variables
from bot.wording.catalogue import Wording
from kb.check import check as check_articles
from kb.finding import Kind
from kb.meaning.minilm import ModelError, open_minilm
from storage import health
from storage.address import SqliteFile, read_address

_DATABASE_LIMIT = timedelta(seconds=30)
_DATABASE_ANSWERS = timedelta(seconds=25)


async def doctor(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Show every finding as it is made, or all as JSON; returns the severity of the worst."""
    findings: list[Finding] = []
    async with _checks(settings) as checks:
        async for found in examine(checks):
            findings += found
            if not arguments.json:
                _show(found, words)
    severity = worst(findings)
    if arguments.json:
        print(as_json(findings, words))
    else:
        print(words.text(f"doctor-{severity.name.lower()}"), flush=True)
    return int(severity)


def _show(findings: Sequence[Finding], words: Wording) -> None:
    for finding in findings:
        label = words.text(f"doctor-label-{finding.severity.name.lower()}")
        print(tame(f"{label:<12}{finding.what(words)}"), flush=True)
        if mend := finding.mend(words):
            print(tame(f"{'':<12}→ {mend}"), flush=True)


@asynccontextmanager
async def _checks(settings: Settings) -> AsyncIterator[list[Check]]:
    desk, found = _read_desk(settings.desk)
    checks = [Check("desk", partial(_known, found)), Check("articles", partial(_articles, settings))]
    checks.append(Check("search", partial(_search, settings)))
    checks += [Check("settings", partial(_settings, settings)), Check("files", partial(_files, settings))]
    known = desk.id if desk else ""
    checks.append(Check("database", partial(_database, settings.database_url, known), _DATABASE_LIMIT))
    async with aiohttp.ClientSession() as session:
        if desk is not None:
            checks.append(Check("work", partial(_work, settings.database_url, desk), _DATABASE_LIMIT))
            checks += _platform_checks(settings, desk, session)
        yield checks


async def _known(findings: Sequence[Finding]) -> Sequence[Finding]:
    return findings


def _read_desk(path: Path) -> tuple[Desk | None, list[Finding]]:
    try:
        desk = read_desk(path)
    except Misconfigured as error:
        first, *more = str(error).splitlines()
        return None, [problem("desk", "desk-wrong", path=str(path), first=first, more=len(more))]
    return desk, [good("desk", "desk-right", name=desk.name)]


async def _articles(settings: Settings) -> list[Finding]:
    folders = article_folders(settings)
    if missing := [folder for folder in folders if not folder.is_dir()]:
        return [problem("articles", "articles-missing", path=str(folder)) for folder in missing]
    found = check_articles(folders, datetime.now(UTC).date())
    mistakes = [each for each in found if each.kind is Kind.MISTAKE]
    if mistakes:
        return [warning("articles", "articles-wrong", first=str(mistakes[0]), more=len(mistakes) - 1)]
    due = [each for each in found if each.kind in (Kind.REVIEW, Kind.STALE)]
    if due:
        return [warning("articles", "articles-due", count=len(due), first=str(due[0]))]
    return [good("articles", "articles-right")]


async def _search(settings: Settings) -> list[Finding]:
    if settings.search != "semantic":
        return [good("search", f"search-{settings.search}")]
    try:
        await asyncio.to_thread(open_minilm, settings.data)
    except ModelError as error:
        return [warning("search", "search-fallen-back", reason=trouble(error, Wording()))]
    return [good("search", "search-semantic")]


async def _settings(settings: Settings) -> list[Finding]:
    return list(_judge_settings(settings)) or [good("settings", "settings-right")]


def _judge_settings(settings: Settings) -> Iterator[Finding]:
    for unknown in unknown_variables():
        code = "settings-misspelled" if unknown.nearest else "settings-unknown"
        yield warning("settings", code, variable=unknown.name, nearest=unknown.nearest)
    for name, platform in (("slack", settings.slack), ("teams", settings.teams)):
        if platform.insecure_development:
            yield warning("settings", "settings-insecure", variable=f"FIRSTLINE_{name.upper()}__INSECURE_DEVELOPMENT")
    if settings.playground.enabled and _serves_people(settings):
        yield warning("settings", "settings-playground")


def _serves_people(settings: Settings) -> bool:
    return bool(settings.slack.bot_token.get_secret_value() or settings.teams.app_id)


async def _files(settings: Settings) -> list[Finding]:
    secret = [Path(ENV_FILE), *_secret_files(), *await _database_files(settings.database_url)]
    return judge_files([*kept_files(secret), *kept_files([settings.desk], secret=False)])


def _secret_files() -> list[Path]:
    folder = os.environ.get(SECRETS)
    return sorted(Path(folder).glob("firstline_*")) if folder else []


async def _database_files(url: str) -> list[Path]:
    """Those of our own database; the mode of another program's file is not ours to judge."""
    address = read_address(url)
    if not isinstance(address, SqliteFile):
        return []
    there = [path for end in ("", "-wal") if (path := Path(f"{address.place}{end}")).is_file()]
    return there if there and await health.is_ours(url) else []  # to be asked makes a -wal, gone again with the answer


async def _database(url: str, desk: str) -> list[Finding]:
    place = read_address(url).place
    try:
        async with asyncio.timeout(_DATABASE_ANSWERS.total_seconds()):
            return list(judge_database(await health.examine(url, desk), utc_now()))
    except (DatabaseUnavailable, TimeoutError):
        return [problem("database", "database-away", place=place)]
    except DatabaseError as error:
        return [problem("database", "database-failed", place=place, reason=str(error))]


async def _work(url: str, desk: Desk) -> list[Finding]:
    """What waits; nothing where the database cannot be asked, which is found by itself."""
    now = utc_now()
    try:
        found = judge_work(*await health.waiting(url, desk.id, now), now)
        return [*found, *judge_holders(await health.holders(url, desk.id), desk)]
    except DatabaseError:
        return []


def _platform_checks(settings: Settings, desk: Desk, session: aiohttp.ClientSession) -> list[Check]:
    """A platform's library is loaded only where it is configured: it is large."""
    workspaces, checks = dict(desk.workspaces), list[Check]()
    if settings.slack.bot_token.get_secret_value():
        from adapters.slack.doctor import SlackDoctor

        groups = desk.user_groups("slack")
        slack = SlackDoctor(slack_config(settings), session, utc_now, workspaces.get("slack", ""), groups)
        checks += slack.checks(named_channels(desk, "slack"))
    if settings.teams.app_id or settings.teams.insecure_development:
        from adapters.teams.doctor import TeamsDoctor

        teams = TeamsDoctor(teams_config(settings), session, utc_now, workspaces.get("teams", ""))
        checks += teams.checks(named_channels(desk, "teams"))
    return checks
