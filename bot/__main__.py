"""The command `firstline`."""

import argparse
import asyncio
import locale
import sys
from collections.abc import Callable, Coroutine
from importlib import import_module
from pathlib import Path

from bot.errors import FirstlineError
from bot.logs import log_as_json
from bot.settings import Settings, read_settings
from bot.wording.catalogue import Wording, nearest_language

Arguments = argparse.Namespace
Command = Callable[[Settings, Arguments, Wording], Coroutine[None, None, int]]


def main() -> None:
    """Run one command; the exit status is 1 where it could not be done, with the way forward on standard error."""
    words = Wording(nearest_language(locale.getlocale()[0] or ""))
    arguments = _parser(words).parse_args()
    try:
        settings = read_settings()
        log_as_json(settings.log_level)
        status = asyncio.run(_command(arguments.command)(settings, arguments, words))
    except FirstlineError as error:
        print(words.text("cli-failed"), file=sys.stderr)
        print(error, file=sys.stderr)
        status = 1
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def _command(name: str) -> Command:
    """The function at "module.function" of `bot.operations`. Only the module that is needed is loaded: that is what
    makes the short commands quick."""
    module, _, function = name.partition(".")
    command: Command = getattr(import_module(f"bot.operations.{module}"), function)
    return command


def _parser(words: Wording) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("firstline", description=words.text("cli-about"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, function: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words.text(f"cli-{name}"))
        command.set_defaults(command=function)
        return command

    add("run", "serve.run")
    add("web", "serve.web")
    add("worker", "serve.worker")
    add("migrate", "migrate.migrate")
    add("check", "check.check")
    _console_arguments(add("console", "console.console"), words)
    _manifest_arguments(add("manifest", "manifest.manifest"), words)
    _dead_arguments(add("dead", "dead.dead"), words)
    return parser


def _console_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("--as", dest="person", default="maria", help=words.text("cli-console-as"))
    parser.add_argument("--url", default="", help=words.text("cli-console-url"))


def _manifest_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("platform", choices=("slack", "teams"), help=words.text("cli-manifest-platform"))
    parser.add_argument("--url", default="", help=words.text("cli-manifest-url"))
    parser.add_argument("--out", type=Path, help=words.text("cli-manifest-out"))


def _dead_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("what", choices=("list", "resend"), help=words.text("cli-dead-what"))
    parser.add_argument("key", nargs="?", default="", help=words.text("cli-dead-key"))


if __name__ == "__main__":
    main()
