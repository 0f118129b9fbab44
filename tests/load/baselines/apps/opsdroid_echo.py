"""An opsdroid that echoes; runs in the baseline's own environment, where this project is not installed.

python opsdroid_echo.py ADDRESS PORT FOLDER
"""

import sys
from pathlib import Path

from opsdroid.cli.start import start  # type: ignore[import-not-found]  # installed in the baseline's own environment
from slack_address import lead  # type: ignore[import-not-found]  # found beside this script when it runs
from slack_sdk.web.async_client import AsyncWebClient

_SKILL = """
from opsdroid.matchers import match_regex
from opsdroid.skill import Skill


class Echo(Skill):
    @match_regex(r"[\\s\\S]*")
    async def echo(self, message):
        await message.respond(message.text)
"""
_CONFIGURATION = """
welcome-message: false
logging: {{level: warning, path: false, console: true}}
web: {{host: 127.0.0.1, port: {port}}}
parsers: {{regex: {{enabled: true}}}}
connectors: {{slack: {{bot-token: xoxb-fake, socket-mode: false, start-thread: true}}}}
skills: {{echo: {{path: {skill}}}}}
"""


def main() -> None:
    """Write skill and configuration, then start as `opsdroid start` does."""
    address, port, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    skill, configuration = folder / "echo.py", folder / "configuration.yaml"
    skill.write_text(_SKILL, encoding="utf-8")
    configuration.write_text(_CONFIGURATION.format(port=port, skill=skill), encoding="utf-8")
    lead(AsyncWebClient, address)
    start(["-f", str(configuration)])


if __name__ == "__main__":
    main()
