"""What people say of an answer, kept so that the next answer is better."""

from collections.abc import Callable, Sequence

from bot.conversation.conversation import Conversation
from bot.conversation.intents import Intent, intent_of
from bot.conversation.steps import Note
from bot.exchange import Exchange
from bot.redaction import MASK, impersonal
from kb.feedback import Feedback
from kb.proposals import may_be_alias

_LONGEST = 300
"""Characters of a question that are looked at: what it is about is said by then."""
_READ = 10 * _LONGEST
"""Those among whose lines they are looked for: each takes time."""


async def note(x: Exchange, conversation: Conversation, step: Note, gist: Callable[[str], Sequence[str]]) -> None:
    """Keep the asker's word on the article, without their name, once for this conversation.

    `gist` gives the stems that say what a question is about.
    """
    question = impersonal(asked(conversation.question[:_READ])[:_LONGEST])
    proposable = step.worked and MASK not in question and may_be_alias(question)
    asker = conversation.asker
    kept = Feedback(
        slug=step.article.slug,
        language=step.article.language,
        digest=step.article.digest,
        person=await x.work.pseudonym("person", asker.platform, asker.workspace, asker.id),
        conversation=await _name(x, conversation),
        stems=tuple(gist(question)),
        question=question if proposable else "",
        worked=step.worked,
        at=x.now,
    )
    await x.work.keep_feedback(kept)


async def forget(x: Exchange, conversation: Conversation) -> None:
    """Something that its asker wrote was deleted: what they said of the answers stays, the question does not."""
    if conversation.tried:
        await x.work.forget_question(await _name(x, conversation))


async def _name(x: Exchange, conversation: Conversation) -> str:
    thread = conversation.thread
    place = (thread.platform, thread.workspace, thread.channel, thread.root, _opening(conversation.question))
    return await x.work.pseudonym("conversation", *place)


def asked(question: str) -> str:
    """What was asked, in one line: later lines that only say that it did not help are left out."""
    first, *more = question.strip().splitlines() or [""]
    told = (first, *(line for line in more if intent_of(line) is Intent.OTHER))
    return " ".join(" ".join(told).split())


def _opening(question: str) -> str:
    """The first line, which stays when more is said: it tells two questions in one thread apart."""
    return question.strip().partition("\n")[0]
