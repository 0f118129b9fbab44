"""Other bots are measured as they are, and one that cannot be driven is said to be."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.contract.fake_slack import TOKEN
from tests.load.baselines.echo import Started, measure
from tests.load.baselines.environment import Environment, NotDriven, install
from tests.load.baselines.foreign import Foreign
from tests.load.scenario import Options


@asynccontextmanager
async def silent(api: str, log: Path) -> AsyncIterator[Started]:
    """A bot that acknowledges and says nothing."""

    async def receive(_: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_post("/", receive)
    async with TestServer(app) as server:
        yield Started(str(server.make_url("/")), os.getpid())


@asynccontextmanager
async def parrot(api: str, log: Path) -> AsyncIterator[Started]:
    """A bot that posts with arguments of old, as other bots do, and looks its sender up first."""
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as session:

        async def receive(request: web.Request) -> web.Response:
            event = (await request.json())["event"]
            async with session.get(f"{api}users.info", params={"user": event["user"]}) as known:
                assert (await known.json())["user"]["id"] == event["user"]
            post = {"channel": event["channel"], "text": event["text"], "username": "parrot", "link_names": True}
            async with session.post(f"{api}chat.postMessage", json=post) as answer:
                assert (await answer.json())["ok"]
            return web.Response()

        app = web.Application()
        app.router.add_post("/", receive)
        async with TestServer(app) as server:
            yield Started(str(server.make_url("/")), os.getpid())


async def test_every_echo_is_counted_once_and_calls_beside_it_apart(tmp_path: Path) -> None:
    figures = await measure(parrot, 30, Options(out=tmp_path), "parrot.log")
    assert (figures.events, figures.echoes, figures.lost, figures.calls) == (30, 30, 0, 30)


async def test_a_bot_that_never_echoes_was_not_driven(tmp_path: Path) -> None:
    with pytest.raises(NotDriven, match="never echoes"):
        await measure(silent, 30, Options(out=tmp_path), "silent.log", patience=0.1)


async def test_what_cannot_be_installed_was_not_driven() -> None:
    with pytest.raises(NotDriven, match="no such package"):
        await install([sys.executable, "-c", "raise SystemExit('no such package')"])


async def test_an_environment_with_the_same_requirements_is_used_again(tmp_path: Path) -> None:
    (tmp_path / "known").mkdir()
    (tmp_path / "known" / "installed").write_text("parrot==1.0")
    await Environment("known", ("parrot==1.0",), tmp_path).prepare()
    assert not (tmp_path / "known" / "bin").exists()


async def test_a_bot_that_ends_by_itself_was_not_driven(tmp_path: Path) -> None:
    gone = Environment("gone", (), tmp_path)
    gone.python.parent.mkdir(parents=True)
    gone.python.symlink_to(sys.executable)
    (gone.folder / "installed").write_text("")
    app = tmp_path / "app.py"
    app.write_text("raise SystemExit(3)")
    with pytest.raises(NotDriven, match="status 3"):
        async with Foreign(gone, app, "/").running("http://127.0.0.1:1/api/", tmp_path / "log"):
            pass
