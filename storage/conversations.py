"""Inbound deliveries, and the conversations that they belong to."""

from sqlalchemy import bindparam, or_, update

from bot.conversation.conversation import Conversation
from bot.messages import Message, Person, Thread
from storage.rows.fields import thread_values
from storage.rows.threads import conversation_of, conversation_values
from storage.section import Section, desks, with_keys
from storage.tables.threads import conversations, inbox


class ConversationSection(Section):
    """See `bot.ports.UnitOfWork`."""

    async def claim(self, message: Message) -> bool:
        """Note the delivery; False for a repeat. Until the end, other messages of the thread wait."""
        thread = message.thread
        await self._transaction.lock(f"in/{self._desk}/{thread.lane}")
        delivery = {"platform": thread.platform, "workspace": thread.workspace, "delivery": message.delivery}
        return await self._insert(inbox, {**delivery, "at": message.at}) is not None

    async def revise(self, message: Message) -> bool:
        """Note the moment of an edit or deletion, unless a later one is known."""
        thread = message.thread
        about = {"platform": thread.platform, "workspace": thread.workspace, "delivery": message.about}
        noted = await self._transaction.first(_REVISED, self._wanted(**about) | {"moment": message.at})
        return noted is not None or await self._one(inbox, **about) is None

    async def conversation(self, thread: Thread) -> Conversation | None:
        """The conversation in this thread."""
        row = await self._one(conversations, **thread_values(thread))
        return conversation_of(row) if row else None

    async def latest_conversation(self, channel: Thread, asker: Person) -> Conversation | None:
        """The asker's most recent one in the channel."""
        wanted = self._wanted(
            platform=channel.platform,
            workspace=channel.workspace,
            channel=channel.channel,
            asker_platform=asker.platform,
            asker_workspace=asker.workspace,
            asker_id=asker.id,
        )
        row = await self._transaction.first(_LATEST, wanted)
        return conversation_of(row) if row else None

    async def save_conversation(self, conversation: Conversation) -> None:
        """Insert or update. Raises Conflict."""
        await self._save(conversations, conversation_values(conversation), _THREAD)


_REVISED = (
    update(inbox)
    .where(desks(inbox, "platform", "workspace", "delivery"))
    .where(or_(inbox.c.revised_at.is_(None), inbox.c.revised_at <= bindparam("moment", type_=inbox.c.at.type)))
    .values(revised_at=bindparam("moment", type_=inbox.c.at.type))
    .returning(inbox.c.delivery)
)
_THREAD = ("platform", "workspace", "channel", "root")
_OF_ASKER = ("platform", "workspace", "channel", "asker_platform", "asker_workspace", "asker_id")
_LATEST = with_keys(conversations, *_OF_ASKER).order_by(conversations.c.at.desc(), conversations.c.root.desc()).limit(1)
