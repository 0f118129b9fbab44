"""What goes wrong at the Bot Connector, and what its caller is then told."""

import json
from dataclasses import dataclass, field

from aiohttp import web

from tests.contract.teams_rules import LARGEST


@dataclass(frozen=True)
class Fault:
    """What goes wrong with a call. `status` 0 drops the connection; `taken`: only after it was stored.

    With a status below 300 nothing goes wrong but time (the answer comes after `delay` seconds), unless another `body`
    comes in the place of the answer.
    """

    status: int = 0
    taken: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    body: str | None = None

    @property
    def fails(self) -> bool:
        return self.body is not None or not 200 <= self.status < 300


def refusal(status: int, code: str) -> web.HTTPException:
    """The answer of a connector that does not take it."""
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


def fail(request: web.Request, fault: Fault) -> web.Response:
    """The answer that the fault calls for, or none."""
    if fault.status == 0 and request.transport is not None:
        request.transport.abort()
    return web.Response(status=fault.status or 500, headers=fault.headers, text=fault.body)
