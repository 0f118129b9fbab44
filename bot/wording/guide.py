"""The cards of a guide: a step with its answers as buttons, and the way that somebody took."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.cards import Block, Bullets, Button, Card, Heading, Line, Steps, Strong, Text
from bot.conversation.choosing import pressed_value
from bot.conversation.steps import Lead
from bot.tickets.ticket import Passed, Tried
from bot.wording.catalogue import Wording
from bot.wording.request import ANSWER, BACK, PERSON, SOLVED, STILL
from bot.wording.self_help import spans
from kb.guide import PERSON as ENDS_WITH_PERSON
from kb.guide import Guide, Step, spoken


def step_card(words: Wording, lead: Lead, *, round: int, first: bool) -> Card:
    """A step of a guide: what to do, what to look at, the answers as buttons, *Back* and *I need a person*. `first`
    says that there is nothing to go back to."""
    guide, step, language = lead.guide, lead.step, words.language
    blocks: list[Block] = []
    if lead.notice:
        blocks.append(Text(words.say(f"guide-{lead.notice}"), subtle=True))
    if title := spoken(step.title, language):
        blocks.append(Text((Strong(title),)))
    blocks += _instructions(spoken(step.text, language))
    if language not in guide.languages:
        blocks.append(Text(words.say("answer-other-language", language=guide.languages[0]), subtle=True))
    if step.answers and first:
        blocks.append(Text(words.say("guide-answer"), subtle=True, asks=True))
    return Card(language, tuple(blocks), spoken(guide.title, language), _buttons(words, step, round, first), "guide")


def left_card(words: Wording, guide: Guide | None, tried: Tried, at: str) -> Card:
    """What stays of a guide where somebody went on from it: the way up to there, or else the step `at` which they
    were."""
    title = spoken(guide.title, words.language) if guide else tried.title
    taken = tuple(_taken(words, step) for step in tried.steps)
    return Card(words.language, (Bullets(taken) if taken else Text((at,)),), title, (), "guide")


def way_blocks(words: Wording, tried: Sequence[Tried]) -> tuple[Block, ...]:
    """What was tried on the way through guides, and what was seen, for whoever looks after it now."""
    blocks: list[Block] = []
    for each in tried:
        if each.steps:
            title = words.text("guide-way", title=each.title)
            blocks += [Heading(title), Bullets(tuple(_taken(words, step) for step in each.steps))]
    return tuple(blocks)


def step_line(language: str, step: Step) -> str:
    """A step in a few words."""
    return spoken(step.name, language)


def _taken(words: Wording, step: Passed) -> Line:
    asked, answer = spoken(step.asked, words.language), spoken(step.answer, words.language)
    return (f"{asked} → ", Strong(answer)) if answer else (asked,)


def _buttons(words: Wording, step: Step, round: int, first: bool) -> tuple[Button, ...]:
    value = str(round)
    back = () if first else (Button(BACK, value, words.text("button-back")),)
    answers = tuple(
        Button(ANSWER, pressed_value(round, place), spoken(answer.label, words.language))
        for place, answer in enumerate(step.answers, start=1)
    )
    if step.answers or step.end == ENDS_WITH_PERSON:
        return (*answers, *back, Button(PERSON, value, words.text("button-guide-person")))
    solved = Button(SOLVED, value, words.text("button-solved"), "primary")
    return (solved, Button(STILL, value, words.text("button-still")), *back)


def _instructions(text: str) -> Iterator[Block]:
    """Each line a paragraph; those with a dash before them are things to do in turn."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for numbered, group in groupby(lines, lambda line: line.startswith("- ")):
        if numbered:
            yield Steps(tuple(spans(line.removeprefix("- ")) for line in group))
        else:
            yield from (Text(spans(line)) for line in group)
