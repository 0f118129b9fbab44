# What has to be approved before it is worked on.

card-approval = Approval
button-approve = Approve
button-refuse = Refuse
button-withdraw = Withdraw
form-refuse-title = Refuse #{ $number }
form-refuse-label = Why not
form-refuse-hint = The requester reads this.
form-refuse-submit = Refuse

approval-title = Please decide: { $what } (#{ $number })
approval-reminder-title = Reminder, please decide: { $what } (#{ $number })
approval-ask = { $who } asks for this, and you decide about it: { $what }
approval-until = Decide by
approval-held = approval by { $who }
approval-nobody = nobody who could be asked
approval-first = First it has to be approved by { $who }; I tell you what they decide.
approval-stands-waiting = waits for { $who }{ $reason }
approval-stands-approved = approved by { $who }{ $reason }
approval-stands-refused = refused by { $who }: { $reason }
approval-stands-withdrawn = withdrawn{ $reason }
approval-stands-expired = nobody decided in time
approval-stands-follows = not approved: goes on with a ticket that was

approval-approved = { $who } approved ticket #{ $number }. { $team } works on it now.
approval-approved-thread = Approved by { $who }: it can be worked on.
approval-refused = { $who } refused ticket #{ $number }: “{ $reason }”. If there is something to add, say so here.
approval-refused-thread = Refused by { $who }: { $reason }
approval-withdrawn = Ticket #{ $number } is withdrawn. Nobody has to decide about it any more.
approval-withdrawn-thread = Withdrawn by the requester.
approval-moved = { $late } has not decided about ticket #{ $number } in time, so { $who } is asked now.
approval-moved-thread = { $late } has not decided in time; { $who } is asked now.
approval-late = Nobody has decided yet about ticket #{ $number } of { $who }: { $what }. They were asked for the last time: if nobody decides by { $until }, it ends without a decision. To decide: /ticket approve { $number } or /ticket refuse { $number } WHY
approval-last-call = Nobody has decided yet about ticket #{ $number }. { $approvers } has been asked for the last time; if nobody decides by { $until }, it ends without a decision, and you can ask for it once more.
approval-last-call-thread = Nobody has decided yet. { $approvers } has been asked for the last time; if nobody decides by { $until }, this ends without a decision.
approval-expired = Nobody decided about ticket #{ $number } in time, so it is closed without a decision. To ask for it once more, send the form anew: /ticket catalogue. For help with anything else: /ticket new WHAT IS WRONG
approval-expired-thread = Nobody decided in time: closed without a decision. The requester has been told that they can ask for it once more.
approval-denied = Ticket #{ $number } stays closed: { $decided }. To ask for it once more, send the form anew: /ticket catalogue. For help with anything else: /ticket new WHAT IS WRONG
approval-denied-read = { $team } can read what you wrote, but ticket #{ $number } stays closed: { $decided }. To ask for it once more, send the form anew: /ticket catalogue. For help with anything else: /ticket new WHAT IS WRONG
approval-follows-title = Follow-up: { $what }
approval-follows = Ticket #{ $number } is for help with what you were given in ticket #{ $other }. To ask for the same again, or for more, send the form anew: /ticket catalogue
approval-follows-thread = This goes on with ticket #{ $other }, and nothing of it is approved: what was approved was ticket #{ $other } alone. For the same again, or for more, the requester has been told to send the form anew.

done-approve = Ticket #{ $number } is approved; the requester and the team have been told.
done-refuse = Ticket #{ $number } is refused; the requester has been told why.
done-withdraw = Ticket #{ $number } is withdrawn.

refused-awaits-approval = Ticket #{ $number } waits for approval by { $approvers }. Until then you can write to the requester: /ticket reply { $number } WORDS
refused-nothing-to-approve = Nothing about ticket #{ $number } has to be approved.
refused-decided = Too late for ticket #{ $number }: { $decided }. See it: /ticket show { $number }
refused-not-approved = Ticket #{ $number } cannot be opened again: { $decided }. Whoever asked for it can send the form anew: /ticket catalogue
refused-no-reason = A refusal says why: /ticket refuse { $number } WHY
refused-own-request = You cannot decide about your own request. { $approvers } decides about ticket #{ $number }.
refused-not-approver = You do not decide about ticket #{ $number }. { $approvers } does.
refused-not-own = Only whoever asked for ticket #{ $number } can withdraw it.

action-approval = asked for approval
action-approved = approved
action-refused = refused
action-withdrawn = withdrawn
action-lapsed = closed, as nobody decided in time
sla-why-approval = waits for approval

command-approve-usage = approve NUMBER
command-approve-example = /ticket approve 12
command-approve-about = approve what you were asked to decide about
command-refuse-usage = refuse NUMBER WHY
command-refuse-example = /ticket refuse 12 the old one is only a year old
command-refuse-about = refuse it, and say why
command-withdraw-usage = withdraw NUMBER
command-withdraw-example = /ticket withdraw 12
command-withdraw-about = take back what you asked for, while nobody has approved it
