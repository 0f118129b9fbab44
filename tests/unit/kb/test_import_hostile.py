"""K8, X11: an export whose author means ill does no harm, and never ends an import with a traceback."""

import base64
import io
import json
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kb.importing.draft import Reason
from kb.importing.sources import KINDS
from kb.importing.storage_format import plain_html
from kb.importing.tree import Unreadable, open_tree
from kb.links import Link, links
from tests.examples import up_to
from tests.unit.kb.imports import EXPORTS, articles, contents, losses, taken

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def page(folder: Path, body: str, name: str = "a.html") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"<html lang=en><title>A page</title><body>{body}</body></html>", encoding="utf-8")
    return folder


def rendered(markdown: str) -> str:
    """As a careless reader would show it: HTML let through, images loaded."""
    html: str = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)
    return html


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt&colon;alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<p>[x](javascript:alert(1))</p>",
    "<p>![x](https://evil.example/pixel.gif)</p>",
    "<p>!<a href='https://evil.example/pixel.gif'>x</a></p>",
    "<p>![x]<span>(https://evil.example/pixel.gif)</span></p>",
    "<p>![x]<b></b>[y]</p><p>[y]: https://evil.example/pixel.gif</p>",
    '<img src="https://evil.example/pixel.gif" alt="x](y) ![z">',
    '<img src="//evil.example/pixel.gif">',
    '<a href="https://a.example/x) ![p](https://evil.example/pixel.gif">x</a>',
    '<img alt="x" src="https://evil.example/a b)![p](https://evil.example/pixel.gif">',
    "<svg><style><img src=https://evil.example/pixel.gif onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<iframe src='javascript:alert(1)'></iframe>",
    "<form action='https://evil.example'><input name=q onfocus=alert(1) autofocus></form>",
    "<pre>```\n<script>alert(1)</script>\n![p](https://evil.example/pixel.gif)</pre>",
    "<code>`<script>alert(1)</script>`</code>",
    "<table><tr><td>`|<script>alert(1)</script>|![p](https://evil.example/pixel.gif)</td></tr></table>",
    "<p>\\</p><p>\\&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<p>\ue000[x](https://evil.example/pixel.gif)</p>",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("kind", ["html", "csv", "json"])
def test_K8_nothing_acts_and_nothing_loads(tmp_path: Path, attack: str, kind: str) -> None:
    body = f"<p>Text.</p>{attack}<p>More.</p>"
    if kind == "html":
        source = page(tmp_path / "in", body)
    else:
        source = tmp_path / f"a.{kind}"
        record = {"slug": "a", "language": "en", "title": "A page", "body": f"Text.\n\n{attack}\n\nMore."}
        csv = f'title,body\nA page,"{body.replace(chr(34), chr(34) * 2)}"\n'
        source.write_text(csv if kind == "csv" else json.dumps([record]), encoding="utf-8")
    taken(kind, source, tmp_path / "out")
    [article] = articles(tmp_path / "out").values()
    html = rendered(article.body).lower()
    assert "<script" not in html
    assert "<img" not in html
    assert "onerror=" not in html.replace("onerror=alert(1)&gt;", "")
    assert 'href="javascript' not in html
    assert "more." in html


def test_K8_an_image_within_the_text_is_stored_if_it_is_one(tmp_path: Path) -> None:
    real, false = (f"data:image/png;base64,{base64.b64encode(content).decode()}" for content in (PNG, b"<svg/>"))
    report = taken("html", page(tmp_path / "in", f'<p>x <img src="{real}"><img src="{false}"></p>'), tmp_path / "out")
    [image] = (tmp_path / "out" / "files").rglob("*.png")
    assert image.read_bytes() == PNG
    assert articles(tmp_path / "out")["en/a"].body == f"x ![](../files/a/{image.name})"
    assert {reason for reason, _ in losses(report)} == {Reason.IMAGE}


def test_K8_a_file_that_only_says_it_is_an_image_is_not_shown(tmp_path: Path) -> None:
    source = page(tmp_path / "in", '<p><img src="a.png"><img src="b.svg"><a href="c.md">c</a></p>')
    (source / "a.png").write_bytes(b"<svg onload=alert(1)>")
    (source / "b.svg").write_bytes(b"<svg onload=alert(1)>")
    (source / "c.md").write_bytes(b"no article")
    taken("html", source, tmp_path / "out")
    [article] = articles(tmp_path / "out").values()
    assert "![" not in article.body
    assert {path.name.split(".", 1)[1] for path in (tmp_path / "out" / "files").rglob("*") if path.is_file()} == {
        "png.bin",
        "svg",
        "md.txt",
    }


@pytest.mark.parametrize("name", ["../../evil.html", "/evil.html", "..\\evil.html", "C:\\evil.html", "a/../../e.html"])
def test_K8_names_that_lead_out_of_a_zip_are_left_alone(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), "<title>Evil</title>text")
        archive.writestr("good.html", "<html lang=en><title>Good</title>text")
    report = taken("html", tmp_path / "in.zip", tmp_path / "out" / "deep")
    assert {reason for reason, _ in losses(report)} == {Reason.UNSAFE}
    assert set(contents(tmp_path)) == {"in.zip", "out/deep/en/good.md"}


def test_K8_links_in_a_folder_and_in_a_zip_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("<html lang=en><title>Secret</title>text")
    source = page(tmp_path / "in", "<p>text</p>")
    (source / "link.html").symlink_to(tmp_path / "secret.html")
    (source / "up").symlink_to(tmp_path)
    taken("html", source, tmp_path / "out")
    assert set(articles(tmp_path / "out")) == {"en/a"}
    link = zipfile.ZipInfo("link.html")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    report = taken("html", tmp_path / "in.zip", tmp_path / "zipped")
    assert losses(report) == {(Reason.UNSAFE, "")}


def test_K8_links_of_a_text_never_reach_outside_the_export(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    body = '<p><a href="../secret.txt">a</a><a href="%2e%2e/secret.txt">b</a><a href="file:///etc/passwd">c</a></p>'
    taken("html", page(tmp_path / "in", body), tmp_path / "out")
    assert articles(tmp_path / "out")["en/a"].body == "abc"
    assert not (tmp_path / "out" / "files").exists()


def test_K8_a_zip_that_grows_beyond_measure_is_left_alone(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.html", b"\0" * 30_000_000)
    assert losses(taken("html", tmp_path / "in.zip", tmp_path / "out")) == {(Reason.UNSAFE, "")}


def test_K8_a_zip_that_lies_about_its_sizes_is_unreadable(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.html", b"a" * 3_000_000)
    lying = made.getvalue().replace((3_000_000).to_bytes(4, "little"), (900_000).to_bytes(4, "little"))
    (tmp_path / "in.zip").write_bytes(lying)
    report = taken("html", tmp_path / "in.zip", tmp_path / "out")
    assert {reason for reason, _ in losses(report)} == {Reason.UNREADABLE}


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<hibernate-generic><object class="Page"><id name="id">1</id><property name="title">&b;</property></object>'
    "</hibernate-generic>"
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><hibernate-generic>'
    '<object class="Page"><property name="title">&a;</property></object></hibernate-generic>'
)


@pytest.mark.parametrize("xml", [LAUGHS, OUTSIDE, "<hibernate-generic><object", "", "\0\0\0"])
def test_K8_xml_that_grows_reaches_out_or_is_broken_is_unreadable(tmp_path: Path, xml: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "entities.xml").write_text(xml)
    report = taken("confluence", tmp_path / "in", tmp_path / "out")
    assert {reason for reason, _ in losses(report)} == {Reason.UNREADABLE}
    assert not report.counts


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 200 + "deep",
        "<div>" * 50_000 + "deep",
        "<ul><li>" * 5_000 + "deep",
        "<blockquote>" * 3_000 + "deep",
        "<b><i>" * 3_000 + "deep",
        "".join(f"<b id={n}>" for n in range(299)) + "<p>deep" * 5_000,
        "<ol>" + "<li>x" * 3_000 + "</ol>deep",
        "<table>" + "<tr><td colspan=1000000000>x" * 1_000 + "</table>deep",
        "<ol start=99999999999999999999><li>deep</ol><ol start='²'><li>x</ol>",
        "<p>" + "[" * 5_000 + "deep",
        "<p>" + "**_`" * 3_000 + "deep",
        "<!--" * 50_000 + "-->deep",
        "<a href='" + "x" * 100_000 + "'>deep</a>",
        "&#0;&#xD800;&#x10FFFF;\u2028\x85\x0bdeep",
    ],
    ids=[
        *("nested", "div", "list", "quote", "marks", "reopened", "items", "cells", "start", "brackets", "stars"),
        *("comments", "address", "letters"),
    ],
)
def test_K8_pages_beyond_measure_are_taken_or_told(tmp_path: Path, body: str) -> None:
    report = taken("html", page(tmp_path / "in", body), tmp_path / "out")
    found = articles(tmp_path / "out")
    assert found or report.losses
    assert all("deep" in article.body for article in found.values()) or body.startswith("<ol><li>")


def test_K8_a_title_with_markup_of_yaml_stays_a_title(tmp_path: Path) -> None:
    title = "x: [a]\\n---\\nowner: evil # & * ! | > ' \" % @ `"
    taken("html", page(tmp_path / "in", "text"), tmp_path / "first")
    records = [{"id": 1, "title": json.loads(f'"{title.replace(chr(34), "")}"'), "locale": "en", "body": "text"}]
    (tmp_path / "a.json").write_text(json.dumps(records))
    taken("zendesk", tmp_path / "a.json", tmp_path / "out")
    [article] = articles(tmp_path / "out").values()
    assert (article.owner, article.body) == ("service-desk", "text")
    assert article.title.startswith("x: [a] --- owner: evil")


def test_K8_what_is_too_long_for_front_matter_is_shortened_and_told(tmp_path: Path) -> None:
    record = {
        "id": 1,
        "title": "x" * 500,
        "locale": "en",
        "body": "text",
        "label_names": [f"{n}" * 60 for n in range(900)],
    }
    (tmp_path / "a.json").write_text(json.dumps([record]))
    report = taken("zendesk", tmp_path / "a.json", tmp_path / "out")
    [article] = articles(tmp_path / "out").values()
    assert len(article.title) == 200
    assert {reason for reason, _ in losses(report)} == {Reason.SHORTENED}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("there", ["nothing", "empty"])
def test_K8_a_source_that_is_not_there_or_empty(tmp_path: Path, kind: str, there: str) -> None:
    if there == "nothing":
        with pytest.raises(Unreadable), open_tree(tmp_path / "absent"):
            pass
        return
    (tmp_path / "in").mkdir()
    assert not taken(kind, tmp_path / "in", tmp_path / "out").counts


_WORDS = st.text(max_size=60) | st.sampled_from(ATTACKS)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _WORDS,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["articles", "id", "title", "body", "locale", "translations", "source_id", "source_type", "section_id",
             "sections", "label_names", "html_url", "updated_at", "article_attachments", "attachments", "content_url",
             "file_name", "article_id", "draft", "slug", "language", "aliases", "tags", "updated", "source", "status"]
        ),
        inner,
        max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip
_fuzz = settings(up_to(40), suppress_health_check=[HealthCheck.too_slow])


def survives(kind: str, name: str, content: bytes) -> None:
    """Whatever it was: no traceback, and what was written are articles."""
    with TemporaryDirectory() as folder:
        source, out = Path(folder, "in"), Path(folder, "out")
        source.mkdir()
        (source / name).write_bytes(content)
        taken(kind, source, out)
        before = contents(out)
        for article in articles(out).values():
            assert "<img" not in rendered(article.body)
            assert "<script" not in rendered(article.body)
        taken(kind, source, out)
        assert contents(out) == before


@_fuzz
@given(_JSON, st.sampled_from(["zendesk", "json"]))
def test_K8_any_json(value: object, kind: str) -> None:
    survives(kind, "a.json", json.dumps(value).encode())


@_fuzz
@given(st.binary(max_size=200) | _WORDS.map(lambda text: text.encode("utf-8", "replace")), st.sampled_from(KINDS))
def test_K8_any_bytes_in_any_file(content: bytes, kind: str) -> None:
    name = {"csv": "a.csv", "markdown": "a.md", "html": "a.html", "confluence": "entities.xml"}.get(kind, "a.json")
    survives(kind, name, content)


_TAGS = st.sampled_from(
    ["p", "b", "em", "code", "pre", "ol", "ul", "li", "table", "tr", "td", "th", "h1", "h2", "h5", "a", "div", "span",
     "blockquote", "br", "img", "dl", "dt", "dd", "details", "summary", "ac:structured-macro", "ac:link", "ac:image"]
)  # fmt: skip
_PIECES = st.lists(
    st.tuples(_TAGS, st.booleans()).map(lambda pair: f"<{'/' if pair[1] else ''}{pair[0]}>")
    | st.sampled_from(
        ["[", "]", "(", ")", "!", "`", "```", "|", "\\", "*", "_", "<", "&lt;", ">", "1.", "- ", "# ", "\n"]
    )
    | _WORDS,
    max_size=25,
).map("".join)


@settings(up_to(100), suppress_health_check=[HealthCheck.too_slow])
@given(_PIECES)
def test_K8_any_html_becomes_markdown_without_html(html: str) -> None:
    survives("html", "a.html", f"<html lang=en><title>t</title>{html}".encode("utf-8", "replace"))


@_fuzz
@given(_PIECES)
def test_K8_any_storage_format(storage: str) -> None:
    text = storage.replace("]]>", "").encode("utf-8", "xmlcharrefreplace").decode("utf-8", "replace")
    allowed = "".join(letter for letter in text if letter >= " " and letter not in "\ufffe\uffff")
    whole = (EXPORTS / "confluence-xml" / "entities.xml").read_text(encoding="utf-8")
    survives(
        "confluence",
        "entities.xml",
        whole.replace("<p>An old text.</p>", "").replace("Do it every year.", allowed).encode(),
    )


@_fuzz
@given(st.binary(max_size=400))
def test_K8_any_bytes_as_a_zip(content: bytes) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", b"<html lang=en><title>t</title>text" + content)
    whole = made.getvalue()
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.zip")
        for place in range(0, len(whole), 37):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
            try:
                taken("html", path, Path(folder, "out"))
            except Unreadable:
                continue


def test_K8_what_is_not_closed_is_looked_for_once() -> None:
    """Each of these took a minute and more: the time grew with the square of the length."""
    assert plain_html("<![CDATA[" * 100_000, "1", "S")[0].startswith("<div>")
    assert list(links("\\[" * 100_000 + "]( [a](b.md)")) == [Link(1, "b.md", False)]
