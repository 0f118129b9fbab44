"""`firstline console`: the playground in the terminal."""

from http import HTTPStatus

import aiohttp

from adapters.console.terminal import talk
from bot.app.process import Part
from bot.app.running import running
from bot.operations.speech import Arguments
from bot.settings import Settings
from bot.wording.catalogue import Wording
from storage.migrations import migrate


async def console(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Talk in the terminal: at the playground that runs already, or at one of our own."""
    playground = settings.playground
    url = arguments.url or f"http://{playground.host}:{playground.port}"
    if arguments.url or await _answers(url):
        await talk(url, arguments.person, words.language)
        return 0
    settings.playground.port = 0
    await migrate(settings.database_url)
    async with running(settings, Part.WORKER | Part.PLAYGROUND) as firstline:
        await talk(firstline.addresses["playground"], arguments.person, words.language)
    return 0


async def _answers(url: str) -> bool:
    """Whether a playground is there."""
    try:
        async with aiohttp.ClientSession() as session, session.get(f"{url}/healthz") as answer:
            return answer.status == HTTPStatus.OK
    except aiohttp.ClientError:
        return False
