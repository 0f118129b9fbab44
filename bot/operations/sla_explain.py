"""`firstline sla explain`: how the promises for a ticket stand, and what counted."""

from dataclasses import replace

from bot.cards import plain
from bot.clock import clock_of
from bot.desk.file import read_desk
from bot.operations.sla_told import chronicle
from bot.operations.speech import Arguments, say, tame
from bot.promises.agreement import agreed, known_terms
from bot.promises.sla import clocks_of
from bot.settings import Settings
from bot.wording.catalogue import Wording
from bot.wording.sla import clock_lines


async def explain(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Say of each clock what is promised, how it stands, and every stretch with its reason."""
    desk = read_desk(settings.desk)
    async with chronicle(settings, desk, words) as told:
        story = await told.story(arguments.number)
        desk = replace(desk, terms=agreed(await known_terms(told), desk, clock_of(settings)()))
    if story is None:
        say(words, "sla-no-ticket", number=str(arguments.number))
        return 1
    here = desk.now_here(clock_of(settings)())
    clocks = clocks_of(desk, story.ticket, story.history, here, words.language)
    title = "sla-title" if clocks else "sla-none"
    say(words, title, number=str(story.ticket.number))
    say(words, "sla-zone", zone=desk.zone.key)
    for clock in clocks:
        print()
        say(words, f"sla-goal-{clock.promise.goal.value}")
        for line in clock_lines(words, clock, here):
            print(tame(f"  {plain(line)}"))
    return 0
