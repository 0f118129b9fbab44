"""An errbot that echoes; runs in the baseline's own environment, where this project is not installed.

python errbot_echo.py ADDRESS PORT FOLDER
"""

import subprocess
import sys
from pathlib import Path

from errbot.cli import main as errbot  # type: ignore[import-not-found]  # installed in the baseline's own environment
from slack_address import lead  # type: ignore[import-not-found]  # found beside this script when it runs
from slack_sdk.web import WebClient

_PLUGIN = """
from errbot import BotPlugin, re_botcmd


class Echo(BotPlugin):
    @re_botcmd(pattern=r"[\\s\\S]*", prefixed=False)
    def echo(self, msg, match):
        return msg.body
"""
_PLUG = """
[Core]
Name = Echo
Module = echo

[Python]
Version = 3

[Documentation]
Description = Says it again.
"""
_CONFIGURATION = """
import logging
import slackv3

BACKEND = "SlackV3"
BOT_DATA_DIR = {data!r}
BOT_EXTRA_PLUGIN_DIR = {plugins!r}
BOT_EXTRA_BACKEND_DIR = list(slackv3.__path__)[0]
BOT_LOG_FILE = None
BOT_LOG_LEVEL = logging.WARNING
BOT_ADMINS = ("@admin",)
BOT_ADMINS_NOTIFICATIONS = ()
BOT_IDENTITY = {{"token": "xoxb-fake", "signing_secret": "fake-signing-secret"}}
DIVERT_TO_THREAD = ("ALL_COMMANDS",)
CORE_PLUGINS = ("Webserver",)
AUTOINSTALL_DEPS = False
"""


def main() -> None:
    """Write plugin and configuration, give the web server its port, then start as `errbot` does."""
    address, port, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    configuration = _write(folder)
    stored = {"configs": {"Webserver": {"HOST": "127.0.0.1", "PORT": port, "SSL": None}}}
    command = [sys.executable, "-m", "errbot.cli", "-c", str(configuration), "--storage-set", "core"]
    subprocess.run(command, input=repr(stored), text=True, check=True)  # noqa: S603 - its own interpreter
    lead(WebClient, address)
    sys.argv = ["errbot", "-c", str(configuration)]
    errbot()


def _write(folder: Path) -> Path:
    data, plugins = folder / "data", folder / "plugins"
    data.mkdir()
    (plugins / "echo").mkdir(parents=True)
    (plugins / "echo" / "echo.py").write_text(_PLUGIN, encoding="utf-8")
    (plugins / "echo" / "echo.plug").write_text(_PLUG, encoding="utf-8")
    configuration = folder / "config.py"
    configuration.write_text(_CONFIGURATION.format(data=str(data), plugins=str(plugins)), encoding="utf-8")
    return configuration


if __name__ == "__main__":
    main()
