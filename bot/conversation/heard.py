"""What the asker said, and what a conversation is with that added to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.conversation.conversation import Conversation, Stage, Walk
from bot.conversation.intents import Intent
from kb.guide import Guide
from kb.search import Hit


@dataclass(frozen=True, slots=True)
class Heard:
    """What the asker said: its words, meaning, and what the knowledge base has (best first).

    `hits` are for the words alone, `in_context` for the question before with these words added to it. `language`
    is that of the words. `place` is which of the choices, or of a guide's answers, is meant, from 1, and 0 for none of
    them; `choices` has those that there still are. `guide` is the one in which the conversation stands, or that goes
    with the article given last; `guides` are those that are hits themselves, by id.
    """

    text: str
    intent: Intent
    hits: Sequence[Hit] = ()
    in_context: Sequence[Hit] = ()
    language: str = "en"
    place: int = 0
    choices: Sequence[Hit] = ()
    guide: Guide | None = None
    guides: Mapping[str, Guide] = field(default_factory=dict)

    @property
    def is_sure(self) -> bool:
        """The words alone are a question with a known answer."""
        return bool(self.hits) and self.hits[0].sure


def fresh(conversation: Conversation, hits: Sequence[Hit]) -> list[Hit]:
    """Those that were not given yet."""
    tried = {article.slug for article in conversation.tried}
    return [hit for hit in hits if hit.article.slug not in tried]


def is_another(conversation: Conversation, heard: Heard) -> bool:
    """The known answer has not been given yet."""
    return heard.hits[0].article.slug not in {article.slug for article in conversation.tried}


def heard_more(conversation: Conversation, heard: Heard) -> Conversation:
    """The conversation with words that carry news added to the question: nobody asks twice."""
    if not conversation.question:
        return replace(conversation, question=heard.text)
    if heard.intent is Intent.OTHER or (heard.intent in _TELLING and _is_news(heard.text)):
        return replace(conversation, question=f"{conversation.question}\n{heard.text}")
    return conversation


_SHORTEST_NEWS = 4
"""Words."""
_TELLING = (Intent.HUMAN, Intent.STILL, Intent.NEITHER)
"""They say what is wanted; only more words than that say something about the matter."""


def _is_news(text: str) -> bool:
    return len(text.split()) >= _SHORTEST_NEWS


def anew(conversation: Conversation, heard: Heard) -> Conversation:
    """The same thread with nothing said yet, for a new question in its own language; what comes of it follows the
    ticket that the thread had."""
    before = conversation.ticket or conversation.follows
    return replace(
        conversation,
        stage=Stage.NEW,
        question="",
        context=(),
        tried=(),
        choices=(),
        walk=Walk(),
        answer_key="",
        ticket=None,
        follows=before if conversation.thread.root else None,
        language=heard.language,
    )
