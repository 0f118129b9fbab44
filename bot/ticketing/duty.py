"""`/ticket oncall`: who is on call now and next, and members who take or give a duty for a time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cards import Moment
from bot.desk import roster
from bot.desk.people import Member, Role
from bot.desk.rotation import Attendance, Cover, Rotation
from bot.desk.until import read_until
from bot.exchange import Exchange
from bot.messages import Message
from bot.ports import AuditEntry
from bot.promises.attendance import attendance
from bot.promises.shifts import AHEAD
from bot.wording.catalogue import Value
from bot.wording.oncall import duty_line, oncall_card
from bot.wording.people import member_on

_TAKE = ("take", "cover", "взять", "беру", "подменить", "подменю")
_GIVE = ("give", "отдать", "передать")
_DROP = ("drop", "cancel", "отменить", "снять")
_SPAN = re.compile(r"^(?:(?:from|с|со)\s+(?P<start>.+?)\s+)?(?P<end>(?:until|till|for|до|по|на)\b.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Order:
    """Who is to be on call in which rotation, in the words for when."""

    rotation: Rotation
    member: Member
    when: str


async def obey(x: Exchange, message: Message, member: Member, said: str) -> None:
    """Show it, or change it for a time."""
    verb, _, rest = said.strip().partition(" ")
    if not x.desk.rotations:
        await x.refuse(message, "refused-no-rotations")
    elif not verb:
        await _show(x, message)
    elif verb.casefold() in _DROP:
        await _drop(x, message, member)
    elif verb.casefold() in (*_TAKE, *_GIVE):
        await _cover(x, message, member, _order(x, member, rest.strip(), gives=verb.casefold() in _GIVE))
    else:
        await x.refuse(message, "refused-oncall", said=verb)


async def _show(x: Exchange, message: Message) -> None:
    words, there = x.words_for(message.sender), await attendance(x)
    lines = [
        duty_line(words, rotation.name, _members(x, message, rotation, there), _until(x, message, rotation, there))
        for rotation in x.desk.rotations
    ]
    await x.whisper(message, oncall_card(words, lines))


def _members(x: Exchange, message: Message, rotation: Rotation, there: Attendance) -> Sequence[str]:
    """Names of who is on call now and next, where there is a next one."""
    change = rotation.next_change(x.now, there, AHEAD)
    handles = [rotation.on_call(x.now, there).member, *([change.on_call.member] if change else [])]
    nobody = x.words_for(message.sender).text("oncall-nobody")
    found = [x.desk.member_named(handle) for handle in handles]
    return [each.name if each else nobody for each in found]


def _until(x: Exchange, message: Message, rotation: Rotation, there: Attendance) -> Moment | None:
    change = rotation.next_change(x.now, there, AHEAD)
    return x.words_for(message.sender).time(change.start, x.here) if change else None


def _order(x: Exchange, speaker: Member, said: str, *, gives: bool) -> _Order:
    """Rotation and member where they are named, before the words for when. Without a rotation it is the first of the
    speaker's teams."""
    own = [each for each in x.desk.rotations if x.desk.team(each.team) in x.desk.teams_of(speaker)]
    rotation, member, when = (own or list(x.desk.rotations))[0], speaker, said
    for _ in range(2):
        first, _, rest = when.partition(" ")
        if (named := x.desk.rotation(first.casefold())) is not None:
            rotation, when = named, rest.strip()
        elif gives and (whom := roster.member_in(x.desk.teams, first, speaker)) is not None:
            member, when = whom, rest.strip()
    return _Order(rotation, member, when)


async def _cover(x: Exchange, message: Message, speaker: Member, order: _Order) -> None:
    rotation = order.rotation
    span = _span(x, order)
    if span is None:
        await x.refuse(message, "refused-oncall-when", said=order.when)
    elif not _may(x, speaker, order, (await attendance(x))):
        await x.refuse(message, "refused-oncall-others", rotation=rotation.name)
    else:
        start, end = span
        cover = Cover(f"{x.cause}-cover", rotation.id, order.member.handle, start, end, speaker.handle, x.now)
        await x.work.save_cover(cover)
        await _note(x, message, "covered", f"{rotation.id}: {order.member.handle} {start:%F %R} – {end:%F %R} UTC")
        words, who = x.words_for(message.sender), member_on(order.member, message.sender.platform)
        times: dict[str, Value] = {"from": words.time(start, x.here), "until": words.time(end, x.here)}
        await x.refuse(message, "oncall-covered", agent=who, rotation=rotation.name, **times)


def _span(x: Exchange, order: _Order) -> tuple[datetime, datetime] | None:
    found = _SPAN.match(" ".join(order.when.split()))
    here = x.now.astimezone(order.member.zone or x.desk.zone)
    if found is None:
        return None
    start = read_until(found["start"], here) if found["start"] else x.now
    end = read_until(found["end"], here)
    return (start, end) if start is not None and end is not None and start < end else None


def _may(x: Exchange, speaker: Member, order: _Order, there: Attendance) -> bool:
    """Members of the team and of the rotation take a duty; who leads the team, or is on call, gives it to others."""
    rotation, team = order.rotation, x.desk.team(order.rotation.team)
    of_rota = any(speaker.handle in layer.members for layer in rotation.layers)
    if order.member.handle == speaker.handle:
        return of_rota or team in x.desk.teams_of(speaker)
    leads = any(each.handle == speaker.handle and each.role is Role.LEAD for each in team.members)
    return leads or rotation.on_call(x.now, there).member == speaker.handle


async def _drop(x: Exchange, message: Message, speaker: Member) -> None:
    """All covers that the speaker has or has set are called off."""
    covers = [each for each in await x.work.covers(x.now) if speaker.handle in (each.member, each.set_by)]
    running = [each for each in covers if not each.ended]
    for cover in running:
        await x.work.save_cover(replace(cover, ended=True))
        await _note(x, message, "uncovered", f"{cover.rotation}: {cover.member}")
    await x.refuse(message, "oncall-dropped" if running else "refused-oncall-none", count=len(running))


async def _note(x: Exchange, message: Message, action: str, detail: str) -> None:
    """In the desk's history; it belongs to no ticket."""
    sender = message.sender
    identity = f"{sender.platform}/{sender.workspace}/{sender.id}"
    await x.work.record(AuditEntry(x.now, identity, action, None, detail, x.name(sender)))
