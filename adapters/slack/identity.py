"""Who and where: workspaces, people and addresses of messages, as Slack's payloads name them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.messages import Person, Thread

Json = dict[str, Any]

PLATFORM = "slack"
_ANY_WORKSPACE = "https://slack.com"


@dataclass(frozen=True, slots=True)
class Identity:
    """Ourselves in Slack: our user and bot ids, and the start of links to messages. Empty where not known yet."""

    user: str = ""
    bot: str = ""
    base: str = _ANY_WORKSPACE

    def permalink(self, channel: str, ts: str, root: str = "") -> str:
        """Address of a message, for people."""
        address = f"{self.base.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
        return f"{address}?thread_ts={root}&cid={channel}" if root not in ("", ts) else address


def workspace_of(body: Json) -> str:
    """The installation that the payload is for: the organisation's id when installed org-wide, else the team's."""
    grant = _grant(body)
    return (_id(grant, "enterprise") or _id(grant, "team")) if _is_org_wide(grant) else _team(body, grant)


def person(body: Json, user: str, home: str = "", name: str = "") -> Person:
    """Somebody in the payload. People of a connected organisation have the workspace `home` of their own."""
    workspace = workspace_of(body)
    guest = home and not (_is_org_wide(_grant(body)) and not body.get("is_ext_shared_channel"))
    return Person(PLATFORM, home if guest else workspace, user, name)


def thread(body: Json, channel: str, root: str) -> Thread:
    """A thread in the payload's installation."""
    return Thread(PLATFORM, workspace_of(body), channel, root)


def our_users(body: Json, us: Identity) -> frozenset[str]:
    """Our own user ids, as far as the payload or `us` know them."""
    grants = body.get("authorizations") or ()
    return frozenset({grant.get("user_id") for grant in grants if grant.get("is_bot")} | {us.user}) - {"", None}


def is_direct(channel: str, channel_type: str = "") -> bool:
    """The channel is a conversation between one person and us."""
    return channel_type == "im" or channel.startswith("D")


def moment(ts: str) -> datetime:
    """The time in a Slack timestamp ("1700000000.000100")."""
    return datetime.fromtimestamp(float(ts), UTC)


def _grant(body: Json) -> Json:
    """The installation on whose behalf the payload came; with Slack Connect the payload's own team is another's."""
    grants = body.get("authorizations") or [body]
    grant: Json = grants[0]
    return grant


def _is_org_wide(grant: Json) -> bool:
    return grant.get("is_enterprise_install") in (True, "true")


def _team(body: Json, grant: Json) -> str:
    return _id(grant, "team") or _id(body, "team") or str((body.get("user") or {}).get("team_id") or "")


def _id(values: Json, kind: str) -> str:
    """Events name it `team_id`, interactions `team: {id}`."""
    nested = values.get(kind)
    return str((nested.get("id") if isinstance(nested, dict) else nested) or values.get(f"{kind}_id") or "")
