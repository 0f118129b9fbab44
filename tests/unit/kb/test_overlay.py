"""K9: a changed article is found at once, as it would be after everything was counted anew."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kb.article import Article
from kb.finder import Finder
from kb.overlay import Overlay
from kb.ranking import Found
from tests.examples import up_to
from tests.load.corpus import articles, questions

EVERYTHING = tuple(articles(90))
WHOLE = EVERYTHING[:60]
SPARE = tuple(replace(article, slug=f"new-{article.slug}") for article in EVERYTHING[60:])
QUESTIONS = tuple(each.text for each in questions(40, len(EVERYTHING)))
FINDER = Finder(WHOLE)


def shown(finder: Finder | Overlay, found: Sequence[Found]) -> list[tuple[str, float, bool]]:
    names = {number: slug for slug, number in finder.slugs.items()}
    rows = [(names[each.slug], round(each.score, 5), each.same) for each in found]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def edited(edits: Sequence[tuple[str, int, int]]) -> tuple[list[Article], list[Article], set[str]]:
    """All articles after the edits, those of slugs that were added or changed, and the slugs that are gone."""
    now: dict[str, list[Article]] = {}
    for article in WHOLE:
        now.setdefault(article.slug, []).append(article)
    before = {slug: list(group) for slug, group in now.items()}
    for kind, place, other in edits:
        _edit(now, kind, place, SPARE[other % len(SPARE)])
    changed = [article for slug, group in now.items() if before.get(slug) != group for article in group]
    return [article for group in now.values() for article in group], changed, before.keys() - now.keys()


def _edit(now: dict[str, list[Article]], kind: str, place: int, other: Article) -> None:
    slug = list(now)[place % len(now)] if now else ""
    if kind == "add":
        now[other.slug] = [other]
    elif kind == "remove":
        now.pop(slug, None)
    elif kind == "retitle" and slug:
        now[slug] = [replace(article, title=other.title, aliases=other.aliases[:1]) for article in now[slug]]
    elif kind == "rewrite" and slug:
        now[slug] = [replace(article, body=other.body) for article in now[slug]]
    elif kind == "copy title" and slug:  # two slugs then say the same
        first = next(iter(now.values()))[0]
        now[slug] = [replace(article, title=first.title) for article in now[slug]]


KINDS = st.sampled_from(["add", "remove", "retitle", "rewrite", "copy title"])
EDITS = st.lists(st.tuples(KINDS, st.integers(0, 1000), st.integers(0, 1000)), max_size=12)


@up_to(40)
@given(EDITS)
def test_K9_an_overlay_finds_what_a_full_rebuild_with_the_same_weights_finds(
    edits: list[tuple[str, int, int]],
) -> None:
    everything, changed, gone = edited(edits)
    rebuilt, overlay = Finder(everything, like=FINDER), Overlay(FINDER, changed, gone)
    titles = tuple(article.title for article in changed[:5])
    for question in (*QUESTIONS, *titles):
        assert shown(overlay, overlay.find(question, 60)) == shown(rebuilt, rebuilt.find(question, 60))


def test_K9_the_weights_drift_little() -> None:
    """Full rebuilds of their own weights agree on the first article for nearly all questions."""
    edits = [("rewrite", number, number) for number in range(3)] + [("add", 0, number) for number in range(3)]
    everything, changed, gone = edited(edits)
    rebuilt, overlay = Finder(everything), Overlay(FINDER, changed, gone)
    firsts = [
        (shown(overlay, overlay.find(question, 2)), shown(rebuilt, rebuilt.find(question, 2))) for question in QUESTIONS
    ]
    assert sum(bool(one) and one[0][0] == other[0][0] for one, other in firsts if other) >= 0.9 * len(firsts)
    scores = [abs(one[0][1] - other[0][1]) for one, other in firsts if one and other and one[0][0] == other[0][0]]
    assert max(scores) < 0.1


def test_K9_nothing_changed_changes_nothing() -> None:
    overlay = Overlay(FINDER, (), ())
    for question in QUESTIONS:
        assert shown(overlay, overlay.find(question, 5)) == shown(FINDER, FINDER.find(question, 5))


def test_K9_over_nothing_and_with_nothing_left() -> None:
    assert Overlay(Finder(()), (), ()).find("vpn does not connect", 3) == []
    only = Overlay(Finder(()), WHOLE[:2], ())
    assert only.find(WHOLE[0].title, 1)[0].slug == only.slugs[WHOLE[0].slug]
    assert Overlay(FINDER, (), set(FINDER.slugs)).find(WHOLE[0].title, 3) == []


def test_K9_words_of_a_new_article_are_known_at_once() -> None:
    new = replace(WHOLE[0], slug="zweihander", title="Zweihander does not swing", aliases=())
    overlay = Overlay(FINDER, (new,), ())
    assert overlay.read("zweihandr swing")[0] == "zweihander"
    assert overlay.find("zweihandr swing", 1)[0].slug == overlay.slugs["zweihander"]
