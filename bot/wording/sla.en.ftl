# How the promises for a ticket stand: for agents and leads in chat, for operators in a terminal.

sla-title = Promises for ticket #{ $number }
sla-none = Nothing is promised for ticket #{ $number }.
sla-goal-claim = Claim
sla-goal-first_response = First response
sla-goal-next_response = Next response
sla-goal-resolution = Resolution
sla-promise = Within { $within }, by policy “{ $policy }”{ $calendar ->
    [always] { "" }
   *[other] , in the hours of “{ $calendar }”
}.
sla-due = Due { $at }; { $left } left.
sla-overdue = Not kept: it was due { $at }.
sla-paused = Paused, with { $left } left.
sla-kept = Kept, with { $left } to spare.
sla-late = Not kept: it was due { $at } and came { $done }.
sla-total = Counted { $counted }, paused { $paused }.
sla-earlier = Before that: counted { $counted }, paused { $paused }.
sla-counted = { $from } – { $to }: counted, { $length }
sla-pause = { $from } – { $to }: paused, { $length } ({ $why })
sla-why-hours = outside hours
sla-why-holiday = holiday: { $name }
sla-why-day = closed that day
sla-why-pending = waits for the requester
sla-why-held = on hold
sla-why-resolved = was resolved
sla-why-not_promised = nothing was promised
sla-hours = { $hours } h
sla-minutes = { $minutes } min
sla-seconds = { $seconds } s
sla-no-ticket = There is no ticket #{ $number }.
sla-zone = Times are those of { $zone }.
sla-days-wrong = --days: one day at least.
sla-replayed = { $tickets ->
    [0] No tickets were opened
    [one] { $tickets } ticket was opened
   *[other] { $tickets } tickets were opened
} within { $days ->
    [one] one day
   *[other] { $days } days
}. Nothing is changed by this.
sla-outcome-kept = kept
sla-outcome-broken = not kept
sla-outcome-running = running
sla-outcome-none = not promised
sla-change = { $goal }: { $count } { $was } → { $other }: { $tickets }{ $more ->
    [0] { "" }
   *[other] { " " }and { $more } more
}
sla-no-change = The outcome of every promise would be the same.
cli-sla = promises: explain those for a ticket, simulate others
cli-sla-explain = how the promises for a ticket stand, with every stretch that counted or did not
cli-sla-number = the ticket's number
cli-sla-simulate = what would have come of the promises under another desk file; nothing is written
cli-sla-policy = the other desk.toml
cli-sla-days = tickets opened within so many days (90)
