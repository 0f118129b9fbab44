"""Where the links and images of one imported text lead once it is an article among the others."""

import base64
import binascii
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from slugify import slugify

from kb.images import IMAGES, image_format
from kb.importing.draft import Attachment, Draft, Harvest, Loss, Reason
from kb.importing.markdown import Target
from kb.importing.tree import Unreadable
from kb.language import LANGUAGES

FILES = "files"
"""The folder beside those of the languages where images and attachments lie."""

_LARGEST_FILE = 25_000_000
_LARGEST_INLINE = 2_000_000
"""Characters of an image inside the text, as base64."""
_LARGEST_TOGETHER = 100_000_000
"""Bytes of all files of one article."""
_INLINE = re.compile(r"data:image/[\w.+-]{1,40}(?:;[\w=.-]{1,40})*;base64,(.*)", re.DOTALL)
_ELSEWHERE = ("http", "https")
_ACTING = {"md": "md.txt", "": "bin"}
"""Endings that would make something else of a file: an article."""

Places = Mapping[tuple[str, str], PurePosixPath]
"""The path, from the folder of all articles, of each article by source and language."""


@dataclass(slots=True)
class Mender:
    """Implements `kb.importing.markdown.Mending` for one draft. `files` and `losses` are filled while it is asked."""

    harvest: Harvest
    draft: Draft
    places: Places
    files: dict[PurePosixPath, bytes] = field(default_factory=dict)
    """What lies beside the article, by path from the folder of all articles."""
    losses: list[Loss] = field(default_factory=list)

    @property
    def place(self) -> PurePosixPath:
        """Where the article itself lies."""
        return self.places[self.draft.source, self.draft.language]

    def link(self, address: str) -> str | None:
        """See `Mending`."""
        if address.startswith("#") or not address:
            return None
        if address.startswith(("mailto:", "tel:")):
            return address
        full = self._full(address)
        if (found := self.harvest.files.get(self.harvest.normal(full))) is not None:
            return self._stored(found)
        if (page := self._page(full)) is not None:
            return self._from_here(page)
        if full.startswith(("http://", "https://")) and _is_whole(full):
            return full
        self.lose(Reason.NO_SUCH_PAGE, address)
        return None

    def image(self, address: str) -> Target | None:
        """See `Mending`."""
        if address.startswith("data:"):
            return self._inline(address)
        full = self._full(address)
        if (found := self.harvest.files.get(self.harvest.normal(full))) is not None:
            stored = self._stored(found)
            return Target(stored, shown=stored.endswith(tuple(f".{ending}" for ending in IMAGES))) if stored else None
        if full.startswith(("http://", "https://")) and _is_whole(full):
            self.lose(Reason.REMOTE_IMAGE, full)
            return Target(full, shown=False)
        self.lose(Reason.NO_SUCH_FILE, address)
        return None

    def attached(self, text: str) -> Iterator[str]:
        """A line of Markdown for each file of the draft that its text does not name."""
        for attachment in self.draft.attachments:
            stored = self._stored(attachment)
            if stored and f"]({stored})" not in text:
                name = re.sub(r"[^\w .,()-]", "-", attachment.name)
                yield f"- [{name}]({stored})"

    def lose(self, reason: Reason, detail: str) -> None:
        """See `Mending`."""
        self.losses.append(Loss(f"{self.draft.source} ({self.draft.title})", reason, detail[:200]))

    def _full(self, address: str) -> str:
        """The absolute address, without what comes after `#`."""
        try:
            full = urljoin(self.draft.base, address)
        except ValueError:
            return ""
        return f"https:{full}" if full.startswith("//") else full.split("#", 1)[0]

    def _page(self, full: str) -> PurePosixPath | None:
        source = self.harvest.pages.get(self.harvest.normal(full))
        languages = (self.draft.language, *LANGUAGES)
        return next((self.places[source, each] for each in languages if source and (source, each) in self.places), None)

    def _inline(self, address: str) -> Target | None:
        found = _INLINE.fullmatch(address) if len(address) <= _LARGEST_INLINE else None
        content = _decoded(found[1]) if found else b""
        if ending := image_format(content):
            return Target(self._keep(f"image.{ending}", content) or "", shown=True)
        self.lose(Reason.IMAGE, address[:40])
        return None

    def _stored(self, attachment: Attachment) -> str | None:
        try:
            content = self.harvest.tree.read(attachment.place, _LARGEST_FILE)
        except Unreadable as error:
            self.lose(Reason.NO_SUCH_FILE, f"{attachment.name}: {error}")
            return None
        return self._keep(attachment.name, content)

    def _keep(self, name: str, content: bytes) -> str | None:
        """Named after its content, so that another content never takes its place."""
        digest = blake2b(content, digest_size=4).hexdigest()
        path = PurePosixPath(FILES, self.place.stem, _safe_name(name, digest, image_format(content)))
        if sum(map(len, self.files.values())) + len(content) > _LARGEST_TOGETHER:
            self.lose(Reason.TOO_LARGE, name)
            return None
        self.files[path] = content
        return self._from_here(path)

    def _from_here(self, path: PurePosixPath) -> str:
        return posixpath.relpath(path, self.place.parent)


def _safe_name(name: str, digest: str, ending: str) -> str:
    """Letters, digits and dashes, whatever the name was; an image's ending is that of its content."""
    stem, _, told = unquote(name).rpartition(".")
    told = re.sub("[^a-z0-9]", "", told.lower())[:8] if stem else ""
    told = f"{told}.bin" if told in IMAGES else _ACTING.get(told, told)
    return f"{slugify(stem or name, max_length=60) or 'file'}-{digest}.{ending or told}"


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(unquote(text), validate=False)
    except (binascii.Error, ValueError):
        return b""


def _is_whole(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in _ELSEWHERE and bool(parts.hostname)
    except ValueError:
        return False
