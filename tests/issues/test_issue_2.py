"""What issue 2 says must be true of the repository itself; its behaviour is in the contract and end-to-end suites."""

import re
from datetime import date
from pathlib import Path

import pytest

from kb.check import check
from kb.finding import Kind
from kb.reader import read_folders

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "kb" / "articles"


def sources(pattern: str) -> list[Path]:
    """Our own files whose path matches; what was installed or built is not ours."""
    folders = ("adapters", "bot", "kb", "requirements", "storage", "tests", ".ci")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*")] + list(ROOT.glob("*"))
    return [path for path in found if path.is_file() and re.search(pattern, path.relative_to(ROOT).as_posix())]


def test_O1_the_fixed_folders_and_files_are_there() -> None:
    for name in ("bot", "adapters", "kb", "storage", "tests"):
        assert (ROOT / name).is_dir()
    for name in ("Procfile", "pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", ".ci/run"):
        assert (ROOT / name).is_file()
    processes = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
    assert processes.keys() == {"release", "web", "worker"}


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_requirement_is_pinned_by_hash_without_an_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert len(entries) > 40
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    forbidden = re.compile(r"(py" r"pi\.org|python" r"hosted|npm" r"js\.|debian\." r"org|/wo" r"rk/|/ro" r"ot/)")
    for path in sources(r"\.(py|toml|md|txt|json|js|css|html|ftl|yaml|in)$|Makefile|run$"):
        assert not forbidden.search(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize("language", ["en", "ru"])
def test_K8_at_least_forty_articles_in_each_language(language: str) -> None:
    articles = [each for each in read_folders([ARTICLES]).articles if each.language == language]
    assert len(articles) >= 40
    assert all(each.sections[0].steps and each.stop and each.aliases and each.owner for each in articles)


def test_K8_the_articles_have_no_mistakes_and_both_languages() -> None:
    findings = check([ARTICLES], date(2026, 11, 23))
    assert [str(found) for found in findings if found.kind in (Kind.MISTAKE, Kind.TRANSLATION, Kind.ALIAS)] == []


def test_the_readme_shows_what_it_promises() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for picture in re.findall(r"!\[.+?\]\((.+?)\)", readme):
        assert (ROOT / picture).is_file()
    for command in re.findall(r"^make (\w+)$", readme, re.MULTILINE):
        assert f"\n{command}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
    settings = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
    named = re.findall(r"FIRSTLINE_(?:SLACK__|TEAMS__|PLAYGROUND__|METRICS__|AUDIT__)?([A-Z_]+[A-Z])\b", readme)
    for name in set(named) - {"SECRETS"}:
        assert f"    {name.lower()}:" in settings, name


OPEN = {"test_issue_4.py", "test_issue_5.py"}
"""Plans of issues that are not resolved yet: strict xfails are what they still owe."""


def test_nothing_of_the_plan_is_left() -> None:
    for path in sources(r"^tests/.*\.py$"):
        if path != Path(__file__) and path.name not in OPEN:
            assert "xfail" not in path.read_text(encoding="utf-8"), path
