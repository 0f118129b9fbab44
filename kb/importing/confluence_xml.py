"""The XML export of a Confluence space: `entities.xml`, and `attachments/<page>/<attachment>/<version>`.

A page's text is a BodyContent of bodyType 2 (storage format) that names the page as its content. Old versions name an
`originalVersion`; drafts and deleted pages have another `contentStatus` than current.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from kb.importing.confluence_address import KIND, file_address, normal
from kb.importing.dates import day
from kb.importing.draft import Attachment, Draft, Harvest, Loss, Reason
from kb.importing.entities import Entity, read_entities
from kb.importing.storage_format import plain_html
from kb.importing.tree import TooLarge, Tree, Unreadable

_KINDS = frozenset({"Page", "BodyContent", "Attachment", "Label", "Labelling", "Space", "ConfluenceUserImpl"})
_STORAGE = ("2", "")
"""bodyType of the storage format; 0 is the wiki markup of before version 4."""


@dataclass(slots=True)
class _Space:
    """What the export holds, by id. Filled while reading."""

    keys: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Entity] = field(default_factory=dict)
    left: dict[str, Entity] = field(default_factory=dict)
    """Drafts and deleted pages; old versions are nobody's loss."""
    bodies: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    labelled: dict[str, list[str]] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    attachments: dict[str, list[Entity]] = field(default_factory=dict)


def read_xml_export(tree: Tree, entities: str) -> Harvest:
    """The current pages of the space."""
    space, losses = _Space(), [Loss(name, Reason.UNSAFE) for name in tree.unsafe]
    try:
        for entity in read_entities(tree.pieces(entities), _KINDS):
            _keep(space, entity)
    except Unreadable as error:
        losses.append(Loss(entities, Reason.UNREADABLE, str(error)))
    root = PurePosixPath(entities).parent
    drafts: list[Draft] = []
    files: dict[str, Attachment] = {}
    for number in space.pages:
        own = dict(_files(tree, root, space, number))
        draft, lost = _draft(number, space, own)
        drafts.append(draft)
        losses += lost
        files |= own
    losses += [Loss(page["title"], Reason.NOT_CURRENT, page["contentStatus"]) for page in space.left.values()]
    return Harvest(KIND, tree, tuple(drafts), tuple(losses), _addresses(space), files, normal)


def _keep(space: _Space, entity: Entity) -> None:
    number = entity["id"]
    match entity.kind:
        case "Page" if not entity["originalVersion"]:
            current = entity["contentStatus"].lower() in ("current", "")
            (space.pages if current else space.left)[number] = entity
        case "BodyContent" if entity["bodyType"] in _STORAGE:
            space.bodies[entity["content"]] = entity["body"]
        case "Attachment" if entity["contentStatus"].lower() in ("current", "") and not entity["originalVersion"]:
            owner = entity["containerContent"] or entity["content"]
            space.attachments.setdefault(owner, []).append(entity)
        case "Label":
            space.labels[number] = entity["name"]
        case "Labelling":
            space.labelled.setdefault(entity["content"], []).append(entity["label"])
        case "Space":
            space.keys[number], space.names[number] = entity["key"], entity["name"]
        case "ConfluenceUserImpl":
            space.users[entity["key"] or number] = entity["name"]
        case _:
            pass


def _addresses(space: _Space) -> dict[str, str]:
    found = {f"page:{number}": f"{KIND}:{number}" for number in space.pages}
    for number, page in space.pages.items():
        found[f"title:{space.keys.get(page['space'], '')}/{page['title']}".casefold()] = f"{KIND}:{number}"
    return found


def _draft(number: str, space: _Space, files: Mapping[str, Attachment]) -> tuple[Draft, list[Loss]]:
    page = space.pages[number]
    above = space.pages.get(page["parent"])
    here = (number, space.keys.get(page["space"], ""))
    html, macros, lost = _html(space.bodies.get(number, ""), *here)
    draft = Draft(
        source=f"{KIND}:{number}",
        title=page["title"],
        body=html,
        tags=tuple(filter(None, (space.labels.get(label, "") for label in space.labelled.get(number, ())))),
        category=above["title"] if above else space.names.get(page["space"], ""),
        owner=space.users.get(page["lastModifier"], "") or page["lastModifierName"] or page["creatorName"],
        updated=day(page["lastModificationDate"]),
        attachments=tuple(files.values()),
    )
    item = f"{draft.source} ({draft.title})"
    return draft, [*(Loss(item, Reason.MACRO, macro) for macro in macros), *(Loss(item, *each) for each in lost)]


def _html(storage: str, page: str, space: str) -> tuple[str, list[str], list[tuple[Reason, str]]]:
    """The page's HTML, its strange macros, and why it has none."""
    try:
        return *plain_html(storage, page, space), []
    except TooLarge as error:
        return "", [], [(Reason.TOO_LARGE, str(error))]


def _files(tree: Tree, root: PurePosixPath, space: _Space, page: str) -> Iterator[tuple[str, Attachment]]:
    """The page's attachments that are in the export, the newest version of each."""
    for entity in space.attachments.get(page, ()):
        name = entity["title"] or entity["fileName"]
        folder = root / "attachments" / page / entity["id"]
        version = entity["version"] or entity["attachmentVersion"] or "1"
        places = (str(folder / version), str(folder), str(folder / "1"))
        place = next((each for each in places if each in tree.sizes), None)
        if place:
            yield normal(file_address(page, name)), Attachment(place, name)
