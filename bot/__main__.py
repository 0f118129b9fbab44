"""The command `firstline`."""

import argparse
import asyncio
import logging
import os
import sys
import threading
from collections.abc import Callable, Coroutine
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from bot.doctor.report import as_json, wrong_settings
from bot.errors import FirstlineError
from bot.logs import log_as_json
from bot.redaction import Redaction, secrets_in
from bot.settings import Settings, read_settings
from bot.wording.catalogue import LANGUAGES, Wording, nearest_language

Arguments = argparse.Namespace
KB_KINDS = ("csv", "html", "zendesk", "confluence", "json", "markdown")
"""Those of `kb.importing.sources`, which is loaded only where it is used."""

PRIORITIES = ("urgent", "high", "normal", "low")

Command = Callable[[Settings, Arguments, Wording], Coroutine[None, None, int]]

_BLAS_THREADS = "OPENBLAS_NUM_THREADS"
"""Read when numpy is loaded. On a busy machine two threads wait for each other: a question took up to 48 ms of a core
instead of 3."""


def main() -> None:
    """Run one command; where it could not be done, the exit status is 1 (of `doctor` 2, as for every problem that it
    finds) and the way forward stands on standard error."""
    os.environ.setdefault(_BLAS_THREADS, "1")
    words = Wording(nearest_language(_locale()))
    arguments = _parser(words).parse_args()
    try:
        settings = read_settings()
        log_as_json(settings.log_level, Redaction(secrets_in(settings)))
        status = asyncio.run(_command(arguments.command)(settings, arguments, words))
    except FirstlineError as error:
        if getattr(arguments, "json", False):
            print(as_json(wrong_settings(error), words))
        print(words.text("cli-failed"), file=sys.stderr)
        print(error, file=sys.stderr)
        status = arguments.failed
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:  # whoever read our words has read enough; the interpreter must not try to write the rest
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 141
    _leave(status)


def _leave(status: int) -> NoReturn:
    """End the process. A thread that is left over (see `bot.meaning`) would meet the end of the interpreter in the
    midst of its arithmetic, and crash the process: then it ends without. All that had to be closed is closed by now."""
    if any(thread.daemon for thread in threading.enumerate()):
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


def _locale() -> str:
    """The language that the terminal is set to, whether or not its locale is installed here."""
    return next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")


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
        command.set_defaults(command=function, failed=1)
        return command

    add("run", "serve.run")
    add("web", "serve.web")
    add("worker", "serve.worker")
    add("migrate", "migrate.migrate")
    add("check", "check.check")
    _console_arguments(add("console", "console.console"), words)
    _manifest_arguments(add("manifest", "manifest.manifest"), words)
    _dead_arguments(add("dead", "dead.dead"), words)
    _backup_arguments(add("backup", "backup.backup"), words)
    _restore_arguments(add("restore", "restore.restore"), words)
    _doctor_arguments(add("doctor", "doctor.doctor"), words)
    _tidy_arguments(add("tidy", "tidy.tidy"), words)
    add("clock", "clock.clock").add_argument("when", nargs="*", help=words.text("cli-clock-when"))
    _kb_commands(commands.add_parser("kb", help=words.text("cli-kb")), words)
    _sla_commands(commands.add_parser("sla", help=words.text("cli-sla")), words)
    _escalation_commands(commands.add_parser("escalation", help=words.text("cli-escalation")), words)
    _audit_commands(commands.add_parser("audit", help=words.text("cli-audit")), words)
    return parser


def _escalation_commands(parser: argparse.ArgumentParser, words: Wording) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    simulate = commands.add_parser("simulate", help=words.text("cli-escalation-simulate"))
    simulate.set_defaults(command="escalation_simulate.simulate", failed=1)
    simulate.add_argument("number", nargs="?", type=int, help=words.text("cli-escalation-number"))
    simulate.add_argument("--team", default="", help=words.text("cli-escalation-team"))
    simulate.add_argument("--category", default="", help=words.text("cli-escalation-category"))
    simulate.add_argument(
        "--priority", default="normal", choices=PRIORITIES, help=words.text("cli-escalation-priority")
    )
    simulate.add_argument("--assignee", default="", help=words.text("cli-escalation-assignee"))
    simulate.add_argument("--at", default="", metavar="TIME", help=words.text("cli-escalation-at"))
    simulate.add_argument("--by-hand", action="store_true", help=words.text("cli-escalation-by-hand"))
    simulate.add_argument("--raised-by", default="", metavar="WHO", help=words.text("cli-escalation-raised-by"))


def _sla_commands(parser: argparse.ArgumentParser, words: Wording) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    explain = commands.add_parser("explain", help=words.text("cli-sla-explain"))
    explain.set_defaults(command="sla_explain.explain", failed=1)
    explain.add_argument("number", type=int, help=words.text("cli-sla-number"))
    simulate = commands.add_parser("simulate", help=words.text("cli-sla-simulate"))
    simulate.set_defaults(command="sla_simulate.simulate", failed=1)
    simulate.add_argument("--policy", type=Path, required=True, metavar="FILE", help=words.text("cli-sla-policy"))
    simulate.add_argument("--days", type=int, default=90, help=words.text("cli-sla-days"))


def _audit_commands(parser: argparse.ArgumentParser, words: Wording) -> None:
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    verify = commands.add_parser("verify", help=words.text("cli-audit-verify"))
    verify.set_defaults(command="audit_verify.verify", failed=1)
    verify.add_argument("--sealed", metavar="SEAL", default="", help=words.text("cli-audit-sealed"))
    verify.add_argument("--file", metavar="FILE", type=Path, help=words.text("cli-audit-file"))
    export = commands.add_parser("export", help=words.text("cli-audit-export"))
    export.set_defaults(command="audit_export.export", failed=1)
    export.add_argument("--ticket", metavar="NUMBER", type=int, help=words.text("cli-audit-ticket"))
    export.add_argument("--format", choices=("jsonl", "csv"), default="jsonl", help=words.text("cli-audit-format"))
    export.add_argument("--out", metavar="FILE", type=Path, help=words.text("cli-audit-out"))


def _kb_commands(parser: argparse.ArgumentParser, words: Wording) -> None:
    """What is done with articles; each command of `kb` has a module of its own."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, function: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words.text(f"cli-kb-{name}"))
        command.set_defaults(command=function, failed=1)
        return command

    _kb_list_arguments(add("list", "kb_list.list_articles"), words)
    for name, status in (("publish", "published"), ("stale", "stale"), ("retire", "retired")):
        _kb_status_arguments(add(name, "kb_status.set_status"), status, words)
    _kb_proposals_arguments(add("proposals", "kb_proposals.proposals"), words)
    _kb_model_arguments(add("model", "kb_model.model"), words)
    _kb_import_arguments(add("import", "kb_import.kb_import"), words)
    _kb_export_arguments(add("export", "kb_export.kb_export"), words)
    add("check", "kb_check.kb_check")
    add("explain", "kb_explain.kb_explain").add_argument("question", help=words.text("cli-kb-explain-question"))


def _kb_list_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("--owner", default="", help=words.text("cli-kb-list-owner"))
    parser.add_argument("--due", action="store_true", help=words.text("cli-kb-list-due"))


def _kb_status_arguments(parser: argparse.ArgumentParser, status: str, words: Wording) -> None:
    parser.set_defaults(status=status)
    parser.add_argument("slug", help=words.text("cli-kb-slug"))
    parser.add_argument("--language", default="", help=words.text("cli-kb-language"))


def _kb_proposals_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    answer = parser.add_mutually_exclusive_group()
    answer.add_argument("--accept", metavar="KEY", default="", help=words.text("cli-kb-proposals-accept"))
    answer.add_argument("--reject", metavar="KEY", default="", help=words.text("cli-kb-proposals-reject"))


def _kb_model_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("--from", dest="wheel", type=Path, help=words.text("cli-kb-model-from"))


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


def _backup_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("--out", type=Path, help=words.text("cli-backup-out"))


def _restore_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("file", type=Path, help=words.text("cli-restore-file"))
    parser.add_argument("--check", action="store_true", help=words.text("cli-restore-check"))
    parser.add_argument("--replace", action="store_true", help=words.text("cli-restore-replace"))
    parser.add_argument("--accept-flaws", action="store_true", help=words.text("cli-restore-accept-flaws"))


def _doctor_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.set_defaults(failed=2)
    parser.add_argument("--json", action="store_true", help=words.text("cli-doctor-json"))


def _tidy_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("--days", type=int, required=True, help=words.text("tidy-days"))


def _kb_import_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("source", type=Path, help=words.text("kb-import-source"))
    parser.add_argument("--from", dest="kind", required=True, choices=KB_KINDS, help=words.text("kb-import-from"))
    parser.add_argument("--to", type=Path, required=True, help=words.text("kb-import-to"))
    parser.add_argument("--language", default="", choices=("", *LANGUAGES), help=words.text("kb-import-language"))
    parser.add_argument("--owner", default="service-desk", help=words.text("kb-import-owner"))
    parser.add_argument("--category", default="general", help=words.text("kb-import-category"))
    parser.add_argument("--review-by", type=date.fromisoformat, help=words.text("kb-import-review-by"))
    columns = words.text("kb-import-column")
    parser.add_argument("--column", action="append", default=[], metavar="OURS=THEIRS", help=columns)
    parser.add_argument("--dry-run", action="store_true", help=words.text("kb-import-dry-run"))


def _kb_export_arguments(parser: argparse.ArgumentParser, words: Wording) -> None:
    parser.add_argument("--to", type=Path, required=True, help=words.text("kb-export-to"))
    formats = ("json", "csv", "markdown", "html")
    parser.add_argument("--format", required=True, choices=formats, help=words.text("kb-export-format"))


if __name__ == "__main__":
    main()
