"""A space of Confluence: its XML export where there is an `entities.xml`, else its HTML export."""

from pathlib import PurePosixPath

from kb.importing.confluence_html import read_html_export
from kb.importing.confluence_xml import read_xml_export
from kb.importing.draft import Harvest
from kb.importing.tree import Tree


def read_confluence(tree: Tree) -> Harvest:
    """The pages of the space, each as it was last saved."""
    entities = next((name for name in tree.sizes if PurePosixPath(name).name == "entities.xml"), None)
    return read_xml_export(tree, entities) if entities else read_html_export(tree)
