"""Files in the playground: put in by whoever acts there, read by whoever is shown their address."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from aiohttp import web

from adapters.web.actions import ActionRefused
from adapters.web.config import WebConfig
from adapters.web.guard import HEADERS
from bot.messages import File, file_name
from bot.ports import ChatFile, ChatLog, Clock

LARGEST = 5_000_000
"""Bytes of one file: they lie in the database."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as the line that carries it remembers it."""

    id: str
    name: str
    size: int

    @property
    def path(self) -> str:
        """Where it is read, within the playground."""
        return f"/files/{self.id}/{quote(self.name, safe='')}"


class Site(Protocol):
    """What is needed of the playground."""

    chat: ChatLog
    clock: Clock

    @property
    def config(self) -> WebConfig:
        """Who and what there is now."""
        ...


async def attached(chat: ChatLog, ids: Sequence[str], action: str) -> tuple[Attached, ...]:
    """The files that an action brings along. Raises ActionRefused when one of them is not there."""
    found = [await chat.file(id) for id in ids]
    if not all(found):
        raise ActionRefused("unknown-file", id=action)
    return tuple(Attached(each.id, each.name, len(each.content)) for each in found if each)


def noted(files: Sequence[Attached]) -> list[list[Any]]:
    """The files for the payload of a line."""
    return [[each.id, each.name, each.size] for each in files]


def files_of(payload: dict[str, Any]) -> tuple[Attached, ...]:
    """The files that a line carries."""
    return tuple(Attached(*each) for each in payload.get("files", ()))


def told(files: Sequence[Attached], config: WebConfig, delivery: str) -> tuple[File, ...]:
    """The files as the engine knows them: anybody who is shown the address can open it."""
    return tuple(File(each.name, each.size, f"{config.home}{each.path}", True, delivery) for each in files)


async def take(request: web.Request, site: Site) -> web.StreamResponse:
    """A file of somebody's, its bytes as the body; answers with its id."""
    name = file_name(request.query.get("name"))
    if site.config.person(request.query.get("as", "")) is None or not name:
        return web.json_response({"why": "unknown-person"}, status=403, headers=HEADERS)
    content = await _body(request)
    if not content:
        return web.json_response({"why": "file-size"}, status=413 if content is None else 400, headers=HEADERS)
    file = ChatFile(secrets.token_urlsafe(24), name, content)
    await site.chat.keep_file(file, site.clock())
    return web.json_response({"id": file.id}, headers=HEADERS)


async def give(request: web.Request, site: Site) -> web.StreamResponse:
    """Only to be saved, because it may be anything."""
    found = await site.chat.file(request.match_info["id"])
    if found is None:
        return web.Response(status=404, text="Not found", headers=HEADERS)
    save = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    headers = {**HEADERS, "Content-Disposition": save, "Cache-Control": "private, no-store"}
    return web.Response(body=found.content, content_type="application/octet-stream", headers=headers)


async def _body(request: web.Request) -> bytes | None:
    """None when it is too large."""
    parts = bytearray()
    async for part in request.content.iter_chunked(2**16):
        parts += part
        if len(parts) > LARGEST:
            return None
    return bytes(parts)
