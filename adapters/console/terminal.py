"""The terminal itself: prompt_toolkit where somebody sits at it, plain lines where it is a pipe."""

import asyncio
import sys
from collections.abc import Iterable

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.patch_stdout import patch_stdout

from adapters.console.client import run
from adapters.console.screen import Row
from bot.commands.grammar import SHAPES

_STYLES = {"head": "fg:ansicyan", "title": "bold", "buttons": "bold", "subtle": "fg:ansibrightblack"}
_COMMANDS = tuple(name for shape in SHAPES for name in (shape.name, *shape.aliases))
_CONTROLS = ("as ", "go ", "thread ", "press ", "new", "rooms", "help", "quit")


async def talk(url: str, person: str, language: str) -> None:
    """`firstline console`: until the person leaves. Raises Misconfigured when there is no playground at `url`."""
    if sys.stdin.isatty():
        await _at_terminal(url, person, language)
    else:
        await run(url, person, language, _read_pipe, _write_plain)


async def _at_terminal(url: str, person: str, language: str) -> None:
    prompt: PromptSession[str] = PromptSession(completer=_Completer(), complete_while_typing=False)

    async def read_line(text: str) -> str | None:
        try:
            return await prompt.prompt_async(text)
        except (EOFError, KeyboardInterrupt):
            return ":quit"

    with patch_stdout():
        await run(url, person, language, read_line, _write_styled)


async def _read_pipe(_prompt: str) -> str | None:
    line = await asyncio.to_thread(sys.stdin.readline)
    return line.rstrip("\n") if line else None


def _write_plain(row: Row) -> None:
    sys.stdout.write(row.text + "\n")
    sys.stdout.flush()


def _write_styled(row: Row) -> None:
    print_formatted_text(FormattedText([(_STYLES.get(row.kind, ""), row.text)]))


class _Completer(Completer):
    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Our own controls after a colon, the desk's commands after a slash."""
        typed = document.text_before_cursor
        known = [f":{word}" for word in _CONTROLS] + [f"/ticket {word} " for word in _COMMANDS]
        matching = (word for word in known if typed[:1] in (":", "/") and word.startswith(typed))
        return (Completion(word, start_position=-len(typed)) for word in matching)
