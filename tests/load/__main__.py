"""`python -m tests.load [SCENARIO…]`: the lab. Without names it says what there is."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

try:
    from tests.load.chart import draw
    from tests.load.outcome import Outcome
    from tests.load.progress import Progress
    from tests.load.scenario import Options, Scenario
    from tests.load.scenarios import SCENARIOS
except ModuleNotFoundError as missing:
    sys.exit(f"The lab needs {missing.name}, which “make run” does not install: run “make test” once.")

DATABASES = {"sqlite": ("sqlite",), "postgres": ("postgres",), "both": ("sqlite", "postgres")}


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for; 1 when something was violated, 2 when a name is unknown."""
    asked = _parser().parse_args(arguments)
    if asked.list or not asked.scenario:
        print(overview())
        return 0
    chosen = SCENARIOS if asked.scenario == ["all"] else [each for each in SCENARIOS if each.name in asked.scenario]
    unknown = set(asked.scenario) - {each.name for each in SCENARIOS} - {"all"}
    if unknown:
        print(f"No such scenario: {', '.join(sorted(unknown))}\n{overview()}", file=sys.stderr)
        return 2
    databases = DATABASES[asked.database]
    options = Options(asked.short, asked.seed, databases, asked.kills, asked.inputs, asked.messages, asked.out)
    return 1 if any([_show(scenario, options).faults for scenario in chosen]) else 0  # noqa: C419 - run them all


def overview() -> str:
    """The table of scenarios."""
    rows = [(each.name, f"{each.minutes:g} min", each.about) for each in SCENARIOS]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(2)]
    table = "\n".join(f"  {name:<{widths[0]}}  {time:>{widths[1]}}  {about}" for name, time, about in rows)
    return f"Scenarios:\n{table}\n\nRun: python -m tests.load NAME… [--short] [--seed N], or “all”. More: --help"


def _show(scenario: Scenario, options: Options) -> Outcome:
    progress = Progress(scenario.name)
    try:
        outcome = asyncio.run(scenario.run(options, progress))
    finally:
        progress.end()
    print(outcome.table())
    for path in draw(outcome, options.out):
        print(f"  {path}")
    print(outcome.line(), flush=True)
    return outcome


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("scenario", nargs="*", help="names, or “all”")
    parser.add_argument("--list", action="store_true", help="say what there is")
    parser.add_argument("--short", action="store_true", help="the form that runs in CI")
    parser.add_argument("--seed", type=int, default=1, help="from which all that is random follows")
    parser.add_argument("--database", choices=DATABASES, default="both")
    parser.add_argument("--kills", type=int, default=1000, help="how many kill -9 on each database")
    parser.add_argument("--inputs", type=int, default=100_000, help="how many odd requests in all (fuzz)")
    parser.add_argument("--messages", type=int, default=200_000, help="how long a soak is on each database")
    parser.add_argument("--out", type=Path, default=Path("build/load"), help="where charts and logs go")
    return parser


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # like Ctrl+C: what was started is ended
    sys.exit(main(sys.argv[1:]))
