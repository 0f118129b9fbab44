"""K8, K9: what an editor should mend."""

from datetime import date
from pathlib import Path

from kb.check import Kind, check
from tests.unit.kb.samples import STARTER, VPN, put

TODAY = date(2026, 11, 23)


def found(folder: Path, today: date = TODAY) -> set[tuple[Kind, str]]:
    return {(finding.kind, finding.path.stem) for finding in check([folder], today)}


def test_K8_mistakes_and_gaps(tmp_path: Path) -> None:
    put(tmp_path, "en/broken.md", "nothing")
    put(tmp_path, "en/vpn.md", VPN.replace("aliases:\n  - cannot connect to vpn\n", ""))
    assert found(tmp_path) == {(Kind.MISTAKE, "broken"), (Kind.TRANSLATION, "vpn"), (Kind.ALIAS, "vpn")}


def test_K9_review_is_due_the_day_after_its_date(tmp_path: Path) -> None:
    put(tmp_path, "en/vpn.md")
    assert (Kind.REVIEW, "vpn") not in found(tmp_path, date(2027, 5, 2))
    assert (Kind.REVIEW, "vpn") in found(tmp_path, date(2027, 5, 3))


def test_K9_what_is_stale_wants_its_owner_and_what_is_hidden_wants_nothing(tmp_path: Path) -> None:
    put(tmp_path, "en/vpn.md", VPN.replace("owner:", "status: stale\nowner:"))
    put(tmp_path, "en/old.md", VPN.replace("owner:", "status: draft\nowner:").replace("2027-05-02", "2026-01-01"))
    [told] = [finding for finding in check([tmp_path], TODAY) if finding.kind is Kind.REVIEW]
    assert told.path.stem == "vpn"
    assert "service-desk" in told.message


def test_K1_two_articles_that_claim_the_same_words(tmp_path: Path) -> None:
    put(tmp_path, "en/one.md")
    put(tmp_path, "en/two.md", VPN.replace("cannot connect to vpn", "to vpn cannot connect"))
    same = [finding for finding in check([tmp_path], TODAY) if finding.kind is Kind.SAME]
    assert {finding.path.stem for finding in same} == {"two"}
    assert str(same[0]).startswith(f"{tmp_path / 'en' / 'two.md'}:0: ")


def test_K8_starter_articles_have_no_mistake_and_no_gap() -> None:
    kinds = {finding.kind for finding in check([STARTER], TODAY)}
    assert kinds <= {Kind.SAME}
