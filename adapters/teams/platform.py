"""Teams as the place where posts are shown: the port bot.ports.Platform."""

import logging
from datetime import timedelta

from adapters.teams.address import Address, Directory, from_route, join_conversation
from adapters.teams.cards import render
from adapters.teams.connector import JSON, Connector
from bot.errors import CannotSearch, NotSent, OutcomeUnknown, Refused
from bot.messages import Person, whose_chat
from bot.ports import Parcel

log = logging.getLogger(__name__)


class TeamsPlatform:
    """Shows posts in channels and chats. A private one goes to the one-to-one chat with its reader."""

    name = "teams"
    settle = timedelta(seconds=15)
    """Longer than the client's time limit of ten seconds."""

    def __init__(self, connector: Connector, directory: Directory, service_url: str) -> None:
        self._connector = connector
        self._directory = directory
        self._service_url = service_url

    async def send(self, parcel: Parcel) -> str:
        """Show the parcel; the id of its activity. Raises Refused, RateLimited, NotSent, OutcomeUnknown."""
        activity, warnings = render(parcel.card, alert=parcel.alert)
        for warning in warnings:
            log.warning("teams: %s", warning, extra={"post": parcel.key})
        address = from_route(parcel.route)
        service_url = self._service_url_for(parcel, address)
        conversation = await self._conversation(parcel, address, service_url)
        if parcel.edits:
            await self._update(service_url, conversation, parcel, activity)
            return parcel.edits
        return await self._connector.post(service_url, conversation, activity)

    async def find(self, parcel: Parcel) -> str | None:
        """None for an edit, which may be made again. Raises CannotSearch for a post: the connector lists none."""
        if parcel.edits:
            return None
        raise CannotSearch

    def _service_url_for(self, parcel: Parcel, address: Address | None) -> str:
        known = self._directory.service_url(parcel.thread.workspace)
        return known or (address.service_url if address else "") or self._service_url

    async def _conversation(self, parcel: Parcel, address: Address | None, service_url: str) -> str:
        if reader := whose_chat(parcel.thread.channel):
            person = Person(self.name, parcel.thread.workspace, reader)
            near = address.conversation if address else ""
            return self._directory.chat(person) or await self._open_chat(person, address, near, service_url)
        here = join_conversation(parcel.thread.channel, parcel.thread.root)
        if parcel.private_to is None or (address and address.personal and address.conversation == here):
            return here
        chat = self._directory.chat(parcel.private_to)
        return chat or await self._open_chat(parcel.private_to, address, here, service_url)

    async def _open_chat(self, person: Person, address: Address | None, near: str, service_url: str) -> str:
        """The person's chat. That it is opened twice does no harm, so an unknown outcome is none."""
        try:
            member = await self._member(person, address, near, service_url)
            chat = await self._connector.open_chat(service_url, person.workspace, member)
        except OutcomeUnknown as error:
            raise NotSent(str(error)) from error
        self._directory.note_chat(person, chat)
        return chat

    async def _member(self, person: Person, address: Address | None, near: str, service_url: str) -> str:
        """The person's addressing id: known, or asked for among the members of the conversation nearby."""
        if address is not None and address.person == person.id:
            return address.member
        known = self._directory.member(person)
        if not known:
            known = await self._asked(person, near, service_url)
            self._directory.note_member(person, known)
        return known

    async def _asked(self, person: Person, near: str, service_url: str) -> str:
        """Somebody who is not among the members nearby can still be written to by their lasting id."""
        try:
            return await self._connector.member(service_url, near, person.id) if near else person.id
        except Refused:
            return person.id

    async def _update(self, service_url: str, conversation: str, parcel: Parcel, activity: JSON) -> None:
        """Edit in place. A post that opened a thread may be known under its channel or under the thread it opened."""
        try:
            await self._connector.update(service_url, conversation, parcel.edits, activity)
        except Refused:
            opened = join_conversation(parcel.thread.channel, parcel.edits)
            if parcel.thread.root or parcel.private_to:
                raise
            await self._connector.update(service_url, opened, parcel.edits, activity)
