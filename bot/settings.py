"""Settings from the environment (prefix FIRSTLINE_), from a `.env` file, and secrets also from files in a folder.

What describes the desk is in desk.toml; what describes this installation is here. Secrets stand nowhere else.
"""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from bot.errors import Misconfigured

PREFIX = "FIRSTLINE_"
ENV_FILE = ".env"
SECRETS = "FIRSTLINE_SECRETS"
"""Names a folder with a file for each secret."""


class SlackSettings(BaseModel):
    """FIRSTLINE_SLACK__…; Slack is on when a bot token is set."""

    bot_token: SecretStr = SecretStr("")
    signing_secret: SecretStr = SecretStr("")
    app_token: SecretStr = SecretStr("")
    """`xapp-…`: events come through Socket Mode instead of HTTP."""
    api_url: str = "https://slack.com/api/"
    permalink_base: str = ""
    """Start of links to messages, such as https://acme.slack.com; empty: Slack is asked."""
    insecure_development: bool = False
    """Accept unsigned requests, on loopback only."""


class TeamsSettings(BaseModel):
    """FIRSTLINE_TEAMS__…; Teams is on when an app id is set, or the development flag."""

    app_id: str = ""
    app_password: SecretStr = SecretStr("")
    tenant_id: str = ""
    allowed_tenants: tuple[str, ...] = ()
    """Tenants that may talk to us; empty means `tenant_id` alone."""
    openid_metadata_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    token_issuer: str = "https://api.botframework.com"  # noqa: S105 - the address of an issuer, not a token
    login_url: str = "https://login.microsoftonline.com"
    scope: str = "https://api.botframework.com/.default"
    service_url: str = "https://smba.trafficmanager.net/teams/"
    allowed_service_hosts: tuple[str, ...] = ()
    never_twice: bool = False
    """Leave a post whose outcome is unknown to an operator instead of sending it again."""
    insecure_development: bool = False
    """Accept requests without a token, on loopback only."""


class PlaygroundSettings(BaseModel):
    """FIRSTLINE_PLAYGROUND__…; anyone who reaches it can act as anybody, so it listens on this machine only."""

    enabled: bool = True
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    beyond_loopback: bool = False


class MetricsSettings(BaseModel):
    """FIRSTLINE_METRICS__…; where operators ask for /metrics, /healthz and /readyz. It knows no password."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] | None = None
    """None: 3979, or where another process has it, any that is free; the log says which."""


class AuditSettings(BaseModel):
    """FIRSTLINE_AUDIT__…; what the history is signed with."""

    key: SecretStr = SecretStr("")
    """Whoever has the database and not this key cannot write a history that passes for ours. Empty: digests alone."""
    earlier_keys: tuple[SecretStr, ...] = ()
    """Keys that were in use before, so that what they signed is still believed."""


class Settings(BaseSettings):
    """One installation."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_file=ENV_FILE,
        extra="ignore",
        hide_input_in_errors=True,
    )

    database_url: str = "sqlite:///var/firstline.sqlite3"
    data: Path = Path("var")
    """Folder for what Firstline makes for itself: the model of sentences, caches. Losing it costs time only."""
    desk: Path = Path("desk.toml")
    articles: tuple[Path, ...] = ()
    """Folders of articles; empty means the starter articles that come with Firstline."""
    development_clock: bool = False
    """The clock can be moved forward, in the playground and by `firstline clock`; not with Slack or Teams, whose own
    clocks go on as they do."""
    search: Literal["words", "base", "semantic"] = "base"
    """How much of meaning is searched: none, by the model of the base installation, or by the extra's too."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 3978
    """Where the doors of Slack and Teams listen, behind a proxy that speaks https."""
    articles_url: str = ""
    """Where people read articles, as `<articles_url>/<language>/<slug>`; empty: answers name them without a link."""
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(str.upper)] = "INFO"
    audit: AuditSettings = AuditSettings()
    metrics: MetricsSettings = MetricsSettings()
    playground: PlaygroundSettings = PlaygroundSettings()
    slack: SlackSettings = SlackSettings()
    teams: TeamsSettings = TeamsSettings()


def read_settings() -> Settings:
    """The settings of this process. Raises Misconfigured with every mistake; values are not shown, they may be secret.

    FIRSTLINE_SECRETS names a folder with a file for each secret, called like its variable
    (`firstline_slack__bot_token`), as container platforms mount them.
    """
    folder = os.environ.get(SECRETS)
    try:
        return Settings(_secrets_dir=folder)  # type: ignore[call-arg]  # accepted at run time, not declared
    except SettingsError as error:
        raise Misconfigured(f'{error}: a list is written as JSON, such as ["articles"]') from error
    except ValidationError as error:
        mistakes = (f"FIRSTLINE_{'__'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in error.errors())
        raise Misconfigured("\n".join(mistakes)) from error
