"""The command `firstline`, as an operator types it."""

import io
import json
import re
import zipfile
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import yaml

from bot.variables import known_variables, unknown_variables
from tests import command

ROOT = Path(__file__).parents[3]


def firstline(folder: Path, *arguments: str, **settings: str) -> CompletedProcess[str]:
    """Run it with a database of the test's own."""
    return command.firstline(*arguments, settings={"DATABASE_URL": f"sqlite:///{folder}/firstline.sqlite3", **settings})


def test_O2_the_slack_manifest_is_yaml(tmp_path: Path) -> None:
    ran = firstline(tmp_path, "manifest", "slack", "--url", "https://help.example.com")
    assert ran.returncode == 0, ran.stderr
    manifest = yaml.safe_load(ran.stdout)
    assert manifest["settings"]["event_subscriptions"]["request_url"] == "https://help.example.com/slack/events"


def test_O3_the_teams_package_is_a_zip(tmp_path: Path) -> None:
    path, app_id = tmp_path / "app.zip", "11111111-2222-3333-4444-555555555555"
    arguments = ("manifest", "teams", "--url", "https://help.example.com", "--out", str(path))
    assert firstline(tmp_path, *arguments, TEAMS__APP_ID=app_id).returncode == 0
    names = zipfile.ZipFile(io.BytesIO(path.read_bytes())).namelist()
    assert {"manifest.json", "color.png", "outline.png"} <= set(names)


def test_O6_every_mistake_of_the_desk_is_named_and_the_status_tells(tmp_path: Path) -> None:
    desk = tmp_path / "desk.toml"
    text = (ROOT / "desk.toml").read_text(encoding="utf-8")
    desk.write_text(
        text.replace('web = "nadia"', 'web = "sam"').replace('"member:lena"', '"member:x"'), encoding="utf-8"
    )
    ran = firstline(tmp_path, "check", DESK=str(desk))
    assert ran.returncode == 1
    assert 'web id "sam" is sam already' in ran.stderr
    assert 'there is no member "x"' in ran.stderr
    assert firstline(tmp_path, "check").returncode == 0


def test_O6_a_misspelled_variable_is_named_by_check_and_at_the_start(tmp_path: Path) -> None:
    ran = firstline(tmp_path, "check", SLACK__SIGNING_SECRETT="canary")
    assert ran.returncode == 0
    assert "Did you mean FIRSTLINE_SLACK__SIGNING_SECRET?" in ran.stdout
    started = firstline(tmp_path, "run", DESKK="x", DESK="missing.toml")
    [line] = [json.loads(each) for each in started.stderr.splitlines() if each.startswith("{")]
    assert (line["variable"], line["nearest"]) == ("FIRSTLINE_DESKK", "FIRSTLINE_DESK")
    assert "canary" not in ran.stdout + ran.stderr


def test_O6_every_setting_of_the_readme_is_one_that_is_known() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"FIRSTLINE_[A-Z_]*[A-Z]", text))
    assert named <= known_variables()


def test_O6_dead_letters_need_a_database_and_say_so(tmp_path: Path) -> None:
    ran = firstline(tmp_path, "dead", "list")
    assert ran.returncode == 1
    assert "firstline migrate" in ran.stderr
    assert firstline(tmp_path, "migrate").returncode == 0
    assert firstline(tmp_path, "dead", "list").returncode == 0
    assert firstline(tmp_path, "dead", "resend", "nothing").returncode == 1


def test_O5_a_worker_needs_postgresql(tmp_path: Path) -> None:
    ran = firstline(tmp_path, "worker")
    assert ran.returncode == 1
    assert "PostgreSQL" in ran.stderr


def test_O6_a_platform_without_its_secret_does_not_start(tmp_path: Path) -> None:
    firstline(tmp_path, "migrate")
    ran = firstline(tmp_path, "run", SLACK__BOT_TOKEN="xoxb-1")
    assert ran.returncode == 1
    assert "signing secret is empty" in ran.stderr


def test_O6_a_value_that_stands_in_a_name_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("FIRSTLINE_SLACK__BOT_TOKEN:xoxb-canary\nFIRSTLINE_TEAMS__APP_PASSWORD;canary\n")
    monkeypatch.chdir(tmp_path)
    told = {unknown.name: unknown.nearest for unknown in unknown_variables()}
    assert told == {
        "FIRSTLINE_SLACK__BOT_TOKEN…": "FIRSTLINE_SLACK__BOT_TOKEN",
        "FIRSTLINE_TEAMS__APP_PASSWORD…": "FIRSTLINE_TEAMS__APP_PASSWORD",
    }
