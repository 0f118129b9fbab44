"""What an operator does with one installation besides running it: check, console, manifest, dead posts.

What only one command needs is loaded by that command: the others start sooner and stay smaller.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import yaml

from bot.app import PACE, Part, article_folders, running
from bot.desk.desk import Desk
from bot.desk.file import read_desk
from bot.errors import Misconfigured
from bot.settings import Settings
from bot.wording.catalogue import Value, Wording
from kb.check import Kind
from kb.check import check as check_articles
from kb.reader import read_folders
from storage.ledger import open_ledger
from storage.migrations import is_current, migrate

Arguments = argparse.Namespace


def _say(words: Wording, sentence: str, /, **values: Value) -> None:
    print(words.text(sentence, **values), flush=True)


async def check(settings: Settings, _: Arguments, words: Wording) -> int:
    """Name every mistake in desk.toml and the articles; what is only untidy is named too, and passes."""
    desk, mistakes = _read(settings)
    folders = article_folders(settings)
    for finding in check_articles(folders, datetime.now(UTC).date()):
        mistakes += [str(finding)] if finding.kind is Kind.MISTAKE else []
        if finding.kind is not Kind.MISTAKE:
            print(finding)
    if desk is None or mistakes:
        print("\n".join(mistakes), file=sys.stderr)
        _say(words, "cli-check-bad", count=len(mistakes))
        return 1
    members = {member.handle for team in desk.teams for member in team.members}
    articles = len(read_folders(folders).articles)
    _say(words, "cli-check-good", teams=len(desk.teams), members=len(members), articles=articles)
    return 0


def _read(settings: Settings) -> tuple[Desk | None, list[str]]:
    try:
        return read_desk(settings.desk), []
    except Misconfigured as error:
        return None, str(error).splitlines()


async def console(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Talk in the terminal: at the playground that runs already, or at one of our own."""
    from adapters.console.terminal import talk

    playground = settings.playground
    url = arguments.url or f"http://{playground.host}:{playground.port}"
    if arguments.url or await _answers(url):
        await talk(url, arguments.person, words.language)
        return 0
    settings.playground.port = 0
    await migrate(settings.database_url)
    async with running(settings, Part.WORKER | Part.PLAYGROUND) as firstline:
        await talk(firstline.addresses["playground"], arguments.person, words.language)
    return 0


async def _answers(url: str) -> bool:
    """Whether a playground is there."""
    try:
        async with aiohttp.ClientSession() as session, session.get(f"{url}/healthz") as answer:
            return answer.status == HTTPStatus.OK
    except aiohttp.ClientError:
        return False


async def manifest(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """What a platform needs to know the app: YAML for Slack, a zip for Teams."""
    if arguments.platform == "slack":
        content = _slack_manifest(arguments.url)
    else:
        content = _teams_package(settings, arguments.url, words)
    path = arguments.out or (None if arguments.platform == "slack" else Path("firstline-teams.zip"))
    if path is None:
        sys.stdout.write(content.decode())
    else:
        path.write_bytes(content)
        _say(words, "cli-manifest-written", path=str(path))
    return 0


def _slack_manifest(url: str) -> bytes:
    from adapters.slack.door import PATH
    from adapters.slack.manifest import manifest as document

    plain = json.loads(json.dumps(document(url=url.rstrip("/") + PATH if url else "")))
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True).encode()


def _teams_package(settings: Settings, url: str, words: Wording) -> bytes:
    from adapters.teams.manifest import package

    return package(_app_id(settings, words), _host(url, words))


def _host(url: str, words: Wording) -> str:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or "." not in parts.hostname:
        raise Misconfigured(words.text("cli-manifest-needs-url"))
    return parts.hostname


def _app_id(settings: Settings, words: Wording) -> str:
    if not settings.teams.app_id:
        raise Misconfigured(words.text("cli-manifest-app-id"))
    return settings.teams.app_id


async def dead(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """List the posts that were given up, or put one back on its way."""
    desk = read_desk(settings.desk)
    if not await is_current(settings.database_url, beside=True):
        raise Misconfigured(words.text("cli-not-migrated"))
    async with open_ledger(settings.database_url, desk.id, PACE, beside=True) as ledger:
        if arguments.what == "resend":
            found = await ledger.outbox.resend(arguments.key, datetime.now(UTC))
            _say(words, "cli-dead-resent" if found else "cli-dead-unknown", key=arguments.key)
            return 0 if found else 1
        letters = await ledger.outbox.dead_letters()
    for letter in letters:
        at = letter.at.isoformat(timespec="seconds")
        _say(
            words,
            "cli-dead-line",
            key=letter.key,
            state=letter.state,
            at=at,
            attempts=letter.attempts,
            reason=letter.reason,
        )
    _say(words, "cli-dead-hint" if letters else "cli-dead-none")
    return 0
