"""Which category words name: by its name or its title, in any letters."""

from collections.abc import Collection

from rapidfuzz import fuzz, process

from bot.desk.desk import Desk

_NEAR_ENOUGH = 50


def known_categories(desk: Desk, of_articles: Collection[str] = ()) -> tuple[str, ...]:
    """Those that the desk names, in its order, and those of its articles; where there are none, any may be used."""
    return tuple(dict.fromkeys((*desk.categories, *sorted(filter(None, of_articles)))))


def category_in(known: Collection[str], said: str) -> str | None:
    """The category that the words name; any, where none are known."""
    name = _plain(said)
    return next((each for each in known if _plain(each) == name), None) if known else name


def nearest_category(known: Collection[str], said: str) -> str:
    """The category that may have been meant, else the first."""
    found = process.extractOne(_plain(said), list(known), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)
    return found[0] if found else next(iter(known), "")


def _plain(said: str) -> str:
    return " ".join(said.split()).casefold()
