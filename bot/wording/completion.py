"""What a platform can suggest while somebody types a command: pure data, from the grammar and the desk."""

from dataclasses import dataclass

from bot.commands.grammar import EVERYBODYS, SHAPES, Shape
from bot.desk.desk import Desk
from bot.desk.people import Member
from bot.tickets.ticket import Priority
from bot.wording.catalogue import Wording


@dataclass(frozen=True, slots=True)
class Completion:
    """One command. `follows` names in order what comes after it: "number", "other" (a ticket's number too), "text",
    "values". `values` are what may be said there, where they are known; "text" is free."""

    name: str
    aliases: tuple[str, ...]
    usage: str
    about: str
    follows: tuple[str, ...]
    values: tuple[str, ...] = ()


def completions(words: Wording, desk: Desk, member: Member | None) -> tuple[Completion, ...]:
    """The commands that this member of the desk, or whoever is none, may use, in their words."""
    allowed = [shape for shape in SHAPES if member is not None or shape.name in EVERYBODYS]
    return tuple(_completion(words, shape, _values(words, shape, desk, member)) for shape in allowed)


def _completion(words: Wording, shape: Shape, values: tuple[str, ...]) -> Completion:
    text = ("values" if values else "text",) if shape.text or shape.names or shape.values else ()
    follows = (*(("number",) if shape.number else ()), *(("other",) if shape.other else ()), *text)
    usage, about = (words.text(f"command-{shape.name}-{part}") for part in ("usage", "about"))
    return Completion(shape.name, shape.aliases, usage, about, follows, values)


def _values(words: Wording, shape: Shape, desk: Desk, member: Member | None) -> tuple[str, ...]:
    if shape.values:
        return tuple(words.text(f"priority-{priority}") for priority in Priority)
    teams = desk.teams_of(member) if member else ()
    match shape.names:
        case "member":
            return tuple(sorted({each.handle for team in teams for each in team.members}))
        case "receiver":
            everybody = {each.handle for team in desk.teams for each in team.members}
            return (*(team.id for team in desk.teams), *sorted(everybody))
        case "category":
            return desk.categories
        case "macro":
            return tuple(macro.name for macro in desk.macros)
        case _:
            return ()
