"""Stands for the Bot Connector: strict about what it takes, with faults on demand, on loopback."""

import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from jsonschema import Draft6Validator

from adapters.teams.config import TeamsConfig
from tests.contract.fake_issuer import APP_ID, APP_PASSWORD, TENANT, FakeIssuer

CARD_SCHEMA = Path(__file__).parents[1] / "schemas" / "adaptive-card-1.5.0.json"
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
CHANNELS = tuple(f"19:{name}@thread.tacv2" for name in ("help", "triage", "leads"))
LARGEST = 100 * 1024
NAMES = {
    "maria": "Maria Silva",
    "ivan": "Иван Смирнов",
    "sam": "Sam Okafor",
    "nadia": "Nadia Petrova",
    "lena": "Lena Fischer",
}


@dataclass
class Posted:
    """One activity of the bot, as it stands now."""

    id: str
    base: str
    root: str
    activity: dict[str, Any]
    edits: int = 0

    @property
    def card(self) -> dict[str, Any]:
        attachments = self.activity.get("attachments") or [{}]
        found: dict[str, Any] = attachments[0].get("content", {})
        return found


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the next post. `status` 0 drops the connection; `taken`: only after it was stored."""

    status: int = 0
    taken: bool = False
    headers: dict[str, str] = field(default_factory=dict)


class FakeConnector:
    """The state of a tenant with people, channels and one-to-one chats."""

    def __init__(self) -> None:
        self.issuer = FakeIssuer()
        self.posts: list[Posted] = []
        self.faults: deque[Fault] = deque()
        self.roots: set[str] = set()
        self.chats: set[str] = {f"a:dm-{who}" for who in NAMES}
        self.calls: list[str] = []
        self.not_installed: set[str] = set()
        self.service_url = ""
        self._ids = count(1_700_000_000_000)
        self._schema = Draft6Validator(json.loads(CARD_SCHEMA.read_text(encoding="utf-8")))

    def next_id(self) -> str:
        return str(next(self._ids))

    def open_thread(self, base: str, root: str) -> None:
        """A person's message opened this thread."""
        self.roots.add(f"{base};messageid={root}")

    def config(self, **changes: Any) -> TeamsConfig:
        """Settings that lead to this connector and its issuer."""
        address = self.service_url.removesuffix("/teams/")
        settings = {
            "app_id": APP_ID,
            "app_password": APP_PASSWORD,
            "tenant_id": TENANT,
            "openid_metadata_url": f"{address}/openid",
            "login_url": address,
            "service_url": self.service_url,
            "allowed_service_hosts": frozenset({"127.0.0.1"}),
        }
        return TeamsConfig(**(settings | changes))

    def routes(self, app: web.Application) -> None:
        self.issuer.routes(app)
        app.router.add_post("/teams/v3/conversations", self._create)
        app.router.add_post("/teams/v3/conversations/{conversation}/activities", self._post)
        app.router.add_put("/teams/v3/conversations/{conversation}/activities/{id}", self._update)
        app.router.add_delete("/teams/v3/conversations/{conversation}/activities/{id}", self._delete)
        app.router.add_get("/teams/v3/conversations/{conversation}/members/{member}", self._member)

    # ------------------------------------------------------------ what the bot may do

    async def _create(self, request: web.Request) -> web.StreamResponse:
        self._admit(request)
        wanted = await request.json()
        member = (wanted.get("members") or [{}])[0].get("id", "")
        if wanted.get("isGroup") or wanted.get("tenantId") != TENANT or not member.startswith("29:"):
            raise _refusal(400, "BadSyntax")
        who = member.removeprefix("29:")
        if who not in NAMES or who in self.not_installed:
            raise _refusal(403, "BotNotInConversationRoster")
        return web.json_response({"id": f"a:dm-{who}"}, status=201)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        self._admit(request)
        fault = self.faults.popleft() if self.faults else None
        if fault and not fault.taken:
            return _fail(request, fault)
        activity = await self._read(request)
        posted = self._store(request.match_info["conversation"], activity)
        if fault:
            return _fail(request, fault)
        return web.json_response({"id": posted.id}, status=201)

    async def _update(self, request: web.Request) -> web.StreamResponse:
        self._admit(request)
        posted, activity = self._find(request), await self._read(request)
        if activity.get("id") != posted.id:
            raise _refusal(400, "BadSyntax")
        posted.activity, posted.edits = activity, posted.edits + 1
        return web.json_response({"id": posted.id})

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        self._admit(request)
        self.posts.remove(self._find(request))
        return web.Response(status=200)

    async def _member(self, request: web.Request) -> web.StreamResponse:
        self._admit(request)
        who = request.match_info["member"].removeprefix("29:").removeprefix("aad-")
        if who not in NAMES:
            raise _refusal(404, "MemberNotFoundInConversation")
        return web.json_response({"id": f"29:{who}", "aadObjectId": f"aad-{who}", "name": NAMES[who]})

    # ------------------------------------------------------------ what it insists on

    def _admit(self, request: web.Request) -> None:
        self.calls.append(f"{request.method} {request.rel_url.raw_path}")
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.issuer.tokens:
            raise _refusal(401, "Unauthorized")

    async def _read(self, request: web.Request) -> dict[str, Any]:
        body = await request.text()
        if len(body.encode("utf-16-le")) > 2 * LARGEST or len(_compact(body).encode("utf-16-le")) > LARGEST:
            raise _refusal(413, "MessageSizeTooBig")
        activity: dict[str, Any] = json.loads(body)
        text, attachments = activity.get("text"), activity.get("attachments")
        if activity.get("type") != "message" or bool(text) == bool(attachments):
            raise _refusal(400, "BadSyntax")
        if text and activity.get("textFormat") not in ("plain", "markdown"):
            raise _refusal(400, "BadSyntax")
        for attachment in attachments or ():
            self._check_card(attachment)
        return activity

    def _check_card(self, attachment: dict[str, Any]) -> None:
        content = {name: value for name, value in attachment["content"].items() if name != "msteams"}
        fine = attachment["contentType"] == CARD_TYPE and self._schema.is_valid(content)
        if not fine or len(content.get("actions", ())) > 6:
            raise _refusal(400, "BadArgument")

    def _store(self, conversation: str, activity: dict[str, Any]) -> Posted:
        base, _, root = conversation.partition(";messageid=")
        if (root and conversation not in self.roots) or base not in (*CHANNELS, *self.chats):
            raise _refusal(404, "ConversationNotFound")
        new = self.next_id()
        if base in CHANNELS and not root:
            root = new
            self.open_thread(base, root)
        self.posts.append(Posted(new, base, root, activity))
        return self.posts[-1]

    def _find(self, request: web.Request) -> Posted:
        """An activity of a thread is known there alone, not under its channel."""
        base, _, root = request.match_info["conversation"].partition(";messageid=")
        for posted in self.posts:
            if (posted.id, posted.base, posted.root) == (request.match_info["id"], base, root):
                return posted
        raise _refusal(404, "ActivityNotFoundInConversation")


@asynccontextmanager
async def serve(fake: FakeConnector) -> AsyncIterator[FakeConnector]:
    """The fake on a free port of loopback, with `service_url` set."""
    app = web.Application(client_max_size=1 << 20)
    fake.routes(app)
    server = TestServer(app)
    async with server:
        fake.service_url = str(server.make_url("/teams/"))
        yield fake


def _compact(body: str) -> str:
    return json.dumps(json.loads(body), ensure_ascii=False)


def _refusal(status: int, code: str) -> web.HTTPException:
    body = json.dumps({"error": {"code": code, "message": "refused by the fake connector"}})
    kinds: dict[int, type[web.HTTPException]] = {
        400: web.HTTPBadRequest,
        401: web.HTTPUnauthorized,
        403: web.HTTPForbidden,
        404: web.HTTPNotFound,
    }
    if status in kinds:
        return kinds[status](text=body, content_type="application/json")
    return web.HTTPRequestEntityTooLarge(LARGEST, 0, text=body, content_type="application/json")


def _fail(request: web.Request, fault: Fault) -> web.Response:
    if fault.status == 0 and request.transport is not None:
        request.transport.abort()
    return web.Response(status=fault.status or 500, headers=fault.headers)
