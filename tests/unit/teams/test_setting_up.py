"""Settings that are safe, hosts that may get our token, and the app package (T2, T5, T27)."""

import io
import json
import struct
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from adapters.teams.config import TeamsConfig
from adapters.teams.hosts import is_connector
from adapters.teams.manifest import localised, manifest, package
from bot.errors import Misconfigured

APP_ID = "11111111-2222-3333-4444-555555555555"
GOOD = TeamsConfig(app_id=APP_ID, app_password="secret", tenant_id="t1")


@pytest.mark.parametrize(
    "config",
    [
        TeamsConfig(),
        replace(GOOD, app_id=" "),
        replace(GOOD, app_password=""),
        replace(GOOD, tenant_id=""),
        replace(GOOD, login_url="http://login.example.com"),
        replace(GOOD, openid_metadata_url="https://user@login.example.com/x"),
        TeamsConfig(insecure_development=True),
        TeamsConfig(insecure_development=True, listen_host="0.0.0.0"),
    ],
)
def test_T2_unsafe_settings_are_refused(config: TeamsConfig) -> None:
    with pytest.raises(Misconfigured):
        config.check()


def test_T2_good_settings_and_development_on_this_machine_are_taken() -> None:
    GOOD.check()
    TeamsConfig(insecure_development=True, listen_host="127.0.0.1").check()


def test_T2_the_development_flag_opens_nothing_while_there_is_an_app_id() -> None:
    assert not replace(GOOD, insecure_development=True, listen_host="127.0.0.1").anonymous


def test_the_secret_is_never_shown() -> None:
    assert "secret" not in repr(GOOD)


def test_T4_the_own_tenant_is_the_default() -> None:
    assert GOOD.tenants == {"t1"}
    assert replace(GOOD, allowed_tenants=frozenset({"t2"})).tenants == {"t2"}


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://smba.trafficmanager.net/teams/", True),
        ("https://SMBA.trafficmanager.net:443/emea/", True),
        ("https://europe.botframework.com/", True),
        ("https://smba.infra.gcc.teams.microsoft.com/teams", True),
        ("http://smba.trafficmanager.net/teams/", False),
        ("https://smba.trafficmanager.net.evil.example/", False),
        ("https://evil.example/smba.trafficmanager.net", False),
        ("https://smba.trafficmanager.net@evil.example/", False),
        ("https://x@smba.trafficmanager.net/", False),
        ("https://evilbotframework.com/", False),
        ("http://127.0.0.1:9/", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_T5_only_the_connectors_hosts_get_a_token(url: str, trusted: bool) -> None:
    assert is_connector(url) is trusted


def test_T5_further_hosts_must_be_named_and_safe() -> None:
    assert is_connector("http://127.0.0.1:9/", {"127.0.0.1"})
    assert not is_connector("http://proxy.example/", {"proxy.example"})


def _unpacked(name: str = "Firstline") -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package(APP_ID, "help.example.com", name))) as archive:
        return {file: archive.read(file) for file in archive.namelist()}


def test_T27_the_package_holds_what_teams_wants() -> None:
    files = _unpacked()
    assert set(files) == {"manifest.json", "ru.json", "color.png", "outline.png"}
    assert _size(files["color.png"]) == (192, 192)
    assert _size(files["outline.png"]) == (32, 32)
    assert package(APP_ID, "help.example.com") == package(APP_ID, "help.example.com")


def test_T27_the_manifest_keeps_the_limits() -> None:
    made = json.loads(_unpacked()["manifest.json"])
    assert made["manifestVersion"] in made["$schema"]
    assert made["supportsChannelFeatures"] == "tier1"
    assert made["id"] == made["bots"][0]["botId"] == APP_ID
    assert made["validDomains"] == ["help.example.com"]
    assert len(made["name"]["short"]) <= 30
    assert len(made["name"]["full"]) <= 100
    assert all(url.startswith("https://") for key, url in made["developer"].items() if key.endswith("Url"))
    assert "webApplicationInfo" not in made, "T13: the default manifest reads no channel without a mention"
    _check_words(made["description"], _commands(made))


@pytest.mark.parametrize("language", ["ru"])
def test_T27_X10_every_word_is_there_in_the_other_language_within_the_same_limits(language: str) -> None:
    said = localised(language)
    commands = _commands(manifest(APP_ID, "help.example.com", "Firstline"))
    translated = [
        {part: said[f"bots[0].commandLists[0].commands[{place}].{part}"] for part in command}
        for place, command in enumerate(commands)
    ]
    _check_words({"short": said["description.short"], "full": said["description.full"]}, translated)
    assert all(ours != theirs for ours, theirs in zip(commands, translated, strict=True))


@pytest.mark.parametrize(
    ("app_id", "host", "name"),
    [("nonsense", "help.example.com", "F"), (APP_ID, "https://x", "F"), (APP_ID, "x.example", "F" * 31)],
)
def test_a_package_that_teams_would_refuse_is_not_made(app_id: str, host: str, name: str) -> None:
    with pytest.raises(Misconfigured):
        package(app_id, host, name)


def _commands(made: dict[str, Any]) -> list[dict[str, str]]:
    [listed] = made["bots"][0]["commandLists"]
    found: list[dict[str, str]] = listed["commands"]
    return found


def _check_words(description: dict[str, str], commands: list[dict[str, str]]) -> None:
    assert len(description["short"]) <= 80
    assert len(description["full"]) <= 4000
    assert 0 < len(commands) <= 10
    assert all(len(command["title"]) <= 32 and len(command["description"]) <= 128 for command in commands)


def _size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height
