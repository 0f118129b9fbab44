"""From settings and desk.toml to what each adapter and the ledger must be told."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from adapters.slack import limits as slack_limits
from adapters.slack.config import SlackConfig
from adapters.teams import limits as teams_limits
from adapters.teams.config import TeamsConfig
from adapters.web.articles import ArticleFile, ArticlePage
from adapters.web.config import Resident, Room, RoomKind, WebConfig
from bot.audit.chain import Keys
from bot.desk.desk import Desk
from bot.settings import Settings
from bot.wording.catalogue import Wording
from bot.wording.completion import completions
from kb.images import image_format
from kb.library import Library as Articles

PACE = {"slack": slack_limits.POSTS, "teams": teams_limits.LIMITS}
"""How often each platform may be called."""

_FILE_NAME = re.compile(r"\w[\w.-]*")
"""Names that lead nowhere else."""


@dataclass(slots=True)
class LiveConfig:
    """Call it for the playground as the desk in force describes it; it is made anew only when there is another desk."""

    desk: Callable[[], Desk]
    describe: Callable[[Desk], WebConfig]
    _of: Desk | None = field(default=None, init=False)
    _config: WebConfig | None = field(default=None, init=False)

    def __call__(self) -> WebConfig:
        """Who and what there is now."""
        desk = self.desk()
        if self._config is None or desk is not self._of:
            self._of, self._config = desk, self.describe(desk)
        return self._config


def web_config(settings: Settings, desk: Desk) -> WebConfig:
    """The playground with the desk's people and channels."""
    playground = settings.playground
    return WebConfig(
        host=playground.host,
        port=playground.port,
        people=tuple(_residents(desk)),
        rooms=tuple(_rooms(desk)),
        reaction=desk.reaction,
        beyond_loopback=playground.beyond_loopback,
    )


def _residents(desk: Desk) -> Iterator[Resident]:
    employees = {resident.handle: (resident.name, resident.language) for resident in desk.residents}
    for colleague in desk.colleagues:
        if web_id := dict(colleague.ids).get("web", ""):
            employees.setdefault(web_id, (colleague.name, colleague.language))
    for handle, (name, said) in employees.items():
        language = said or desk.language
        yield Resident(handle, name, "employee", language, completions(Wording(language), desk, None))
    members = {member.handle: member for team in desk.teams for member in team.members}
    for member in members.values():
        if web_id := dict(member.ids).get("web", ""):
            suggested = completions(Wording(desk.language), desk, member)
            yield Resident(web_id, member.name, member.role.value, desk.language, suggested)


def _rooms(desk: Desk) -> Iterator[Room]:
    channels: list[tuple[RoomKind, str]] = [
        ("help", help.channel) for help in desk.help_channels if help.platform == "web"
    ]
    for team in desk.teams:
        channels += [("triage", id) for name, id in team.triage if name == "web"]
        channels += [("leads", id) for name, id in team.leads if name == "web"]
    for kind, id in dict.fromkeys(channels):
        yield Room(id, id, kind)


def audit_keys(settings: Settings) -> Keys:
    """What the history is signed with."""
    audit = settings.audit
    return Keys(audit.key.get_secret_value(), tuple(each.get_secret_value() for each in audit.earlier_keys))


def never_twice(settings: Settings) -> frozenset[str]:
    """Platforms on which a post whose outcome is unknown is left to an operator."""
    return frozenset({"teams"}) if settings.teams.never_twice else frozenset()


def slack_config(settings: Settings) -> SlackConfig:
    """What the Slack adapter must be told."""
    slack = settings.slack
    return SlackConfig(
        bot_token=slack.bot_token.get_secret_value(),
        signing_secret=slack.signing_secret.get_secret_value(),
        app_token=slack.app_token.get_secret_value(),
        api_url=slack.api_url,
        permalink_base=slack.permalink_base,
        insecure_development=slack.insecure_development,
        listen_host=settings.host,
    )


def teams_config(settings: Settings) -> TeamsConfig:
    """What the Teams adapter must be told."""
    teams = settings.teams
    return TeamsConfig(
        app_id=teams.app_id,
        app_password=teams.app_password.get_secret_value(),
        tenant_id=teams.tenant_id,
        allowed_tenants=frozenset(teams.allowed_tenants),
        openid_metadata_url=teams.openid_metadata_url,
        token_issuer=teams.token_issuer,
        login_url=teams.login_url,
        scope=teams.scope,
        service_url=teams.service_url,
        allowed_service_hosts=frozenset(teams.allowed_service_hosts),
        insecure_development=teams.insecure_development,
        listen_host=settings.host,
    )


def article_files(folders: Sequence[Path]) -> Callable[[str, str], ArticleFile | None]:
    """What lies beside the articles, `files/<slug>/<name>` in one of their folders."""

    def file(slug: str, name: str) -> ArticleFile | None:
        if not (_FILE_NAME.fullmatch(slug) and _FILE_NAME.fullmatch(name)):
            return None
        there = (folder / "files" / slug / name for folder in folders)
        found = next((path for path in there if path.is_file() and not path.is_symlink()), None)
        content = found.read_bytes() if found else b""
        return ArticleFile(content, image_format(content)) if found else None

    return file


def article_pages(articles: Articles) -> Callable[[str, str], ArticlePage | None]:
    """The articles as the playground shows them, by language and slug."""

    def page(language: str, slug: str) -> ArticlePage | None:
        article = articles.knowledge.article(language, slug)
        if article is None:
            return None
        words = Wording(language)
        note = words.text("article-note", owner=article.owner, date=words.date(article.updated))
        return ArticlePage(article.title, language, article.body, note)

    return page
