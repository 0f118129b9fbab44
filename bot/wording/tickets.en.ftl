# What becomes of a ticket: asked, held, handed over, merged, closed; the commands for it.

card-held = Waits for
card-category = Category
card-tags = Tags
card-no-tags = none
card-links = Linked with
card-merged-into = Merged into
card-absorbed = Merged into it
card-moved = Handed to { $team } by { $agent }; its card is there now.
button-more = More
button-ask = Ask
button-hold = Hold
button-unhold = Go on
button-transfer = Transfer
button-priority = Priority
button-close = Close
more-title = More for ticket #{ $number }

form-ask-title = Ask on #{ $number }
form-ask-label = Your question
form-ask-hint = The requester reads this; the ticket waits for the answer.
form-ask-submit = Ask
form-hold-title = Hold #{ $number }
form-hold-label = What it waits for
form-hold-hint = Only the team reads this.
form-hold-submit = Hold
form-transfer-title = Transfer #{ $number }
form-transfer-to-label = To which team or person
form-transfer-to-hint = A team's name, or a colleague's handle.
form-transfer-tried-label = What was tried
form-transfer-tried-hint = Only agents read this.
form-transfer-found-label = What was found
form-transfer-found-hint = Only agents read this.
form-transfer-next-label = What should come next
form-transfer-next-hint = Fill in at least one of the three.
form-transfer-submit = Transfer
form-priority-title = Priority of #{ $number }
form-priority-label = How soon it matters
form-priority-submit = Set
form-close-title = Close #{ $number }
form-close-label = Why
form-close-hint = The requester reads this.
form-close-submit = Close

handover-tried = Tried
handover-found = Found
handover-next = Next

thread-asked = { $agent } asked the requester:
thread-held = Put on hold by { $agent }: { $reason }
thread-unheld = { $agent } goes on with it.
thread-assigned = { $agent } assigned it to { $to }.
thread-priority = { $agent } set the priority: { $value }
thread-category = { $agent } set the category: { $value }
thread-transferred = Handed to { $to } by { $agent }.
thread-moved = Handed to { $team } by { $agent }.
thread-merged = Merged into ticket #{ $other } by { $agent }; what is written in the request thread goes there now.
absorbed-rest =
    { $count ->
        [one] One more message is in the thread of #{ $number }’s card.
       *[other] { $count } more messages are in the thread of #{ $number }’s card.
    }
absorbed-earlier = What was said before that is in the thread of #{ $number }’s card.
moved-rest =
    { $count ->
        [one] One more message is in the thread of the card that #{ $number } had before.
       *[other] { $count } more messages are in the thread of the card that #{ $number } had before.
    }
moved-earlier = What was said before that is in the thread of the card that #{ $number } had before.
thread-said-so-far = What was said while { $team } had it; the requester does not see this.
thread-absorbed = Ticket #{ $number } of { $who } was merged into this one; replies reach both requesters.
thread-followed = The requester has written again in the thread of this ticket, which has ended: ticket #{ $other } goes on with it.
thread-split = { $agent } opened ticket #{ $other } for another matter.
thread-closed-by = Closed by { $agent }: { $reason }
thread-closed-silent = Closed: it was resolved, and no words of the requester wait for an answer.

ping-over-held = Put on hold by { $agent }.
ping-over-transferred = Handed over by { $agent }.
ping-over-merged = Merged into another ticket by { $agent }.
ping-over-closed = Closed by { $agent }.
reason-bounced = handed from team to team { $times } times; please decide whose it is

ticket-asked-title = { $agent } asks about ticket #{ $number }
ticket-asked = Write your answer here; the work goes on as soon as it comes.
ticket-held = Ticket #{ $number } is on hold: { $team } waits for something that is needed for it. I tell you when the work goes on.
ticket-unheld = { $agent } works on ticket #{ $number } again.
ticket-transferred = { $team } has ticket #{ $number } now, with everything that is known about it.
ticket-merged = Ticket #{ $number } is about the same as ticket #{ $other }, so both are one now. You will hear about it here, and what you write here still reaches the people who look after it.
ticket-merged-own = Ticket #{ $number } is part of your ticket #{ $other } now, and you hear about it there. What you write here still reaches the people who look after it.
ticket-absorbed = Somebody else reported the same as your ticket #{ $number }; both are looked after together. You need not do anything.
ticket-closed-by = { $agent } closed ticket #{ $number }: “{ $reason }”. If you still need help with it, say so here.
ticket-closed-silent = I closed ticket #{ $number }, as it was resolved and nothing more was said that waits for an answer. If it is not solved, say so here.

done-assign = Ticket #{ $number } is with { $agent } now.
done-transfer = Ticket #{ $number } is handed over to { $team }.
done-ask = Asked; ticket #{ $number } waits for the requester.
done-macro = Sent to the requester of ticket #{ $number }.
done-priority = The priority of ticket #{ $number } is { $priority } now.
done-category = The category of ticket #{ $number } is “{ $category }” now.
done-tag = The tags of ticket #{ $number } are now: { $tags }
done-untag = The tags of ticket #{ $number } are now: { $tags }
done-hold = Ticket #{ $number } is on hold. To go on: /ticket unhold { $number }
done-unhold = Ticket #{ $number } is worked on again.
done-close = Ticket #{ $number } is closed; the requester was told why.
done-merge = Ticket #{ $number } is part of ticket #{ $other } now.
done-split = Another ticket is open for the same requester, linked with ticket #{ $number }.
done-link = Tickets #{ $number } and #{ $other } name each other now.
done-unlink = Tickets #{ $number } and #{ $other } name each other no longer.

refused-closed = Ticket #{ $number } is closed already. To open it again: /ticket reopen { $number }
refused-already = Ticket #{ $number } is like that already, so nothing was changed.
refused-too-late = Ticket #{ $number } was closed too long ago to be opened again. Open a new one that is linked with it: /ticket split { $number } WHAT IS WRONG
refused-merged = Ticket #{ $number } was merged into ticket #{ $survivor }. Go on there: /ticket show { $survivor }
refused-no-tag = Ticket #{ $number } does not have all of these tags. It has: { $tags }
refused-tags = Ticket #{ $number } has as many tags as one may have. Take some off: /ticket untag { $number } TAG
refused-tag-words = A tag is a word of at most { $most } characters, such as: /ticket tag { $number } vpn
refused-not-waiting = Ticket #{ $number } is { $status }; it does not wait for anything.
refused-itself = Ticket #{ $number } cannot be joined with itself. Name another one.
refused-other-inactive = Ticket #{ $other } is resolved or closed, so nothing can be merged into it. Open it again first: /ticket reopen { $other }
refused-other-merged = Ticket #{ $other } was itself merged into ticket #{ $survivor }. Merge into that one: /ticket merge { $number } { $survivor }
refused-linked = Tickets #{ $number } and #{ $other } are linked already.
refused-unlinked = Tickets #{ $number } and #{ $other } are not linked.
refused-member-elsewhere = { $who } is not in { $team }, but in: { $teams }. To hand the ticket over to them: /ticket transfer { $number } { $handle } found: WHAT YOU FOUND
refused-no-member = Nobody in { $team } is called “{ $said }”. There are: { $known }. For example: /ticket assign { $number } me
refused-no-member-near = Nobody in { $team } is called “{ $said }”. Did you mean: /ticket assign { $number } { $nearest }
refused-no-receiver = There is no team and nobody called “{ $said }”. Teams: { $known }. Or name a person: /ticket transfer { $number } WHO tried: … found: … next: …
refused-no-receiver-near = There is no team and nobody called “{ $said }”. Did you mean: /ticket transfer { $number } { $nearest } tried: … found: … next: …
refused-no-handover = Say what was tried, what was found or what comes next, so that nobody asks twice: /ticket transfer { $number } TEAM tried: … found: … next: …
refused-no-macro = There is no macro “{ $said }”. See which there are: /ticket macro
refused-no-macro-near = There is no macro “{ $said }”. Did you mean: /ticket macro { $number } { $nearest }
refused-no-article = The macro “{ $said }” names an article, and none was given for ticket #{ $number }. Write a reply instead: /ticket reply { $number } WORDS
stale-card = This card is out of date: ticket #{ $number } is { $status } now. See it: /ticket show { $number }

mistake-other = Which other ticket? { $usage }, for example: { $example }
mistake-value = “{ $said }” is none of these: { $choices }. For example: { $example }
mistake-long = That is too long: at most { $most } characters can be taken. Nothing was done; { $usage }.

search-title = { $count ->
    [0] No ticket has these words. Searched were the newest of your teams and your own; try fewer words.
    [one] { $count } ticket found
   *[other] { $count } tickets found
}
macros-title = Macros
macros-text = Send one with /ticket macro NUMBER NAME.
macros-none = There are no macros yet. They are written in desk.toml, as [[macro]] with a name and a text.

action-pending = asked the requester
action-held = put on hold
action-unheld = went on with it
action-assigned = assigned
action-priority = priority
action-category = category
action-tagged = tagged
action-untagged = tags taken off
action-transferred = handed over
action-merged = merged into another ticket
action-absorbed = another ticket merged into it
action-split = another ticket opened for something else
action-linked = linked
action-unlinked = link taken away

command-assign-usage = assign NUMBER WHO
command-assign-example = /ticket assign 12 nadia
command-assign-about = give it to a colleague
command-transfer-usage = transfer NUMBER TEAM tried: … found: … next: …
command-transfer-example = /ticket transfer 12 network tried: a new cable; found: the port is dead; next: another switch
command-transfer-about = hand it to another team or person
command-ask-usage = ask NUMBER QUESTION
command-ask-example = /ticket ask 12 Which office are you in?
command-ask-about = ask the requester and wait for the answer
command-macro-usage = macro NUMBER NAME
command-macro-example = /ticket macro 12 restart
command-macro-about = send a prepared reply; without a name, see which there are
command-priority-usage = priority NUMBER urgent, high, normal or low
command-priority-example = /ticket priority 12 high
command-priority-about = say how soon it matters
command-category-usage = category NUMBER CATEGORY
command-category-example = /ticket category 12 network
command-category-about = say what it is about
command-tag-usage = tag NUMBER TAGS
command-tag-example = /ticket tag 12 office-lisbon
command-tag-about = mark it with words of your own
command-untag-usage = untag NUMBER TAGS
command-untag-example = /ticket untag 12 office-lisbon
command-untag-about = take tags off
command-hold-usage = hold NUMBER WHAT IT WAITS FOR
command-hold-example = /ticket hold 12 waiting for the new laptop
command-hold-about = let it wait for something
command-unhold-usage = unhold NUMBER
command-unhold-example = /ticket unhold 12
command-unhold-about = go on with it
command-close-usage = close NUMBER WHY
command-close-example = /ticket close 12 the same as last week, nothing to do
command-close-about = close it without asking the requester
command-merge-usage = merge NUMBER INTO
command-merge-example = /ticket merge 14 12
command-merge-about = make it part of another ticket about the same
command-split-usage = split NUMBER WHAT ELSE IS WRONG
command-split-example = /ticket split 12 the printer does not print either
command-split-about = open another ticket for something else
command-link-usage = link NUMBER OTHER
command-link-example = /ticket link 12 14
command-link-about = let two tickets name each other
command-unlink-usage = unlink NUMBER OTHER
command-unlink-example = /ticket unlink 12 14
command-unlink-about = take the link away
command-search-usage = search WORDS
command-search-example = /ticket search projector
command-search-about = find tickets by their words

rating-question = How did it go with ticket #{ $number }? One press is enough.
rating-5 = Very well
rating-4 = Well
rating-3 = So-so
rating-2 = Badly
rating-1 = Very badly
rating-thanks = Thank you: { $rating }. If you like, say more; the people in charge read it.
rating-remarked = Thank you, the people in charge have it.
rating-told = { $who } on ticket #{ $number }, asked how it went: { $rating }
button-remark = Say more
form-remark-title = About ticket #{ $number }
form-remark-label = What was good, what was not
form-remark-hint = The people in charge of the help desk read this.
form-remark-submit = Send
action-rated = said how it went
action-remarked = said more about how it went
