"""The scenarios of the lab, one module each. Add yours with one import and one line."""

from tests.load.scenario import Scenario
from tests.load.scenarios import (
    acknowledge,
    backup,
    baselines,
    database,
    fairness,
    fuzz,
    growth,
    kills,
    outage,
    partition,
    search,
    shutdown,
    size,
    storm,
    teams_storm,
    throughput,
)

SCENARIOS: tuple[Scenario, ...] = (
    throughput.SCENARIO,
    acknowledge.SCENARIO,
    storm.SCENARIO,
    fuzz.SCENARIO,
    fairness.SCENARIO,
    teams_storm.SCENARIO,
    baselines.SCENARIO,
    search.SCENARIO,
    backup.SCENARIO,
    kills.SCENARIO,
    outage.SCENARIO,
    database.SCENARIO,
    shutdown.SCENARIO,
    growth.SCENARIO,
    partition.SCENARIO,
    size.SCENARIO,
)  # fmt: skip - one line each
