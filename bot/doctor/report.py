"""Findings as one JSON object, for monitoring."""

import json
from collections.abc import Sequence

from bot.doctor.finding import Finding, problem, worst
from bot.wording.catalogue import Wording


def as_json(findings: Sequence[Finding], words: Wording) -> str:
    """The status of the whole, and each finding with what it is and how it is mended."""
    told = [
        {
            "severity": finding.severity.name.lower(),
            "subject": finding.subject,
            "code": finding.code,
            "what": finding.what(words),
            "mend": finding.mend(words),
        }
        for finding in findings
    ]
    return json.dumps({"status": worst(findings).name.lower(), "findings": told}, ensure_ascii=False)


def wrong_settings(error: Exception) -> list[Finding]:
    """A finding for each line of the error that kept everything else from being looked at."""
    return [problem("settings", "settings-wrong", reason=line) for line in str(error).splitlines()]
