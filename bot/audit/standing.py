"""How a ticket stands, by what its history tells. Pure: lines in, facts out, to be held against the ticket's row.

What the history does not tell is None, and nothing is said against it: with what priority, category and team a ticket
was opened, who of the desk stands behind an id of a platform, and whatever stood in words that were erased.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from bot.audit.chain import Line
from bot.tickets.ticket import Status

SOMEBODY = "?"
"""An assignee of whom the history does not tell which one."""
_ARROW, _TO = " → ", "/"
"""As in `bot.promises.sla`: "normal → urgent", "desk → network/ivan"."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts of a ticket that its history tells. `assignee` is a handle, or empty; `merged_into` empty or a number
    with "#"; `requester` is "platform/workspace/id"."""

    status: str | None = None
    assignee: str | None = None
    priority: str | None = None
    category: str | None = None
    team: str | None = None
    merged_into: str | None = None
    requester: str | None = None


@dataclass(frozen=True, slots=True)
class _Life:
    """A ticket on its way through its history."""

    now: Standing = Standing()
    approval: bool = False
    """Whether it waits for one: then it stays on hold, whoever has it."""

    def given(self, assignee: str | None) -> "_Life":
        return replace(self, now=replace(self.now, assignee=assignee))

    def to(self, status: str | None) -> "_Life":
        return replace(self, now=replace(self.now, status=status))

    def worked_on(self, status: str | None) -> "_Life":
        return self if self.approval else self.to(status)

    def going_on(self) -> "_Life":
        """Worked on again by whoever has it, or to be claimed."""
        who = self.now.assignee
        return replace(self, approval=False).to(None if who is None else Status.OPEN if who else Status.NEW)


def told(lines: Sequence[Line]) -> Standing:
    """What the lines of one ticket tell, in their order; nothing where they do not begin with its opening."""
    if not lines or lines[0].action != "opened":
        return Standing()
    life = _Life()
    for line, following in zip(lines, (*lines[1:], None), strict=True):
        if line.action == "relayed":
            life = _heard(life, line, following)
        elif line.action in _CHANGES:
            life = _CHANGES[line.action](life, line)
    return life.now


def differences(row: Standing, history: Standing) -> Iterator[tuple[str, str, str]]:
    """Which facts are other than the history tells: the name, what the row says, and what the history does."""
    for field in fields(Standing):
        says, tells = getattr(row, field.name), getattr(history, field.name)
        if tells is not None and tells != says and not (tells == SOMEBODY and says):
            yield field.name, says, tells


def _opened(life: _Life, line: Line) -> _Life:
    requester = None if line.erased else line.actor
    return replace(life, now=Standing(Status.NEW, assignee="", merged_into="", requester=requester))


def _assigned(life: _Life, line: Line) -> _Life:
    given = life.given(line.detail or None)
    return given.to(Status.OPEN) if life.now.status == Status.NEW else given


def _transferred(life: _Life, line: Line) -> _Life:
    _, arrow, to = line.detail.partition(_ARROW)
    team, _, handle = to.partition(_TO)
    if not arrow:
        return replace(life, now=replace(life.now, team=None)).given(None).worked_on(None)
    moved = replace(life, now=replace(life.now, team=team)).given(handle)
    return moved.worked_on(Status.OPEN if handle else Status.NEW)


def _changed(name: str) -> Callable[[_Life, Line], _Life]:
    def change(life: _Life, line: Line) -> _Life:
        _, arrow, value = line.detail.partition(_ARROW)
        return replace(life, now=replace(life.now, **{name: value if arrow else None}))

    return change


def _heard(life: _Life, line: Line, following: Line | None) -> _Life:
    """The requester's side wrote, which ends the waiting for them; an agent who answers there does not."""
    answers = following is not None and (following.action, following.at) == ("replied", line.at)
    return life if answers or life.now.status != Status.PENDING else life.going_on()


def _resolved(life: _Life, _: Line) -> _Life:
    return life.given(SOMEBODY if life.now.assignee == "" else life.now.assignee).to(Status.RESOLVED)


def _merged(life: _Life, line: Line) -> _Life:
    ended = replace(life, approval=False).to(Status.CLOSED)
    return replace(ended, now=replace(ended.now, merged_into=line.detail or None))


def _claimed(life: _Life, _: Line) -> _Life:
    return life.given(SOMEBODY).worked_on(Status.OPEN)


def _waits_for_approval(life: _Life, _: Line) -> _Life:
    return replace(life, approval=True).to(Status.ON_HOLD)


def _ended(life: _Life, _: Line) -> _Life:
    return replace(life, approval=False).to(Status.CLOSED)


_CHANGES: Mapping[str, Callable[[_Life, Line], _Life]] = {
    "opened": _opened,
    "assigned": _assigned,
    "claimed": _claimed,
    "released": lambda life, _: life.given("").worked_on(Status.NEW),
    "transferred": _transferred,
    "unheld": lambda life, _: life.going_on(),
    "held": lambda life, _: life.to(Status.ON_HOLD),
    "pending": lambda life, _: life.to(Status.PENDING),
    "approval": _waits_for_approval,
    "approved": lambda life, _: life.going_on(),
    "refused": _ended,
    "withdrawn": _ended,
    "lapsed": _ended,
    "resolved": _resolved,
    "closed": _ended,
    "merged": _merged,
    "reopened": lambda life, _: life.going_on(),
    "priority": _changed("priority"),
    "category": _changed("category"),
}
