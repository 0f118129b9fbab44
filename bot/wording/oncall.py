"""Who is on call, who is called and why not, in words."""

from bot.cards import Line
from bot.promises.ladder import Skipped
from bot.wording.catalogue import Wording


def skipped_line(words: Wording, skipped: Skipped) -> Line:
    """A step that was left out, and why."""
    why = words.text(f"skipped-{skipped.why.value.replace('_', '-')}", who=skipped.who)
    return words.say("skipped", number=str(skipped.number + 1), tell=skipped.step.tell, why=why)
