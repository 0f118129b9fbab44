"""All articles in one of the forms that other systems read, and that `kb.importing` reads again."""

import csv
import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import StringIO
from pathlib import Path, PurePosixPath
from typing import Literal

import yaml
from markdown_it import MarkdownIt

from kb.article import Article, Status
from kb.formulas import guarded
from kb.importing.mending import FILES
from kb.importing.pages import OURS
from kb.links import file_of, kind_of, with_targets

Format = Literal["json", "csv", "markdown", "html"]
FORMATS: tuple[Format, ...] = ("json", "csv", "markdown", "html")

_COLUMNS = (
    *("slug", "language", "title", "body", "aliases", "tags", "category", "owner", "updated", "review-by"),
    *("status", "source", "markup"),
)

Facts = Mapping[str, str | list[str]]
"""An article as its front matter and text have it, by the names of the columns."""


def export(articles: Iterable[Article], folders: Sequence[Path], form: Format, to: Path) -> None:
    """Write them: for json and csv to the file `to` (in the folder `to`, if it is one), for markdown and html to a file
    each, `<language>/<slug>`. Images and attachments that lie in `folders` go into `files` beside. Raises OSError."""
    home = to if form in ("markdown", "html") or to.is_dir() else to.parent
    home.mkdir(parents=True, exist_ok=True)
    moving = _Moving(tuple(folder.resolve() for folder in folders), home, form)
    facts = [_facts(article, with_targets(article.body, _from(moving, article))) for article in articles]
    match form:
        case "json" | "csv":
            text = _as_json(facts) if form == "json" else _as_csv(facts)
            (to / f"articles.{form}" if to.is_dir() else to).write_text(text, encoding="utf-8", newline="")
        case "markdown" | "html":
            for each in facts:
                path = home / str(each["language"]) / f"{each['slug']}.{_ENDINGS[form]}"
                path.parent.mkdir(exist_ok=True)
                text = _as_markdown(each) if form == "markdown" else _as_page(each)
                path.write_text(text, encoding="utf-8", newline="")


_ENDINGS = {"markdown": "md", "html": "html", "json": "md", "csv": "md"}
"""Of articles, in the links between them."""


@dataclass(frozen=True, slots=True)
class _Moving:
    """Copies what articles refer to."""

    folders: tuple[Path, ...]
    home: Path
    form: Format

    def target(self, article: Article, target: str) -> str:
        """Where a link of the article leads from its new place. What lies in no folder of articles is not copied."""
        if kind_of(target) != "file":
            return target
        source = file_of(article.path, target).resolve()
        if not source.is_file() or not any(source.is_relative_to(folder) for folder in self.folders):
            return target
        if source.suffix == ".md":
            language = source.parent.name
            near = f"{source.stem}.{_ENDINGS[self.form]}"
            return near if language == article.language else f"../{language}/{near}"
        place = PurePosixPath(FILES, article.slug, source.name)
        (self.home / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, self.home / place)
        return f"../{place}"


def _from(moving: _Moving, article: Article) -> Callable[[str], str]:
    return lambda target: moving.target(article, target)


def _facts(article: Article, body: str) -> Facts:
    return {
        "slug": article.slug,
        "language": article.language,
        "title": article.title,
        "body": body,
        "aliases": list(article.aliases),
        "tags": list(article.tags),
        "category": article.category,
        "owner": article.owner,
        "updated": article.updated.isoformat(),
        "review-by": article.review_by.isoformat(),
        "status": str(article.status),
        "source": article.source,
    }


def _as_json(facts: list[Facts]) -> str:
    return json.dumps({"articles": facts}, ensure_ascii=False, indent=1) + "\n"


def _as_csv(facts: list[Facts]) -> str:
    """With a byte order mark, by which spreadsheets know UTF-8. Lists have an item a line; no cell is a formula."""
    text = StringIO("\ufeff", newline="")
    text.seek(1)
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for each in facts:
        row = {**each, "markup": "markdown"}
        writer.writerow([guarded(_cell(row[column])) for column in _COLUMNS])
    return text.getvalue()


def _cell(value: str | list[str]) -> str:
    return "".join(f"{item}\n" for item in value) if isinstance(value, list) else value


def _as_markdown(facts: Facts) -> str:
    front = {name: value for name, value in facts.items() if name not in ("slug", "body") and value}
    front |= {name: _Day(str(front[name])) for name in ("updated", "review-by")}
    if front["status"] == Status.PUBLISHED:
        del front["status"]
    above = yaml.dump(front, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)
    return f"---\n{above}---\n{facts['body']}\n"


class _Day(str):
    """A date in the form of YAML, written without quotes."""


class _Dumper(yaml.SafeDumper):
    """Knows `_Day`."""


_Dumper.add_representer(_Day, lambda dumper, day: dumper.represent_scalar("tag:yaml.org,2002:timestamp", day))


def _as_page(facts: Facts) -> str:
    """A page whose `<meta>` hold what HTML has no place for."""
    single = ("slug", "title", "language", "category", "owner", "updated", "review-by", "status", "source")
    metas = [(name, str(facts[name])) for name in single if facts[name]]
    metas += [(name, item) for name, items in (("alias", "aliases"), ("tag", "tags")) for item in facts[items]]
    head = "\n".join(f'<meta name="{OURS}{name}" content="{escape(value)}">' for name, value in metas)
    title, body = escape(str(facts["title"])), _markdown().render(str(facts["body"]))
    return f"""<!doctype html>
<html lang="{facts["language"]}">
<head>
<meta charset="utf-8">
<title>{title}</title>
{head}
</head>
<body>
<main>
<h1>{title}</h1>
{body}</main>
</body>
</html>
"""


def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
