"""`firstline restore`: a backup put back, onto either kind of database, or only checked."""

from bot.app.wiring import audit_keys
from bot.memory import spare_the_collector
from bot.operations.counting import Counting
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording
from storage.archive import restoring
from storage.archive.manifest import Manifest


async def restore(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Put the backup back, or say what is in it."""
    spare_the_collector()
    counting = Counting(words)
    if arguments.check:
        _describe(restoring.check(arguments.file, counting), words)
        return 0
    keys = None if arguments.accept_flaws else audit_keys(settings)
    manifest = await restoring.restore(
        settings.database_url, arguments.file, replace=arguments.replace, progress=counting, keys=keys
    )
    _sum_up(manifest, words)
    say(words, "backup-restored")
    return 0


def _describe(manifest: Manifest, words: Wording) -> None:
    """Every table, and the whole last."""
    for table in manifest.tables:
        say(words, "backup-table", table=table.shape.name, rows=table.rows, digest=table.sha256)
    _sum_up(manifest, words)


def _sum_up(manifest: Manifest, words: Wording) -> None:
    say(
        words,
        "backup-right",
        at=manifest.taken_at.isoformat(timespec="seconds"),
        release=manifest.made_by,
        revision=manifest.revision,
        desks=", ".join(manifest.desks) or "–",
        rows=manifest.rows,
    )
