"""opsdroid as a baseline: its Slack connector takes events over HTTP, keeps them in memory, answers in the thread."""

from pathlib import Path

from tests.load.baselines import echo
from tests.load.baselines.environment import Environment
from tests.load.baselines.foreign import Foreign
from tests.load.scenario import Options

ENVIRONMENT = Environment("opsdroid", ("opsdroid[connector-slack]==0.31.0", "slack-sdk==3.47.0", "setuptools==80.9.0"))
"""It needs pkg_resources, which newer releases of setuptools lack."""
APP = Path(__file__).parent / "apps" / "opsdroid_echo.py"
HOW = (
    "opsdroid 0.31.0, slack-sdk 3.47.0, Events API over HTTP (socket-mode: false), start-thread: true, a regex skill; "
    "acknowledges at once, one worker takes events off a queue in memory, no signature checked"
)


async def echo_rate(options: Options, events: int) -> echo.Figures:
    """Its echoes per second. Raises NotDriven."""
    app = Foreign(ENVIRONMENT, APP, "/connector/slack")
    return await echo.measure(app.running, events, options, "opsdroid.log")
