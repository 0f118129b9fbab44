"""botbuilder's turn around one activity.

Of the adapters in botbuilder-core we take the turn alone: posts leave through the outbox and our own connector, so all
that may be sent within a turn is the answer to an invoke.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from botbuilder.core import BotAdapter, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes, ConversationReference, ResourceResponse

from bot.errors import FirstlineError

_ANSWER = "firstline.answer"


class NotInATurn(FirstlineError):
    """Posts leave through the outbox, never within a turn."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the HTTP response to an activity says. `body` is JSON, or None for an empty one."""

    status: int = 200
    body: dict[str, Any] | None = None


class Turns(BotAdapter):  # type: ignore[misc]  # botbuilder ships no types
    """Takes an activity through a turn and gives back the answer left in it."""

    async def take(self, activity: Activity, logic: Callable[[TurnContext], Awaitable[None]]) -> Answer:
        """The answer; an empty 200 where the turn left none. Whatever `logic` raises is raised."""
        context = TurnContext(self, activity)
        await self.run_pipeline(context, logic)
        found: Answer = context.turn_state.get(_ANSWER, Answer())
        return found

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        """Keep the answer to an invoke. Raises NotInATurn for anything else."""
        for activity in activities:
            if activity.type != ActivityTypes.invoke_response:
                raise NotInATurn
            context.turn_state[_ANSWER] = Answer(activity.value.status, activity.value.body)
        return [ResourceResponse() for _ in activities]

    async def update_activity(self, context: TurnContext, activity: Activity) -> None:
        """Raise NotInATurn."""
        raise NotInATurn

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        """Raise NotInATurn."""
        raise NotInATurn


async def answer(context: TurnContext, said: Answer) -> None:
    """Leave the answer to the turn's invoke."""
    response = InvokeResponse(status=said.status, body=said.body)
    await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=response))
