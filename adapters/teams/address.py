"""Where somebody can be reached in Teams: what a `route` holds, and what is remembered while we run."""

import json
from collections import OrderedDict
from dataclasses import asdict, dataclass, fields

from bot.messages import Person

_ROOT = ";messageid="
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message came from. `member` is its sender's addressing id ("29:…"), `person` the lasting one."""

    service_url: str
    conversation: str
    person: str
    member: str
    personal: bool

    def to_route(self) -> str:
        """The address as the opaque `route` of a message."""
        return json.dumps(asdict(self), separators=(",", ":"))


def from_route(route: str) -> Address | None:
    """The address in a route of ours, or None where there is none."""
    try:
        found = json.loads(route)
        return Address(**{field.name: found[field.name] for field in fields(Address)})
    except (ValueError, TypeError, KeyError):
        return None


def split_conversation(conversation: str) -> tuple[str, str]:
    """A conversation id as (channel or chat, root); root is empty where the conversation is no thread (T21)."""
    base, _, root = conversation.partition(_ROOT)
    return base, root


def join_conversation(base: str, root: str) -> str:
    """The id under which the thread `root` of `base` takes posts."""
    return f"{base}{_ROOT}{root}" if root else base


class Directory:
    """The last service URL of each tenant, and people's addressing ids and personal chats.

    In memory: every activity brings it up to date, and what it does not know can be asked of Teams again.
    """

    def __init__(self) -> None:
        self._service_urls: dict[str, str] = {}
        self._members: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._chats: OrderedDict[tuple[str, str], str] = OrderedDict()

    def note_service_url(self, tenant: str, url: str) -> None:
        """The tenant's posts go here from now on."""
        self._service_urls[tenant] = url

    def note_address(self, person: Person, address: Address) -> None:
        """The person was last met here."""
        self.note_member(person, address.member)
        if address.personal:
            self.note_chat(person, address.conversation)

    def note_member(self, person: Person, member: str) -> None:
        """The person's addressing id."""
        _remember(self._members, (person.workspace, person.id), member)

    def note_chat(self, person: Person, conversation: str) -> None:
        """The person's one-to-one chat with us."""
        _remember(self._chats, (person.workspace, person.id), split_conversation(conversation)[0])

    def service_url(self, tenant: str) -> str:
        """Where the tenant was last heard from, or empty."""
        return self._service_urls.get(tenant, "")

    def member(self, person: Person) -> str:
        """The person's addressing id, or empty."""
        return self._members.get((person.workspace, person.id), "")

    def chat(self, person: Person) -> str:
        """The person's one-to-one chat with us, or empty."""
        return self._chats.get((person.workspace, person.id), "")


def _remember(memory: OrderedDict[tuple[str, str], str], key: tuple[str, str], value: str) -> None:
    memory[key] = value
    memory.move_to_end(key)
    if len(memory) > _REMEMBERED:
        memory.popitem(last=False)
