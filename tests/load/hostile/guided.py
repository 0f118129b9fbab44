# ruff: noqa: PLC0415 - a parser is imported when its branches can be watched
"""One parser, fuzzed by coverage: inputs that reach new code are kept and changed further, by atheris.

`python -m tests.load.hostile.guided TARGET CORPUS [libFuzzer's options]`; it ends with status 0 unless an input makes
the parser fail in another way than it may. The scenario `fuzz` runs it for each target in its full form, where atheris
is installed.
"""

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

INSTRUMENTED = ("adapters", "bot", "kb")
"""Packages whose branches guide the search."""
_NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_SEEDS = 40
Parser = Callable[[bytes], object]


def event() -> Parser:
    """Slack's events, from the body on."""
    from adapters.slack.envelope import MalformedRequest, check
    from adapters.slack.events import read_event
    from adapters.slack.identity import Identity

    us = Identity("U0BOT", "B0BOT")

    def parse(body: bytes) -> None:
        with suppress(MalformedRequest):
            _, asked = check(body, "application/json")
            if asked.get("type") == "event_callback":
                read_event(asked, us)

    return parse


def activity() -> Parser:
    """Teams' activities, from the body on."""
    from adapters.teams.activities import read_activity
    from adapters.teams.wire import Malformed, parsed, to_activity

    def parse(body: bytes) -> None:
        with suppress(Malformed):
            read_activity(to_activity(parsed(body)), _NOW)

    return parse


def front_matter() -> Parser:
    """What stands above an article."""
    from kb.front_matter import FrontMatterError, split
    from kb.front_matter import parse as read

    def parse(content: bytes) -> None:
        with suppress(FrontMatterError):
            read(split(content.decode("utf-8", "replace"))[0])

    return parse


def command() -> Parser:
    """`/ticket …`, and the same said in words."""
    from bot.commands.grammar import parse_command, spoken_command

    def parse(words: bytes) -> None:
        text = words.decode("utf-8", "replace")
        for here in (None, 1):
            parse_command(text, here=here)
            spoken_command(text, here=here)

    return parse


TARGETS: Mapping[str, Callable[[], Parser]] = {
    "event": event,
    "activity": activity,
    "front_matter": front_matter,
    "command": command,
}


def plant_seeds(target: str, folder: Path, random: Random) -> None:
    """What real clients and authors write, to begin with."""
    from tests.load.hostile.corpus import WORDS, Corpus
    from tests.load.hostile.oddities import as_bytes

    corpus = Corpus(random, "https://smba.trafficmanager.net/teams/")
    article = Path(__file__).parents[3] / "kb" / "articles" / "en" / "vpn-connect.md"
    made: dict[str, Callable[[], bytes]] = {
        "event": lambda: as_bytes(corpus.slack(), random),
        "activity": lambda: as_bytes(corpus.activity(), random),
        "front_matter": article.read_bytes,
        "command": lambda: random.choice(WORDS).encode(),
    }
    for number in range(_SEEDS):
        (folder / f"seed-{number}").write_bytes(made[target]())


def main() -> None:
    """Fuzz until libFuzzer's options are met."""
    atheris: Any = import_module("atheris")
    _, target, corpus, *options = sys.argv
    with atheris.instrument_imports(include=list(INSTRUMENTED)):
        parse = TARGETS[target]()
    atheris.Setup(["guided", corpus, *options], lambda data: parse(data) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
