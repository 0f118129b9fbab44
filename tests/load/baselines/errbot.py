"""errbot as a baseline: its SlackV3 backend, a package of its own, takes signed events over HTTP and echoes."""

from pathlib import Path

from tests.load.baselines import echo
from tests.load.baselines.environment import Environment
from tests.load.baselines.foreign import Foreign
from tests.load.scenario import Options

REQUIREMENTS = ("errbot==6.2.1", "errbot-backend-slackv3==0.3.2", "slack-sdk==3.47.0", "setuptools==80.9.0")
ENVIRONMENT = Environment("errbot", REQUIREMENTS)
APP = Path(__file__).parent / "apps" / "errbot_echo.py"
HOW = (
    "errbot 6.2.1, errbot-backend-slackv3 0.3.2, slack-sdk 3.47.0, Events API over HTTP (without an app token), "
    "a plugin with a regex command, pool of 10 threads (its default); verifies signatures, looks up the "
    "sender, the team and the channel before it acknowledges each message, keeps nothing"
)


async def echo_rate(options: Options, events: int) -> echo.Figures:
    """Its echoes per second. Raises NotDriven."""
    app = Foreign(ENVIRONMENT, APP, "/slack/events")
    return await echo.measure(app.running, events, options, "errbot.log")
