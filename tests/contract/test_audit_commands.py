"""T12: `firstline audit verify` as an operator types it, on both databases."""

import asyncio
import csv
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import delete, update

from bot.app.wiring import audit_keys
from bot.audit.chain import Head, Line, Seal
from bot.audit.examining import Chain
from bot.audit.exporting import Header, NotAHistory, chain_texts, header_text, read, seal_text
from bot.audit.standing import Standing
from bot.audit.verifying import Stated
from bot.errors import Misconfigured
from bot.operations.audit_export import export
from bot.operations.audit_verify import verify
from bot.operations.restore import restore
from bot.ports import AuditEntry
from bot.settings import AuditSettings, Settings
from bot.wording.catalogue import Wording
from storage.archive.failures import BackupRefused
from storage.archive.saving import save
from storage.ledger import open_ledger
from storage.tables.history import history, seals
from tests.contract.test_audit import KEYED, line, lived, record, sealed, tamper
from tests.samples import DESK, NOW, PACE
from tests.unit.bot.test_cli import firstline

ROOT = Path(__file__).parents[2]
ENGLISH = Wording("en")
VERIFY = Namespace(sealed="", file=None)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    desk = tmp_path / "desk.toml"
    own = (ROOT / "desk.toml").read_text(encoding="utf-8").replace("[desk]\n", f'[desk]\nid = "{DESK}"\n')
    desk.write_text(own, encoding="utf-8")
    asyncio.run(lived(database_url, KEYED))
    key = AuditSettings(key=SecretStr(KEYED.current), earlier_keys=(SecretStr("one before"),))
    return Settings(database_url=database_url, desk=desk, audit=key)


async def test_T12_what_is_right_is_said_and_what_is_wrong_is_named(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await verify(settings, VERIFY, ENGLISH) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == "The history is as it was written: 12 lines of 3 tickets."
    assert "Nothing is sealed yet" in told.out
    await tamper(
        settings.database_url,
        update(history).where(*line(1, 2)).values(action="closed"),
        delete(history).where(history.c.ticket == 2, history.c.place > 2),
    )
    assert await verify(settings, VERIFY, ENGLISH) == 2
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Ticket #1, line 2: it is not as it was written (row ")
    assert lines[1] == "Ticket #2, line 3–4: removed."
    assert lines[2].startswith("2 things are wrong in 10 lines of 3 tickets.")
    assert await verify(settings, VERIFY, Wording("ru")) == 2
    assert "Заявка #2, запись 3–4: удалена.\nНайдено 2 нарушения;" in capsys.readouterr().out


async def test_T12_erased_words_are_no_flaw_but_are_told(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await tamper(
        settings.database_url,
        update(history).where(*line(1, 2)).values(actor="", actor_name="", detail="", salt=""),
    )
    assert await verify(settings, VERIFY, ENGLISH) == 0
    assert "One line had its words erased" in capsys.readouterr().out


async def test_T12_a_seal_noted_elsewhere_must_still_be_there(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await sealed(settings.database_url, KEYED)
    async with open_ledger(settings.database_url, DESK, PACE) as ledger:
        last = await ledger.seals.last()
    assert last is not None
    noted = f"{last.number}:{last.signature}"
    assert await verify(settings, Namespace(sealed=noted, file=None), ENGLISH) == 0
    assert f"Last seal: {noted}, 2026-03-29" in capsys.readouterr().out
    assert await verify(settings, Namespace(sealed=f"{last.number}:other", file=None), ENGLISH) == 2
    assert await verify(settings, Namespace(sealed=f"{last.number + 1}:{last.signature}", file=None), ENGLISH) == 2
    for wrong in ("x", "1", ":x", "1:", "12345678901:x"):
        with pytest.raises(Misconfigured, match="NUMBER:SIGNATURE"):
            await verify(settings, Namespace(sealed=wrong, file=None), ENGLISH)


async def test_T12_a_worker_that_stood_still_is_told_and_is_no_flaw(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await sealed(settings.database_url, KEYED)
    await _written(settings.database_url, 5)
    assert await verify(settings, VERIFY, ENGLISH) == 0
    assert "Not sealed" not in capsys.readouterr().out, "the newest are not sealed yet"
    await _written(settings.database_url, 15 * 60)
    assert await verify(settings, VERIFY, ENGLISH) == 0
    told = capsys.readouterr().out
    assert told.startswith("The history is as it was written: 14 lines of 3 tickets.")
    assert "Not sealed since 2026-03-29" in told
    assert "no worker ran that seals" in told
    assert await verify(settings, VERIFY, Wording("ru")) == 0
    assert "записи не опечатаны" in capsys.readouterr().out
    into = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/other/restored.sqlite3"})
    backup = tmp_path / "morning.backup"
    await save(settings.database_url, backup, NOW)
    assert await restore(into, Namespace(file=backup, check=False, replace=True, accept_flaws=False), ENGLISH) == 0
    await sealed(settings.database_url, KEYED)
    capsys.readouterr()
    assert await verify(settings, VERIFY, ENGLISH) == 0
    assert "Not sealed" not in capsys.readouterr().out


async def test_T12_seals_that_are_all_removed_are_noticed_and_proved_by_one_that_was_noted(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await sealed(settings.database_url, KEYED)
    async with open_ledger(settings.database_url, DESK, PACE) as ledger:
        last = await ledger.seals.last()
    assert last is not None
    await _written(settings.database_url, 120)
    await tamper(settings.database_url, delete(seals))
    assert await verify(settings, VERIFY, ENGLISH) == 0
    assert "Not sealed since" in capsys.readouterr().out
    assert await verify(settings, Namespace(sealed=f"{last.number}:{last.signature}", file=None), ENGLISH) == 2
    assert f"Seal {last.number}: it is not the one that was noted" in capsys.readouterr().out


async def _written(url: str, minutes: int) -> None:
    async with open_ledger(url, DESK, PACE, keys=KEYED) as ledger:
        await record(ledger, 1, "noted", NOW + timedelta(minutes=minutes))


async def test_T12_without_its_key_nothing_is_believed(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    without = settings.model_copy(update={"audit": AuditSettings()})
    assert await verify(without, VERIFY, ENGLISH) == 2
    told = capsys.readouterr().out
    assert "Ticket #1, line 1: it is signed with a key that is not in the settings" in told
    assert KEYED.current not in told


async def test_T12_settings_hold_the_keys_as_secrets(settings: Settings) -> None:
    keys = audit_keys(settings)
    assert (keys.current, keys.earlier) == (KEYED.current, ("one before",))
    assert KEYED.current not in repr(settings)


def test_T12_as_an_operator_types_it(settings: Settings, tmp_path: Path) -> None:
    more = {"DATABASE_URL": settings.database_url, "DESK": str(settings.desk), "AUDIT__KEY": KEYED.current}
    ran = firstline(tmp_path, "audit", "verify", **more)
    assert ran.returncode == 0, ran.stderr
    assert "12 lines of 3 tickets" in ran.stdout
    assert "Verified 12 of 12 lines" in ran.stderr
    asyncio.run(tamper(settings.database_url, delete(history).where(*line(3, 4))))
    asyncio.run(_grow(settings.database_url))
    ran = firstline(tmp_path, "audit", "verify", **more)
    assert ran.returncode == 2
    assert "Ticket #3, line 4" in ran.stdout
    assert firstline(tmp_path, "audit", "verify", "--sealed", "x", **more).returncode == 1
    nowhere = {**more, "DATABASE_URL": f"sqlite:///{tmp_path}/nowhere.sqlite3"}
    assert firstline(tmp_path, "audit", "verify", **nowhere).returncode == 1
    assert firstline(tmp_path, "audit", **more).returncode == 2
    ran = firstline(tmp_path, "audit", "export", "--ticket", "2", **more)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("\n") == 6


def exported(path: Path | None = None, ticket: int | None = None, form: str = "jsonl") -> Namespace:
    return Namespace(ticket=ticket, format=form, out=path)


async def test_T12_what_is_exported_is_verified_without_a_database(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await sealed(settings.database_url, KEYED)
    whole, one, again = (tmp_path / name for name in ("whole.jsonl", "one.jsonl", "again.jsonl"))
    assert await export(settings, exported(whole), ENGLISH) == 0
    assert await export(settings, exported(one, 2), ENGLISH) == 0
    assert await export(settings, exported(again), ENGLISH) == 0
    assert whole.read_bytes() == again.read_bytes()
    assert whole.stat().st_mode & 0o077 == 0
    elsewhere = settings.model_copy(update={"database_url": "sqlite:////nowhere/at/all.sqlite3"})
    for path, told in ((whole, "12 lines of 3 tickets"), (one, "4 lines of 1 tickets")):
        capsys.readouterr()
        assert await verify(elsewhere, Namespace(sealed="", file=path), ENGLISH) == 0
        assert told in capsys.readouterr().out
    assert await verify(elsewhere, Namespace(sealed="", file=one), Wording("ru")) == 0
    assert "без печатей" in capsys.readouterr().out


async def test_T12_a_file_that_was_tampered_with_is_found_out(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await sealed(settings.database_url, KEYED)
    path = tmp_path / "whole.jsonl"
    await export(settings, exported(path), ENGLISH)
    texts = path.read_text().splitlines()
    changed = [text.replace("detail of noted", "another") if '"ticket":1' in text else text for text in texts]
    short = [text for text in texts if '"ticket":2' not in text or '"place":3' not in text]
    without = [text for text in texts if '"kind":"ticket","ticket":3' not in text]
    moved = [text.replace('"status":"new"', '"status":"closed"') for text in texts]
    for tampered, told in (
        (changed, "Ticket #1, line 3: it is not as it was written"),
        (short, "Ticket #2, line 3: removed."),
        (without, "Ticket #3"),
        (moved, "its status is “closed”, its history tells “new”"),
    ):
        path.write_text("\n".join(tampered))
        capsys.readouterr()
        assert await verify(settings, Namespace(sealed="", file=path), ENGLISH) == 2
        assert told in capsys.readouterr().out


@pytest.mark.parametrize(
    "text", ["", "x", "{}", "[]", "null", '{"kind":"line"}', '{"kind":"history","version":2}', "1"]
)
async def test_T12_a_file_that_is_no_history_is_refused_with_its_line(
    settings: Settings, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text(text)
    with pytest.raises(Misconfigured, match="line 1: this is not a history"):
        await verify(settings, Namespace(sealed="", file=path), ENGLISH)
    await export(settings, exported(path), ENGLISH)
    path.write_text(path.read_text() + text + "\n?")
    with pytest.raises(Misconfigured, match="this is not a history"):
        await verify(settings, Namespace(sealed="", file=path), ENGLISH)


async def test_T12_a_file_that_was_cut_is_told_to_be_only_a_part(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "whole.jsonl"
    for seals_too, ticket in ((False, None), (False, 2), (True, None)):
        if seals_too:
            await sealed(settings.database_url, KEYED)
        await export(settings, exported(path, ticket), ENGLISH)
        texts = path.read_text().splitlines()
        first = next(place for place, text in enumerate(texts) if text.startswith('{"kind":"ticket","ticket":2'))
        for keep in (1, first):
            path.write_text("\n".join(texts[:keep]))
            capsys.readouterr()
            assert await verify(settings, Namespace(sealed="", file=path), ENGLISH) == 2
            told = capsys.readouterr().out
            assert told.startswith("The file ends before the history does: it is only a part of what was exported")
            assert "removed, with or without its history" not in told, "of what did not come nothing is said"
    assert await verify(settings, Namespace(sealed="", file=path), Wording("ru")) == 2
    assert "Файл кончается раньше, чем история" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"place":1,', '"place":"1",'),
        ('"place":2,', '"place":null,'),
        ('"place":2,', '"place":true,'),
        ('+00:00","action"', '","action"'),
        ('"sequence":2}', '"sequence":"2"}'),
        ('"detail":"', '"detail":7,"actor_name":"'),
        ('"ticket":2,"stated"', '"ticket":"2","stated"'),
        ('"ticket":2,"stated"', '"ticket":null,"stated"'),
        ('"number":1', '"number":"1"'),
        ('"heads":[[', '"heads":[["1",'),
        ('"heads":[[', '"heads":[[],['),
        ('"status":"new"', '"status":5'),
        ('"ticket":null}', '"ticket":"2"}'),
    ],
)
def test_T12_a_value_of_another_type_is_refused_with_its_line(tmp_path: Path, right: str, wrong: str) -> None:
    lines = [Line(DESK, 2, place, NOW, "noted", "a", "b", "c", "d", sequence=place) for place in (1, 2)]
    chain = Chain(2, Stated(2, "", "", Standing(status="new")), tuple(lines))
    seal = Seal(1, NOW, 2, 0, (Head(2, 2, "x"),))
    texts = [header_text(Header(DESK)), seal_text(seal), *chain_texts(chain)]
    assert len(list(read(texts))) == 3
    at = next(place for place, text in enumerate(texts) if right in text)
    with pytest.raises(NotAHistory, match=f"line {at + 1} is not"):
        list(read([text.replace(right, wrong, 1) for text in texts]))


async def test_T12_the_table_for_people_holds_every_line_and_no_formula(settings: Settings, tmp_path: Path) -> None:
    async with open_ledger(settings.database_url, DESK, PACE, keys=KEYED) as ledger, ledger.work() as work:
        await work.record(AuditEntry(NOW, "firstline", "noted", 1, '=1+1, "x"\ny'))
        await work.commit()
    path = tmp_path / "history.csv"
    await export(settings, exported(path, form="csv"), ENGLISH)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 13
    assert [row["detail"] for row in rows if row["actor"] == "firstline" and row["detail"]] == ['\'=1+1, "x"\ny']
    assert all(row["signature"] and row["contents"] and row["salt"] for row in rows)


async def test_T12_export_refuses_what_is_not_there(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="no ticket #99"):
        await export(settings, exported(tmp_path / "x", 99), ENGLISH)
    with pytest.raises(Misconfigured, match="could not be written"):
        await export(settings, exported(tmp_path / "no" / "x"), ENGLISH)
    with pytest.raises(Misconfigured, match="could not be read"):
        await verify(settings, Namespace(sealed="", file=tmp_path / "no"), ENGLISH)


async def _grow(url: str) -> None:
    async with open_ledger(url, DESK, PACE, keys=KEYED) as ledger:
        await record(ledger, 3, "reopened")


async def test_T12_a_backup_of_a_history_that_was_tampered_with_is_refused(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path}/other/restored.sqlite3"})
    right, wrong = tmp_path / "right.backup", tmp_path / "wrong.backup"
    await save(settings.database_url, right, NOW)
    await tamper(settings.database_url, delete(history).where(*line(2, 4)))
    await save(settings.database_url, wrong, NOW)
    takes = Namespace(file=right, check=False, replace=True, accept_flaws=False)
    assert await restore(into, takes, ENGLISH) == 0
    assert await verify(into, VERIFY, ENGLISH) == 0
    takes.file = wrong
    with pytest.raises(BackupRefused, match=r"flaws: 1, the first in ticket 2, line 4 \(missing\)"):
        await restore(into, takes, ENGLISH)
    assert await verify(into, VERIFY, ENGLISH) == 0, "as it was before"
    takes.accept_flaws = True
    assert await restore(into, takes, ENGLISH) == 0
    assert await verify(into, VERIFY, ENGLISH) == 2
    assert "Ticket #2, line 4: removed." in capsys.readouterr().out
