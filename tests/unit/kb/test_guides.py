"""K5: guides from YAML files: mistakes named with their lines; searched with the articles; read again when changed."""

from pathlib import Path

import pytest

from kb.caches import Caches
from kb.front_matter import FrontMatterError
from kb.guide import Guide
from kb.guide_file import LARGEST, guide_in
from kb.library import Library
from kb.reader import read_again, read_folders
from tests.unit.kb.samples import STARTER, VPN, put

GUIDE = """title:
  en: Door does not open
  ru: Дверь не открывается
aliases:
  en: [the door is stuck]
  ru: [дверь заело]
category: building
owner: reception
updated: 2026-11-28
review-by: 2027-11-28
steps:
  push:
    title: {en: Push it, ru: Толкните её}
    text:
      en: |
        - Push the door.
        Does it open?
      ru: |
        - Толкните дверь.
        Открылась?
    answers:
      - en: Yes
        ru: Да
        to: solved
      - en: No
        ru: Нет
        to: badge
  badge:
    text: {en: Hold your badge to it., ru: Приложите карту.}
    answers:
      - {en: It opens, ru: Открылась, to: solved}
      - {en: Red light, ru: Красный огонёк, to: reception}
      - {en: Push again, ru: Толкнуть ещё раз, to: push}
  reception:
    text: {en: Reception has to see your badge., ru: Карту должны посмотреть на ресепшене.}
    end: person
"""


def found(text: str) -> list[tuple[int, str]]:
    with pytest.raises(FrontMatterError) as caught:
        guide_in(Path("guides/door.yaml"), text)
    return [(each.line, each.message) for each in caught.value.complaints]


def guide_of(text: str = GUIDE) -> Guide:
    return guide_in(Path("guides/door.yaml"), text)


def test_K5_reads_a_guide() -> None:
    guide = guide_of()
    assert (guide.id, guide.languages, guide.start.id) == ("door", ("en", "ru"), "push")
    push, badge, reception = guide.steps
    assert push.title == (("en", "Push it"), ("ru", "Толкните её"))
    assert [(answer.label[0][1], answer.to) for answer in push.answers] == [("Yes", "solved"), ("No", "badge")]
    assert badge.name == (("en", "Hold your badge to it."), ("ru", "Приложите карту."))
    assert reception.end == "person"
    assert guide.articles == ("door",)


def test_K5_yes_and_no_are_words() -> None:
    text = GUIDE.replace("en: Yes", "en: yes").replace("en: No\n", "en: off\n")
    assert [answer.label[0][1] for answer in guide_of(text).start.answers] == ["yes", "off"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("to: badge", "to: bagde", 27, "there is no step “bagde”"),
        ("    end: person\n", "", 34, "a dead end"),
        ("    end: person\n", "    end: nowhere\n", 36, "'solved' or 'person'"),
        (
            "    end: person\n",
            "    end: person\n    answers: [{en: A, ru: Б, to: push}]\n",
            34,
            "both answers and an end",
        ),
        ("        ru: Нет\n", "", 25, "ru is missing"),
        ("  ru: Дверь не открывается\n", "", 13, "the title of the guide has no ru"),
        ("title: {en: Push it, ru: Толкните её}", "title: {en: Push it}", 13, "ru is missing"),
        ("text: {en: Hold your badge to it., ru: Приложите карту.}", "text: {en: Hold it.}", 29, "ru is missing"),
        ("en: It opens", f"en: {'x' * 76}", 31, "at most 75 characters"),
        ("en: Hold your badge to it.", f"en: {'x' * 1501}", 29, "at most 1500 characters"),
        ("ru: Да\n", "ru: Нет\n", 12, "two answers have the same ru words"),
        ("  reception:\n", "  push:\n", 34, "push: given twice"),
        ("  reception:\n", "  person:\n", 34, "the name of an end"),
        ("owner: reception\n", "", 1, "owner: Field required"),
        ("owner: reception\n", "owner: reception\ncolour: red\n", 9, "colour: Extra inputs"),
        ("review-by: 2027-11-28", "review-by: soon", 10, "review-by"),
        ("    answers:\n      - {en: It", "    answers: none\n    x:\n      - {en: It", 30, "answers"),
        ("steps:\n", "steps: [\n", 0, "not YAML"),
    ],
)
def test_K5_names_what_is_wrong_and_where(old: str, new: str, line: int, words: str) -> None:
    assert old in GUIDE
    complaints = found(GUIDE.replace(old, new, 1))
    assert any(words in message and (line in (0, at)) for at, message in complaints), complaints


def test_K5_a_loop_without_a_way_out_is_named_at_each_of_its_steps() -> None:
    text = GUIDE.replace("ru: Открылась, to: solved", "ru: Открылась, to: push").replace("to: reception", "to: badge")
    text = text.replace("        to: solved\n", "        to: badge\n")
    text = text[: text.index("  reception:")]
    assert [line for line, message in found(text) if "a loop" in message] == [12, 28]


def test_K5_too_many_answers_for_the_buttons_of_teams() -> None:
    more = "".join(f"      - {{en: A{n}, ru: Б{n}, to: solved}}\n" for n in range(5))
    complaints = found(GUIDE.replace("      - {en: It opens", more + "      - {en: It opens"))
    assert [line for line, message in complaints if "at most 4 items" in message] == [30]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just text",
        "- a\n- b\n",
        "a: &x [*x]\n",
        "steps: " + "[" * 5000,
        "steps: &a\n  b: *a\n",
        "- " * 20_000,
        "\x00",
        "a: b\n" * LARGEST,
        "&a {*a: b}",
        "? {a: b}\n: c\n",
    ],
)
def test_K5_hostile_files_are_mistakes(text: str) -> None:
    assert found(text)


def test_K5_aliases_that_repeat_each_other_cost_nothing() -> None:
    rows = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    assert found("\n".join(rows))


def test_K5_a_guide_without_an_article_is_found_itself(tmp_path: Path) -> None:
    put(tmp_path, "guides/door.yaml", GUIDE)
    put(tmp_path, "en/vpn.md")
    library = Library([tmp_path])
    assert not library.reload().mistakes
    [hit, *_] = library.search("the door is stuck", "en")
    assert (hit.article.slug, hit.article.is_guide, hit.article.guide) == ("door", True, "door")
    assert "Hold your badge" in hit.article.body
    assert library.search("дверь заело", "ru")[0].article.language == "ru"


def test_K5_one_that_goes_with_an_article_is_found_by_that(tmp_path: Path) -> None:
    put(tmp_path, "guides/door.yaml", GUIDE.replace("category:", "articles: [vpn, wiki]\ncategory:"))
    put(tmp_path, "en/vpn.md")
    library = Library([tmp_path])
    library.reload()
    [hit, *_] = library.search("the door is stuck", "en")
    assert (hit.article.slug, hit.article.is_guide, hit.article.guide) == ("vpn", False, "door")
    assert hit.article.title == "VPN does not connect"
    assert library.search("дверь заело", "ru")[0].article.is_guide  # no such article in that language


def test_K8_K5_read_again_when_it_changes_and_kept_when_a_slip_is_made(tmp_path: Path) -> None:
    path = put(tmp_path, "guides/door.yaml", GUIDE)
    put(tmp_path, "guides/more/draft.yml", GUIDE.replace("category:", "status: draft\ncategory:"))
    put(tmp_path, "elsewhere/mkdocs.yml", "site_name: ours")
    library = Library([tmp_path])
    library.reload()
    assert library.guide("draft") is None
    path.write_text(GUIDE.replace("Push the door", "Kick the door"), encoding="utf-8")
    library.reload([path])
    assert (guide := library.guide("door")) is not None
    assert "Kick the door" in guide.start.text[0][1]
    path.write_text("nothing", encoding="utf-8")
    assert [mistake.path for mistake in library.reload([path]).mistakes] == [path]
    assert library.guide("door") == guide
    path.unlink()
    assert library.reload([path]).removed == (("en", "door"), ("ru", "door"))
    assert library.guide("door") is None


def test_K5_an_edited_article_keeps_what_its_guide_adds(tmp_path: Path) -> None:
    put(tmp_path, "guides/door.yaml", GUIDE.replace("category:", "articles: [vpn]\ncategory:"))
    path = put(tmp_path, "en/vpn.md")
    before = read_folders([tmp_path])
    put(tmp_path, "en/vpn.md", VPN.replace("Try again.", "Try once more."))
    again = read_again([tmp_path], before, [path.absolute()])
    assert again is not None
    assert again.reading == read_folders([tmp_path])
    assert again.reading.packed != again.reading.written


@pytest.mark.parametrize("several", [2, 200])
def test_K5_a_guide_without_its_article_is_found_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, several: int
) -> None:
    """Few or many articles, all anew or a change laid over them: what a file that is gone leaves behind is another."""
    monkeypatch.setattr("kb.library.SEVERAL", several)
    put(tmp_path, "guides/door.yaml", GUIDE.replace("category:", "articles: [vpn, printer]\ncategory:"))
    for name in ("vpn", "printer", *(f"gadget-{number}" for number in range(20))):
        put(tmp_path, f"en/{name}.md", VPN.replace("VPN", name).replace("vpn", name))
    library = Library([tmp_path])
    library.reload()
    (tmp_path / "en" / "vpn.md").unlink()
    change = library.reload([tmp_path / "en" / "vpn.md"])
    assert (change.changed, change.removed) == ((("en", "printer"),), (("en", "vpn"),))
    assert library.search("the door is stuck", "en")[0].article.slug == "printer"
    (tmp_path / "en" / "printer.md").unlink()
    change = library.reload([tmp_path / "en" / "printer.md"])
    assert (change.added, change.removed) == ((("en", "door"),), (("en", "printer"),))
    assert library.search("the door is stuck", "en")[0].article.slug == "door"


def test_K5_kept_over_restarts(tmp_path: Path) -> None:
    put(tmp_path, "kb/guides/door.yaml", GUIDE)
    guides = []
    for _ in range(2):
        library = Library([tmp_path / "kb"], caches=Caches.beside(tmp_path))
        library.reload()
        guides.append((library.guide("door"), [*read_folders([tmp_path / "kb"]).packed.values()]))
    assert guides[0] == guides[1]


def test_K5_two_guides_of_one_name(tmp_path: Path) -> None:
    first = put(tmp_path, "a/guides/door.yaml", GUIDE)
    second = put(tmp_path, "b/guides/door.yaml", GUIDE)
    [mistake] = read_folders([tmp_path]).mistakes
    assert (mistake.path, str(first) in mistake.message) == (second, True)


def test_K5_a_name_that_no_button_could_carry() -> None:
    with pytest.raises(FrontMatterError, match="the name of the file"):
        guide_in(Path("guides/The Door.yaml"), GUIDE)


GUIDES = STARTER.with_name("guides")


def test_K5_six_guides_come_with_us_in_both_languages() -> None:
    reading = read_folders([STARTER, GUIDES])
    assert reading.mistakes == ()
    assert len(reading.guides) >= 6
    for guide in reading.guides.values():
        assert guide.languages == ("en", "ru")
        assert 6 <= len(guide.steps) <= 15
        assert guide.reachable() == {step.id for step in guide.steps}
        assert {answer.to for step in guide.steps for answer in step.answers} >= {"solved", "person"}


def test_K5_our_guides_go_with_articles_that_there_are() -> None:
    reading = read_folders([STARTER, GUIDES])
    slugs = {article.slug for article in reading.articles}
    assert all(set(guide.articles) - {guide.id} <= slugs for guide in reading.guides.values())
    offered = {article.guide for article in reading.articles if article.guide}
    assert offered == set(reading.guides)


def test_K5_guides_change_no_article_but_those_they_go_with(tmp_path: Path) -> None:
    put(tmp_path, "en/vpn.md", VPN)
    alone = read_folders([tmp_path]).packed
    put(tmp_path, "guides/door.yaml", GUIDE)
    assert read_folders([tmp_path]).packed.items() >= alone.items()
