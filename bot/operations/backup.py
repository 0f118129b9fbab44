"""`firstline backup`: every table in one file, taken beside a running Firstline."""

from datetime import UTC, datetime
from pathlib import Path

from bot.memory import spare_the_collector
from bot.operations.counting import Counting
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording
from storage.archive.saving import save


async def backup(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Write the backup, and say where."""
    spare_the_collector()
    now = datetime.now(UTC)
    path: Path = arguments.out or Path(f"firstline-{now:%Y%m%dT%H%M%SZ}.backup")
    manifest = await save(settings.database_url, path, now, Counting(words))
    say(words, "backup-saved", path=str(path), rows=manifest.rows, kilobytes=_kilobytes(path))
    return 0


def _kilobytes(path: Path) -> int:
    return -(-path.stat().st_size // 1024)
