"""Days as other systems write them."""

from collections.abc import Iterator
from datetime import date, datetime

from kb.importing.draft import Loss, Reason

_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y/%m/%d", "%d.%m.%y")


def day(text: str) -> date | None:
    """The day in one of the usual forms, with or without a time; None where it is none."""
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        first = (text.split() or [""])[0].rstrip(",")
    return next(filter(None, (_in_form(first, form) for form in _FORMS)), None)


def strange_days(item: str, *texts: str) -> Iterator[Loss]:
    """One for each text that is there and is no day: what it dated was taken without it."""
    return (Loss(item, Reason.DATE, text.strip()[:40]) for text in texts if text.strip() and day(text) is None)


def _in_form(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None
