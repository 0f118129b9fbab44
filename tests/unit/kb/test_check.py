"""K8, K9: what an editor should mend."""

from datetime import date
from pathlib import Path

import pytest

from kb.check import MOST_WORDS, MOST_WORDS_OF_STEP, check
from kb.finding import Finding, Kind
from tests.unit.kb.imports import EXPORTS, taken
from tests.unit.kb.samples import STARTER, VPN, put
from tests.unit.kb.test_guides import GUIDE

TODAY = date(2026, 11, 23)
FREE = VPN.replace("review-by: 2027-05-02\n", "review-by: 2027-05-02\nsource: x:1\n")
"""As imported ones are, whose text may be of any form; the text begins at line 13."""


def findings(folder: Path, kind: Kind, today: date = TODAY) -> list[Finding]:
    return [finding for finding in check([folder], today) if finding.kind is kind]


def found(folder: Path, today: date = TODAY) -> set[tuple[Kind, str]]:
    return {(finding.kind, finding.path.stem) for finding in check([folder], today)}


def at(folder: Path, kind: Kind) -> list[tuple[int, tuple[str | int, ...]]]:
    """The line, and what is told, of each."""
    return [(finding.line, tuple(value for _, value in finding.values)) for finding in findings(folder, kind)]


def test_K8_mistakes_and_gaps(tmp_path: Path) -> None:
    put(tmp_path, "en/broken.md", "nothing")
    put(tmp_path, "en/vpn.md", VPN.replace("aliases:\n  - cannot connect to vpn\n", ""))
    assert found(tmp_path) == {(Kind.MISTAKE, "broken"), (Kind.TRANSLATION, "vpn"), (Kind.ALIAS, "vpn")}
    assert at(tmp_path, Kind.TRANSLATION) == [(4, ("vpn", "ru"))]
    assert at(tmp_path, Kind.ALIAS) == [(2, ())]


def test_K9_review_is_due_the_day_after_its_date(tmp_path: Path) -> None:
    put(tmp_path, "en/vpn.md")
    assert (Kind.REVIEW, "vpn") not in found(tmp_path, date(2027, 5, 2))
    [finding] = findings(tmp_path, Kind.REVIEW, date(2027, 5, 3))
    assert (finding.line, dict(finding.values)) == (10, {"day": "2027-05-02", "owner": "service-desk"})


@pytest.mark.parametrize("status", ["draft", "review", "retired"])
def test_K9_review_of_what_nobody_sees_is_not_due(tmp_path: Path, status: str) -> None:
    put(tmp_path, "en/vpn.md", VPN.replace("owner:", f"status: {status}\nowner:"))
    assert not findings(tmp_path, Kind.REVIEW, date(2028, 1, 1))


def test_K9_a_retired_article_needs_nothing(tmp_path: Path) -> None:
    put(tmp_path, "en/vpn.md", VPN.replace("owner:", "status: retired\nowner:"))
    assert check([tmp_path], TODAY) == ()


def test_K9_what_is_stale_wants_its_owner_and_what_is_hidden_wants_nothing(tmp_path: Path) -> None:
    put(tmp_path, "en/vpn.md", VPN.replace("owner:", "status: stale\nowner:"))
    put(tmp_path, "en/old.md", VPN.replace("owner:", "status: draft\nowner:").replace("2027-05-02", "2026-01-01"))
    kinds = {Kind.REVIEW, Kind.STALE}
    [told] = [finding for finding in check([tmp_path], TODAY) if finding.kind in kinds]
    assert (told.kind, told.path.stem, dict(told.values)) == (Kind.STALE, "vpn", {"owner": "service-desk"})


def test_K1_two_articles_that_claim_the_same_words(tmp_path: Path) -> None:
    put(tmp_path, "en/one.md")
    put(tmp_path, "en/two.md", VPN.replace("cannot connect to vpn", "to vpn cannot connect"))
    same = findings(tmp_path, Kind.SAME)
    assert [(finding.path.stem, finding.line) for finding in same] == [("two", 2), ("two", 4)]
    assert str(same[1]).startswith(f"{tmp_path / 'en' / 'two.md'}:4: ")


def test_K8_two_articles_that_say_nearly_the_same(tmp_path: Path) -> None:
    put(tmp_path, "en/one.md")
    put(tmp_path, "en/two.md", VPN.replace("Try again.", "Try once again."))
    put(tmp_path, "ru/one.md", VPN.replace("language: en", "language: ru"))
    [finding] = findings(tmp_path, Kind.NEAR)
    assert (finding.path.stem, finding.line) == ("two", 2)
    assert dict(finding.values)["other"] == str(tmp_path / "en" / "one.md")
    assert 80 <= int(dict(finding.values)["percent"]) < 100


@pytest.mark.parametrize(
    "target",
    ["gone.md", "../files/gone.png", "http://", "https://[bad", "javascript:alert(1)", "ftp://a.example/b", "mailto:"],
)
def test_K8_a_link_that_leads_to_nothing(tmp_path: Path, target: str) -> None:
    put(tmp_path, "en/vpn.md", f"{FREE}\n[a]({target})\n")
    assert at(tmp_path, Kind.LINK) == [(FREE.count("\n") + 2, (target,))]


def test_K8_links_that_lead_somewhere(tmp_path: Path) -> None:
    there = ["other.md", "other.md#top", "./other.md?a=1", "../files/a%20b.png", "#here", "https://a.example/b",
             "mailto:it@a.example", "tel:+123"]  # fmt: skip
    put(tmp_path, "en/vpn.md", FREE + "\n".join(f"\n[a]({target})" for target in there))
    put(tmp_path, "en/other.md", VPN.replace("title: VPN", "title: Other"))
    put(tmp_path, "files/a b.png", "x")
    assert not findings(tmp_path, Kind.LINK)


def test_K8_what_only_looks_like_a_link(tmp_path: Path) -> None:
    code = "\n`[a](gone.md)`\n\n```\n[a](gone.md)\n```\n\n~~~~\n```\n[a](gone.md)\n~~~~\n"
    put(tmp_path, "en/vpn.md", FREE + code)
    assert not findings(tmp_path, Kind.LINK)


def test_K8_an_image_from_elsewhere(tmp_path: Path) -> None:
    put(tmp_path, "en/vpn.md", f"{FREE}\n![a](https://a.example/b.png) ![b](gone.png)\n")
    assert [values for _, values in at(tmp_path, Kind.IMAGE)] == [("https://a.example/b.png",)]
    assert [values for _, values in at(tmp_path, Kind.LINK)] == [("gone.png",)]


def test_K8_texts_that_nobody_reads(tmp_path: Path) -> None:
    put(tmp_path, "en/long.md", f"{FREE}\n{'word ' * MOST_WORDS}\n")
    put(tmp_path, "en/step.md", VPN.replace("Quit the client.", "Quit " * (MOST_WORDS_OF_STEP + 1)))
    put(tmp_path, "en/stepless.md", FREE.partition("## Steps")[0])
    put(tmp_path, "en/silent.md", FREE.replace("Helps when the VPN\ncannot connect.\n", ""))
    kinds = {Kind.LONG, Kind.STEP, Kind.NO_STEPS, Kind.NO_SUMMARY}
    assert {pair for pair in found(tmp_path) if pair[0] in kinds} == {
        (Kind.LONG, "long"),
        (Kind.STEP, "step"),
        (Kind.NO_STEPS, "stepless"),
        (Kind.NO_SUMMARY, "silent"),
    }
    assert at(tmp_path, Kind.STEP) == [(21, (MOST_WORDS_OF_STEP + 1,))]


def test_K8_starter_articles_have_no_mistake_and_no_gap() -> None:
    kinds = {finding.kind for finding in check([STARTER], TODAY)}
    assert kinds <= {Kind.SAME}


@pytest.mark.parametrize(
    ("kind", "export"), [("zendesk", "zendesk"), ("confluence", "confluence-html"), ("html", "pages")]
)
def test_K8_what_was_imported_has_no_dead_link_and_no_image_from_elsewhere(
    tmp_path: Path, kind: str, export: str
) -> None:
    taken(kind, EXPORTS / export, tmp_path)
    assert not {Kind.MISTAKE, Kind.LINK, Kind.IMAGE} & {finding.kind for finding in check([tmp_path], TODAY)}


ODD_GUIDE = f"""title: {{en: Lift}}
articles: [lift]
category: building
owner: reception
updated: 2026-11-28
review-by: 2027-11-28
steps:
  call:
    text: {{en: {"y" * 700}}}
    answers:
      - {{en: It comes, to: solved}}
      - {{en: {"x" * 50}, to: person}}
  stairs:
    text: {{en: Take the stairs.}}
    end: solved
"""


def test_K5_what_to_mend_in_a_guide(tmp_path: Path) -> None:
    put(tmp_path, "guides/door.yaml", ODD_GUIDE)
    assert {(finding.kind, finding.line) for finding in check([tmp_path], date(2028, 1, 1))} == {
        (Kind.TRANSLATION, 1),
        (Kind.ALIAS, 1),
        (Kind.UNKNOWN, 2),
        (Kind.REVIEW, 6),
        (Kind.PASSAGE, 8),
        (Kind.LABEL, 12),
        (Kind.UNREACHED, 13),
    }


def test_K5_a_guide_that_never_ends_well_or_with_a_person(tmp_path: Path) -> None:
    put(tmp_path, "guides/door.yaml", GUIDE.replace("to: solved", "to: reception"))
    put(tmp_path, "guides/gate.yaml", GUIDE.replace("    end: person", "    end: solved"))
    ends = {(f.path.stem, dict(f.values)["end"]) for f in findings(tmp_path, Kind.NO_END)}
    assert ends == {("door", "solved"), ("gate", "person")}


def test_K5_two_guides_that_claim_the_same_words(tmp_path: Path) -> None:
    put(tmp_path, "guides/door.yaml", GUIDE)
    put(tmp_path, "guides/gate.yaml", GUIDE.replace("Door does not open", "Gate does not open"))
    assert {dict(f.values)["alias"] for f in findings(tmp_path, Kind.SAME)} >= {"the door is stuck", "дверь заело"}


def test_K5_nothing_to_mend_in_our_guides() -> None:
    found = check([STARTER, STARTER.with_name("guides")], TODAY)
    assert [str(finding) for finding in found if finding.path.suffix == ".yaml"] == []
