"""What bots that promise nothing do: the same events echoed by Bolt, opsdroid and errbot at the same simulated Slack.

The simulator and the sender of events run in the lab's process, the bot in its own. Firstline itself is measured
against the same Bolt app by the scenario `throughput`. The short form runs Bolt alone: the others would first have to
be fetched and installed by pip, each in an environment of its own.
"""

from collections.abc import Awaitable, Callable, Mapping

from tests.load.baselines import bolt, errbot, opsdroid
from tests.load.baselines.echo import Figures
from tests.load.baselines.environment import NotDriven
from tests.load.outcome import Curve, Figure, Outcome, Picture
from tests.load.progress import Progress
from tests.load.scenario import Options, Scenario

Rate = Callable[[Options, int], Awaitable[Figures]]

EVENTS, EVENTS_IN_SHORT = 2000, 60
LEFT_OUT = "left out of the short form: pip would have to fetch and install it"
_FOREIGN: Mapping[str, tuple[Rate, str]] = {
    "opsdroid": (opsdroid.echo_rate, opsdroid.HOW),
    "errbot": (errbot.echo_rate, errbot.HOW),
}
_ALL: Mapping[str, tuple[Rate, str]] = {"bolt": (bolt.echo_rate, bolt.HOW), **_FOREIGN}


async def run(options: Options, progress: Progress) -> Outcome:
    """Bolt before and after the others: its mean is the ceiling, whatever the machine does meanwhile."""
    events = EVENTS_IN_SHORT if options.short else EVENTS
    measured, absent = dict[str, Figures](), dict[str, Figure]()
    if options.short:
        absent = {f"{name}: NOT DRIVEN": LEFT_OUT for name in _FOREIGN}
    for name, rate in _rates(short=options.short):
        progress.step(f"{name}: {events} events")
        try:
            measured[name] = await rate(options, events)
        except NotDriven as reason:
            absent[f"{name}: NOT DRIVEN"] = str(reason)
    return _outcome(measured, absent)


def _rates(*, short: bool) -> list[tuple[str, Rate]]:
    """Who runs, in this order."""
    others = [] if short else [(name, rate) for name, (rate, _) in _FOREIGN.items()]
    return [("bolt", bolt.echo_rate), *others, ("bolt again", bolt.echo_rate)]


def _outcome(measured: Mapping[str, Figures], absent: Mapping[str, Figure]) -> Outcome:
    ceiling = (measured["bolt"].per_second + measured["bolt again"].per_second) / 2
    cost = (measured["bolt"].cpu_ms + measured["bolt again"].cpu_ms) / 2
    others = {name: each for name, each in measured.items() if not name.startswith("bolt")}
    ratios = {f"{name} / bolt, echoes/s": round(each.per_second / ceiling, 3) for name, each in others.items()}
    ratios |= {f"bolt / {name}, CPU per echo": round(cost / each.cpu_ms, 3) for name, each in others.items()}
    figures = dict(absent)
    for name, each in measured.items():
        figures |= _rows(name, each)
    figures |= {f"{name}: how": how for name, (_, how) in _ALL.items() if name in measured}
    return Outcome("baselines", figures, ratios, pictures=(_picture(measured, ratios),))


def _rows(name: str, figures: Figures) -> dict[str, Figure]:
    return {
        f"{name}: echoes/s": round(figures.per_second, 1),
        f"{name}: CPU ms/echo": round(figures.cpu_ms, 2),
        f"{name}: acknowledged p99 ms": round(1000 * figures.acknowledged_p99, 1),
        f"{name}: API calls beside the echo": round(figures.calls / figures.events, 2),
        f"{name}: events never echoed": figures.lost,
    }


def _picture(measured: Mapping[str, Figures], ratios: Mapping[str, float]) -> Picture:
    rates = {name.partition(" ")[0]: ratio for name, ratio in ratios.items() if name.endswith("echoes/s")}
    found = ", ".join(f"{name} {ratio:.2f} of it" for name, ratio in rates.items())
    return Picture(
        f"Echoes a second beside a bare Bolt app: {found or 'nobody else ran'}",
        "bot",
        "echoes/s",
        (Curve("echoes", tuple((name, each.per_second) for name, each in measured.items())),),
    )


SCENARIO = Scenario("baselines", "echoes a second of Bolt, opsdroid and errbot, which promise nothing", run, minutes=4)
