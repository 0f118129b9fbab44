"""K8, X11: an article whose author means ill is a mistake in a file, and no more than that."""

from pathlib import Path

import pytest

from kb.article import ArticleError
from kb.article_file import read_article

FACTS = "title: x\nlanguage: en\ncategory: a\nowner: o\nupdated: 2026-01-01\nreview-by: 2026-01-02\n"
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + level)}: &{chr(98 + level)} [{','.join(['*' + chr(97 + level)] * 9)}]\n" for level in range(9)
)


@pytest.mark.parametrize(
    "hostile",
    [
        "aliases: " + "[" * 90_000 + "\n",
        "aliases: " + "[" * 5_000 + "]" * 5_000 + "\n",
        "aliases: " + "- " * 7_000 + "\n",
        "aliases: &x [*x]\n",
        LAUGHS + "aliases: *j\n",
        'aliases: !!python/object/apply:os.system ["id"]\n',
        "tags: [2001-01-01T99:99:99]\n",
        "tags: [0x" + "f" * 5_000 + "]\n",
    ],
    ids=["open", "deep", "dashes", "itself", "laughs", "python", "time", "number"],
)
def test_K8_hostile_front_matter_is_a_mistake(tmp_path: Path, hostile: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\n{FACTS}{hostile}---\ntext\n\n## Steps\n1. a\n", encoding="utf-8")
    with pytest.raises(ArticleError):
        read_article(path)
