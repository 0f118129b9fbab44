"""Slack as the place where posts are shown: implements `bot.ports.Platform`."""

import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from adapters.slack import home
from adapters.slack.api import RefusedBySlack, SlackApi, messages_in, word_in
from adapters.slack.blocks import render
from adapters.slack.identity import PLATFORM
from adapters.slack.permissions import Method
from bot.errors import CannotSearch, NotSent, OutcomeUnknown, Refused
from bot.messages import Person, chat_of_home, whose_chat
from bot.ports import Parcel

Json = dict[str, Any]

METADATA = "firstline_post"
_MARGIN = timedelta(seconds=60)
"""Clocks differ: how long before the first attempt a search begins."""
_PAGE = 200
_PAGES = 10
_LITERALLY = {"link_names": False, "parse": "none"}
"""Slack makes no mentions or links out of our words, and still shows our own markup."""
_NOT_MEMBERS = frozenset({"user_not_in_channel", "channel_not_found", "not_in_channel", "is_archived"})

_log = logging.getLogger(__name__)


class SlackPlatform:
    """Sends and finds posts in one Slack installation."""

    name = PLATFORM
    settle = timedelta(seconds=15)
    """Longer than the client's time limit of ten seconds."""

    def __init__(self, api: SlackApi) -> None:
        self._api = api

    async def send(self, parcel: Parcel) -> str:
        """Show the parcel; the message's ts. Empty where Slack gives none: an answer at a command's `response_url`.

        Raises Refused, RateLimited, NotSent, OutcomeUnknown.
        """
        if chat := chat_of_home(parcel.thread.channel):
            return await self._publish(parcel, chat)
        payload, parcel = _payload(parcel), await self._in_chat(parcel)
        if parcel.private_to:
            return await self._send_privately(parcel, parcel.private_to, payload)
        if parcel.edits:
            return await self._edit(parcel, payload)
        return await self._post(parcel, payload)

    async def find(self, parcel: Parcel) -> str | None:
        """The ts of the message that an earlier attempt left. Repeating an edit does no harm, nor showing somebody's
        page again, so neither is looked for.

        Raises CannotSearch for private posts, which Slack does not list, and DeliveryFailed.
        """
        if chat_of_home(parcel.thread.channel):
            return None
        if parcel.private_to:
            raise CannotSearch("Slack does not list ephemeral messages")
        if parcel.edits:
            return None
        parcel = await self._in_chat(parcel)
        ours = (await self._api.whoami()).bot
        async for message in self._said_since(parcel):
            if _is_ours(message, ours, parcel.key):
                return str(message["ts"])
        return None

    async def _publish(self, parcel: Parcel, chat: str) -> str:
        """What stands on somebody's Home tab. It has no ts."""
        if parcel.private_to is None:
            raise Refused("a Home tab is somebody's")
        view, warnings = home.view(parcel.card, chat)
        _warn(parcel, warnings)
        try:
            await self._api.call(Method.PUBLISH_VIEW, {"user_id": parcel.private_to.id, "view": view})
        except OutcomeUnknown as error:
            raise NotSent("a view can be published again, whatever became of it") from error
        return ""

    async def _in_chat(self, parcel: Parcel) -> Parcel:
        """What is for the chat with somebody, with that chat's channel; the way back to whoever caused it is none."""
        reader = whose_chat(parcel.thread.channel)
        if not reader:
            return parcel
        opened = await self._api.call(Method.OPEN_CONVERSATION, {"users": reader})
        thread = replace(parcel.thread, channel=word_in(opened, "channel", "id"))
        return replace(parcel, thread=thread, route="")

    async def _post(self, parcel: Parcel, payload: Json) -> str:
        try:
            return await self._post_in(_place(parcel), parcel.key, payload)
        except RefusedBySlack as error:
            if error.code not in _NOT_MEMBERS or not parcel.route:
                raise
            return await self._respond(parcel.route, payload)  # a command given where we are no member

    async def _post_in(self, place: Json, key: str, payload: Json) -> str:
        metadata = {"event_type": METADATA, "event_payload": {"key": key}}
        unseen = {"unfurl_links": False, "unfurl_media": False, "metadata": metadata}
        answer = await self._api.call(Method.POST, {**place, **payload, **unseen, **_LITERALLY})
        return word_in(answer, "ts")

    async def _edit(self, parcel: Parcel, payload: Json) -> str:
        place = {"channel": parcel.thread.channel, "ts": parcel.edits}
        whole = {"blocks": [], **payload}  # a missing `blocks` would leave the old ones standing
        try:
            await self._api.call(Method.UPDATE, {**place, **whole, **_LITERALLY})
        except OutcomeUnknown as error:
            raise NotSent("an edit can be repeated, whatever became of it") from error
        return parcel.edits

    async def _send_privately(self, parcel: Parcel, person: Person, payload: Json) -> str:
        """By the command's `response_url`, else ephemerally in the thread, else in a direct message."""
        if parcel.route:
            try:
                return await self._respond(parcel.route, payload)
            except Refused:
                _log.info("a response_url was refused; answering %s ephemerally", parcel.key)
        whisper = {**_place(parcel), "user": person.id, **payload, **_LITERALLY}
        try:
            answer = await self._api.call(Method.POST_EPHEMERAL, whisper)
        except RefusedBySlack as error:
            if error.code not in _NOT_MEMBERS:
                raise
            opened = await self._api.call(Method.OPEN_CONVERSATION, {"users": person.id})
            return await self._post_in({"channel": word_in(opened, "channel", "id")}, parcel.key, payload)
        return str(answer.get("message_ts", ""))

    async def _respond(self, response_url: str, payload: Json) -> str:
        answer = {"response_type": "ephemeral", "replace_original": False}
        await self._api.respond(response_url, {**payload, **answer, **_LITERALLY})
        return ""

    async def _said_since(self, parcel: Parcel) -> AsyncIterator[Json]:
        """Messages in the parcel's thread (or channel, for a top-level post) since shortly before it was tried."""
        method = Method.REPLIES if parcel.thread.root else Method.HISTORY
        place = {"channel": parcel.thread.channel, **({"ts": parcel.thread.root} if parcel.thread.root else {})}
        since = {"oldest": f"{self._before(parcel.tried_at).timestamp():.6f}"} if parcel.tried_at else {}
        cursor = ""
        for _ in range(_PAGES):
            paging = {"limit": _PAGE, "include_all_metadata": True, **({"cursor": cursor} if cursor else {})}
            page = await self._api.call(method, {**place, **since, **paging})
            for message in messages_in(page):
                yield message
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
        raise OutcomeUnknown("too much was said since to look through it all")

    def _before(self, tried_at: datetime) -> datetime:
        """A moment that was before the attempt by Slack's clock, too, whichever way ours is wrong."""
        return tried_at - self._api.ahead - _MARGIN


def _payload(parcel: Parcel) -> Json:
    rendered = render(parcel.card)
    _warn(parcel, rendered.warnings)
    return rendered.payload


def _warn(parcel: Parcel, warnings: Sequence[str]) -> None:
    for warning in warnings:
        _log.warning("post %s: %s", parcel.key, warning)


def _place(parcel: Parcel) -> dict[str, str]:
    place = {"channel": parcel.thread.channel}
    return {**place, "thread_ts": parcel.thread.root} if parcel.thread.root else place


def _is_ours(message: Mapping[str, Any], bot: str, key: str) -> bool:
    metadata = message.get("metadata") or {}
    carried = (metadata.get("event_type"), (metadata.get("event_payload") or {}).get("key"))
    return message.get("bot_id") == bot and carried == (METADATA, key)
