"""The outline of an article that came from elsewhere: what an answer needs, found in a text of any form.

Links, images and other markup become what an answer can show: text, `**strong**` and `` `code` ``. The text as a whole
stays in the article's body.
"""

from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from kb.article import Section
from kb.outline import STEPS, STOP, SYSTEMS, Outline

_SYSTEMS = {system.casefold(): system for system in SYSTEMS}


def free_outline(body: str, language: str) -> Outline:
    """Summary: the first paragraph. Steps: the items of all numbered lists, in the order of the text; those under the
    name of an operating system are that system's. Stop: the bullets under that heading. Nothing of it need be there.
    """
    found, steps, heading = Outline(), dict[str, list[str]](), ""
    for node in SyntaxTreeNode(_markdown().parse(body)).children:
        if node.type == "heading":
            heading = _shown(node)
        elif node.type == "ordered_list":
            name = _SYSTEMS.get(heading.casefold(), STEPS[language])
            steps.setdefault(name, []).extend(_items(node))
        elif node.type == "bullet_list" and heading.casefold() == STOP[language].casefold():
            found.stop += tuple(_items(node))
        elif node.type == "paragraph" and not found.summary:
            found.summary = _shown(node)
    general = [(STEPS[language], steps.pop(STEPS[language]))] if STEPS[language] in steps else []
    found.sections = [Section(name, tuple(items)) for name, items in (*general, *steps.items()) if items]
    return found


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _items(node: SyntaxTreeNode) -> Iterator[str]:
    return filter(None, map(_shown, node.children))


def _shown(node: SyntaxTreeNode) -> str:
    """What is in the block, on one line."""
    pieces = (_block(part) for part in node.walk() if part.type in ("inline", "fence", "code_block"))
    return " ".join(" ".join(pieces).split())


def _block(node: SyntaxTreeNode) -> str:
    return "".join(map(_inline, node.children)) if node.type == "inline" else _code(node.content)


def _inline(node: SyntaxTreeNode) -> str:
    inner = "".join(map(_inline, node.children))
    match node.type:
        case "strong" if inner.strip() and "*" not in inner and "`" not in inner:
            return f"**{inner.strip()}**"
        case "code_inline":
            return _code(node.content)
        case "softbreak" | "hardbreak":
            return " "
        case "image":
            return inner or node.content
        case "link":
            address = str(node.attrs.get("href", ""))
            return f"{inner} ({address})" if address.startswith(("http:", "https:")) and inner != address else inner
        case _:
            return inner or node.content


def _code(content: str) -> str:
    """Marked as code, where the code itself holds no such mark."""
    line = " ".join(content.split())
    return f"`{line}`" if line and "`" not in line else line
