"""[[route]] and [category] of desk.toml: the tables, and the rules made of them."""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from bot.desk.request_tables import Title, spoken
from bot.desk.routing import Assignment, Route, Rule, keyword
from bot.desk.values import Name, Several, Table, read_several
from bot.tickets.answers import Spoken
from bot.tickets.ticket import Priority


class WhenTable(Table):
    """`when` in [[route]]: all of it must be so, of each list one."""

    category: Several = []
    keyword: Several = []
    channel: dict[Literal["web", "slack", "teams"], Several] = {}
    form: Several = []
    client: Several = []
    language: Annotated[list[Literal["en", "ru"]], BeforeValidator(read_several)] = []
    priority: Annotated[list[Priority], BeforeValidator(read_several)] = []


class RouteTable(Table):
    """[[route]]"""

    name: Name
    when: WhenTable = WhenTable()
    team: Name | None = None
    priority: Priority | None = None
    tag: Several = []
    skill: Name | None = None
    assign: Assignment = Assignment.NONE

    def rule(self) -> Rule:
        """The rule that it describes."""
        tags = tuple(sorted({tag.casefold() for tag in self.tag}))
        return Rule(
            self.name,
            Route(self.team or "", self.priority, tags, self.skill or "", self.assign),
            categories=tuple(self.when.category),
            keywords=tuple(map(keyword, self.when.keyword)),
            channels=tuple((platform, id) for platform, ids in self.when.channel.items() for id in ids),
            forms=tuple(self.when.form),
            clients=tuple(self.when.client),
            languages=tuple(self.when.language),
            priorities=tuple(self.when.priority),
        )


class CategoryTable(Table):
    """[category.<name>]"""

    title: Title

    def spoken(self) -> Spoken:
        """What people call it."""
        return spoken(self.title)
