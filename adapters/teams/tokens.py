"""Does a request come from the Bot Connector? Its bearer token says so, or it is turned away (T1)."""

from typing import Any

import jwt

from adapters.teams.keys import SigningKey, SigningKeys
from bot.errors import FirstlineError

_CHANNEL = "msteams"
_LEEWAY_SECONDS = 300


class Unauthenticated(FirstlineError):
    """The request does not prove that it comes from the Bot Connector."""


class TokenCheck:
    """Verifies inbound tokens meant for one app."""

    def __init__(self, keys: SigningKeys, app_id: str, issuer: str) -> None:
        if not app_id.strip():
            raise ValueError("an empty app id would let anybody in")
        self._keys = keys
        self._issuer = issuer
        self._audience = [app_id, f"api://{app_id}", f"api://botid-{app_id}"]

    async def vouched_url(self, authorization: str) -> str:
        """The service URL for which the header's token vouches.

        Raises Unauthenticated whatever is wrong with it, and KeysUnavailable.
        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthenticated
        try:
            key = await self._signing_key(token)
            claims = self._verified(token, key)
        except (jwt.PyJWTError, UnicodeError) as error:  # PyJWT cannot encode bytes that were no letters
            raise Unauthenticated from error
        return _service_url(claims)

    async def _signing_key(self, token: str) -> SigningKey:
        header = jwt.get_unverified_header(token)
        if header.get("alg") != "RS256":
            raise Unauthenticated
        key = await self._keys.find(str(header.get("kid", "")))
        if key is None or _CHANNEL not in key.endorsements:
            raise Unauthenticated
        return key

    def _verified(self, token: str, key: SigningKey) -> dict[str, Any]:
        return jwt.decode(
            token,
            key.key,
            algorithms=["RS256"],
            audience=self._audience,
            issuer=self._issuer,
            leeway=_LEEWAY_SECONDS,
            options={"require": ["exp", "iss", "aud"]},
        )


def same_service(vouched: str, named: str) -> bool:
    """The two service URLs are one, whether or not they end with a slash."""
    return bool(named) and vouched.rstrip("/") == named.rstrip("/")


def _service_url(claims: dict[str, Any]) -> str:
    found = claims.get("serviceurl", claims.get("serviceUrl"))
    if not isinstance(found, str) or not found:
        raise Unauthenticated
    return found
