"""Confluence's storage format as HTML: macros, links, images and tasks become what any page has.

The format: confluence.atlassian.com, "Confluence Storage Format" and "… for Macros".
"""

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from kb.importing.confluence_address import file_address, page_address
from kb.importing.markup import said, storage_soup, value

_CODE = {"code", "noformat", "html"}
_PANELS = {"info", "note", "warning", "tip", "panel", "success", "error"}
_OF_THE_SCREEN = {
    *("toc", "children", "pagetree", "pagetreesearch", "recently-updated", "contentbylabel", "anchor", "livesearch"),
    *("navmap", "space-details", "contributors", "page-index", "labels-list", "popular-labels"),
}
"""These show what is elsewhere, or where one is."""


def plain_html(storage: str, page: str, space: str) -> tuple[str, list[str]]:
    """The HTML of a page's text, and the names of the macros that have no counterpart. Links lead to addresses as
    `kb.importing.confluence_address` makes them; `page` and `space` are those of the page itself."""
    root = storage_soup(storage)
    strange: list[str] = []
    for tag in root.find_all(["ac:placeholder", "ac:task-id"]):
        tag.decompose()
    for tag in root.find_all("ac:image"):
        _image(root, tag, page)
    for tag in root.find_all("ac:link"):
        _link(root, tag, page, space)
    for tag in root.find_all("ac:emoticon"):
        tag.replace_with(NavigableString(value(tag, "ac:emoji-fallback") or f"({value(tag, 'ac:name')})"))
    for tag in root.find_all("ac:task"):
        _task(root, tag)
    for tag in reversed(root.find_all(["ac:structured-macro", "ac:macro"])):
        _macro(root, tag, strange, page)
    for tag in root.find_all("ac:task-list"):
        tag.name = "ul"
    return str(root), sorted(set(strange))


def _macro(root: BeautifulSoup, macro: Tag, strange: list[str], page: str) -> None:
    """From the inside out, so that what a macro holds is plain already."""
    name = value(macro, "ac:name").lower()
    parameters = {value(each, "ac:name"): each for each in macro.find_all("ac:parameter", recursive=False)}
    text = macro.find("ac:plain-text-body", recursive=False)
    body = macro.find("ac:rich-text-body", recursive=False)
    for each in parameters.values():
        each.extract()
    if name in _CODE and isinstance(text, Tag):
        _become_code(root, macro, text, said(parameters.get("language")))
    elif name in _OF_THE_SCREEN:
        macro.decompose()
    elif name == "status":
        macro.replace_with(NavigableString(said(parameters.get("title"))))
    elif name in ("view-file", "viewpdf", "viewdoc", "viewxls", "viewppt"):
        _become_file(root, macro, parameters, page)
    elif isinstance(body, Tag):
        _become_box(root, macro, body, said(parameters.get("title")), "blockquote" if name in _PANELS else "div")
    else:
        strange.append(name or "?")
        told = " ".join(filter(None, map(said, parameters.values())))
        macro.replace_with(NavigableString(told if name in ("jira", "include", "profile") else said(text)))


def _become_code(root: BeautifulSoup, macro: Tag, text: Tag, language: str) -> None:
    code = root.new_tag("pre")
    code.string = text.get_text()
    if language:
        code["data-language"] = f"language-{language}"
    macro.replace_with(code)


def _become_file(root: BeautifulSoup, macro: Tag, parameters: dict[str, Tag], page: str) -> None:
    named = parameters.get("name")
    attachment = named.find("ri:attachment") if named else None
    name = value(attachment, "ri:filename") if isinstance(attachment, Tag) else said(named)
    link = root.new_tag("a", href=file_address(page, name))
    link.string = name
    macro.replace_with(link)


def _become_box(root: BeautifulSoup, macro: Tag, body: Tag, title: str, name: str) -> None:
    if title:
        heading, strong = root.new_tag("p"), root.new_tag("strong")
        strong.string = title
        heading.append(strong)
        body.insert(0, heading)
    body.name = name
    macro.replace_with(body)


def _image(root: BeautifulSoup, image: Tag, page: str) -> None:
    attachment, remote = image.find("ri:attachment"), image.find("ri:url")
    owner = _owner(attachment, page)
    name = value(attachment, "ri:filename") if isinstance(attachment, Tag) else ""
    source = file_address(owner, name) if name else value(remote if isinstance(remote, Tag) else None, "ri:value")
    alt = value(image, "ac:alt") or said(image.find("ac:caption") if image.find("ac:caption") else None) or name
    image.replace_with(root.new_tag("img", src=source, alt=alt))


def _owner(attachment: object, page: str) -> str:
    """The page that an attachment belongs to: this one, unless it names another by its id."""
    other = attachment.find(["ri:page", "ri:content-entity"]) if isinstance(attachment, Tag) else None
    return (value(other, "ri:content-id") if isinstance(other, Tag) else "") or page


def _link(root: BeautifulSoup, link: Tag, page: str, space: str) -> None:
    address, name = _target(link, page, space)
    body = link.find(["ac:link-body", "ac:plain-text-link-body"])
    made = root.new_tag("a", href=address) if address else root.new_tag("span")
    if isinstance(body, Tag) and said(body):
        made.extend(list(body.children))
    else:
        made.string = name
    link.replace_with(made)


def _target(link: Tag, page: str, space: str) -> tuple[str, str]:
    """Where it leads, and what to call that."""
    if isinstance(found := link.find("ri:attachment"), Tag):
        name = value(found, "ri:filename")
        return file_address(_owner(found, page), name), name
    if isinstance(found := link.find("ri:page"), Tag):
        title = value(found, "ri:content-title")
        return page_address(value(found, "ri:space-key") or space, title), title
    if isinstance(found := link.find("ri:content-entity"), Tag):
        number = value(found, "ri:content-id")
        return f"/pages/viewpage.action?pageId={number}", number
    return "", value(link, "ac:anchor")


def _task(root: BeautifulSoup, task: Tag) -> None:
    status, body = task.find("ac:task-status"), task.find("ac:task-body")
    done = said(status if isinstance(status, Tag) else None) == "complete"
    item = root.new_tag("li")
    item.append(NavigableString("☑ " if done else "☐ "))
    if isinstance(body, Tag):
        item.extend(list(body.children))
    task.replace_with(item)
