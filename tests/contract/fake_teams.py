"""Stands for Teams' people: what they write and press becomes signed activities at the bot's door."""

from collections.abc import AsyncIterable, Awaitable, Callable
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import ClientResponse
from yarl import URL

from tests.contract.fake_connector import FakeConnector
from tests.contract.fake_issuer import APP_ID, TENANT

BOT = {"id": f"28:{APP_ID}", "name": "Firstline"}
MENTION = "<at>Firstline</at>"
LOCALES = {"ivan": "ru-RU"}


class FakeTeams:
    """Sends activities to the door at `url`. In channels the bot hears everything, as with the owner's consent."""

    def __init__(
        self, connector: FakeConnector, session: aiohttp.ClientSession, url: str, clock: Callable[[], datetime]
    ) -> None:
        self.connector = connector
        self._session = session
        self.url = URL(url)
        self._clock = clock
        self._said: dict[str, dict[str, Any]] = {}

    def activity(self, who: str, base: str, root: str = "", **more: Any) -> dict[str, Any]:
        """The fields that every activity of a person has."""
        personal = base.startswith("a:")
        conversation = {"id": base if personal else f"{base};messageid={root}", "tenantId": TENANT}
        kind = {"conversationType": "personal"} if personal else {"conversationType": "channel", "isGroup": True}
        place = {} if personal else {"channel": {"id": base}, "team": {"id": "19:team@thread.tacv2"}}
        return {
            "timestamp": self._clock().isoformat(),
            "serviceUrl": self.connector.service_url,
            "channelId": "msteams",
            "from": {"id": f"29:{who}", "name": self.connector.names.get(who, who), "aadObjectId": f"aad-{who}"},
            "recipient": BOT,
            "conversation": conversation | kind,
            "locale": LOCALES.get(who, "en-US"),
            "channelData": {"tenant": {"id": TENANT}, **place},
            "entities": [{"type": "clientInfo", "locale": "en-US", "country": "US", "platform": "Windows"}],
        } | more

    def message(self, who: str, base: str, text: str, *, root: str = "", mention: bool = False) -> dict[str, Any]:
        """A message under a new id. In a channel without `root` it opens a thread."""
        new = self.connector.next_id()
        if not base.startswith("a:"):
            root = root or new
            self.connector.open_thread(base, root)
        activity = self.activity(who, base, root, type="message", id=new, text=text, textFormat="plain")
        if mention:
            activity["text"] = f"{MENTION}&nbsp;{text}"
            activity["entities"].append({"type": "mention", "mentioned": BOT, "text": MENTION})
        return activity

    def pressing(self, who: str, base: str, root: str, pressed: dict[str, Any]) -> dict[str, Any]:
        """The press of an action: `pressed` has `replyToId`, `verb` and `data`."""
        action = {"type": "Action.Execute", "verb": pressed["verb"], "data": pressed["data"]}
        return self.activity(
            who,
            base,
            root,
            type="invoke",
            name="adaptiveCard/action",
            id=f"f:{self.connector.next_id()}",
            replyToId=pressed["replyToId"],
            value={"action": action, "trigger": "manual"},
        )

    def installing(self, who: str) -> dict[str, Any]:
        """Somebody adds the app for themselves."""
        update = self.activity(who, f"a:dm-{who}", type="conversationUpdate", id=f"f:{self.connector.next_id()}")
        return update | {"membersAdded": [{"id": BOT["id"]}]}

    def wishing(self, who: str, base: str, said: dict[str, Any]) -> dict[str, Any]:
        """The message action, chosen from the menu of a message (its `messagePayload`)."""
        activity = self.activity(who, base, said["id"], type="invoke", name="composeExtension/fetchTask")
        value = {"commandId": "create_ticket", "commandContext": "message", "messagePayload": said}
        return activity | {"id": f"f:{self.connector.next_id()}", "value": value}

    async def say(self, who: str, base: str, text: str, *, root: str = "", mention: bool = False) -> str:
        """Write a message; its id."""
        return await self._write(self.message(who, base, text, root=root, mention=mention))

    async def attach(self, who: str, base: str, text: str, name: str, *, root: str = "", mention: bool = False) -> str:
        """Write a message with a file; its id."""
        page = f"https://first.sharepoint.com/personal/{who}/{name}"
        kind = {"contentType": "application/vnd.microsoft.teams.file.download.info"}
        content = {"downloadUrl": f"{page}?secret", "uniqueId": "1", "fileType": "txt"}
        file = {**kind, "name": name, "contentUrl": page, "content": content}
        message = self.message(who, base, text, root=root, mention=mention)
        return await self._write({**message, "attachments": [{"contentType": "text/html", "content": text}, file]})

    async def _write(self, activity: dict[str, Any]) -> str:
        self._said[activity["id"]] = activity
        await self._expect(self.send(activity))
        return str(activity["id"])

    async def edit(self, id: str, text: str) -> None:
        """Let a message read so; a mention that was there stays there."""
        said = self._said[id]
        mention = f"{MENTION}&nbsp;" if said["text"].startswith(MENTION) else ""
        await self._change({**said, "type": "messageUpdate", "text": mention + text}, "editMessage")

    async def delete(self, id: str) -> None:
        """Take a message away."""
        said = {name: value for name, value in self._said[id].items() if name not in ("text", "textFormat", "entities")}
        await self._change({**said, "type": "messageDelete"}, "softDeleteMessage")

    async def _change(self, activity: dict[str, Any], event: str) -> None:
        data = {**activity["channelData"], "eventType": event}
        await self._expect(self.send({**activity, "timestamp": self._clock().isoformat(), "channelData": data}))

    async def press(self, who: str, base: str, root: str, pressed: dict[str, Any]) -> dict[str, Any]:
        """Press an action. Returns what the client is told."""
        activity = self.pressing(who, base, root, pressed)
        told: dict[str, Any] = await (await self._expect(self.send(activity))).json()
        return told

    async def send(
        self,
        body: Any,
        *,
        token: str | None = None,
        raw: bytes | AsyncIterable[bytes] | None = None,
        headers: dict[str, str] | None = None,
    ) -> ClientResponse:
        """Knock with any body, signed well unless another `token` is given ("" for none)."""
        if token is None:
            token = self.connector.issuer.sign(self.connector.service_url)
        signed = {"Authorization": f"Bearer {token}"} if token else {}
        sent = {"data": raw} if raw is not None else {"json": body}
        async with self._session.post(self.url, headers=signed | (headers or {}), **sent) as response:
            await response.read()
            return response

    async def _expect(self, sending: Awaitable[ClientResponse]) -> ClientResponse:
        response = await sending
        assert response.status == 200, f"the door answered {response.status}"
        return response
