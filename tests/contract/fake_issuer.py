"""Stands for Microsoft's two issuers: the Bot Connector's signing keys, and the login that gives a bot its token."""

import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

APP_ID = "11111111-2222-3333-4444-555555555555"
APP_PASSWORD = "a-password-for-tests"
TENANT = "tenant-first"
ISSUER = "https://api.botframework.com"
SCOPE = "https://api.botframework.com/.default"


@cache
def rsa_key(number: int) -> RSAPrivateKey:
    """A key that costs its making once per run."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class FakeIssuer:
    """Serves OpenID metadata, keys and tokens; signs as the Bot Connector does."""

    key_number: int = 0
    endorsements: tuple[str, ...] = ("msteams", "webchat")
    fetches: int = 0
    tokens: list[str] = field(default_factory=list)
    token_requests: int = 0
    broken: bool = False
    refusal: dict[str, str] = field(default_factory=dict)
    """What the login says instead of a token."""

    @property
    def key_id(self) -> str:
        return f"key-{self.key_number}"

    def rotate(self) -> None:
        """Sign with a new key; the old one is no longer published."""
        self.key_number += 1

    def routes(self, app: web.Application) -> None:
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)

    def sign(self, service_url: str, *, headers: dict[str, str] | None = None, **claims: Any) -> str:
        """A good token for the service URL; `claims` replace its own, None takes one away."""
        now = int(time.time())
        good = {"iss": ISSUER, "aud": APP_ID, "nbf": now, "exp": now + 3600, "serviceurl": service_url}
        payload = {name: value for name, value in (good | claims).items() if value is not None}
        return jwt.encode(payload, rsa_key(self.key_number), "RS256", {"kid": self.key_id, **(headers or {})})

    async def _openid(self, request: web.Request) -> web.Response:
        self.fetches += 1
        if self.broken:
            return web.Response(status=500)
        return web.json_response({"issuer": ISSUER, "jwks_uri": str(request.url.with_path("/keys"))})

    async def _keys(self, request: web.Request) -> web.Response:
        key: dict[str, Any] = RSAAlgorithm.to_jwk(rsa_key(self.key_number).public_key(), as_dict=True)
        return web.json_response({"keys": [key | {"kid": self.key_id, "endorsements": list(self.endorsements)}]})

    async def _token(self, request: web.Request) -> web.Response:
        self.token_requests += 1
        if self.refusal:
            return web.json_response(self.refusal, status=401)
        form = dict(await request.post())
        wanted = {
            "grant_type": "client_credentials",
            "client_id": APP_ID,
            "client_secret": APP_PASSWORD,
            "scope": SCOPE,
        }
        if form != wanted or request.match_info["tenant"] != TENANT:
            return web.json_response({"error": "invalid_client"}, status=401)
        self.tokens.append(f"token-{len(self.tokens)}")
        return web.json_response({"token_type": "Bearer", "expires_in": 3599, "access_token": self.tokens[-1]})
