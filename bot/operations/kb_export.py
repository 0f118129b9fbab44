"""`firstline kb export`: every article, for another system or to be imported again."""

from bot.app.articles import article_folders
from bot.errors import Misconfigured
from bot.operations.speech import Arguments, say
from bot.settings import Settings
from bot.wording.catalogue import Wording
from kb.exporting import export
from kb.reader import read_folders


async def kb_export(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Write them, and say how many. Files with mistakes hold no articles: `firstline kb check` names them."""
    folders = article_folders(settings)
    reading = read_folders(folders)
    try:
        export(reading.every, folders, arguments.format, arguments.to)
    except OSError as error:
        raise Misconfigured(words.text("kb-not-written", path=str(arguments.to), why=str(error))) from error
    say(words, "kb-export-done", count=len(reading.every), path=str(arguments.to))
    if reading.mistakes:
        say(words, "kb-export-mistakes", count=len(reading.mistakes))
    return 1 if reading.mistakes else 0
