# Who is on call, who is called and why not: for agents and leads in chat, for operators in a terminal.

skipped = Step { $number } ({ $tell }) was left out: { $why }.
tell-assignee = assignee
tell-oncall = on call
tell-member = member
tell-group = group
tell-team = team
tell-next-tier = next tier
tell-leads = leads
skipped-unassigned = nobody has the ticket
skipped-away = { $who } is away
skipped-gone = { $who } is in no team any more
skipped-raised = { $who } raised it
skipped-no-rotation = “{ $who }” has no on-call rotation
skipped-nobody-on-call = nobody is on call in “{ $who }”
skipped-no-tier = “{ $who }” has no next tier
skipped-no-channel = “{ $who }” has no channel for it
ping-failed = The call before this one was not delivered.
unreached-paused = the platform takes no more messages there for a while
thread-unreached = A call for help was not delivered ({ $reason }); the next step is called.
thread-expired = { $agent } had seen the escalation, and nothing followed: it begins again.
action-reached = was delivered
action-unreached = could not be delivered
action-expired = began again, as nothing followed the acknowledgement

cli-escalation = escalations: simulate whom they would call
cli-escalation-simulate = who would be told, when, and why a step would be left out; nothing is written
cli-escalation-number = the ticket's number; without it, a ticket as described by the options
cli-escalation-team = the team that would have the ticket
cli-escalation-category = its category, which also decides the team
cli-escalation-priority = its priority
cli-escalation-assignee = the handle of who would have it
cli-escalation-at = when the escalation would be raised, such as 2026-12-24T18:30; now where it is left out
cli-escalation-by-hand = as if somebody asked for help by hand: waits count at any hour
cli-escalation-raised-by = the handle of who would ask for help by hand, and so is not called
simulated-title = Escalation by policy “{ $policy }” of { $team }, raised { $at }
simulated-step = { $at }  Step { $number } ({ $tell }): { $people } in { $platform } { $channel }, then waits { $wait }
simulated-nobody = everybody
simulated-end = { $at }  No step is left. If it is still not claimed, it begins again { $within } of work later.
simulated-inactive = Ticket #{ $number } is { $status }: nobody would be called unless it were opened again.
simulated-untold = Who covers for whom is not known: { $reason }
simulated-at-wrong = --at: “{ $at }” is no time; an example is 2026-12-24T18:30
simulated-no-team = --team: there is no team “{ $team }”; there is: { $known }
simulated-no-member = --raised-by: nobody of a team has the handle “{ $handle }”

handover-comes = { $agent }, you are on call for “{ $rotation }” now.
handover-comes-until = { $agent }, you are on call for “{ $rotation }” now, until { $at }.
handover-nobody = Nobody is on call for “{ $rotation }” now. To take it: /ticket oncall take until 18:00
handover-goes = { $agent }, your on-call duty for “{ $rotation }” is over.
handover-group-kept = The user group { $group } stays as it was: it cannot be empty.
group-refused = The user group { $group } does not follow the rotation “{ $rotation }”: { $reason }.
group-refused-way = Whoever runs me finds out what to do with: firstline doctor
oncall-title = On call
oncall-nobody = nobody
oncall-line = { $rotation }: { $now }
oncall-line-next = { $rotation }: { $now }; from { $at }: { $next }
oncall-way = To take the duty: /ticket oncall take until 18:00 · to give it: /ticket oncall give nadia until Monday · to call it off: /ticket oncall drop
oncall-covered = { $agent } is on call for “{ $rotation }” from { $from } until { $until }. To call it off: /ticket oncall drop
oncall-dropped = { $count ->
    [one] The cover is called off
   *[other] { $count } covers are called off
}; the rotation counts again.
refused-no-rotations = This desk has no on-call rotations.
refused-oncall = I do not understand “{ $said }” here. Examples: /ticket oncall · /ticket oncall take until 18:00 · /ticket oncall give nadia until Monday
refused-oncall-when = I do not understand from when until when: “{ $said }”. Examples: /ticket oncall take until 18:00 · /ticket oncall take from Friday 18:00 until Monday 09:00
refused-oncall-others = Only who leads the team or is on call can give the duty of “{ $rotation }” to others, and only its people can take it.
refused-oncall-none = There is no cover of yours to call off.
command-oncall-usage = oncall [take UNTIL WHEN]
command-oncall-example = /ticket oncall take until 18:00
command-oncall-about = see who is on call, or take it for a time
action-covered = took on-call duty
action-uncovered = gave on-call duty back
check-gap = On-call rotation “{ $rotation }”: nobody from { $from } until { $until }
check-gaps-more = On-call rotation “{ $rotation }”: { $count ->
    [one] one more gap
   *[other] { $count } more gaps
} within four weeks
check-never = rotation “{ $rotation }”: nobody is on call within four weeks; give its layers an earlier “since”, other hours or more people
