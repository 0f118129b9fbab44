"""Is a request really from Slack? https://docs.slack.dev/authentication/verifying-requests-from-slack"""

import hashlib
import hmac
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)
_VERSION = "v0"


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """What Slack sends as `X-Slack-Signature` for the raw body."""
    signed = b":".join((_VERSION.encode(), timestamp.encode(), body))
    return f"{_VERSION}={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def is_genuine(secret: str, timestamp: str, signature: str, body: bytes, now: datetime) -> bool:
    """The signature is right and the request is not older, or further in the future, than the tolerance."""
    if not secret or not is_recent(timestamp, now):
        return False
    return hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode(errors="replace"))


def is_recent(timestamp: str, now: datetime) -> bool:
    """`X-Slack-Request-Timestamp` is a time within the tolerance."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    return abs(now.timestamp() - int(timestamp)) <= TOLERANCE.total_seconds()
