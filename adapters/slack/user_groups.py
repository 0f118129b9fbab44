"""Slack's user groups, whose mention calls whoever is in them.

https://docs.slack.dev/reference/methods/usergroups.users.update – a bot may change them where the workspace lets
everybody do so.
"""

from collections.abc import Collection
from dataclasses import dataclass

from adapters.slack.api import Json, RefusedBySlack, SlackApi, word_in
from adapters.slack.permissions import Method
from bot.errors import OutcomeUnknown

MISSING, DISABLED = "no_such_subteam", "user_group_disabled"


@dataclass(frozen=True, slots=True)
class SlackUserGroups:
    """See `bot.ports.UserGroups`. A group is called by its id ("S0604QSJC") or its handle ("@network-oncall")."""

    api: SlackApi

    async def put(self, group: str, people: Collection[str]) -> bool:
        """Make the people all that are in the group. An empty group is not possible in Slack, so nobody asks for it."""
        found = await self.find(group)
        if set(found.get("users") or ()) == set(people):
            return False
        arguments = {"usergroup": word_in(found, "id"), "users": ",".join(sorted(people))}
        await self.api.call(Method.FILL_GROUP, arguments)
        return True

    async def find(self, group: str) -> Json:
        """The group as Slack describes it. Raises as `SlackApi.call`, and RefusedBySlack where there is none in use."""
        answer = await self.api.call(Method.LIST_GROUPS, {"include_users": True, "include_disabled": True})
        groups = answer.get("usergroups")
        if not isinstance(groups, list) or not all(isinstance(each, dict) for each in groups):
            raise OutcomeUnknown("Slack's answer has no usergroups")
        found: Json | None = next(
            (each for each in groups if group.removeprefix("@") in (each.get("id"), each.get("handle"))), None
        )
        if found is None:
            raise RefusedBySlack(MISSING)
        if found.get("date_delete"):
            raise RefusedBySlack(DISABLED)
        return found
