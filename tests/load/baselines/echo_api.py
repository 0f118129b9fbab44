"""The simulated Slack as other bots need it: the same API, with the methods that they ask beside, and no limits.

They get what they ask for at once and without weather, so that nothing but themselves bounds them.
"""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.contract.fake_slack import BOT, BOT_USER, TEAM
from tests.load.simulator.slack_api import WeatheredApi
from tests.load.simulator.weather import Trouble

Json = dict[str, Any]

KEPT = ("channel", "text", "thread_ts")
"""Arguments of chat.postMessage that the strict simulator sees; other bots send old ones that Slack ignores now."""
SCOPES = "chat:write,im:history,users:read,channels:read,im:read,team:read"


class EchoApi(WeatheredApi):
    """Lenient where Slack is, and where strictness would only stop a baseline."""

    def routes(self, application: web.Application) -> None:
        """The API, by GET too."""
        super().routes(application)
        application.router.add_get("/api/{method}", self.call)

    async def _accept(self, request: web.Request, method: str, arguments: Json, trouble: Trouble) -> web.StreamResponse:
        if method in _FURTHER:
            self.answered[method] += 1
            return web.json_response({"ok": True, **_FURTHER[method](arguments)}, headers={"x-oauth-scopes": SCOPES})
        if method == "chat.postMessage":
            arguments = {name: arguments[name] for name in KEPT if arguments.get(name)} | {"parse": "none"}
        return await super()._accept(request, method, arguments, trouble)


def _person(id: str) -> Json:
    profile = {"real_name": f"Employee {id}", "display_name": id.lower(), "email": f"{id}@example.com"}
    return {"id": id, "name": id.lower(), "team_id": TEAM, "profile": profile | {"bot_id": BOT}}


def _place(id: str) -> Json:
    return {"id": id, "name": id.lower(), "user": f"U{id[1:]}", "is_im": id.startswith("D"), "is_mpim": False}


_PAGE = {"response_metadata": {"next_cursor": ""}}
_FURTHER: dict[str, Callable[[Json], Json]] = {
    "auth.test": lambda _: {
        "url": "https://first.slack.com/", "team": "First", "user": "echo",
        "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT,
    },
    "users.info": lambda asked: {"user": _person(asked["user"])},
    "users.list": lambda _: {"members": [_person(BOT_USER)], **_PAGE},
    "bots.info": lambda asked: {"bot": {"id": asked["bot"], "name": "echo"}},
    "team.info": lambda _: {"team": {"id": TEAM, "domain": "first"}},
    "conversations.info": lambda asked: {"channel": _place(asked["channel"])},
    "conversations.list": lambda _: {"channels": [], **_PAGE},
}  # fmt: skip
