# What agents and leads read.

card-title = #{ $number } · { $summary }
card-number = #{ $number }
card-requester = Requester
card-status = Status
card-priority = Priority
card-assignee = Assignee
card-nobody = nobody yet
card-team = Team
card-promised = Answer promised by
card-late = { $by } – late
card-where = Asked in
card-where-link = open the thread
card-where-direct = direct message
card-tried = Tried already
card-tried-nothing = no article was given
card-passed-over = Shown, not chosen
card-before = Said before
card-closed-for = Why it was closed
card-resolution = What fixed it
button-claim = Claim
button-release = Release
button-reply = Reply
button-note = Note
button-resolve = Resolve
button-escalate = Escalate
button-acknowledge = Acknowledge

status-new = new
status-open = open
status-pending = pending
status-on_hold = on hold
status-resolved = resolved
status-closed = closed
priority-urgent = urgent
priority-high = high
priority-normal = normal
priority-low = low

form-cancel = Cancel
form-reply-title = Reply on #{ $number }
form-reply-label = Your answer
form-reply-hint = The requester reads this.
form-reply-submit = Send
form-note-title = Note on #{ $number }
form-note-label = Your note
form-note-hint = Only the team reads this.
form-note-submit = Keep
form-resolve-title = Resolve #{ $number }
form-resolve-label = What fixed it
form-resolve-hint = The requester reads this.
form-resolve-submit = Resolve
form-escalate-title = Escalate #{ $number }
form-escalate-label = Reason
form-escalate-hint = The leads read this.
form-escalate-submit = Escalate
form-new-title = New ticket
form-new-label = What do you need?
form-new-hint = One or two sentences.
form-new-submit = Create

thread-words = { $who } wrote:
thread-words-after = Ticket #{ $number } is resolved, and will not be closed by itself before this is answered: /ticket reopen { $number } · or /ticket close { $number } REASON
thread-further = { $who } asks for help with something else too, and has too many open tickets for another:
thread-reply = { $agent } replied to the requester:
thread-note = Note by { $agent }:
thread-released = Released by { $agent }.
thread-resolved = Resolved by { $agent }.
thread-reopened = Reopened: the requester says that it is not solved.
thread-reopened-by = Reopened by { $agent }.
thread-reopened-left = { $who }, who had it, is no longer in the team: nobody has it now.
thread-closed = The requester confirms that it works.
thread-escalated = Escalated: { $reason }
thread-acknowledged = { $agent } has seen the escalation.

ping-title = Ticket #{ $number } needs somebody
ping-unclaimed = Nobody has claimed this ticket for { $waited }.
ping-unanswered = The requester has waited { $waited } for an answer.
ping-unresolved = The ticket is not resolved, and the time promised for that is over.
ping-manual = { $agent } asks for help: { $reason }
ping-over-title = Escalation of ticket #{ $number }
ping-again = Nobody has acknowledged the earlier ping.
ping-waiting = Waiting
waited-days = { $days } d
ping-acknowledged = Acknowledged by { $agent } at { $at }.
warning-title = Ticket #{ $number } is due soon
warning-over-title = Ticket #{ $number } was due soon
warning-due = { $goal }: 75 % of the time is used up; due { $at }, { $left } left.
gathered-title = { $count ->
    [one] { $count } ticket needs
   *[other] { $count } tickets need
} somebody
gathered-over-title = Tickets that needed somebody
gathered-others = And also: { $numbers }
ping-over-claimed = Claimed by { $agent }.
ping-over-answered = { $agent } has answered.
ping-over-resolved = Resolved by { $agent }.
reason-unclaimed = nobody claimed it in time
reason-unanswered = nobody answered in time
reason-unresolved = it was not resolved in time
reason-none = no reason given

done-claim = You have ticket #{ $number } now.
done-release = Ticket #{ $number } is back in the queue of { $team }.
done-reply = Sent to the requester of ticket #{ $number }.
done-note = Noted on ticket #{ $number }; only the team sees it.
done-resolve = Ticket #{ $number } is resolved; the requester is asked whether it works.
done-reopen = Ticket #{ $number } is open again.
done-escalate = Help is called for ticket #{ $number }, step by step, until somebody acknowledges.
done-ack = Noted: you have seen the escalation of ticket #{ $number }.

refused-team = Only { $team } can do this with ticket #{ $number }, and you are not in that team. Ask one of its people to hand it over, or to call you to it: /ticket swarm { $number } { $handle }
refused-own = Ticket #{ $number } is your own request, and only { $team } can do this with it. What you write in its conversation reaches them.
refused-agents = This is for the desk's agents, and you are not in any of its teams. For help, just write to me what is wrong.
refused-claimed = { $agent } has ticket #{ $number } already.
refused-claimed-own = You have ticket #{ $number } already.
refused-inactive = Ticket #{ $number } is { $status } and cannot be changed. To work on it again: /ticket reopen { $number }
refused-active = Ticket #{ $number } is { $status }, so there is nothing to reopen.
refused-unassigned = Nobody has claimed ticket #{ $number }.
refused-missing = There is no ticket #{ $number }. See which there are: { $example }
refused-nobody-to-call = Nobody was called: the escalation policy reaches nobody but you for ticket #{ $number } now. Give it to somebody: /ticket assign { $number } WHO · to another team: /ticket transfer { $number } TEAM found: WHAT YOU FOUND
refused-own-escalation = You have called for help with ticket #{ $number } yourself: somebody else acknowledges it, and until then the next step follows. Give it to somebody: /ticket assign { $number } WHO · or, if it is solved: /ticket resolve { $number } HOW
refused-no-escalation = Ticket #{ $number } has no escalation that waits for an acknowledgement.
refused-none-waits = None of these tickets waits for an acknowledgement any more.
refused-form-empty = Nothing was sent: the text was empty. Press the button again and write something.

mistake-unknown = I do not know the command “{ $said }”. Did you mean { $usage }? For example: { $example }
mistake-strange = I do not know the command “{ $said }”. See which there are: { $example }
mistake-number = Which ticket? { $usage }, for example: { $example }
mistake-text = The words are missing: { $usage }, for example: { $example }

help-title = Commands of /ticket
help-text = Type them after /ticket, or mention me and write them without it.
help-text-team = Type them after /ticket, or mention me and write them without it. In a ticket's triage thread the number may be left out.
list-title = { $count ->
    [0] No open tickets
    [one] { $count } open ticket
   *[other] { $count } open tickets
}
mine-title = { $count ->
    [0] You have no tickets that are not closed
    [one] You have { $count } ticket
   *[other] You have { $count } tickets
}
list-item = { $summary } · { $status } · { $assignee } · { $waiting }
history-title = History
history-item = { $at } · { $who }: { $what }
history-firstline = Firstline
action-opened = opened
action-claimed = claimed
action-released = released
action-replied = replied
action-noted = noted
action-relayed = wrote
action-resolved = resolved
action-reopened = reopened
action-closed = closed
action-escalated = escalated
action-acknowledged = acknowledged the escalation
action-warned_claim = was warned: it is to be claimed soon
action-warned_first_response = was warned: the first response is due soon
action-warned_next_response = was warned: the next response is due soon
action-warned_resolution = was warned: the resolution is due soon
action-recalled = called for somebody again
action-pinged = passed the escalation on

command-new-usage = new WHAT IS WRONG
command-new-example = /ticket new my badge does not open the door
command-new-about = open a ticket
command-claim-usage = claim NUMBER
command-claim-example = /ticket claim 12
command-claim-about = take a ticket
command-release-usage = release NUMBER
command-release-example = /ticket release 12
command-release-about = put it back in the queue
command-reply-usage = reply NUMBER WORDS
command-reply-example = /ticket reply 12 Please restart the laptop once more
command-reply-about = answer the requester
command-note-usage = note NUMBER WORDS
command-note-example = /ticket note 12 Seen the same on two other laptops
command-note-about = write something only the team sees
command-escalate-usage = escalate NUMBER REASON
command-escalate-example = /ticket escalate 12 whole floor is offline
command-escalate-about = tell the leads
command-ack-usage = ack NUMBER
command-ack-example = /ticket ack 12
command-ack-about = say that you have seen an escalation
command-resolve-usage = resolve NUMBER WHAT FIXED IT
command-resolve-example = /ticket resolve 12 New certificate installed
command-resolve-about = mark it as solved
command-reopen-usage = reopen NUMBER
command-reopen-example = /ticket reopen 12
command-reopen-about = open it again
command-show-usage = show NUMBER
command-show-example = /ticket show 12
command-show-about = see a ticket and its history
command-sla-usage = sla NUMBER
command-sla-example = /ticket sla 12
command-sla-about = see what is promised, what counted and why
command-list-usage = list
command-list-example = /ticket list
command-list-about = see open tickets
command-mine-usage = mine
command-mine-example = /ticket mine
command-mine-about = see your tickets
command-help-usage = help
command-help-example = /ticket help
command-help-about = see this
