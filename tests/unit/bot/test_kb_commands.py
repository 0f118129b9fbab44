"""K8: `firstline kb import`, `kb export` and `kb check`, as an operator types them."""

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bot.__main__ import KB_KINDS
from bot.operations.kb_check import worded
from bot.operations.kb_import import worded_loss
from bot.wording.catalogue import Wording
from kb.exporting import FORMATS
from kb.finding import Finding, Kind
from kb.importing.draft import Loss, Reason
from kb.importing.sources import KINDS
from tests.command import firstline
from tests.unit.kb.imports import EXPORTS, contents
from tests.unit.kb.samples import VPN, put

ROOT = Path(__file__).parents[3]


def kb(*arguments: str | Path, language: str = "C.UTF-8", articles: Path | None = None) -> CompletedProcess[str]:
    settings = {"ARTICLES": json.dumps([str(articles)])} if articles else {}
    return firstline("kb", *arguments, settings=settings, language=language)


def test_K8_an_import_tells_what_it_took_and_names_what_it_did_not(tmp_path: Path) -> None:
    ran = kb("import", EXPORTS / "zendesk", "--from", "zendesk", "--to", tmp_path)
    assert ran.returncode == 1
    assert f"{tmp_path}: 3 new, 0 changed, 0 as before" in ran.stdout
    assert "3 things were not taken" in ran.stdout
    assert "zendesk:3600033 (Das Passwort): is in “de”" in ran.stderr
    assert "Articles: 3 of 3" in ran.stderr


def test_K8_an_import_of_everything_is_a_success_and_speaks_russian(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("вопрос,ответ\nГде ключ?,У охраны\n", encoding="utf-8")
    arguments = ("import", tmp_path / "a.csv", "--from", "csv", "--to", tmp_path / "out", "--owner", "анна")
    dry = kb(*arguments, "--dry-run", language="ru_RU.UTF-8")
    assert (dry.returncode, "Ничего не записано" in dry.stdout) == (0, True)
    assert not (tmp_path / "out").exists()
    ran = kb(*arguments, language="ru_RU.UTF-8")
    assert (ran.returncode, "новых 1" in ran.stdout) == (0, True)
    assert "owner: анна" in (tmp_path / "out" / "ru" / "gde-kliuch.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "way_forward"),
    [
        (("import", "absent", "--from", "csv"), "Give the file, folder or zip"),
        (("import", ".", "--from", "csv", "--column", "colour=x"), "title=Subject"),
        (("import", "tests/unit/kb/exports/pages", "--from", "zendesk"), "Is it what --from zendesk says?"),
    ],
)
def test_K8_what_cannot_be_imported_says_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], way_forward: str
) -> None:
    ran = kb(*arguments, "--to", tmp_path / "out")
    assert ran.returncode == 1
    assert way_forward in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def test_K8_a_source_is_not_imported_into_itself(tmp_path: Path) -> None:
    put(tmp_path, "en/vpn.md")
    ran = kb("import", tmp_path, "--from", "markdown", "--to", tmp_path / "new")
    assert (ran.returncode, "is part of the source" in ran.stderr) == (1, True)
    assert set(contents(tmp_path)) == {"en/vpn.md"}


def test_K8_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = kb("import", EXPORTS / "table.csv", "--from", "csv", "--to", tmp_path / "file")
    assert (ran.returncode, "cannot be written" in ran.stderr) == (1, True)
    ran = kb("export", "--to", tmp_path / "file" / "out", "--format", "html")
    assert (ran.returncode, "cannot be written" in ran.stderr) == (1, True)


def test_K8_an_export_is_imported_again(tmp_path: Path) -> None:
    put(tmp_path / "kb", "en/vpn.md")
    ran = kb("export", "--to", tmp_path / "all.json", "--format", "json", articles=tmp_path / "kb")
    assert (ran.returncode, "one article" in ran.stdout) == (0, True)
    assert kb("import", tmp_path / "all.json", "--from", "json", "--to", tmp_path / "out").returncode == 0
    assert set(contents(tmp_path / "out")) == {"en/vpn.md"}


def test_K8_a_check_names_file_line_and_what_to_do(tmp_path: Path) -> None:
    path = put(tmp_path, "en/vpn.md", VPN.replace("review-by: 2027-05-02", "review-by: 2026-05-02"))
    ran = kb("check", articles=tmp_path)
    assert ran.returncode == 0
    assert f"{path}:10: review was due on 2026-05-02: service-desk should read it" in ran.stdout
    put(tmp_path, "en/broken.md", "nothing")
    ran = kb("check", articles=tmp_path)
    assert (ran.returncode, "must begin with front matter" in ran.stderr) == (1, True)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_K8_every_reason_and_finding_has_its_words(language: str) -> None:
    words = Wording(language)
    names = ("message", "slug", "language", "day", "owner", "alias", "other", "target", "step", "label", "end")
    numbers = ("percent", "words", "most", "length")
    values: dict[str, str | int] = {**dict.fromkeys(names, ""), **dict.fromkeys(numbers, 1)}
    assert all(worded_loss(Loss("a", reason, "b"), words).startswith("a: ") for reason in Reason)
    assert all(worded(Finding(kind, Path("a"), 1, tuple(values.items())), words).startswith("a:1: ") for kind in Kind)


def test_K8_the_commands_know_all_kinds() -> None:
    assert KB_KINDS == KINDS
    assert FORMATS == ("json", "csv", "markdown", "html")


def test_K8_nothing_that_is_told_commands_the_terminal(tmp_path: Path) -> None:
    put(tmp_path, "en/vpn.md", VPN.replace("owner: service-desk", 'owner: "\\e]0;mine\\aTeam"'))
    page = "<html lang=de><title>\x1b[2JSeite\x9b2J</title>Text"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    listed = kb("list", articles=tmp_path)
    ran = kb("import", tmp_path / "a.html", "--from", "html", "--to", tmp_path / "out")
    assert "Team" in listed.stdout
    assert "Seite" in ran.stderr
    assert not {"\x1b", "\x07", "\x9b"} & set(listed.stdout + ran.stdout + ran.stderr)
