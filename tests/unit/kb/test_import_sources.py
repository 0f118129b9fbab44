"""K8: articles of other systems become ours, with their images, their links and their facts."""

import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from kb.article import Section, Status
from kb.importing.draft import Reason
from kb.importing.entities import read_entities
from kb.importing.intake import Verdict
from kb.importing.places import Gaps
from tests.unit.kb.imports import EXPORTS, articles, contents, losses, taken

VPN = "en/the-vpn-does-not-connect"
ALL = [
    ("zendesk", "zendesk"),
    ("confluence", "confluence-html"),
    ("confluence", "confluence-xml"),
    ("html", "pages"),
    ("csv", "table.csv"),
]


def test_K8_zendesk_articles_and_translations_with_their_facts(tmp_path: Path) -> None:
    taken("zendesk", EXPORTS / "zendesk", tmp_path)
    found = articles(tmp_path)
    assert set(found) == {VPN, "ru/the-vpn-does-not-connect", "en/change-your-password"}
    english, russian = found[VPN], found["ru/the-vpn-does-not-connect"]
    assert (english.title, english.tags, english.category) == (
        "The VPN does not connect",
        ("vpn", "remote work"),
        "Network",
    )
    assert (english.owner, english.updated, english.review_by) == ("Ann Lee", date(2026, 2, 1), date(2027, 2, 1))
    assert english.source == "zendesk:3600011"
    assert english.summary == "Helps when the **VPN client** does not connect."
    assert english.sections == (
        Section(
            "Steps",
            (
                "Open Settings. Where the settings are",
                "Change the password: see how to change it.",
                "Run `vpn --reset`.",
            ),
        ),
        Section("Windows", ("Restart the service.",)),
    )
    assert "[how to change it](change-your-password.md)" in english.body
    assert "[IT](mailto:it@acme.example)" in english.body
    assert "[the maker's page](https://example.org/vpn?a=1&b=2)" in english.body
    assert "[Смените пароль](../en/change-your-password.md)" in russian.body
    assert (russian.status, found["en/change-your-password"].status) == (Status.STALE, Status.DRAFT)


def test_K8_zendesk_says_what_was_left_out(tmp_path: Path) -> None:
    report = taken("zendesk", EXPORTS / "zendesk", tmp_path)
    assert losses(report) == {
        (Reason.NO_SUCH_FILE, "lost.pdf"),
        (Reason.LANGUAGE, "de"),
        (Reason.REMOTE_IMAGE, "https://tracker.example/pixel.gif"),
    }
    assert not report.is_whole


def test_K8_images_and_attachments_lie_beside_the_articles(tmp_path: Path) -> None:
    taken("zendesk", EXPORTS / "zendesk", tmp_path)
    [image] = tmp_path.glob("files/the-vpn-does-not-connect/diagram-*.png")
    [form] = tmp_path.glob("files/the-vpn-does-not-connect/request-form-*.pdf")
    assert image.read_bytes() == (EXPORTS / "zendesk/attachments/9001-diagram.png").read_bytes()
    body = articles(tmp_path)[VPN].body
    assert f"![Where the settings are](../files/the-vpn-does-not-connect/{image.name})" in body
    assert f"## Attachments\n\n- [Request form.pdf](../files/the-vpn-does-not-connect/{form.name})" in body
    assert "tracker.example/pixel.gif)" in body
    assert "![pixel" not in body
    assert "alert" not in body


def test_K8_zendesk_pages_of_the_api_overlap_and_the_newest_counts(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    old, new = (
        json.dumps(
            {"id": 1, "locale": "en-us", "title": "VPN", "body": f"<p>{body}</p>", "updated_at": f"{day}T00:00:00Z"}
        )
        for body, day in (("old", "2026-01-01"), ("new", "2026-02-01"))
    )
    (source / "1.json").write_text(f'{{"articles": [{new}], "next_page": "2"}}')
    (source / "2.json").write_text(f'{{"articles": [{old}], "next_page": null}}')
    taken("zendesk", source, tmp_path / "out")
    assert articles(tmp_path / "out")["en/vpn"].body == "new"


@pytest.mark.parametrize("export", ["confluence-html", "confluence-xml"])
def test_K8_both_exports_of_confluence_give_the_same_article(tmp_path: Path, export: str) -> None:
    report = taken("confluence", EXPORTS / export, tmp_path)
    article = articles(tmp_path)[VPN]
    assert (article.source, article.title, article.category) == (
        "confluence:1001",
        "The VPN does not connect",
        "Network",
    )
    assert article.updated == date(2026, 11, 2)
    assert "vpn" in article.tags
    assert article.sections[0].steps[1] in (
        "Change the password: how to change it.",
        "Change the password: how to <change> it.",
    )
    assert "](change-your-password.md)" in article.body
    assert "> **Careful**\n>\n> Not on guest networks." in article.body
    assert "```bash\nvpn --reset && echo done\n" in article.body
    assert "- ☑ Told the users\n- ☐ Mend the gateway" in article.body
    assert "**More about error 809**\n\nThe network blocks the VPN." in article.body
    assert "/settings-" in article.body
    assert len(list(tmp_path.glob("files/*/*"))) == 2
    assert "toc" not in article.body.lower()
    assert any(loss.reason is Reason.NO_SUCH_PAGE and "Nobody" in loss.detail for loss in report.losses)


def test_K8_confluence_takes_current_versions_and_names_what_has_no_counterpart(tmp_path: Path) -> None:
    report = taken("confluence", EXPORTS / "confluence-xml", tmp_path)
    assert set(articles(tmp_path)) == {VPN, "en/change-your-password", "en/network"}
    assert not any(b"An old text" in content or b"Thanks!" in content for content in contents(tmp_path).values())
    assert {(Reason.MACRO, "gliffy"), (Reason.NOT_CURRENT, "draft")} <= losses(report)
    assert 'if [ 1 -lt 2 ]; then echo "<ok>"; fi' in articles(tmp_path)[VPN].body


@pytest.mark.parametrize(
    ("encoding", "pasted"),
    [("utf-8", "on\x08 gu\x1cest\uffff"), ("utf-8", "\ufffeon guest"), ("utf-16", "\u0401 on guest")],
)
def test_K8_characters_that_xml_forbids_do_not_lose_the_space(tmp_path: Path, encoding: str, pasted: str) -> None:
    whole = (EXPORTS / "confluence-xml" / "entities.xml").read_text(encoding="utf-8").replace("UTF-8", encoding)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "entities.xml").write_bytes(whole.replace("on guest", pasted).encode(encoding))
    taken("confluence", tmp_path / "in", tmp_path / "out")
    kept = pasted if encoding == "utf-16" else "on guest"
    assert f"Not {kept} networks." in articles(tmp_path / "out")[VPN].body


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_K8_what_xml_forbids_is_left_out_wherever_it_is_parted(size: int) -> None:
    title = "a\uffff\x08b\uffef\ufffe\ufffd\uf000\uffff"
    whole = f'<all><object class="Page"><property name="title">{title}</property></object></all>'.encode()
    pieces = (whole[place : place + size] for place in range(0, len(whole), size))
    [page] = read_entities(pieces, frozenset({"Page"}))
    assert page["title"] == "ab\uffef\ufffd\uf000"


def test_K8_a_table_of_html(tmp_path: Path) -> None:
    taken("confluence", EXPORTS / "confluence-html", tmp_path)
    assert "| Error | Cause |\n| --- | --- |\n| 809 | network \\| router |" in articles(tmp_path)[VPN].body


def test_K8_a_folder_of_pages(tmp_path: Path) -> None:
    report = taken("html", EXPORTS / "pages", tmp_path)
    found = articles(tmp_path)
    assert set(found) == {"en/vpn-token", "en/portal", "ru/portal"}
    token = found["en/vpn-token"]
    assert (token.title, token.tags, token.owner) == ("Get a new VPN token", ("vpn", "token"), "Bo Chen")
    assert token.updated == date(2026, 5, 6)
    assert token.body.startswith(
        "When the old one is lost.\n\n1. Open the [portal](portal.md).\n2. Scan it: ![code](../files/"
    )
    assert "Home" not in token.body
    assert "[the token](vpn-token.md) and a page that is gone" in found["en/portal"].body
    assert {reason for reason, _ in losses(report)} == {Reason.IMAGE, Reason.NO_SUCH_PAGE}


def test_K8_a_table_with_russian_names_of_columns(tmp_path: Path) -> None:
    report = taken("csv", EXPORTS / "table.csv", tmp_path)
    found = articles(tmp_path)
    article = found["ru/vpn-ne-podkliuchaetsia"]
    assert article.aliases == ("впн не работает", "не могу подключиться к впн")
    assert (article.tags, article.category, article.updated) == (("vpn", "сеть"), "сеть", date(2026, 11, 2))
    assert article.sections == (Section("Шаги", ("Откройте настройки.", "Повторите.")),)
    assert found["ru/printer-molchit"].summary == "Проверьте **питание**."
    assert {reason for reason, _ in losses(report)} == {Reason.NO_TITLE, Reason.DATE}
    assert "ru/plokhaia-data" in found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_K8_a_table_in_any_usual_encoding_and_with_any_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [("Вопрос", "Ответ"), ("Где ключ?", '"У охраны; внизу, слева"')]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    (tmp_path / "faq.csv").write_bytes(text.encode(encoding))
    taken("csv", tmp_path / "faq.csv", tmp_path / "out")
    [article] = articles(tmp_path / "out").values()
    assert (article.title, article.summary) == ("Где ключ?", "У охраны; внизу, слева")


def test_K8_columns_that_are_called_otherwise(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Betreff,body,Inhalt\nVPN,no,yes\n", encoding="utf-8")
    assert not taken("csv", tmp_path / "a.csv", tmp_path / "out").counts
    columns = {"title": "Betreff", "body": "Inhalt"}
    taken("csv", tmp_path / "a.csv", tmp_path / "out", Gaps(language="en"), columns=columns)
    assert articles(tmp_path / "out")["en/vpn"].body == "yes"


def test_K8_gaps_of_the_source_are_filled_and_what_it_tells_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,body,owner\nVPN,text,ann\nWi-Fi,text,\n", encoding="utf-8")
    gaps = Gaps(language="ru", owner="desk", category="net", review_by=date(2027, 1, 1))
    taken("csv", tmp_path / "a.csv", tmp_path / "out", gaps)
    vpn, wifi = (articles(tmp_path / "out")[key] for key in ("ru/vpn", "ru/wi-fi"))
    assert (vpn.owner, wifi.owner, vpn.category, vpn.review_by) == ("ann", "desk", "net", date(2027, 1, 1))


@pytest.mark.parametrize(("kind", "export"), ALL)
def test_K8_the_same_import_again_changes_nothing_also_later(tmp_path: Path, kind: str, export: str) -> None:
    first = taken(kind, EXPORTS / export, tmp_path)
    before = contents(tmp_path)
    again = taken(kind, EXPORTS / export, tmp_path, today=date(2027, 5, 1))
    assert contents(tmp_path) == before
    assert again.counts == {Verdict.SAME: sum(first.counts.values())}
    assert losses(again) == losses(first)


@pytest.mark.parametrize(("kind", "export"), ALL)
def test_K8_a_zip_is_read_as_the_folder_is(tmp_path: Path, kind: str, export: str) -> None:
    source = EXPORTS / export
    if source.is_dir():
        shutil.make_archive(str(tmp_path / "export"), "zip", source)
    else:
        with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
            archive.write(source, source.name)
    taken(kind, tmp_path / "export.zip", tmp_path / "zipped")
    taken(kind, source, tmp_path / "plain")
    assert contents(tmp_path / "zipped") == contents(tmp_path / "plain")
