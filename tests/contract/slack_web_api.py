"""The Web API of the fake Slack: strict about arguments, membership, threads and blocks."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.contract.fake_slack import BOT, BOT_USER, TEAM, TOKEN, Channel, FakeSlack, Fault
from tests.contract.slack_rules import home_problems, message_problems, view_problems

Json = dict[str, Any]

_LITERAL = {"parse", "link_names"}
ARGUMENTS: dict[str, set[str]] = {
    "chat.postMessage": {"channel", "text", "blocks", "thread_ts", "metadata", "unfurl_links", "unfurl_media"}
    | _LITERAL,
    "chat.update": {"channel", "ts", "text", "blocks"} | _LITERAL,
    "chat.postEphemeral": {"channel", "user", "text", "blocks", "thread_ts"} | _LITERAL,
    "conversations.replies": {"channel", "ts", "oldest", "inclusive", "limit", "cursor", "include_all_metadata"},
    "conversations.history": {"channel", "oldest", "limit", "cursor", "include_all_metadata"},
    "conversations.open": {"users"},
    "views.open": {"trigger_id", "view"},
    "views.publish": {"user_id", "view"},
    "auth.test": set(),
    "usergroups.list": {"include_users", "include_disabled", "include_count"},
    "usergroups.users.update": {"usergroup", "users", "include_count"},
}


class Failure(Exception):
    """The method fails with this error code."""


@dataclass(frozen=True)
class SlackWebApi:
    """Answers calls out of the workspace, and changes it. `rules` say what is wrong with a message."""

    slack: FakeSlack
    rules: Callable[[Json], list[str]] = message_problems

    async def serve(self, request: web.Request) -> web.Response:
        """One call of a method."""
        method = request.match_info["method"]
        arguments = await read_arguments(request)
        self.slack.calls.append((method, arguments))
        fault = self.slack.faults[method].popleft() if self.slack.faults.get(method) else Fault()
        if fault.status or fault.code:
            return _faulty(fault)
        try:
            answer = self.answer(request.headers.get("Authorization", ""), method, arguments)
        except Failure as failure:
            return web.json_response({"ok": False, "error": str(failure)})
        if fault.after_accepting and request.transport:
            request.transport.abort()
        if fault.body is not None:
            return web.Response(text=fault.body, content_type="application/json")
        dated = {"Date": format_datetime(self.slack.clock(), usegmt=True)}
        return web.json_response({"ok": True, **answer}, headers=dated)

    async def hook(self, request: web.Request) -> web.Response:
        """An answer at a `response_url`: five of them, shown to one person."""
        user, channel, left = self.slack.hooks.get(request.match_info["id"], ("", "", 0))
        if not left:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        self.slack.hooks[request.match_info["id"]] = (user, channel, left - 1)
        payload = await request.json()
        self.slack.calls.append(("response_url", payload))
        if payload["response_type"] != "ephemeral" or self.rules(payload):
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        self.slack.whispers.append({**payload, "user": user, "channel": channel, "ts": self.slack.ts()})
        return web.Response(text="ok")

    def answer(self, authorization: str, method: str, arguments: Json) -> Json:
        """What the method answers besides `ok`, its effects done. Raises Failure."""
        if authorization != f"Bearer {TOKEN}":
            raise Failure("invalid_auth")
        if unknown := arguments.keys() - ARGUMENTS[method]:
            raise Failure(f"invalid_arguments: {unknown}")
        answer: Json = getattr(self, "_" + method.replace(".", "_").lower())(arguments)
        return answer

    def _auth_test(self, _: Json) -> Json:
        return {"url": "https://first.slack.com/", "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT}

    def _chat_postmessage(self, arguments: Json) -> Json:
        channel = self._channel(arguments["channel"], BOT_USER)
        root = self._root(channel, arguments)
        self._refuse_injection(arguments)
        kept = {key: arguments[key] for key in ("text", "blocks", "metadata") if key in arguments}
        ours: Json = {"type": "message", "user": BOT_USER, "bot_id": BOT, "ts": self.slack.ts()}
        message = ours | kept | root
        channel.messages.append(message)
        return {"channel": channel.id, "ts": message["ts"], "message": message}

    def _chat_update(self, arguments: Json) -> Json:
        channel = self._channel(arguments["channel"], BOT_USER)
        message = channel.message(arguments["ts"])
        if message is None:
            raise Failure("message_not_found")
        if message.get("bot_id") != BOT:
            raise Failure("cant_update_message")
        self._refuse_injection(arguments)
        channel.history.append(dict(message))
        message.update({key: arguments[key] for key in ("text", "blocks") if key in arguments})
        return {"channel": channel.id, "ts": message["ts"]}

    def _chat_postephemeral(self, arguments: Json) -> Json:
        channel = self._channel(arguments["channel"], BOT_USER)
        if arguments["user"] not in channel.members:
            raise Failure("user_not_in_channel")
        self._root(channel, arguments)
        self._refuse_injection(arguments)
        self.slack.whispers.append({**arguments, "channel": channel.id, "ts": self.slack.ts()})
        return {"message_ts": self.slack.whispers[-1]["ts"]}

    def _conversations_open(self, arguments: Json) -> Json:
        if arguments["users"] not in self.slack.users:
            raise Failure("user_not_found")
        return {"channel": {"id": self.slack.direct(arguments["users"])}}

    def _conversations_history(self, arguments: Json) -> Json:
        channel = self._channel(arguments["channel"], BOT_USER)
        top = [message for message in channel.messages if message.get("thread_ts", message["ts"]) == message["ts"]]
        return self._page(list(reversed(top)), arguments)

    def _conversations_replies(self, arguments: Json) -> Json:
        channel, root = self._channel(arguments["channel"], BOT_USER), arguments["ts"]
        if channel.message(root) is None:
            raise Failure("thread_not_found")
        return self._page([one for one in channel.messages if root in (one["ts"], one.get("thread_ts"))], arguments)

    def _views_open(self, arguments: Json) -> Json:
        user = self.slack.triggers.pop(arguments["trigger_id"], "")
        if not user:
            raise Failure("exchanged_trigger_id")
        if view_problems(arguments["view"]):
            raise Failure("invalid_arguments")
        self.slack.modals[user] = {**arguments["view"], "id": f"V{self.slack.ts()}", "hash": f"1.{self.slack.ts()}"}
        return {"view": self.slack.modals[user]}

    def _views_publish(self, arguments: Json) -> Json:
        user, view = arguments["user_id"], arguments["view"]
        if user not in self.slack.users:
            raise Failure("user_not_found")
        if problems := home_problems(view):
            raise Failure(f"invalid_arguments: {problems}")
        blocks = [{"block_id": f"b{place}", **block} for place, block in enumerate(view["blocks"])]
        self.slack.homes[user] = {**view, "blocks": blocks, "id": f"V{self.slack.ts()}", "hash": f"1.{self.slack.ts()}"}
        return {"view": self.slack.homes[user]}

    def _usergroups_list(self, arguments: Json) -> Json:
        shown = [dict(group) for group in self.slack.groups.values()]
        if arguments.get("include_disabled") not in ("1", "true"):
            shown = [group for group in shown if not group["date_delete"]]
        if arguments.get("include_users") not in ("1", "true"):
            for group in shown:
                group.pop("users")
        return {"usergroups": shown}

    def _usergroups_users_update(self, arguments: Json) -> Json:
        if not self.slack.lets_groups_be_changed:
            raise Failure("permission_denied")
        if arguments["usergroup"] not in self.slack.groups:  # a handle is no id
            raise Failure("no_such_subteam")
        if not arguments["users"]:
            raise Failure("no_users_provided")
        users = arguments["users"].split(",")
        if not self.slack.users.keys() >= set(users):
            raise Failure("invalid_users")
        self.slack.groups[arguments["usergroup"]]["users"] = users
        return {"usergroup": dict(self.slack.groups[arguments["usergroup"]])}

    def _channel(self, id_: str, member: str) -> Channel:
        if id_ not in self.slack.channels:
            raise Failure("channel_not_found")
        if member not in self.slack.channels[id_].members:
            raise Failure("not_in_channel")
        return self.slack.channels[id_]

    def _root(self, channel: Channel, arguments: Json) -> Json:
        if "thread_ts" not in arguments:
            return {}
        root = channel.message(arguments["thread_ts"])
        if root is None or root.get("thread_ts", root["ts"]) != root["ts"]:
            raise Failure("cannot_reply_to_message")  # the real one takes a reply's ts and breaks the thread
        return {"thread_ts": arguments["thread_ts"]}

    def _refuse_injection(self, arguments: Json) -> None:
        """What Slack refuses, and what we never want to ask of it."""
        if problems := self.rules(arguments):
            raise Failure(f"invalid_blocks: {problems}")
        if arguments.get("link_names") or arguments.get("parse") != "none":
            raise Failure("invalid_arguments: names would be linked")

    def _page(self, messages: list[Json], arguments: Json) -> Json:
        newer = [one for one in messages if float(one["ts"]) >= float(arguments.get("oldest", "0"))]
        start, size = int(arguments.get("cursor") or 0), min(int(arguments["limit"]), self.slack.page)
        shown = [dict(one) for one in newer[start : start + size]]
        if arguments.get("include_all_metadata") not in ("1", "true"):
            for message in shown:
                message.pop("metadata", None)
        following = str(start + size) if len(newer) > start + size else ""
        return {"messages": shown, "has_more": bool(following), "response_metadata": {"next_cursor": following}}


@asynccontextmanager
async def running(slack: FakeSlack) -> AsyncIterator[FakeSlack]:
    """The fake, listening on a free port; `url` and the API at `url`/api/ work until the block ends."""
    api, application = SlackWebApi(slack), web.Application()
    application.router.add_post("/api/{method}", api.serve)
    application.router.add_post("/hooks/{id}", api.hook)
    async with TestServer(application) as server:
        slack.url = str(server.make_url("")).rstrip("/")
        yield slack


async def read_arguments(request: web.Request) -> Json:
    """The call's arguments. Methods that read take no JSON, as in the real Slack."""
    method = request.match_info["method"]
    if request.content_type != "application/json" or not request.can_read_body:
        form = await request.post()
        return {**request.query, **{key: str(value) for key, value in form.items()}}
    if method == "usergroups.list" or (method.startswith("conversations.") and method != "conversations.open"):
        return {}
    arguments: Json = await request.json()
    return arguments


def _faulty(fault: Fault) -> web.Response:
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
    if fault.code:
        return web.json_response({"ok": False, "error": fault.code}, headers=headers)
    return web.Response(status=fault.status, text="<html>no</html>", content_type="text/html", headers=headers)
