"""Stands for the Bot Connector: strict about what it takes, with faults on demand, on loopback."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams.config import TeamsConfig
from tests.contract.fake_issuer import APP_ID, APP_PASSWORD, TENANT, FakeIssuer
from tests.contract.teams_faults import Fault, fail, refusal
from tests.contract.teams_rules import Json, Rules, split

CHANNELS = tuple(f"19:{name}@thread.tacv2" for name in ("help", "triage", "leads"))
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


Fate = Callable[[str, str], Fault | None]
"""What goes wrong with a call: of its method and its conversation (empty for a new one)."""
Watch = Callable[[Posted], None]
"""Told of every activity of the bot, when it comes and when it changes."""


class FakeConnector:
    """The state of a tenant with people (names by id), channels and one-to-one chats.

    `fate` decides over calls; without it the `faults` meet posts, one after the other.
    """

    def __init__(
        self,
        names: Mapping[str, str] = NAMES,
        channels: Iterable[str] = CHANNELS,
        fate: Fate | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.issuer = FakeIssuer()
        self.names = names
        self.channels = frozenset(channels)
        self.chats: set[str] = {f"a:dm-{who}" for who in names}
        self.faults: deque[Fault] = deque()
        self.roots: set[str] = set()
        self.calls: list[str] = []
        self.not_installed: set[str] = set()
        self.service_url = ""
        self._fate = fate or self._next_fault
        self._watch = watch or (lambda _: None)
        self._posts: dict[tuple[str, str, str], Posted] = {}
        self._ids = count(1_700_000_000_000)
        self._rules = Rules()

    @property
    def posts(self) -> list[Posted]:
        """The bot's activities, in the order in which they came."""
        return list(self._posts.values())

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
        wanted = await request.json()
        return await self._answer(request, lambda: (201, self._chat_with(wanted)))

    async def _post(self, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        return await self._answer(request, lambda: (201, self._store(request.match_info["conversation"], body)))

    async def _update(self, request: web.Request) -> web.StreamResponse:
        body = await request.text()
        return await self._answer(request, lambda: (200, self._replace(request, body)))

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, lambda: (200, self._remove(request)))

    async def _member(self, request: web.Request) -> web.StreamResponse:
        return await self._answer(request, lambda: (200, self._account(request.match_info["member"])))

    async def _answer(self, request: web.Request, act: Callable[[], tuple[int, Json]]) -> web.StreamResponse:
        """What the act gives, unless something goes wrong before it or after it."""
        self._admit(request)
        fault = self._fate(request.method, request.match_info.get("conversation", ""))
        if fault and fault.fails and not fault.taken:
            return fail(request, fault)
        status, answer = act()
        if fault:
            await asyncio.sleep(fault.delay)
        return fail(request, fault) if fault and fault.fails else web.json_response(answer, status=status)

    # ------------------------------------------------------------ what it insists on

    def _admit(self, request: web.Request) -> None:
        self.calls.append(f"{request.method} {request.rel_url.raw_path}")
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.issuer.tokens:
            raise refusal(401, "Unauthorized")

    def _next_fault(self, method: str, conversation: str) -> Fault | None:
        return self.faults.popleft() if self.faults and method == "POST" and conversation else None

    def _chat_with(self, wanted: Json) -> Json:
        member = (wanted.get("members") or [{}])[0].get("id", "")
        if wanted.get("isGroup") or wanted.get("tenantId") != TENANT or not member.startswith("29:"):
            raise refusal(400, "BadSyntax")
        who = member.removeprefix("29:")
        if who not in self.names or who in self.not_installed:
            raise refusal(403, "BotNotInConversationRoster")
        return {"id": f"a:dm-{who}"}

    def _account(self, member: str) -> Json:
        who = member.removeprefix("29:").removeprefix("aad-")
        if who not in self.names:
            raise refusal(404, "MemberNotFoundInConversation")
        return {"id": f"29:{who}", "aadObjectId": f"aad-{who}", "name": self.names[who]}

    def _read(self, body: str) -> Json:
        if problem := self._rules.problem(body):
            raise refusal(*problem)
        activity: Json = json.loads(body)
        return activity

    # ------------------------------------------------------------ what it keeps

    def _store(self, conversation: str, body: str) -> Json:
        base, _, root = conversation.partition(";messageid=")
        if (root and conversation not in self.roots) or not (base in self.channels or base in self.chats):
            raise refusal(404, "ConversationNotFound")
        posted = [self._keep(base, root, part) for part in split(self._read(body))]
        return {"id": posted[0].id} if len(posted) == 1 else {}

    def _keep(self, base: str, root: str, activity: Json) -> Posted:
        new = self.next_id()
        if base in self.channels and not root:
            root = new
            self.open_thread(base, root)
        posted = self._posts[new, base, root] = Posted(new, base, root, activity)
        self._watch(posted)
        return posted

    def _replace(self, request: web.Request, body: str) -> Json:
        posted, activity = self._find(request), self._read(body)
        if activity.get("id") != posted.id or len(split(activity)) > 1:
            raise refusal(400, "BadSyntax")
        posted.activity, posted.edits = activity, posted.edits + 1
        self._watch(posted)
        return {"id": posted.id}

    def _remove(self, request: web.Request) -> Json:
        posted = self._find(request)
        del self._posts[posted.id, posted.base, posted.root]
        return {}

    def _find(self, request: web.Request) -> Posted:
        """An activity of a thread is known there alone, not under its channel."""
        base, _, root = request.match_info["conversation"].partition(";messageid=")
        found = self._posts.get((request.match_info["id"], base, root))
        if found is None:
            raise refusal(404, "ActivityNotFoundInConversation")
        return found


@asynccontextmanager
async def serve(fake: FakeConnector) -> AsyncIterator[FakeConnector]:
    """The fake on a free port of loopback, with `service_url` set."""
    app = web.Application(client_max_size=1 << 20)
    fake.routes(app)
    server = TestServer(app)
    async with server:
        fake.service_url = str(server.make_url("/teams/"))
        yield fake
