"""Files that come with an activity (T34), by name and by the page where their owner keeps them: nothing is fetched."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from botbuilder.schema import Activity

from adapters.teams.wire import words
from bot.messages import MOST_FILES, File, file_name

_FILES = ("application/vnd.microsoft.teams.file.download.info", "reference")
"""Of a one-to-one chat, and of a channel. Pictures pasted into a message have no page of their own."""
_HOSTS = (".sharepoint.com", ".sharepoint.us", ".sharepoint.cn", ".sharepoint-mil.us")
_PLAIN = re.compile(r"[!-~]{1,1000}")


def files_of(activity: Activity, delivery: str) -> tuple[File, ...]:
    """The files of the message with this delivery."""
    return tuple(_files(activity, delivery))[:MOST_FILES]


def _files(activity: Activity, delivery: str) -> Iterator[File]:
    for each in activity.attachments or ():
        name = file_name(each.name)
        if name and words(each.content_type) in _FILES:
            yield File(name, link=_page(words(each.content_url)), delivery=delivery)


def _page(link: str) -> str:
    """A page in SharePoint or OneDrive, or empty; never the address of a download, which needs no permission."""
    parts = urlsplit(link) if _PLAIN.fullmatch(link) else None
    ours = parts is not None and parts.scheme == "https" and (parts.hostname or "").endswith(_HOSTS)
    return link if ours else ""
