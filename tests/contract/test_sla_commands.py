"""S3: what operators learn of promises in a terminal, on both databases."""

import asyncio
import re
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.desk.file import read_desk
from bot.errors import Misconfigured
from bot.operations.escalation_simulate import simulate as simulate_escalation
from bot.operations.sla_explain import explain
from bot.operations.sla_simulate import simulate
from bot.ports import AuditEntry
from bot.settings import Settings
from bot.wording.catalogue import Wording
from storage.ledger import open_ledger
from tests.samples import PACE, ticket
from tests.unit.bot.test_cli import firstline

ROOT = Path(__file__).parents[2]
DESK = (ROOT / "desk.toml").read_text(encoding="utf-8")
ENGLISH = Wording("en")
PROMISE = '\n[[promise]]\nname = "{name}"\nfirst_response = "{first}"\nresolution = "4h"\n'


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    desk = tmp_path / "desk.toml"
    desk.write_text(DESK + PROMISE.format(name="slow", first="3h"), encoding="utf-8")
    (tmp_path / "new.toml").write_text(DESK + PROMISE.format(name="quick", first="1h"), encoding="utf-8")
    asyncio.run(keep(Settings(database_url=database_url, desk=desk)))
    return Settings(database_url=database_url, desk=desk)


async def keep(settings: Settings) -> None:
    """Three tickets of two days ago, answered after half an hour, two and five hours; and one of last year."""
    async with open_ledger(settings.database_url, read_desk(settings.desk).id, PACE) as ledger, ledger.work() as work:
        for days, hours in ((400, 9.0), (2, 0.5), (2, 2.0), (2, 5.0)):
            opened = utc_now() - timedelta(days=days)
            added = await work.add_ticket(ticket(team="service-desk", opened_at=opened))
            for action, after in (("opened", 0.0), ("replied", hours)):
                await work.record(AuditEntry(opened + timedelta(hours=after), "web/w/sam", action, added.number))
        await work.commit()


async def test_S5_simulate_leaves_out_whoever_would_ask_for_help(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = '[{ tell = "assignee", wait = "5m" }, { tell = "leads", wait = "5m" }]'
    settings.desk.write_text(re.sub(r"(?ms)^steps = \[.*?^\]", f"steps = {steps}", DESK), encoding="utf-8")
    described = {"number": None, "team": "", "category": "", "priority": "normal", "assignee": "sam", "at": ""}
    arguments = Namespace(**described, by_hand=False, raised_by="sam")
    assert await simulate_escalation(settings, arguments, ENGLISH) == 0
    shown = capsys.readouterr().out
    assert "Step 1 (assignee) was left out: Sam Okafor raised it." in shown
    assert "Step 2 (leads)" in shown
    arguments.raised_by = "nobody"
    with pytest.raises(Misconfigured, match=r"--raised-by.*nobody"):
        await simulate_escalation(settings, arguments, ENGLISH)


async def test_S3_simulate_shows_what_another_policy_would_have_kept(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = Namespace(policy=tmp_path / "new.toml", days=90)
    assert await simulate(settings, arguments, ENGLISH) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "3 tickets were opened within 90 days. Nothing is changed by this.",
        "                kept        not kept    running",
        "Claim           0 → 0       3 → 3       0 → 0",
        "First response  2 → 1 (-1)  1 → 2 (+1)  0 → 0",
        "Resolution      0 → 0       3 → 3       0 → 0",
        "First response: 1 kept → not kept: #3",
    ]
    assert await simulate(settings, Namespace(policy=settings.desk, days=90), ENGLISH) == 0
    assert "The outcome of every promise would be the same." in capsys.readouterr().out


async def test_S3_simulate_names_mistakes_and_goes_without_tickets(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(DESK + PROMISE.format(name="x", first="soon"), encoding="utf-8")
    with pytest.raises(Misconfigured, match=r"wrong.toml:\d+: promise.0.first_response"):
        await simulate(settings, Namespace(policy=wrong, days=90), ENGLISH)
    with pytest.raises(Misconfigured, match="one day"):
        await simulate(settings, Namespace(policy=settings.desk, days=0), ENGLISH)
    assert await simulate(settings, Namespace(policy=settings.desk, days=1), ENGLISH) == 0
    assert "No tickets were opened within one day." in capsys.readouterr().out


async def test_S3_explain_tells_every_stretch(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert await explain(settings, Namespace(number=3), ENGLISH) == 0
    told = capsys.readouterr().out
    assert told.startswith("Promises for ticket #3\nTimes are those of Europe/London.\n")
    first = told.partition("First response\n")[2].partition("\n\n")[0].splitlines()
    assert first[:3] == ["  Within 3 h, by policy “slow”.", "  Kept, with 1 h to spare.", "  Counted 2 h, paused 0 s."]
    assert first[3].endswith(": counted, 2 h")
    assert await explain(settings, Namespace(number=3), Wording("ru")) == 0
    assert "Первый ответ\n  За 3 ч, правило «slow».\n  Выдержан, в запасе 1 ч.\n" in capsys.readouterr().out
    assert await explain(settings, Namespace(number=9), ENGLISH) == 1
    assert "There is no ticket #9." in capsys.readouterr().out


def test_S3_as_an_operator_types_it(settings: Settings, tmp_path: Path) -> None:
    more = {"DATABASE_URL": settings.database_url, "DESK": str(settings.desk)}
    ran = firstline(tmp_path, "sla", "simulate", "--policy", str(tmp_path / "new.toml"), **more)
    assert ran.returncode == 0, ran.stderr
    assert "First response  2" in ran.stdout
    for wanted in (("sla", "explain"), ("sla", "explain", "many"), ("sla", "simulate"), ("sla",)):
        assert firstline(tmp_path, *wanted, **more).returncode == 2
