"""`firstline manifest`: what a platform needs to know the app."""

import json
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from bot.desk.file import read_desk
from bot.errors import Misconfigured
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording


async def manifest(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """What a platform needs to know the app: YAML for Slack, a zip for Teams."""
    if arguments.platform == "slack":
        content = _slack_manifest(settings, arguments.url)
    else:
        content = _teams_package(settings, arguments.url, words)
    path = arguments.out or (None if arguments.platform == "slack" else Path("firstline-teams.zip"))
    if path is None:
        sys.stdout.write(content.decode())
    else:
        path.write_bytes(content)
        say(words, "cli-manifest-written", path=str(path))
    return 0


def _slack_manifest(settings: Settings, url: str) -> bytes:
    """It asks for user groups only where desk.toml names some."""
    from adapters.slack.door import PATH
    from adapters.slack.manifest import manifest as document

    plain = json.loads(json.dumps(document(url=url.rstrip("/") + PATH if url else "", groups=_keeps_groups(settings))))
    return yaml.safe_dump(plain, sort_keys=False, allow_unicode=True).encode()


def _keeps_groups(settings: Settings) -> bool:
    """A manifest can be made before there is a desk.toml without mistakes."""
    with suppress(Misconfigured):
        return bool(read_desk(settings.desk).user_groups("slack"))
    return False


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
