"""`firstline kb check`: what an editor should mend in the articles."""

import sys
from datetime import UTC, datetime

from bot.app.articles import article_folders
from bot.operations.speech import Arguments, say, tame
from bot.settings import Settings
from bot.wording.catalogue import Wording
from kb.check import check
from kb.finding import Finding, Kind


async def kb_check(settings: Settings, _: Arguments, words: Wording) -> int:
    """Name everything with file and line. Only what keeps an article from being used makes the exit status 1."""
    findings = check(article_folders(settings), datetime.now(UTC).date())
    for finding in findings:
        print(tame(worded(finding, words)), file=sys.stderr if finding.kind is Kind.MISTAKE else sys.stdout)
    mistakes = sum(finding.kind is Kind.MISTAKE for finding in findings)
    say(words, "kb-check-done" if findings else "kb-check-none", mistakes=mistakes, others=len(findings) - mistakes)
    return 1 if mistakes else 0


def worded(finding: Finding, words: Wording) -> str:
    """The finding as a line: where, and what to do."""
    return f"{finding.path}:{finding.line}: {words.text(f'kb-check-{finding.kind}', **dict(finding.values))}"
