"""`firstline escalation simulate`: who would be told, when, and why a step would be left out. Nothing is written."""

from datetime import UTC, datetime

from bot.cards import plain
from bot.clock import clock_of
from bot.desk.desk import Desk
from bot.desk.file import read_desk
from bot.desk.promises import Goal
from bot.desk.rotation import Attendance
from bot.errors import FirstlineError, Misconfigured
from bot.messages import Person, Thread
from bot.operations.sla_told import opened
from bot.operations.speech import Arguments, say, tame
from bot.promises.attendance import there
from bot.promises.ladder import Reached, Skipped, over, rehearse
from bot.settings import Settings
from bot.tickets.ticket import ACTIVE, Priority, Ticket
from bot.wording.catalogue import Wording
from bot.wording.history import tell_named
from bot.wording.oncall import skipped_line


async def simulate(settings: Settings, arguments: Arguments, words: Wording) -> int:
    """Say what an escalation of the ticket, or of one as described, would do if it were raised then."""
    desk = read_desk(settings.desk)
    if arguments.raised_by and desk.member_named(arguments.raised_by) is None:
        raise Misconfigured(words.text("simulated-no-member", handle=arguments.raised_by))
    now = clock_of(settings)()
    at = _moment(arguments.at, desk, words) or now
    ticket, attendance = _described(desk, arguments, words, now), Attendance()
    try:
        async with opened(settings, desk, words) as ledger, ledger.work() as work:
            attendance = there(desk, await work.covers(at), await work.absences())
            ticket = ticket or await work.ticket(arguments.number)
    except FirstlineError as error:
        if ticket is None:
            raise
        say(words, "simulated-untold", reason=str(error))
    if ticket is None:
        say(words, "sla-no-ticket", number=str(arguments.number))
        return 1
    _say_all(words, desk, ticket, (at, attendance), arguments)
    return 0


def _moment(text: str, desk: Desk, words: Wording) -> datetime | None:
    """In the desk's time zone, where none is given. Raises Misconfigured."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Misconfigured(words.text("simulated-at-wrong", at=text)) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=desk.zone)).astimezone(UTC)


def _described(desk: Desk, arguments: Arguments, words: Wording, now: datetime) -> Ticket | None:
    """A ticket nobody has asked for, opened now. Raises Misconfigured for a team that is not there."""
    if arguments.number is not None:
        return None
    team = arguments.team or desk.team_for(arguments.category).id
    if team not in {each.id for each in desk.teams}:
        known = ", ".join(each.id for each in desk.teams)
        raise Misconfigured(words.text("simulated-no-team", team=team, known=known))
    platform, channel = desk.team(team).triage[0]
    requester = Person(platform, "", "somebody")
    return Ticket(
        number=0,
        requester=requester,
        request=Thread(platform, dict(desk.workspaces).get(platform, ""), channel),
        team=team,
        question="",
        opened_at=now,
        priority=Priority(arguments.priority),
        category=arguments.category,
        assignee=arguments.assignee,
    )


def _say_all(
    words: Wording, desk: Desk, ticket: Ticket, moment: tuple[datetime, Attendance], arguments: Arguments
) -> None:
    at, attendance = moment
    by_hand, raised_by = arguments.by_hand or bool(arguments.raised_by), arguments.raised_by
    team = desk.team(ticket.team)
    say(words, "simulated-title", policy=team.escalation.name, team=team.name, at=_time(words, desk, at))
    say(words, "sla-zone", zone=desk.zone.key)
    if ticket.number and ticket.status not in ACTIVE:
        say(words, "simulated-inactive", number=str(ticket.number), status=words.text(f"status-{ticket.status.value}"))
    last = at
    for then, each in rehearse(desk, ticket, at, attendance, by_hand=by_hand, raised_by=raised_by):
        _say_step(words, desk, then, each)
        last = over(desk, ticket, then, each.step.wait, by_hand=by_hand) if isinstance(each, Reached) else then
    promise = desk.promise(Goal.CLAIM, ticket)
    within = team.escalation.claim_within if promise is None else promise.within
    say(words, "simulated-end", at=_time(words, desk, last), within=words.lasting(within))


def _say_step(words: Wording, desk: Desk, at: datetime, step: Reached | Skipped) -> None:
    if isinstance(step, Skipped):
        print(tame(f"{_time(words, desk, at)}  {plain(skipped_line(words, step))}"))
        return
    say(
        words,
        "simulated-step",
        at=_time(words, desk, at),
        number=str(step.number + 1),
        tell=tell_named(words, step.step.tell),
        people=", ".join(member.name for member in step.people) or words.text("simulated-nobody"),
        channel=step.thread.channel,
        platform=step.thread.platform,
        wait=words.lasting(step.step.wait),
    )


def _time(words: Wording, desk: Desk, at: datetime) -> str:
    local = at.astimezone(desk.zone)
    return f"{local:%Y-%m-%d %H:%M}"
