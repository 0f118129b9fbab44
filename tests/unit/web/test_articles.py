"""K8: imported articles as pages, with their images and links."""

from pathlib import Path

import aiohttp
import pytest

from adapters.web.articles import ArticlePage, article_html
from bot.app.wiring import article_files
from tests.fakes.memory_chat import MemoryChatLog
from tests.fakes.playground import open_playground
from tests.unit.web.test_live import Nothing


def page(markdown: str) -> str:
    return article_html(ArticlePage("VPN", "en", markdown))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("![a](../files/vpn/a.png)", '<img src="../files/vpn/a.png" alt="a" />'),
        ("![a](https://evil.example/a.png)", "<p>a</p>"),
        ("![a](//evil.example/a.png)", "<p>a</p>"),
        ("![a](../files/../../secret)", "<p>a</p>"),
        ("![a <b>](data:image/png;base64,AAAA)", "a &lt;b&gt;"),
        ("[a](other.md)", '<a href="other">a</a>'),
        ("[a](../ru/other.md#x)", '<a href="../ru/other">a</a>'),
        ("[a](https://a.example/b.md)", '<a href="https://a.example/b.md">a</a>'),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x"),
    ],
)
def test_K8_only_images_of_ours_are_shown_and_links_lead_to_pages(markdown: str, html: str) -> None:
    assert html in page(markdown)


def test_K8_files_come_from_the_folders_of_articles_alone(tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    (folder / "files" / "vpn").mkdir(parents=True)
    (folder / "files" / "vpn" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "files" / "vpn" / "b.png").write_bytes(b"<svg>")
    (tmp_path / "secret").write_text("secret")
    (folder / "files" / "vpn" / "link").symlink_to(tmp_path / "secret")
    found = article_files([tmp_path / "absent", folder])
    assert [getattr(found("vpn", name), "image", None) for name in ("a.png", "b.png")] == ["png", ""]
    elsewhere = [("..", "secret"), ("vpn", "../../secret"), ("vpn", "link"), (".", "x"), ("vpn", "none"), ("", "")]
    assert [found(slug, name) for slug, name in elsewhere] == [None] * len(elsewhere)


async def test_K8_what_is_no_image_is_only_saved() -> None:
    async with open_playground(Nothing(), MemoryChatLog()) as playground, aiohttp.ClientSession() as client:
        home = f"{playground.config.home}/articles/files/vpn"
        async with client.get(f"{home}/a.png") as response:
            assert (response.content_type, "Content-Disposition" in response.headers) == ("image/png", False)
        async with client.get(f"{home}/b.png") as response:
            assert response.content_type == "application/octet-stream"
            assert response.headers["Content-Disposition"] == "attachment"
        async with client.get(f"{home}/c.png") as response:
            assert response.status == 404
