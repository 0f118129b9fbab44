"""`firstline audit verify`: whether the history is as it was written, and if not, where."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.app.wiring import audit_keys
from bot.audit.chain import Keys, Seal
from bot.audit.examining import Examination
from bot.audit.exporting import Header, NotAHistory, read
from bot.audit.verifying import Flaw
from bot.desk.file import read_desk
from bot.errors import Misconfigured
from bot.memory import spare_the_collector
from bot.operations.counting import Counting
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording
from storage.audit import HistoryReading, Verification
from storage.database import open_database
from storage.migrations import is_current

WRONG = 2
"""Exit status where something is wrong; that it could not be looked at is 1, as for every command."""
_MOST_TOLD = 1000


async def verify(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Say what is wrong, and sum up; also beside a running process. With `--file`, of a history that was exported."""
    spare_the_collector()
    noted, keys, found = _noted(arguments.sealed, words), audit_keys(settings), _Found(words)
    if arguments.file is not None:
        return _end(_of_file(arguments.file, keys, found), found, noted)
    async with history_of(settings, words) as reading:
        verification = Verification(reading.connection, reading.desk, keys, Counting(words, command="audit"))
        async for flaw in verification.flaws():
            found.tell(flaw)
    return _end(verification.examination, found, noted)


@dataclass(slots=True)
class _Found:
    """What is wrong, counted; the first of it is said."""

    words: Wording
    count: int = 0

    def tell(self, *flaws: Flaw) -> None:
        for flaw in flaws:
            self.count += 1
            if self.count <= _MOST_TOLD:
                say(self.words, f"audit-{flaw.kind}", **_values(flaw, self.words))


def _of_file(path: Path, keys: Keys, found: _Found) -> Examination:
    words, examination = found.words, Examination("", keys)
    try:
        with path.open(encoding="utf-8") as stream:
            for each in read(stream):
                if isinstance(each, Header):
                    examination = Examination(each.desk, keys, each.ticket)
                    continue
                found.tell(*(examination.seal(each) if isinstance(each, Seal) else examination.chain(each)))
    except NotAHistory as error:
        raise Misconfigured(words.text("audit-not-a-history", path=str(path), line=error.line)) from error
    except (OSError, UnicodeError) as error:
        raise Misconfigured(words.text("audit-not-read", path=str(path), why=str(error))) from error
    found.tell(*examination.end())
    return examination


def _end(examination: Examination, found: _Found, noted: tuple[int, str] | None) -> int:
    if noted and examination.sealed.signatures.get(noted[0]) != noted[1]:
        found.count += 1
        say(found.words, "audit-noted-otherwise", seal=noted[0])
    _sum_up(examination, found.count, found.words)
    return WRONG if found.count else 0


def _noted(text: str, words: Wording) -> tuple[int, str] | None:
    """A seal as somebody noted it: "12:signature"."""
    number, _, signature = text.partition(":")
    if text and not (number.isdecimal() and len(number) < 10 and signature):
        raise Misconfigured(words.text("audit-sealed-form"))
    return (int(number), signature) if text else None


@asynccontextmanager
async def history_of(settings: Settings, words: Wording) -> AsyncIterator[HistoryReading]:
    """The history of the desk, as it is now. Raises Misconfigured, and what the database raises."""
    desk = read_desk(settings.desk)
    if not await is_current(settings.database_url, beside=True):
        raise Misconfigured(words.text("cli-not-migrated"))
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings.database_url, beside=True))
        yield HistoryReading(await database.snapshot(stack), desk.id)


def _values(flaw: Flaw, words: Wording) -> dict[str, str | int]:
    place = f"{flaw.place}–{flaw.until}" if flaw.until > flaw.place else str(flaw.place)
    where = words.text("audit-of-ticket", number=str(flaw.ticket)) if flaw.ticket else words.text("audit-of-desk")
    fact = words.text(f"audit-fact-{flaw.fact}") if flaw.fact else ""
    differs = {"fact": fact, "says": flaw.says or "–", "tells": flaw.tells or "–"}
    return {"where": where, "place": place, "row": str(flaw.sequence), **differs}


def _sum_up(examination: Examination, found: int, words: Wording) -> None:
    if found > _MOST_TOLD:
        say(words, "audit-more", count=found - _MOST_TOLD)
    if examination.erased:
        say(words, "audit-erased", count=examination.erased)
    counts = {"lines": examination.lines, "tickets": examination.tickets}
    say(words, "audit-wrong" if found else "audit-right", count=found, **counts)
    last, unsealed = examination.sealed.last, examination.unsealed
    if unsealed is not None:
        at = unsealed.at.isoformat(timespec="seconds")
        say(words, "audit-unsealed", row=str(unsealed.sequence), at=at)
    if last is None:
        say(words, "audit-no-seal" if examination.whole else "audit-without-seals")
    else:
        say(
            words,
            "audit-last-seal",
            seal=last.number,
            at=last.at.isoformat(timespec="seconds"),
            signature=last.signature,
        )
    if not examination.keys.current:
        say(words, "audit-no-key")
