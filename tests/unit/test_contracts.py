"""The import contracts hold, and each of them breaks on a planted violation."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "adapters", "kb", "storage")
PLANTED = {
    "bot/engine.py": "import adapters.web.config",
    "bot/delivery.py": "import aiohttp",
    "bot/tickets/ticket.py": "import bot.wording.catalogue",
    "bot/exchange.py": "import prometheus_client",
    "kb/search.py": "import bot.errors",
    "kb/words.py": "import kb.vocabulary",
    "adapters/slack/events.py": "import adapters.web.config",
    "adapters/web/reader.py": "import sqlalchemy",
    "storage/tables/schema.py": "import bot.engine",
}
CONTRACTS = 9


def _lint(folder: Path) -> str:
    program = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    return ran.stdout + ran.stderr


def _copy(folder: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__", "articles", "page")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_each_contract_breaks_on_a_planted_violation(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    for name, violation in PLANTED.items():
        path = folder / name
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{violation}\n", encoding="utf-8")
    report = _lint(folder)
    assert f"0 kept, {CONTRACTS} broken" in report, report
