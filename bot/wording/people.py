"""How people are named in cards."""

from bot.cards import Line, Mention, Quote, Text
from bot.desk.people import Member
from bot.messages import Person


def named(person: Person) -> Mention:
    """A person of a platform: shown there as the platform shows people, elsewhere by name."""
    return Mention(person.name or person.id, person.platform, person.workspace, person.id)


def member_on(member: Member, platform: str, *, notify: bool = False) -> Mention:
    """A team member as seen from `platform`: their own name there, if they are on it."""
    return Mention(member.name, platform, "", dict(member.ids).get(platform, ""), notify)


def quoted(words: str | Line) -> Quote | Text:
    """Somebody's words, letter for letter; those that name people, as a paragraph."""
    return Quote(words) if isinstance(words, str) else Text(words)
