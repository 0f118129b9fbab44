"""What must not stand in a log: secrets, words of people, failures that nobody foresaw. Pure."""

from collections.abc import Collection, Iterable, Iterator

from tests.load.simulator.marks import marks_in

EXAMPLE = 160
"""Characters of a line that is told."""


def complaints(lines: Iterable[str], secrets: Collection[str], *, failing: bool = False) -> tuple[str, ...]:
    """What is wrong with the log, one sentence for each kind. Tracebacks are foreseen where things are `failing`."""
    kinds: dict[str, list[str]] = {}
    for line in lines:
        for kind in _wrong(line, secrets, failing=failing):
            kinds.setdefault(kind, []).append(line)
    return tuple(f"{len(found)} log lines with {kind}: {found[0][:EXAMPLE]}" for kind, found in kinds.items())


def _wrong(line: str, secrets: Collection[str], *, failing: bool) -> Iterator[str]:
    if any(secret in line for secret in secrets):
        yield "a secret"
    if marks_in(line):
        yield "words of people"
    if "Traceback (most recent call last)" in line and not failing:
        yield "a traceback"
