"""Who is on call, who is called and why not, in words."""

from collections.abc import Sequence

from bot.cards import Bullets, Card, Line, Moment, Text
from bot.desk.people import Member
from bot.promises.ladder import Skipped
from bot.wording.catalogue import Wording
from bot.wording.history import tell_named
from bot.wording.people import member_on


def skipped_line(words: Wording, skipped: Skipped) -> Line:
    """A step that was left out, and why."""
    why = words.text(f"skipped-{skipped.why.value.replace('_', '-')}", who=skipped.who)
    return words.say("skipped", number=str(skipped.number + 1), tell=tell_named(words, skipped.step.tell), why=why)


def handover_card(
    words: Wording,
    rotation: str,
    people: tuple[Member | None, Member | None],
    until: Moment | None,
    place: tuple[str, Sequence[tuple[str, str]]],
) -> Card:
    """For who comes and who goes, both notified; where nobody comes, that is said. `place` is the platform, and the
    user groups (platform, group) in which nobody follows."""
    (coming, leaving), (platform, kept) = people, place
    lines: list[Line] = []
    if coming is not None:
        at = {"at": until} if until else {}
        who = member_on(coming, platform, notify=True)
        lines.append(
            words.say("handover-comes-until" if until else "handover-comes", agent=who, rotation=rotation, **at)
        )
    else:
        lines.append(words.say("handover-nobody", rotation=rotation))
    if leaving is not None:
        lines.append(words.say("handover-goes", agent=member_on(leaving, platform, notify=True), rotation=rotation))
    lines += [words.say("handover-group-kept", group=group) for _, group in kept]
    return Card(words.language, tuple(Text(line) for line in lines))


def group_refused_card(words: Wording, rotation: str, group: str, reason: str) -> Card:
    """For the leads: the platform does not let us keep the user group in step."""
    line = words.say("group-refused", rotation=rotation, group=group, reason=reason)
    return Card(words.language, (Text(line), Text(words.say("group-refused-way"), subtle=True)))


def duty_line(words: Wording, rotation: str, names: Sequence[str], until: Moment | None) -> Line:
    """Who is on call in a rotation now and, from `until` on, next."""
    if len(names) > 1 and until is not None:
        return words.say("oncall-line-next", rotation=rotation, now=names[0], next=names[1], at=until)
    return words.say("oncall-line", rotation=rotation, now=names[0])


def oncall_card(words: Wording, lines: Sequence[Line]) -> Card:
    """All rotations, a line each, and how to take a duty."""
    way = Text(words.say("oncall-way"), subtle=True)
    return Card(words.language, (Bullets(tuple(lines)), way), words.text("oncall-title"))
