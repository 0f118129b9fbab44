"""People in the simulated Teams: employees who ask in chats and channels, agents who claim, fingers on cards."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.contract.fake_connector import Posted
from tests.contract.fake_teams import FakeTeams
from tests.load.simulator.teams_courier import Courier, Delivered

Json = dict[str, Any]


class NoSuchButton(LookupError):
    """The card has no action of this verb."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a person: its id, its place, and how the door took it. `root` is empty in a chat."""

    id: str
    base: str
    root: str
    delivered: Delivered


@dataclass(frozen=True, slots=True)
class People:
    """Everybody of the tenant, one call for what each of them does."""

    teams: FakeTeams
    courier: Courier

    async def ask(self, who: str, text: str) -> Said:
        """Write to the bot in the one-to-one chat."""
        return await self.say(who, chat_of(who), text)

    async def say(self, who: str, base: str, text: str, *, root: str = "", mention: bool = False) -> Said:
        """Write in a channel or chat; in a channel without `root` a new thread."""
        activity = self.teams.message(who, base, text, root=root, mention=mention)
        opened = "" if base.startswith("a:") else root or activity["id"]
        return Said(activity["id"], base, opened, await self.courier.bring(activity))

    async def command(self, who: str, base: str, words: str, *, root: str = "") -> Said:
        """`ticket <words>` after a mention of the bot, as agents type it where there are no slash commands (T26)."""
        return await self.say(who, base, f"ticket {words}", root=root, mention=not base.startswith("a:"))

    async def press(self, who: str, card: Posted, verb: str, fields: dict[str, str] | None = None) -> Delivered:
        """Press the card's action of this verb, its form filled in. Raises NoSuchButton.

        An invoke that fails is told to the person and never repeated, so the press may be lost: look at the status.
        """
        action = action_of(card, verb)
        data = action["data"] | dict(_filled(action["data"], fields or {}))
        pressed = {"replyToId": card.id, "verb": verb, "data": data}
        return await self.courier.bring(self.teams.pressing(who, card.base, card.root, pressed))


def chat_of(who: str) -> str:
    """The person's one-to-one chat with the bot."""
    return f"a:dm-{who}"


def action_of(card: Posted, verb: str) -> Json:
    """The card's action of this verb, on the card itself or in a form that unfolds. Raises NoSuchButton."""
    for action in _actions(card.card):
        if action.get("verb") == verb:
            return action
    raise NoSuchButton(verb)


def verbs_of(card: Posted) -> list[str]:
    """What can be pressed."""
    return [action["verb"] for action in _actions(card.card) if "verb" in action]


def _actions(card: Json) -> Iterator[Json]:
    for action in card.get("actions", ()):
        yield action
        yield from _actions(action.get("card", {}))


def _filled(data: Json, fields: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Inputs of a form are known as `<action>.<value>.<field>`."""
    ours = data["firstline"]
    return ((f"{ours['action']}.{ours['value']}.{name}", text) for name, text in fields.items())
