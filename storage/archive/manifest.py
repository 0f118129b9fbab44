"""What a backup says about itself."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.archive.failures import BackupRefused
from storage.archive.shape import Kind, Shape

FORMAT = 1
_KIND = "firstline backup"


@dataclass(frozen=True, slots=True)
class Content:
    """What one table holds: how many rows, and the SHA-256 of its lines in hexadecimal digits."""

    shape: Shape
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`revision` is the database's schema; `desks` are those that have rows; `made_by` is the release."""

    revision: str
    taken_at: datetime
    made_by: str
    desks: tuple[str, ...]
    tables: tuple[Content, ...]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)


def manifest_to_json(manifest: Manifest) -> bytes:
    """The manifest as it stands in the file."""
    document = {
        "kind": _KIND,
        "format": FORMAT,
        "revision": manifest.revision,
        "taken_at": manifest.taken_at.isoformat(),
        "made_by": manifest.made_by,
        "desks": list(manifest.desks),
        "tables": [_content_to_json(table) for table in manifest.tables],
    }
    return json.dumps(document, indent=1).encode()


def manifest_from_json(data: bytes) -> Manifest:
    """The manifest in the file. Raises BackupRefused for a newer format, Python's errors where it is none."""
    document = json.loads(data)
    if document["kind"] != _KIND:
        raise ValueError("another kind of file")
    if document["format"] > FORMAT:
        raise BackupRefused(
            f"the backup was made by a newer Firstline ({document['made_by']}, format {document['format']}): "
            "restore it with that release or a later one"
        )
    taken_at = datetime.fromisoformat(document["taken_at"])
    if taken_at.tzinfo is None:
        raise ValueError("a time without a zone")
    return Manifest(
        revision=str(document["revision"]),
        taken_at=taken_at,
        made_by=str(document["made_by"]),
        desks=tuple(document["desks"]),
        tables=tuple(_content_from_json(table) for table in document["tables"]),
    )


def _content_to_json(content: Content) -> dict[str, Any]:
    shape = content.shape
    columns = [[name, kind] for name, kind in shape.columns]
    said = {"name": shape.name, "columns": columns, "key": list(shape.key)}
    return {**said, "rows": content.rows, "sha256": content.sha256}


def _content_from_json(data: dict[str, Any]) -> Content:
    columns = tuple((str(name), Kind(kind)) for name, kind in data["columns"])
    return Content(Shape(data["name"], columns, tuple(data["key"])), int(data["rows"]), data["sha256"])
