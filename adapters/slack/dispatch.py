"""What Bolt hands to whom: one AsyncApp, for HTTP and for Socket Mode alike.

Bolt acknowledges after our listeners return (`process_before_response`), so nothing is acknowledged before it is
committed. Whatever it cannot match is acknowledged as well, because Slack counts anything else as a failed delivery.
"""

import logging
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from adapters.plausible import is_id, is_plausible
from adapters.slack import modal
from adapters.slack.api import BEFORE_ACKNOWLEDGING, RefusedBySlack, SlackApi
from adapters.slack.config import SlackConfig
from adapters.slack.envelope import MalformedRequest
from adapters.slack.events import read_event
from adapters.slack.home import read_home
from adapters.slack.interactions import read_command, read_origin, read_press, read_submission, read_wish
from adapters.slack.permissions import Method
from adapters.slack.reactions import Reaction, reacted, read_reaction
from bot.commands.forms import STANDING, Forms
from bot.errors import DeliveryFailed, Overloaded
from bot.messages import Message, Thread
from bot.ports import Clock, Handler

Json = dict[str, Any]

CREATE_TICKET = "create_ticket"
"""The message shortcut of the manifest."""
_ANY = re.compile("")
_log = logging.getLogger(__name__)


def bolt_app(config: SlackConfig, reception: "Reception") -> AsyncApp:
    """The Bolt app. It trusts its callers: the door verifies signatures, Socket Mode is our own connection."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=config.bot_token)

    app = AsyncApp(
        logger=logging.getLogger("slack_bolt.app"),  # a name that `bot.logs` hushes: it logs what it receives
        name="firstline",
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        authorize=authorize,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.event(_ANY)(reception.event)
    app.command(_ANY)(reception.command)
    app.block_action(_ANY)(reception.press)
    app.message_shortcut(CREATE_TICKET)(reception.wish)
    app.view(modal.CALLBACK)(reception.submission)
    app.error(reception.failed)
    return app


@dataclass(frozen=True, slots=True)
class Reception:
    """Reads what Bolt dispatches, has it handled, and only then lets it be acknowledged."""

    handler: Handler
    api: SlackApi
    clock: Clock
    forms: Forms = STANDING
    reaction: Callable[[], str] = str
    """The name of the emoji that opens a ticket for the author of a message; empty for none."""

    async def receive(self, body: Json) -> int:
        """An event that came to the door; the status to answer with."""
        try:
            await self.event(body)
        except Exception as error:
            return _status(error, body)
        return 200

    async def event(self, body: Json) -> None:
        """An event; it may be acknowledged when this returns."""
        reaction = read_reaction(body, self.api.identity, self.reaction())
        if reaction is not None:
            message = await self._wished(body, reaction)
        else:
            message = read_home(body, self.clock()) or read_event(body, self.api.identity)
        if message is not None:
            await self._pass_on(message)

    async def _wished(self, body: Json, reaction: Reaction) -> Message | None:
        """A ticket for who wrote a message; its words are asked for before the event is acknowledged, so that a Slack
        which does not tell them now brings the event again."""
        try:
            answer = await self.api.call(Method.REPLIES, reaction.question, within=BEFORE_ACKNOWLEDGING)
        except RefusedBySlack as refusal:  # we are not in that channel, or may not read it: nor would we later
            _log.warning("a reaction opens no ticket: %s", refusal)
            return None
        return reacted(body, self.api.identity, reaction, answer, self.clock())

    async def command(self, body: Json, ack: AsyncAck) -> None:
        """A slash command; the answer follows through the outbox."""
        await self._pass_on(read_command(body, self.api.identity, self.clock()))
        await ack()

    async def press(self, body: Json, ack: AsyncAck) -> None:
        """A pressed button; where it asks for words, its form is opened instead, within the trigger's 3 s."""
        origin = read_origin(body)
        form = self.forms.form(origin.action, origin.language, origin.value)
        if form is None:
            await self._pass_on(read_press(body, self.clock()))
        else:
            opening = {"trigger_id": body["trigger_id"], "view": modal.view(form, origin)}
            await self.api.call(Method.OPEN_VIEW, opening, within=BEFORE_ACKNOWLEDGING)
        await ack()

    async def wish(self, body: Json, ack: AsyncAck) -> None:
        """A ticket for who wrote a message; what bots write makes none."""
        message = read_wish(body, self.api.identity, self.clock())
        if message is not None:
            await self._pass_on(replace(message, apart=await self._is_apart(message.thread)))
        await ack()

    async def _is_apart(self, thread: Thread) -> bool:
        """Whether we may be no member there: a shortcut may be used anywhere, also in chats between people. Who reads a
        conversation may write in it, too."""
        question = {"channel": thread.channel, "ts": thread.root, "limit": 1}
        try:
            await self.api.call(Method.REPLIES, question, within=BEFORE_ACKNOWLEDGING)
        except DeliveryFailed as failure:
            _log.info("a wish is answered in its author's chat: %s", failure)
            return True
        return False

    async def submission(self, body: Json, ack: AsyncAck) -> None:
        """A submitted form: sent back with what is missing beside the field, or handled and closed."""
        origin = modal.origin_of(body["view"])
        if origin is None:
            await ack(response_action="clear")
            return
        said = self.forms.mistakes(modal.press(body["view"], origin), origin.language)
        mistakes = modal.mistakes(body["view"], origin.language) or modal.beside(body["view"], said)
        if mistakes:
            await ack(response_action="errors", errors=mistakes)
            return
        await self._pass_on(read_submission(body, origin, self.clock()))
        await ack(response_action="clear")

    async def _pass_on(self, message: Message) -> None:
        if not is_plausible(message):
            raise MalformedRequest("identities")
        await self.handler.handle(message)

    async def failed(self, error: Exception, request: AsyncBoltRequest) -> BoltResponse:
        """What Slack is told about an error in what Bolt has dispatched."""
        return BoltResponse(status=_status(error, request.body), body="")


def _status(error: Exception, body: Json) -> int:
    """What Slack is told about an error: nothing is wrong with the unknown; a failure of ours is tried again.

    A form that Slack does not open is no failure of ours, and Slack tells the person of any answer but 200.
    """
    if isinstance(error, BoltUnhandledRequestError):
        return 200
    if isinstance(error, MalformedRequest | DeliveryFailed):
        _log.warning("Slack request %s: %s", _name(body), error)
        return 400
    if isinstance(error, Overloaded):  # said once by whoever turns them away
        return 503
    where = "".join(traceback.format_tb(error.__traceback__))  # without the message, which may quote a person
    _log.error("Slack request %s failed: %s\n%s", _name(body), type(error).__name__, where)
    return 500


def _name(body: Json) -> str:
    name = str(body.get("event_id") or body.get("trigger_id") or body.get("type") or "")
    return name if is_id(name) else "of an odd name"
