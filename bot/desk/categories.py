"""Which category words name: by its name or its title, in any letters."""

from collections.abc import Collection, Sequence

from bot.desk.desk import Desk
from bot.meant import meant
from bot.tickets.answers import Spoken

Titles = Sequence[tuple[str, Spoken]]
"""(category, what people call it)"""


def known_categories(desk: Desk, of_articles: Collection[str] = ()) -> tuple[str, ...]:
    """Those that the desk names, in its order, and those of its articles; where there are none, any may be used."""
    return tuple(dict.fromkeys((*desk.categories, *sorted(filter(None, of_articles)))))


def category_in(known: Collection[str], said: str, titles: Titles = ()) -> str | None:
    """The category that the words name, by its name or its title in any language; any, where none are known."""
    name = _plain(said)
    return _by_name(known, titles).get(name) if known else name


def nearest_category(known: Collection[str], said: str, titles: Titles = ()) -> str:
    """The category that may have been meant; empty where none was."""
    names = _by_name(known, titles)
    return names.get(meant(said, names), "")


def _by_name(known: Collection[str], titles: Titles) -> dict[str, str]:
    titled = {_plain(title): name for name, spoken in titles if name in known for _, title in spoken.words}
    return titled | {_plain(name): name for name in known}


def _plain(said: str) -> str:
    return " ".join(said.split()).casefold()
