# Where questions are heard, who gets a ticket, who is away.

channel-off = I do not answer in this channel. Write to me directly, and I look for a fix or bring a person.
refused-no-category = There is no category “{ $said }”. There are: { $known }.
refused-no-category-near = There is no category “{ $said }”. There are: { $known }. Did you mean: /ticket category { $number } { $nearest }

holder-away = (away)
holder-away-until = (away until { $at })
holder-gone = (no longer in the team)
departed-leads = { $count ->
    [one] One ticket
   *[other] { $count } tickets
} of { $who }, who is no longer in the team:
departed-leads-way = To give one to somebody: /ticket assign { $number } WHO · to put it back into the queue: /ticket release { $number }
action-departed = saw that who has it is in no team any more
action-returned = saw that who has it is in the team again
away-own-until = You are away until { $at }: tickets are given to others, and nobody calls you by name. If you are there earlier: /ticket back
away-own-open = You are away until you say /ticket back: tickets are given to others, and nobody calls you by name.
away-other-until = { $who } is away until { $at }: tickets are given to others, and nobody calls them by name.
away-other-open = { $who } is away until they say /ticket back: tickets are given to others, and nobody calls them by name.
away-held = { $count ->
    [one] One ticket stays assigned: { $numbers }. The leads have been told.
   *[other] { $count } tickets stay assigned: { $numbers }. The leads have been told.
}
away-leads-until = { $who } is away until { $at } and has { $count ->
    [one] a ticket
   *[other] { $count } tickets
}:
away-leads-open = { $who } is away and has { $count ->
    [one] a ticket
   *[other] { $count } tickets
}:
away-leads-way = To give one to somebody else: /ticket assign NUMBER WHO
back-own = Welcome back. You are given tickets again.
back-other = { $who } is there again: tickets are given to them, and they are called by name.
back-held = { $count ->
    [one] You have one ticket: { $numbers }.
   *[other] You have { $count } tickets: { $numbers }.
}
refused-away-when = I do not understand “{ $said }” as a time ahead of us, within a year. Examples: /ticket away until Monday · /ticket away until 2026-12-24 09:00 · /ticket away for 2 hours
refused-away-others = Only a lead of their team can say that of somebody else. For yourself: /ticket away until Monday
refused-back-others = Only a lead of their team can say that of somebody else. For yourself: /ticket back
refused-back-whom = I know nobody in your teams by “{ $said }”. For yourself: /ticket back · as a lead, for somebody else: /ticket back nadia
refused-not-away-other = { $who } is not away.
refused-not-away = You are not away.

command-away-usage = away UNTIL WHEN
command-away-example = /ticket away until Monday
command-away-about = be away: no tickets are given to you
command-back-usage = back [WHO]
command-back-example = /ticket back
command-back-about = be there again

thread-given = { $to }, this ticket is yours: your turn.
card-nobody-hours = nobody yet: nobody of the team works now
card-nobody-away = nobody yet: all who work now are away
card-nobody-skill = nobody yet: nobody who is there knows what it needs

sort-title = One question before I open a ticket
sort-text = What is it about? Then it reaches the right people at once:
sort-how = You can also write its number or name. “{ $unsure }”, or anything else you write, opens the ticket all the same.
button-unsure = I don't know
