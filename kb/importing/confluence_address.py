"""Addresses of pages and attachments in Confluence, brought to one form."""

import re
from urllib.parse import parse_qs, quote, unquote, unquote_plus, urlsplit

KIND = "confluence"

_PAGE = re.compile(r"/spaces/[^/]+/pages/(\d+)")
_TITLE = re.compile(r"/display/([^/]+)/([^/]+)$")
_FILE = re.compile(r"/download/(?:attachments|thumbnails)/(\d+)/(.+)$")


def page_address(space: str, title: str) -> str:
    """A link to a page, as Confluence itself makes it."""
    return f"/display/{quote(space, safe='')}/{quote(title, safe='')}"


def file_address(page: str, name: str) -> str:
    """A link to a page's attachment."""
    return f"/download/attachments/{page}/{quote(name, safe='')}"


def normal(address: str) -> str:
    """`page:<id>`, `title:<space>/<title>` or `file:<page id>/<name>`, wherever Confluence is; others as they are."""
    try:
        parts = urlsplit(address)
        told = parse_qs(parts.query).get("pageId", [""])[0]
    except ValueError:
        return address
    if found := _PAGE.search(parts.path):
        return f"page:{found[1]}"
    if told and parts.path.endswith("viewpage.action"):
        return f"page:{told}"
    if found := _TITLE.search(parts.path):
        return f"title:{unquote(found[1])}/{unquote_plus(found[2])}".casefold()
    found = _FILE.search(parts.path)
    return f"file:{found[1]}/{unquote(found[2])}" if found else address
