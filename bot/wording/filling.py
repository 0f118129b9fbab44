"""Cards that ask for the fields of a form one after the other."""

from collections.abc import Sequence

from bot.cards import Block, Card, Fields, Line, Steps, Strong, Text
from bot.inputs import Form, Input
from bot.wording.catalogue import Wording


def question_card(words: Wording, field: Input, place: tuple[int, int], why: str) -> Card:
    """One field, with what was wrong with the last answer (`why`), its options by number, and the ways out."""
    number, of = place
    line: Line = words.say("filling-question", place=str(number), of=str(of), label=Strong(field.label))
    blocks: list[Block] = [Text((why,))] if why else []
    blocks.append(Text(line))
    if field.hint:
        blocks.append(Text((field.hint,), subtle=True))
    if field.options:
        blocks.append(Steps(tuple((option.label,) for option in field.options)))
    blocks.append(Text(words.say("filling-ways" if field.required else "filling-ways-skip"), subtle=True))
    return Card(words.language, tuple(blocks))


def ready_card(words: Wording, form: Form, answers: Sequence[tuple[str, str]], why: str) -> Card:
    """All that was said, before it is sent."""
    said = dict(answers)
    pairs = tuple((field.label, (_shown(field, said[field.name]),)) for field in form.fields if said.get(field.name))
    blocks: tuple[Block, ...] = (Text((why,)),) if why else ()
    return Card(words.language, (*blocks, Text(words.say("filling-ready")), Fields(pairs)), form.title)


def _shown(field: Input, value: str) -> str:
    labels = {option.value: option.label for option in field.options}
    return ", ".join(labels.get(part, part) for part in value.split(",")) if labels else value
