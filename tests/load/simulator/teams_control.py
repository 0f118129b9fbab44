"""The simulated Teams as a process of its own, told over loopback what its people do at `/control/…`.

`python -m tests.load.simulator.teams_control --employees 100 --seed 1` prints one line of JSON, the settings of a
Firstline that talks to it, and serves until it is ended.
"""

import argparse
import asyncio
import json
import signal
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from tests.contract.fake_connector import Posted
from tests.load.simulator.seen import Sightings, as_line
from tests.load.simulator.teams import Company, TeamsSimulator, serving
from tests.load.simulator.teams_people import People, Said
from tests.load.simulator.weather import Sky, Weather

Json = dict[str, Any]


@dataclass(slots=True)
class Control:
    """What can be told to the simulator; before anybody speaks it must know the doors."""

    simulator: TeamsSimulator
    session: aiohttp.ClientSession
    _people: People | None = None

    def routes(self, app: web.Application) -> None:
        """Mount the control."""
        app.router.add_put("/control/doors", self._set_doors)
        app.router.add_put("/control/weather", self._set_weather)
        app.router.add_post("/control/say", self._say)
        app.router.add_post("/control/press", self._press)
        app.router.add_get("/control/seen", self._seen)
        app.router.add_get("/control/figures", self._figures)

    async def _set_doors(self, request: web.Request) -> web.Response:
        """A list of addresses, such as http://127.0.0.1:3978."""
        self._people = self.simulator.people(self.session, await request.json())
        return web.Response()

    async def _set_weather(self, request: web.Request) -> web.Response:
        """Fields of Weather, and `gone`."""
        wanted = await request.json()
        sky = self.simulator.sky
        sky.gone = wanted.pop("gone", sky.gone)
        sky.weather = replace(sky.weather, **wanted)
        return web.Response()

    async def _say(self, request: web.Request) -> web.Response:
        """`who`, `base`, `text`; `root` and `mention` where they are wanted."""
        said: Said = await self._present.say(**await request.json())
        known = {"id": said.id, "root": said.root, "status": said.delivered.status, "tries": said.delivered.tries}
        return web.json_response(known)

    async def _press(self, request: web.Request) -> web.Response:
        """`who`, `card` (its id), `verb`; `fields` of a form."""
        wanted = await request.json()
        card = self._card(wanted.pop("card"))
        delivered = await self._present.press(card=card, **wanted)
        return web.json_response({"status": delivered.status, "answer": json.loads(delivered.answer or b"null")})

    async def _seen(self, request: web.Request) -> web.Response:
        """Sightings from number `since` on, one line of JSON each."""
        rows = self.simulator.sightings.rows[int(request.query.get("since", "0")) :]
        return web.Response(text="\n".join(map(as_line, rows)))

    async def _figures(self, _: web.Request) -> web.Response:
        courier = self._present.courier
        counts = {"sightings": len(self.simulator.sightings.rows), "throttled": self.simulator.fate.throttled.total()}
        return web.json_response(counts | {"repeats": courier.repeats, "waits": courier.waits})

    def _card(self, id: str) -> Posted:
        card = next((posted for posted in reversed(self.simulator.connector.posts) if posted.id == id), None)
        if card is None:
            raise web.HTTPNotFound(text=f"no activity {id}")
        return card

    @property
    def _present(self) -> People:
        if self._people is None:
            raise web.HTTPConflict(text="no doors yet: PUT /control/doors")
        return self._people


@dataclass(frozen=True, slots=True)
class Remote:
    """The client of a control at `address`."""

    session: aiohttp.ClientSession
    address: str

    async def doors(self, addresses: list[str]) -> None:
        """The installation to speak to."""
        await self._send("PUT", "doors", addresses)

    async def weather(self, weather: Weather, *, gone: bool = False) -> None:
        """From now on."""
        await self._send("PUT", "weather", asdict(weather) | {"gone": gone})

    async def say(self, who: str, base: str, text: str, **more: Any) -> Json:
        """As People.say; returns `id`, `root`, `status`, `tries`."""
        return await self._json("POST", "say", {"who": who, "base": base, "text": text, **more})

    async def press(self, who: str, card: str, verb: str, **more: Any) -> Json:
        """As People.press, the card named by its id; returns `status` and `answer`."""
        return await self._json("POST", "press", {"who": who, "card": card, "verb": verb, **more})

    async def seen(self, since: int = 0) -> list[str]:
        """For `read_seen`: sightings from this number on."""
        return (await self._send("GET", f"seen?since={since}")).decode().splitlines()

    async def figures(self) -> Json:
        """`sightings`, `throttled`, `repeats`, and `waits`: the seconds of every answer of the doors."""
        return await self._json("GET", "figures")

    async def _json(self, method: str, path: str, body: Any = None) -> Json:
        answer: Json = json.loads(await self._send(method, path, body))
        return answer

    async def _send(self, method: str, path: str, body: Any = None) -> bytes:
        url = f"{self.address}/control/{path}"
        async with self.session.request(method, url, json=body, raise_for_status=True) as response:
            return await response.read()


async def serve(arguments: argparse.Namespace) -> None:
    """Until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    sky, sightings = Sky(seed=arguments.seed), Sightings(arguments.ledger)
    simulator = TeamsSimulator(Company(arguments.employees), sightings, sky, arguments.scale)
    async with aiohttp.ClientSession() as session, serving(simulator, Control(simulator, session).routes):
        print(json.dumps(simulator.environment()), flush=True)
        await stop.wait()


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(description="A simulated Microsoft Teams on loopback.")
    parser.add_argument("--employees", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0, help="stretches the windows of the rate limits")
    parser.add_argument("--ledger", type=Path, help="file that keeps the sightings, one line of JSON each")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
