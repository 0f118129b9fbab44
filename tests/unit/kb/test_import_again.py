"""K8: an import that is done again takes up what changed, and never writes over what somebody wrote here."""

import json
from datetime import date
from pathlib import Path

import yaml

from kb.importing.draft import Reason
from kb.importing.intake import Verdict, take_in
from kb.importing.places import Gaps
from kb.importing.sheet import digest_of
from kb.importing.sources import read_source
from kb.importing.tree import open_tree
from tests.unit.kb.imports import TODAY, articles, contents, taken
from tests.unit.kb.samples import VPN as OURS
from tests.unit.kb.samples import put


def export(folder: Path, *records: dict[str, object]) -> Path:
    path = folder / "articles.json"
    whole = [{"locale": "en-us", "updated_at": "2026-01-01T00:00:00Z", **record} for record in records]
    path.write_text(json.dumps({"articles": whole}), encoding="utf-8")
    return path


VPN: dict[str, object] = {"id": 1, "title": "VPN", "body": "<p>Old.</p>"}
MAIL: dict[str, object] = {"id": 2, "title": "Mail", "body": "<p>See it.</p>"}


def test_K8_a_change_in_the_source_is_taken_up_under_the_same_slug(tmp_path: Path) -> None:
    out = tmp_path / "out"
    taken("zendesk", export(tmp_path, VPN, MAIL), out)
    report = taken("zendesk", export(tmp_path, {**VPN, "title": "The new VPN", "body": "<p>New.</p>"}, MAIL), out)
    assert report.counts == {Verdict.CHANGED: 1, Verdict.SAME: 1}
    assert (articles(out)["en/vpn"].title, articles(out)["en/vpn"].body) == ("The new VPN", "New.")


def test_K8_what_was_edited_here_stays_and_is_told_when_the_source_has_changed_too(tmp_path: Path) -> None:
    out = tmp_path / "out"
    taken("zendesk", export(tmp_path, VPN), out)
    path = out / "en" / "vpn.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Old.", "Better."), encoding="utf-8")
    same = taken("zendesk", export(tmp_path, VPN), out)
    assert (same.counts, same.losses) == ({Verdict.SAME: 1}, ())
    both = taken("zendesk", export(tmp_path, {**VPN, "body": "<p>New.</p>"}), out)
    assert both.counts == {Verdict.KEPT: 1}
    assert [loss.reason for loss in both.losses] == [Reason.EDITED]
    assert articles(out)["en/vpn"].body == "Better."


def test_K8_what_is_gone_from_the_source_is_told_and_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"
    taken("zendesk", export(tmp_path, VPN, MAIL), out)
    report = taken("zendesk", export(tmp_path, MAIL), out)
    assert [(loss.reason, loss.detail) for loss in report.losses] == [(Reason.GONE, "en/vpn.md")]
    assert report.is_whole
    assert "en/vpn" in articles(out)


def test_K8_articles_that_were_written_here_keep_their_slugs(tmp_path: Path) -> None:
    out = tmp_path / "out"
    own = put(out, "en/vpn.md").read_bytes()
    taken("zendesk", export(tmp_path, VPN), out)
    assert (out / "en" / "vpn.md").read_bytes() == own
    assert set(articles(out)) == {"en/vpn", "en/vpn-1"}


def test_K8_a_translation_that_was_written_here_is_never_written_over(tmp_path: Path) -> None:
    out = tmp_path / "out"
    taken("zendesk", export(tmp_path, VPN), out)
    own = put(out, "ru/vpn.md", OURS.replace("language: en", "language: ru")).read_bytes()
    russian = {**VPN, "locale": "ru", "title": "VPN здесь"}
    report = taken("zendesk", export(tmp_path, VPN, russian), out)
    assert report.counts == {Verdict.SAME: 1, Verdict.KEPT: 1}
    assert [loss.reason for loss in report.losses] == [Reason.EDITED]
    assert (out / "ru" / "vpn.md").read_bytes() == own


def test_K8_two_articles_of_one_title_are_two(tmp_path: Path) -> None:
    out = tmp_path / "out"
    taken("zendesk", export(tmp_path, VPN, {**VPN, "id": 77}), out)
    assert set(articles(out)) == {"en/vpn", "en/vpn-77"}


def test_K8_a_file_that_was_moved_here_is_found_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    taken("zendesk", export(tmp_path, VPN), out)
    (out / "network").mkdir()
    (out / "en" / "vpn.md").rename(out / "network" / "vpn-client.md")
    report = taken("zendesk", export(tmp_path, {**VPN, "body": "<p>New.</p>"}), out)
    assert report.counts == {Verdict.CHANGED: 1}
    assert articles(out)["en/vpn-client"].body == "New."


def test_K8_a_source_without_dates_keeps_the_day_of_its_first_import_until_it_changes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("title,body\nVPN,text\n", encoding="utf-8")
    taken("csv", tmp_path / "a.csv", tmp_path / "out")
    taken("csv", tmp_path / "a.csv", tmp_path / "out", today=date(2027, 1, 1))
    assert articles(tmp_path / "out")["en/vpn"].updated == TODAY
    (tmp_path / "a.csv").write_text("title,body\nVPN,other\n", encoding="utf-8")
    taken("csv", tmp_path / "a.csv", tmp_path / "out", today=date(2027, 1, 1))
    assert articles(tmp_path / "out")["en/vpn"].updated == date(2027, 1, 1)


def test_K8_a_dry_run_writes_nothing_and_tells_the_same(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with open_tree(export(tmp_path, VPN, MAIL)) as tree:
        harvest = read_source("zendesk", tree, {})
        report = take_in(
            harvest, tmp_path / "out", Gaps(), TODAY, dry_run=True, seen=lambda done, total: seen.append((done, total))
        )
    assert report.counts == {Verdict.NEW: 2}
    assert seen == [(1, 2), (2, 2)]
    assert contents(tmp_path).keys() == {"articles.json"}


def test_K8_no_digest_is_a_number() -> None:
    digests = [digest_of(str(number)) for number in range(20_000)]
    assert [digest for digest in digests if digest[1:].isdigit()], "some would have been"
    assert all(isinstance(yaml.safe_load(each), str) for each in digests if each[1:].isdigit())
