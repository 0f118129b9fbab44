"""The HTML export of a Confluence space: a page each, `attachments/<page>/<file>`, and an `index.html`."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePosixPath

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from kb.importing import confluence_address
from kb.importing.confluence_address import KIND
from kb.importing.draft import Attachment, Draft, Harvest, Loss, Reason
from kb.importing.letters import decode
from kb.importing.markup import said, soup, value
from kb.importing.pages import LARGEST_PAGE, base_of, files_of, in_tree, pages_of
from kb.importing.tree import Tree, Unreadable

_ID = re.compile(r"(?:^|_)(\d+)$")
_MODIFIED = re.compile(r"\bon ([A-Z][a-z]{2} \d{1,2}, \d{4})")
_TITLES = "p.title, .panelHeader, .codeHeader, .expand-control-text, .confluence-information-macro-title"
_PANEL = re.compile(r"confluence-information-macro(?:-(?:note|tip|warning|information))?$|^panel$")


def read_html_export(tree: Tree) -> Harvest:
    """Every page with a text of its own; the index has none."""
    drafts: list[Draft] = []
    losses = [Loss(name, Reason.UNSAFE) for name in tree.unsafe]
    files = files_of(tree)
    for name in pages_of(tree):
        try:
            root = soup(decode(tree.read(name, LARGEST_PAGE)))
        except Unreadable as error:
            losses.append(Loss(name, Reason.UNREADABLE, str(error)))
            continue
        main = root.find(id="main-content")
        if isinstance(main, Tag) and PurePosixPath(name).stem != "index":
            drafts.append(_draft(name, root, main, files))
            files |= {attachment.place: attachment for attachment in drafts[-1].attachments}
    pages = {in_tree(draft.base): draft.source for draft in drafts}
    pages |= {draft.source.replace(f"{KIND}:", "page:"): draft.source for draft in drafts}
    return Harvest(KIND, tree, tuple(drafts), tuple(losses), pages, files, _normal)


def _draft(name: str, root: BeautifulSoup, main: Tag, files: Mapping[str, Attachment]) -> Draft:
    around = [said(link) for link in root.select("#breadcrumbs a")]
    shown = said(root.find(id="title-text")) or said(root.find("title"))
    space = around[0] if around else shown.partition(" : ")[0]
    number = _ID.search(PurePosixPath(name).stem)
    attachments = _attachments(root, name, files)
    about = said(root.find(class_="page-metadata"))
    owner = said(root.find(class_="editor")) or said(root.find(class_="author"))
    labels = root.select("#labels-section a, .label-list a, .labels-content a, .labels a")
    made_plain(main)
    return Draft(
        source=f"{KIND}:{number[1] if number else PurePosixPath(name).stem}",
        title=shown.removeprefix(f"{space} : "),
        body=str(main),
        base=base_of(name),
        tags=tuple(dict.fromkeys(filter(None, map(said, labels)))),
        category=around[-1] if around else space,
        owner=owner,
        updated=_modified(about),
        attachments=attachments,
    )


def _attachments(root: BeautifulSoup, name: str, files: Mapping[str, Attachment]) -> tuple[Attachment, ...]:
    """The files listed below the page, by the names that people gave them."""
    folder = PurePosixPath(name).parent
    listed = [(in_tree(str(folder / value(link, "href"))), said(link)) for link in root.select(".greybox a[href]")]
    return tuple(Attachment(place, shown or files[place].name) for place, shown in listed if place in files)


def made_plain(main: Tag) -> None:
    """Panels, code, tasks and what only serves reading on a screen, as HTML has them."""
    for gone in main.select(".toc-macro, .expand-control-icon, .aui-icon, .plugin_pagetree, .page-metadata"):
        gone.decompose()
    for panel in main.find_all("div", class_=_PANEL):
        if "code" not in value(panel, "class").split():
            panel.name = "blockquote"
    for title in main.select(_TITLES):
        title.name = "strong" if title.name == "span" else "p"
        _strengthen(title)
    for item in main.select("ul.inline-task-list > li"):
        item.insert(0, NavigableString("☑ " if "checked" in value(item, "class").split() else "☐ "))
    for smile in main.select("img.emoticon"):
        smile.replace_with(NavigableString(value(smile, "alt")))


def _strengthen(title: Tag) -> None:
    text = said(title)
    title.clear()
    strong = BeautifulSoup("<strong></strong>", "html.parser").strong
    if strong is not None and title.name == "p":
        strong.string = text
        title.append(strong)
    else:
        title.string = text


def _modified(about: str) -> date | None:
    """The last day of "Created by A on Nov 02, 2026, last modified by B on Nov 03, 2026"; None in other languages."""
    found = _MODIFIED.findall(about)
    try:
        return datetime.strptime(found[-1], "%b %d, %Y").date() if found else None
    except ValueError:
        return None


def _normal(address: str) -> str:
    """A name in the tree, or what a link to the living Confluence leads to."""
    found = confluence_address.normal(address)
    return found if found != address else in_tree(address)
