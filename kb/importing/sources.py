"""The kinds of sources that can be imported."""

from collections.abc import Callable, Mapping
from functools import partial

from kb.importing.confluence import read_confluence
from kb.importing.draft import Harvest
from kb.importing.ours import read_json, read_markdown
from kb.importing.pages import read_pages
from kb.importing.table import read_table
from kb.importing.tree import Tree
from kb.importing.zendesk import read_zendesk

_READERS: Mapping[str, Callable[[Tree], Harvest]] = {
    "html": read_pages,
    "zendesk": read_zendesk,
    "confluence": read_confluence,
    "json": read_json,
    "markdown": read_markdown,
}

KINDS = ("csv", *_READERS)


def read_source(kind: str, tree: Tree, columns: Mapping[str, str]) -> Harvest:
    """What is in the tree; `columns` are those of `kb.importing.table.read_table`. Never fails: what cannot be read is
    among the losses."""
    read = partial(read_table, columns=columns) if kind == "csv" else _READERS[kind]
    return read(tree)
