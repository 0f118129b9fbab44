"""What to answer an invoke with, in the same HTTP response and never with a 5xx (T10, T28)."""

from typing import Any

from adapters.teams.turn import Answer
from adapters.teams.wishes import EXTENSIONS, FETCH
from bot.wording.catalogue import Wording

CARD_ACTION = "adaptiveCard/action"

_NOTED = Answer(200, {})
_QUIET = frozenset(
    {
        "message/submitAction",
        "suggestedActions/submit",
        "suggestedAction/submit",
        "fileConsent/invoke",
        "signin/verifyState",
        "signin/tokenExchange",
        "signin/failure",
    }
)
_DIALOGS = frozenset({"task/fetch", "task/submit", "message/fetchTask", "composeExtension/fetchTask"})
_ERROR = "application/vnd.microsoft.error"


def received(name: str, words: Wording) -> Answer:
    """The answer to an invoke that was understood, or that asks nothing of us."""
    if name == CARD_ACTION:
        return Answer(200, _card_answer(200, "application/vnd.microsoft.activity.message", words.text("teams-noted")))
    if name == FETCH:
        return _told(words.text("teams-wished"))
    return _nothing_asked(name, words)


def _nothing_asked(name: str, words: Wording) -> Answer:
    if name in _QUIET:
        return _NOTED
    if name in _DIALOGS:
        return _told(words.text("teams-nothing-here"))
    if name.startswith(EXTENSIONS):
        return Answer(200, {"composeExtension": {"type": "message", "text": words.text("teams-nothing-here")}})
    return Answer(501)


def not_understood(name: str, words: Wording) -> Answer:
    """The answer to a press that is none of ours."""
    if name != CARD_ACTION:
        return _nothing_asked(name, words)
    return Answer(200, _card_error(400, "BadRequest", words.text("teams-not-understood")))


def not_stored(name: str, words: Wording) -> Answer:
    """The answer when the press could not be stored: Teams sends none again, so the person is asked to."""
    if name == FETCH:
        return _told(words.text("teams-try-again"))
    if name != CARD_ACTION:
        return Answer(503)
    return Answer(200, _card_error(503, "ServiceUnavailable", words.text("teams-try-again")))


def _told(words: str) -> Answer:
    """A sentence in the place of a dialog."""
    return Answer(200, {"task": {"type": "message", "value": words}})


def _card_answer(status: int, kind: str, value: object) -> dict[str, Any]:
    return {"statusCode": status, "type": kind, "value": value}


def _card_error(status: int, code: str, message: str) -> dict[str, Any]:
    return _card_answer(status, _ERROR, {"code": code, "message": message})
