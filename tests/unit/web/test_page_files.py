"""The page's own files: every word is in the catalogues, every colour can be read, nothing comes from elsewhere."""

import re
from pathlib import Path

import pytest

import adapters.web
from adapters.web.setup import page_words

PAGE = Path(adapters.web.__file__).parent / "page"
SCRIPTS = sorted(PAGE.glob("*.js"))
STYLES = sorted(PAGE.glob("*.css"))
PLURALS = {"en": ("one", "other"), "ru": ("one", "few", "many", "other")}


def source(name: str) -> str:
    return (PAGE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_O4_every_word_of_the_page_is_in_both_catalogues(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    for key in re.findall(r'\bt\("([\w-]+)"', text):
        assert key in page_words("en"), key
    for key in re.findall(r'\bcounted\("([\w-]+)"', text):
        assert all(f"{key}-{form}" in page_words(language) for language, forms in PLURALS.items() for form in forms)


def test_O4_russian_is_complete_and_its_own() -> None:
    english, russian = page_words("en"), page_words("ru")
    alike = {key for key, words in english.items() if words == russian[key]}
    assert alike <= {"language-en", "language-ru", "place-dm"} | {key for key in alike if key.startswith("command-")}
    assert all(set(re.findall(r"{\w+}", english[key])) == set(re.findall(r"{\w+}", russian[key])) for key in english)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_data_never_becomes_markup(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", text)


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES, PAGE / "index.html"], ids=lambda path: path.name)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    addresses = re.findall(r"https?://[^\s\"'`)]+", path.read_text(encoding="utf-8"))
    assert set(addresses) <= {"http://www.w3.org/2000/svg"}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


def colours(scheme: int) -> dict[str, str]:
    """Names and values in light (0) or dark (1)."""
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", source("colours.css"))
    fixed = re.findall(r"--([\w-]+): (#\w{6});", source("colours.css"))
    return {name: (light, dark)[scheme] for name, light, dark in pairs} | dict(fixed)


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT_ON = [
    *((text, ground) for text in ("ink", "soft") for ground in ("ground", "surface", "sunken", "raised")),
    *((text, "highlight") for text in ("ink", "soft")),
    *((f"{hue}", f"{hue}-soft") for hue in ("blue", "amber", "red", "green")),
    *(("on-tint", f"tint-{number}") for number in range(5)),
    ("accent", "surface"),
    ("accent", "raised"),
    ("accent", "ground"),
    ("accent-strong", "accent-soft"),
    ("ink", "accent-soft"),
    ("ink", "amber-soft"),
    ("soft", "amber-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("red", "raised"),
    ("ink", "line"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_words_stand_out_from_their_ground(text: str, ground: str, scheme: int) -> None:
    used = colours(scheme)
    assert contrast(used[text], used[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["surface", "raised"])
def test_edges_of_what_can_be_used_stand_out(ground: str, scheme: int) -> None:
    used = colours(scheme)
    assert contrast(used["edge"], used[ground]) >= 3
    assert contrast(used["accent"], used[ground]) >= 3
