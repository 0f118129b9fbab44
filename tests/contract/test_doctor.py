"""O6: the doctor against a strict Slack, a strict connector and both databases: each planted fault is found."""

import json
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import text, update

from adapters.slack.config import SlackConfig
from adapters.slack.doctor import SlackDoctor
from adapters.slack.permissions import scopes
from adapters.teams.config import TeamsConfig
from adapters.teams.doctor import TeamsDoctor
from bot.desk.file import parse_desk
from bot.doctor.database import judge_database
from bot.doctor.examination import Check, examine
from bot.doctor.finding import Finding, Severity
from bot.doctor.places import NamedChannel
from bot.doctor.work import judge_holders, judge_work
from bot.errors import FirstlineError, NotFound
from bot.ports import Timer, TimerKind
from bot.wording.catalogue import Wording
from storage import health
from storage.database import open_database
from storage.ledger import open_ledger
from storage.tables.outbox import posts
from tests.command import firstline
from tests.contract.fake_connector import CHANNELS, FakeConnector, serve
from tests.contract.fake_issuer import TENANT
from tests.contract.fake_slack import APP_TOKEN, BOT_USER, SECRET, TEAM, TOKEN, Channel, FakeSlack, Fault
from tests.contract.slack_web_api import Failure, Json, SlackWebApi
from tests.contract.teams_faults import refusal
from tests.samples import DESK, NOW, PACE, post, stored, ticket

ROOT = Path(__file__).parents[2]


def utc_now() -> datetime:
    return datetime.now(UTC)


async def found(checks: Sequence[Check]) -> list[tuple[str, str]]:
    """What is wrong, after each finding has shown its sentences in both languages, without any secret."""
    findings = [finding async for each in examine(checks) for finding in each]
    return told(findings)


def told(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    for finding in findings:
        for language in ("en", "ru"):
            said = finding.what(Wording(language)) + finding.mend(Wording(language))
            assert not any(secret in said for secret in (TOKEN, APP_TOKEN, SECRET, "a-password-for-tests"))
    return sorted((each.severity.name, each.code) for each in findings if each.severity > Severity.OK)


# ---------------------------------------------------------------- Slack


@dataclass(frozen=True)
class DiagnosedSlack(SlackWebApi):
    """Tells the granted scopes and the time, as the real one, and opens sockets."""

    granted: str = ",".join(scopes())
    ahead: timedelta = timedelta(0)
    kept: tuple[str, ...] = ()
    """The user groups that the app keeps."""

    async def serve(self, request: web.Request) -> web.Response:
        response = await super().serve(request)
        response.headers["X-OAuth-Scopes"] = self.granted
        response.headers["Date"] = (utc_now() + self.ahead).strftime("%a, %d %b %Y %H:%M:%S GMT")
        return response

    def answer(self, authorization: str, method: str, arguments: Json) -> Json:
        if method != "apps.connections.open":
            return super().answer(authorization, method, arguments)
        if authorization != f"Bearer {APP_TOKEN}":
            raise Failure("invalid_auth")
        return {"url": "wss://example.invalid/link"}


SLACK_CHANNELS = NamedChannel("C1", "service-desk triage"), NamedChannel("C2", "service-desk leads")


async def slack_found(fake: DiagnosedSlack, workspace: str = TEAM, **settings: str) -> list[tuple[str, str]]:
    application = web.Application()
    application.router.add_post("/api/{method}", fake.serve)
    async with TestServer(application) as server, aiohttp.ClientSession() as session:
        known = SlackConfig(TOKEN, SECRET, APP_TOKEN, api_url=str(server.make_url("/api/")))
        config = replace(known, **settings)  # type: ignore[arg-type]  # mypy takes each for every field
        return await found(SlackDoctor(config, session, utc_now, workspace, fake.kept).checks(SLACK_CHANNELS))


@pytest.fixture
def slack() -> FakeSlack:
    here = {id: Channel(id, {BOT_USER}) for id in ("C1", "C2")}
    return FakeSlack(utc_now, channels=here)


async def test_O2_a_good_slack_has_nothing_to_mend(slack: FakeSlack) -> None:
    assert await slack_found(DiagnosedSlack(slack)) == []
    assert await slack_found(DiagnosedSlack(slack), app_token="") == []
    assert {method for method, _ in slack.calls} == {"auth.test", "apps.connections.open", "conversations.history"}


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ({"bot_token": "xoxb-other"}, ["slack-channel", "slack-channel", "slack-token"]),
        ({"app_token": "xapp-other"}, ["slack-socket"]),
        ({"workspace": "T9"}, ["slack-workspace"]),
        ({"app_token": "", "signing_secret": ""}, ["failed"]),
    ],
)
async def test_O2_settings_that_slack_refuses(slack: FakeSlack, settings: dict[str, str], codes: list[str]) -> None:
    assert await slack_found(DiagnosedSlack(slack), **settings) == [("PROBLEM", code) for code in codes]


async def test_S7_user_groups_are_there_and_may_be_seen(slack: FakeSlack) -> None:
    slack.group("S0NIGHTS", "nights", "U0SAM")
    slack.group("S0OLD", "old", "U0SAM", disabled=True)
    fake = DiagnosedSlack(slack, granted=",".join(scopes(groups=True)), kept=("S0NIGHTS", "@nights"))
    assert await slack_found(fake) == []
    assert await slack_found(replace(fake, kept=("S0OLD", "S0NOBODY"))) == [
        ("PROBLEM", "slack-group-disabled"),
        ("PROBLEM", "slack-group-missing"),
    ]
    slack.fail_next("usergroups.list", Fault(code="missing_scope"))
    assert await slack_found(DiagnosedSlack(slack, kept=("S0NIGHTS",))) == [
        ("PROBLEM", "slack-group"),
        ("PROBLEM", "slack-scopes"),
    ]


async def test_S20_a_scope_that_was_not_granted(slack: FakeSlack) -> None:
    granted = ",".join(scope for scope in scopes() if scope != "im:write")
    assert await slack_found(DiagnosedSlack(slack, granted=granted)) == [("PROBLEM", "slack-scopes")]


async def test_S1_a_clock_that_slack_would_refuse(slack: FakeSlack) -> None:
    assert await slack_found(DiagnosedSlack(slack, ahead=timedelta(minutes=6))) == [("PROBLEM", "clock-wrong")]


async def test_O2_channels_that_are_not_there_or_closed(slack: FakeSlack) -> None:
    slack.channels["C1"].members.clear()
    del slack.channels["C2"]
    expected = [("PROBLEM", "slack-channel-closed"), ("PROBLEM", "slack-channel-missing")]
    assert await slack_found(DiagnosedSlack(slack)) == expected


async def test_O2_a_slack_that_fails_is_a_finding(slack: FakeSlack) -> None:
    slack.fail_next("auth.test", Fault(503))
    assert await slack_found(DiagnosedSlack(slack)) == [("PROBLEM", "failed")]


# ---------------------------------------------------------------- Teams


class Roster(FakeConnector):
    """Knows nobody in channels where the app is not."""

    async def _member(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["conversation"] not in self.channels:
            raise refusal(404, "ConversationNotFound")
        return await super()._member(request)


TEAMS_CHANNELS = (NamedChannel(CHANNELS[1], "service-desk triage", "aad-sam"),)


@pytest.fixture
async def teams() -> AsyncIterator[Roster]:
    roster = Roster()
    async with serve(roster):
        yield roster


async def teams_found(
    config: TeamsConfig, channels: Sequence[NamedChannel] = TEAMS_CHANNELS, workspace: str = TENANT
) -> list[tuple[str, str]]:
    async with aiohttp.ClientSession() as session:
        return await found(TeamsDoctor(config, session, utc_now, workspace).checks(channels))


async def test_O3_a_good_teams_has_nothing_to_mend(teams: Roster) -> None:
    assert await teams_found(teams.config()) == []
    assert await teams_found(teams.config(), [NamedChannel(CHANNELS[0], "help")]) == []


async def test_O3_a_secret_that_ran_out(teams: Roster) -> None:
    config = teams.config(app_password="old")
    assert await teams_found(config) == [("PROBLEM", "teams-channel"), ("PROBLEM", "teams-token")]


async def test_T3_keys_that_cannot_be_fetched(teams: Roster) -> None:
    teams.issuer.broken = True
    assert await teams_found(teams.config()) == [("PROBLEM", "teams-keys")]
    teams.issuer.broken = False
    assert await teams_found(teams.config()) == []


async def test_T6_an_issuer_of_another_cloud(teams: Roster) -> None:
    config = teams.config(token_issuer="https://api.botframework.us")
    assert await teams_found(config) == [("PROBLEM", "teams-issuer")]


async def test_T4_a_tenant_whose_people_are_not_let_in(teams: Roster) -> None:
    assert await teams_found(teams.config(), workspace="other") == [("PROBLEM", "teams-tenant")]


async def test_O3_channels_without_the_app_or_the_person(teams: Roster) -> None:
    away = NamedChannel("19:gone@thread.tacv2", "help", "aad-sam")
    assert await teams_found(teams.config(), [away]) == [("PROBLEM", "teams-channel-missing")]
    stranger = NamedChannel(CHANNELS[0], "help", "aad-nobody")
    assert await teams_found(teams.config(), [stranger]) == [("WARNING", "teams-member-missing")]


async def test_T2_development_without_proof_is_said(teams: Roster) -> None:
    config = teams.config(app_id="", app_password="", insecure_development=True, listen_host="127.0.0.1")
    assert ("WARNING", "teams-anonymous") in await teams_found(config, [])


async def test_O3_a_login_that_does_not_answer(teams: Roster) -> None:
    config = teams.config(login_url="http://127.0.0.1:1", openid_metadata_url="http://127.0.0.1:1/openid")
    assert await teams_found(config, []) == [("PROBLEM", "teams-keys"), ("PROBLEM", "teams-token")]


# ---------------------------------------------------------------- databases


async def database_found(url: str) -> list[tuple[str, str]]:
    facts = await health.examine(url)
    return told(list(judge_database(replace(facts, free_bytes=None), utc_now())))


async def test_O6_a_good_database_beside_a_running_process(database_url: str) -> None:
    async with open_ledger(database_url, DESK, PACE) as ledger:
        if database_url.startswith("postgresql"):
            await ledger.changed(timedelta(seconds=30))  # rings when it listens
        assert await database_found(database_url) == []


async def _execute(url: str, statement: str) -> None:
    async with open_database(url) as database, database.writing() as transaction:
        await transaction.run(text(statement))
        await transaction.commit()


async def test_O10_a_database_of_another_release(database_url: str) -> None:
    alone = [("WARNING", "nobody-listens")] if database_url.startswith("postgresql") else []
    await _execute(database_url, "UPDATE alembic_version SET version_num = '9999'")
    assert await database_found(database_url) == [("PROBLEM", "database-newer"), *alone]
    await _execute(database_url, "DELETE FROM alembic_version")
    assert await database_found(database_url) == [("PROBLEM", "database-behind"), *alone]


async def test_O6_a_server_that_takes_no_writes(postgres_url: str) -> None:
    name = postgres_url.partition("?")[0].rpartition("/")[2]
    await _execute(postgres_url, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    assert ("PROBLEM", "database-read-only") in await database_found(postgres_url)


async def test_O6_a_damaged_file(sqlite_url: str, tmp_path: Path) -> None:
    async with open_ledger(sqlite_url, DESK, PACE) as ledger:
        await stored(ledger, *(post(f"p{number}", route="x" * 900) for number in range(200)))
    assert await database_found(sqlite_url) == []
    _spoil(tmp_path / "firstline.sqlite3")
    assert ("PROBLEM", "database-damaged") in await database_found(sqlite_url)


def _spoil(path: Path) -> None:
    whole = path.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    path.write_bytes(whole[:middle] + os.urandom(8192) + whole[middle + 8192 :])


async def test_O6_no_database_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await health.examine(f"sqlite:///{tmp_path}/none.sqlite3")
    with pytest.raises(FirstlineError):
        await health.examine("postgresql://nobody@127.0.0.1:1/none")


async def test_O5_requests_without_a_worker_are_noticed_at_once(postgres_url: str) -> None:
    async def found() -> list[tuple[str, str]]:
        return told(list(judge_database(await health.examine(postgres_url, DESK), utc_now())))

    async with open_ledger(postgres_url, DESK, PACE) as web:
        await web.changed(timedelta(seconds=30))  # rings when it listens
        assert await found() == [("PROBLEM", "nobody-delivers")]
        async with open_ledger(postgres_url, "another desk", PACE, delivers=True) as other:
            await other.changed(timedelta(seconds=30))
            assert await found() == [("PROBLEM", "nobody-delivers")]
        async with open_ledger(postgres_url, DESK, PACE, delivers=True) as worker:
            await worker.changed(timedelta(seconds=30))
            assert await found() == []


async def test_O10_an_empty_database_and_one_of_others(database_url: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/other.sqlite3"
    (tmp_path / "other.sqlite3").touch()
    assert ("PROBLEM", "database-empty") in await database_found(url)
    assert not await health.is_ours(url)
    await _execute(url, "CREATE TABLE notes (words TEXT)")
    assert ("PROBLEM", "database-foreign") in await database_found(url)
    assert not await health.is_ours(url)
    assert await health.is_ours(database_url)


async def work_found(url: str, now: datetime) -> list[tuple[str, str]]:
    return told(judge_work(*await health.waiting(url, DESK, now), now))


async def _note_stored(url: str) -> None:
    async with open_database(url, beside=True) as database, database.writing() as transaction:
        await transaction.run(update(posts).values(stored_at=NOW))
        await transaction.commit()


async def test_T5_O6_tickets_of_somebody_who_left_are_found(database_url: str) -> None:
    desk = parse_desk((Path(__file__).parent / "desk.toml").read_text(encoding="utf-8"))
    async with open_ledger(database_url, desk.id, PACE) as ledger, ledger.work() as work:
        for handle in ("sam", "olga", "olga", ""):
            await work.add_ticket(ticket(assignee=handle))
        await work.commit()
    held = await health.holders(database_url, desk.id)
    assert held == {"olga": 2, "sam": 1}
    [found] = judge_holders(held, desk)
    assert found.what(Wording()) == "olga is in no team any more and has 2 tickets that are not resolved"
    assert "/ticket assign" in found.mend(Wording())


async def test_O6_work_that_nobody_does(database_url: str) -> None:
    late = NOW + timedelta(minutes=20)
    async with open_ledger(database_url, DESK, PACE) as ledger:
        assert await work_found(database_url, late) == []
        async with ledger.work() as work:
            kept = await work.add_ticket(ticket())
            await work.set_timer(Timer("t", TimerKind.UNCLAIMED, kept.number, NOW))
            await work.commit()
        await stored(ledger, post("p"))
        await _note_stored(database_url)
        [leased] = await ledger.outbox.lease(["slack"], NOW, 1)
        assert await work_found(database_url, NOW) == []
        assert await work_found(database_url, late) == [("PROBLEM", "posts-abandoned"), ("PROBLEM", "timers-overdue")]
        await ledger.outbox.give_up(leased, "dead", "is_archived", NOW)
        async with ledger.work() as work:
            await work.fire("t")
            await work.commit()
        assert await work_found(database_url, late) == [("WARNING", "posts-dead"), ("WARNING", "route-lost")]
        await ledger.outbox.resend("p", late)
        [leased] = await ledger.outbox.lease(["slack"], late, 1)
        await ledger.outbox.give_up(leased, "uncertain", "no answer", late)
        assert await work_found(database_url, late) == [("WARNING", "posts-uncertain")]
        await ledger.outbox.resend("p", late)
        [leased] = await ledger.outbox.lease(["slack"], late, 1)
        await ledger.outbox.sent(leased, "9.9", late)
        assert await work_found(database_url, late) == []


async def test_O6_posts_that_nobody_takes(database_url: str) -> None:
    async with open_ledger(database_url, DESK, PACE) as ledger:
        await stored(ledger, post("p"))
    await _note_stored(database_url)
    assert await work_found(database_url, NOW + timedelta(minutes=1)) == []
    assert await work_found(database_url, NOW + timedelta(minutes=3)) == [("WARNING", "posts-stuck")]
    assert await work_found(database_url, NOW + timedelta(minutes=11)) == [("PROBLEM", "posts-stuck")]


# ---------------------------------------------------------------- the command


def doctor(folder: Path, *arguments: str, **settings: str) -> CompletedProcess[str]:
    ours = {"DESK": str(ROOT / "desk.toml"), "DATABASE_URL": f"sqlite:///{folder}/firstline.sqlite3"}
    return firstline("doctor", *arguments, settings=ours | settings, folder=folder)


def test_O6_the_exit_status_and_json_are_for_monitoring(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "firstline.sqlite3").chmod(0o600)
    well = doctor(tmp_path)
    assert (well.returncode, well.stdout.splitlines()[-1]) == (0, "All is well."), well
    (tmp_path / "firstline.sqlite3").chmod(0o644)
    open_to_all = doctor(tmp_path, "--json")
    report: dict[str, Any] = json.loads(open_to_all.stdout)
    assert (open_to_all.returncode, report["status"]) == (1, "warning")
    [finding] = [each for each in report["findings"] if each["severity"] != "ok"]
    assert finding["code"] == "file-readable"
    assert finding["mend"].startswith("chmod")


def test_O6_what_cannot_be_read_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    bad = doctor(tmp_path, "--json", DESK="missing.toml", SLACK__BOT_TOKEN="xoxb-1", TEAMS__INSECURE_DEVELOPMENT="true")
    assert bad.returncode == 2
    found = {each["code"] for each in json.loads(bad.stdout)["findings"]}
    assert {"desk-wrong", "settings-playground", "settings-insecure", "failed"} <= found
    assert "Traceback" not in bad.stderr
    settings = doctor(tmp_path, PORT="many")
    assert (settings.returncode, "FIRSTLINE_PORT" in settings.stderr) == (2, True)


def problems(ran: CompletedProcess[str]) -> dict[str, dict[str, str]]:
    """What is not well, by code, out of the one object."""
    assert "Traceback" not in ran.stderr
    return {each["code"]: each for each in json.loads(ran.stdout)["findings"] if each["severity"] != "ok"}


def test_O6_bad_settings_are_one_json_object_too(tmp_path: Path) -> None:
    bad = doctor(tmp_path, "--json", PORT="many", LOG_LEVEL="loud", DATABASE_URL="postgresql://u:canary@h/d")
    report = json.loads(bad.stdout)
    assert (bad.returncode, report["status"]) == (2, "problem")
    assert [each["code"] for each in report["findings"]] == ["settings-wrong"] * 2
    assert {each["what"].split(":")[0] for each in report["findings"]} == {"FIRSTLINE_PORT", "FIRSTLINE_LOG_LEVEL"}
    assert "canary" not in bad.stdout + bad.stderr
    list_wrong = doctor(tmp_path, "--json", ARTICLES="folder")
    assert problems(list_wrong).keys() == {"settings-wrong"}


def test_O6_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    away = doctor(tmp_path, "--json", DATABASE_URL="postgresql://anna:canary@127.0.0.1:1/helpdesk")
    found = problems(away)["database-away"]
    assert (found["severity"], "127.0.0.1:1/helpdesk" in found["what"]) == ("problem", True)
    assert "canary" not in away.stdout + away.stderr
    assert "anna" not in away.stdout + away.stderr


def test_O6_a_file_of_another_program_is_not_ours_to_close(tmp_path: Path) -> None:
    file = tmp_path / "firstline.sqlite3"
    file.write_text("the notes of somebody else, which everybody may read\n" * 99, encoding="utf-8")
    file.chmod(0o644)
    found = problems(doctor(tmp_path, "--json"))
    assert "file-readable" not in found
    assert str(file) in found["database-failed"]["what"]
    assert "no database" in found["database-failed"]["what"]
    assert file.read_text(encoding="utf-8").startswith("the notes")


def test_K1_a_missing_folder_of_articles_is_a_problem(sqlite_url: str, tmp_path: Path) -> None:
    found = problems(doctor(tmp_path, "--json", ARTICLES='["nowhere"]'))
    assert (found["articles-missing"]["severity"], "nowhere" in found["articles-missing"]["what"]) == ("problem", True)


def test_O6_a_misspelled_variable_is_noticed_with_the_right_name(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "firstline.sqlite3").chmod(0o600)
    (tmp_path / ".env").write_text("FIRSTLINE_TEAMS__APP_PASWORD=canary\n", encoding="utf-8")
    (tmp_path / ".env").chmod(0o600)
    ran = doctor(tmp_path, SLACK__BOT_TOKN="canary", COLOUR="red")
    assert (ran.returncode, "canary" in ran.stdout + ran.stderr) == (1, False)
    for words in ("Did you mean FIRSTLINE_SLACK__BOT_TOKEN?", "Did you mean FIRSTLINE_TEAMS__APP_PASSWORD?"):
        assert words in ran.stdout
    assert "FIRSTLINE_COLOUR is no setting" in ran.stdout


def test_O7_the_report_holds_no_secret(sqlite_url: str, tmp_path: Path) -> None:
    """Nor what a platform says of one, when all of them are away."""
    nowhere, canary = "http://127.0.0.1:1", "canary-of-everything"
    slack = {"BOT_TOKEN": f"xoxb-{canary}", "APP_TOKEN": f"xapp-{canary}", "API_URL": f"{nowhere}/api/"}
    teams = {"APP_ID": "11111111-2222-3333-4444-555555555555", "APP_PASSWORD": canary, "TENANT_ID": "tenant"}
    teams |= {"LOGIN_URL": nowhere, "OPENID_METADATA_URL": f"{nowhere}/openid", "SERVICE_URL": f"{nowhere}/teams/"}
    named = {f"SLACK__{name}": value for name, value in slack.items()}
    ran = doctor(tmp_path, "--json", **named, **{f"TEAMS__{name}": value for name, value in teams.items()})
    assert {"slack", "teams"} <= {each["subject"] for each in problems(ran).values()}
    assert canary not in ran.stdout + ran.stderr
