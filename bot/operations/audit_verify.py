"""`firstline audit verify`: whether the history is as it was written, and if not, where."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.app.wiring import audit_keys
from bot.audit.verifying import Flaw
from bot.desk.file import read_desk
from bot.errors import Misconfigured
from bot.operations.counting import Counting
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording
from storage.audit import Verification
from storage.database import open_database
from storage.migrations import is_current

WRONG = 2
"""Exit status where something is wrong; that it could not be looked at is 1, as for every command."""
_MOST_TOLD = 1000


async def verify(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Say what is wrong, and sum up; also beside a running process."""
    noted = _noted(arguments.sealed, words)
    async with _verification(settings, words) as verification:
        found = 0
        async for flaw in verification.flaws():
            found += 1
            if found <= _MOST_TOLD:
                say(words, f"audit-{flaw.kind}", **_values(flaw, words))
        if noted and verification.sealed.signatures.get(noted[0]) != noted[1]:
            found += 1
            say(words, "audit-noted-otherwise", seal=noted[0])
        _sum_up(verification, found, words)
    return WRONG if found else 0


def _noted(text: str, words: Wording) -> tuple[int, str] | None:
    """A seal as somebody noted it: "12:signature"."""
    number, _, signature = text.partition(":")
    if text and not (number.isdecimal() and len(number) < 10 and signature):
        raise Misconfigured(words.text("audit-sealed-form"))
    return (int(number), signature) if text else None


@asynccontextmanager
async def _verification(settings: Settings, words: Wording) -> AsyncIterator[Verification]:
    desk = read_desk(settings.desk)
    if not await is_current(settings.database_url, beside=True):
        raise Misconfigured(words.text("cli-not-migrated"))
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings.database_url, beside=True))
        connection = await database.snapshot(stack)
        yield Verification(connection, desk.id, audit_keys(settings), Counting(words, command="audit"))


def _values(flaw: Flaw, words: Wording) -> dict[str, str | int]:
    place = f"{flaw.place}–{flaw.until}" if flaw.until > flaw.place else str(flaw.place)
    where = words.text("audit-of-ticket", number=str(flaw.ticket)) if flaw.ticket else words.text("audit-of-desk")
    return {"where": where, "place": place, "row": str(flaw.sequence)}


def _sum_up(verification: Verification, found: int, words: Wording) -> None:
    if found > _MOST_TOLD:
        say(words, "audit-more", count=found - _MOST_TOLD)
    if verification.erased:
        say(words, "audit-erased", count=verification.erased)
    counts = {"lines": verification.lines, "tickets": verification.tickets}
    say(words, "audit-wrong" if found else "audit-right", count=found, **counts)
    last = verification.sealed.last
    if last is None:
        say(words, "audit-no-seal")
    else:
        say(
            words,
            "audit-last-seal",
            seal=last.number,
            at=last.at.isoformat(timespec="seconds"),
            signature=last.signature,
        )
    if not verification.keys.current:
        say(words, "audit-no-key")
