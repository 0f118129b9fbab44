"""`firstline audit export`: the history with its whole chain, for another system or to be verified elsewhere."""

import csv
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from bot.audit.examining import Chain
from bot.audit.exporting import COLUMNS, Header, chain_texts, header_text, row, seal_text
from bot.errors import Misconfigured
from bot.memory import spare_the_collector
from bot.operations.audit_verify import history_of
from bot.operations.counting import Counting
from bot.operations.speech import Arguments
from bot.settings import Settings
from bot.wording.catalogue import Wording
from storage.audit import HistoryReading


async def export(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Write all of it, or of one ticket, as it is at one moment; also beside a running process."""
    spare_the_collector()
    async with history_of(settings, words) as reading:
        if arguments.ticket is not None and (await reading.chain(arguments.ticket)).stated is None:
            raise Misconfigured(words.text("audit-no-ticket", number=str(arguments.ticket)))
        with _opened(arguments.out, words) as stream:
            write = _as_table if arguments.format == "csv" else _as_lines
            await write(reading, arguments.ticket, stream, Counting(words, command="audit"))
    return 0


async def _as_lines(reading: HistoryReading, ticket: int | None, stream: TextIO, progress: Counting) -> None:
    stream.write(header_text(Header(reading.desk, ticket)) + "\n")
    if ticket is None:
        async for seal in reading.seals():
            stream.write(seal_text(seal) + "\n")
    async for chain in _told(reading, ticket, progress):
        stream.writelines(text + "\n" for text in chain_texts(chain))


async def _as_table(reading: HistoryReading, ticket: int | None, stream: TextIO, progress: Counting) -> None:
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(COLUMNS)
    async for chain in _told(reading, ticket, progress):
        table.writerows(row(line) for line in chain.lines)


async def _told(reading: HistoryReading, ticket: int | None, progress: Counting) -> AsyncIterator[Chain]:
    if ticket is not None:
        yield await reading.chain(ticket)
        return
    done, total = 0, await reading.count()
    async for chain in reading.chains():
        yield chain
        done += len(chain.lines)
        progress("exporting", done, max(total, done + 1))
    progress("exporting", done, done)


@contextmanager
def _opened(path: Path | None, words: Wording) -> Iterator[TextIO]:
    """Standard output, or a file that is there once it is whole; it names people, so it is its owner's alone."""
    if path is None:
        yield sys.stdout
        return
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with part.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        part.replace(path)
    except OSError as error:
        raise Misconfigured(words.text("audit-not-written", path=str(path), why=str(error))) from error
