"""The command `firstline`."""

import argparse
import asyncio
import locale
import signal
import sys
from pathlib import Path

import storage.migrations
from bot import operations
from bot.app import ALL, Firstline, Part, running
from bot.errors import FirstlineError, Misconfigured
from bot.logs import log_as_json
from bot.settings import Settings, read_settings
from bot.wording.catalogue import Value, Wording, nearest_language

Arguments = argparse.Namespace


def main() -> None:
    """Run one command; the exit status is 1 where it could not be done, with the way forward on standard error."""
    words = Wording(nearest_language(locale.getlocale()[0] or ""))
    arguments = _parser(words).parse_args()
    try:
        settings = read_settings()
        log_as_json(settings.log_level)
        status = asyncio.run(arguments.command(settings, arguments, words))
    except FirstlineError as error:
        print(words.text("cli-failed"), file=sys.stderr)
        print(error, file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def _parser(words: Wording) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("firstline", description=words.text("cli-about"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in {
        "run": run,
        "web": serve,
        "worker": work,
        "migrate": migrate,
        "check": operations.check,
    }.items():
        commands.add_parser(name, help=words.text(f"cli-{name}")).set_defaults(command=command)
    _console_arguments(commands.add_parser("console", help=words.text("cli-console")), words)
    _manifest_arguments(commands.add_parser("manifest", help=words.text("cli-manifest")), words)
    _dead_arguments(commands.add_parser("dead", help=words.text("cli-dead")), words)
    return parser


def _console_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("--as", dest="person", default="maria", help=words.text("cli-console-as"))
    parser.add_argument("--url", default="", help=words.text("cli-console-url"))
    parser.set_defaults(command=operations.console)


def _manifest_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("platform", choices=("slack", "teams"), help=words.text("cli-manifest-platform"))
    parser.add_argument("--url", default="", help=words.text("cli-manifest-url"))
    parser.add_argument("--out", type=Path, help=words.text("cli-manifest-out"))
    parser.set_defaults(command=operations.manifest)


def _dead_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("what", choices=("list", "resend"), help=words.text("cli-dead-what"))
    parser.add_argument("key", nargs="?", default="", help=words.text("cli-dead-key"))
    parser.set_defaults(command=operations.dead)


def _say(words: Wording, sentence: str, /, **values: Value) -> None:
    print(words.text(sentence, **values), flush=True)


async def run(settings: Settings, _: Arguments, words: Wording) -> int:
    """Everything in one process."""
    await migrate(settings, _, words)
    return await _until_stopped(settings, ALL, words)


async def serve(settings: Settings, _: Arguments, words: Wording) -> int:
    """The doors only; a worker runs beside it."""
    _need_postgres(settings, "firstline web", words)
    return await _until_stopped(settings, Part.DOORS, words)


async def work(settings: Settings, _: Arguments, words: Wording) -> int:
    """Deliveries and timers only."""
    _need_postgres(settings, "firstline worker", words)
    return await _until_stopped(settings, Part.WORKER, words)


async def migrate(settings: Settings, _: Arguments, words: Wording) -> int:
    """Bring the database up to date."""
    _say(words, "cli-preparing")
    await storage.migrations.migrate(settings.database_url)
    _say(words, "cli-migrated")
    return 0


def _need_postgres(settings: Settings, command: str, words: Wording) -> None:
    if not settings.database_url.startswith("postgresql"):
        raise Misconfigured(words.text("cli-needs-postgres", command=command))


async def _until_stopped(settings: Settings, parts: Part, words: Wording) -> int:
    async with running(settings, parts) as firstline:
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(signal_number, firstline.stop.set)
        _announce(firstline, words)
        await firstline.stop.wait()
        _say(words, "cli-stopping")
    return 0


def _announce(firstline: Firstline, words: Wording) -> None:
    addresses = firstline.addresses
    if "playground" in addresses:
        _say(words, "cli-started", address=addresses["playground"])
        _say(words, "cli-started-local", host=firstline.settings.playground.host)
    if "doors" in addresses:
        _say(words, "cli-started-doors", address=addresses["doors"])
    _say(words, "cli-started-platforms", platforms=", ".join(firstline.platforms) or "–")
    _say(words, "cli-stop")


if __name__ == "__main__":
    main()
