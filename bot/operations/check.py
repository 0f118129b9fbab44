"""`firstline check`: mistakes in desk.toml and the articles."""

import sys
from datetime import UTC, datetime, timedelta

from bot.app.articles import article_folders
from bot.desk.desk import Desk
from bot.desk.file import read_desk
from bot.desk.rotation import Attendance
from bot.errors import Misconfigured
from bot.operations.kb_check import worded
from bot.operations.speech import Arguments, say, tame
from bot.settings import Settings
from bot.variables import unknown_variables
from bot.wording.catalogue import Wording
from kb.check import check as check_articles
from kb.finding import Kind
from kb.reader import read_folders

_AHEAD = timedelta(weeks=4)
_MOST_GAPS = 5


async def check(settings: Settings, _: Arguments, words: Wording) -> int:
    """Name every mistake in desk.toml and the articles; what is only untidy is named too, and passes."""
    desk, mistakes = _read(settings)
    folders = article_folders(settings)
    for finding in check_articles(folders, datetime.now(UTC).date()):
        mistakes += [worded(finding, words)] if finding.kind is Kind.MISTAKE else []
        if finding.kind is not Kind.MISTAKE:
            print(tame(worded(finding, words)))
    mistakes += _gaps(desk, words) if desk is not None else []
    for unknown in unknown_variables():
        say(words, "cli-variable-unknown", variable=unknown.name, nearest=unknown.nearest or "none")
    if desk is None or mistakes:
        print("\n".join(map(tame, mistakes)), file=sys.stderr)
        say(words, "cli-check-bad", count=len(mistakes))
        return 1
    members = {member.handle for team in desk.teams for member in team.members}
    reading = read_folders(folders)
    counts = {"articles": len(reading.written), "guides": len(reading.guides)}
    say(words, "cli-check-good", teams=len(desk.teams), members=len(members), **counts)
    return 0


def _gaps(desk: Desk, words: Wording) -> list[str]:
    """Name the times of the next four weeks at which nobody is on call; returns the rotations where that is always."""
    now, never = datetime.now(UTC), []
    for rotation in desk.rotations:
        found = [each for each in rotation.stretches(now, now + _AHEAD, Attendance()) if not each.on_call.member]
        if found and found[0].end - found[0].start == _AHEAD:
            never.append(words.text("check-never", rotation=rotation.id))
            continue
        for gap in found[:_MOST_GAPS]:
            times = {"from": _at(desk, gap.start), "until": _at(desk, gap.end)}
            say(words, "check-gap", rotation=rotation.id, **times)
        if len(found) > _MOST_GAPS:
            say(words, "check-gaps-more", rotation=rotation.id, count=len(found) - _MOST_GAPS)
    return never


def _at(desk: Desk, moment: datetime) -> str:
    return f"{moment.astimezone(desk.zone):%Y-%m-%d %H:%M}"


def _read(settings: Settings) -> tuple[Desk | None, list[str]]:
    try:
        return read_desk(settings.desk), []
    except Misconfigured as error:
        return None, str(error).splitlines()
