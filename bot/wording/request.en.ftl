# What the employee reads.

answer-again = The next best match for that:
answer-source = From the knowledge base: { $source }, updated { $date }
answer-source-overdue = From the knowledge base: { $source }, updated { $date }. It is past its review date, so check before you rely on it.
answer-source-stale = From the knowledge base: { $source }, updated { $date }. Its owner says that it may be out of date, so check before you rely on it.
answer-other-language = { $language ->
    [en] This fix exists in English only.
    [ru] This fix exists in Russian only.
   *[other] This fix exists only in another language.
}
answer-parts = More steps for { $parts } in the full article.
answer-alternatives = It might also be:
button-solved = Solved
button-still = Still need help
button-person = Open a ticket
button-works = It works
button-not-yet = Not yet

admit-title = I do not know a fix for this
admit-text = Nothing in the knowledge base clearly fits, so I will not guess. A person can look at it: press { $person }, or tell me more.
admit-nearest = The nearest articles, in case one is what you mean:

choose-title = { $count ->
    [one] Is it this?
   *[other] Which of these is it?
}
choose-text = { $count ->
    [one] It comes near, but I am not sure:
   *[other] I would rather ask than guess:
}
choose-else = { $count ->
    [one] You can also write “yes” or tell me more. “{ $none }” brings a person.
   *[other] You can also write its number or tell me more. “{ $none }” brings a person.
}
choose-how = { $count ->
    [one] If that is it, press its title or write “yes”. If not, press “{ $none }”, and a person takes over.
   *[other] Press one of the titles or write its number. If it is something else, press “{ $none }”, and a person takes over.
}
choose-gone = “{ $title }” has just been taken out of the knowledge base.
button-none = { $count ->
    [one] No, something else
   *[other] None of these
}

confirmed = Glad that it works. If it comes back, write here again.
welcome-thanks = You are welcome. If it works, press { $solved }; if not, press { $still }.
greeting-title = Hello, I am the first line of { $desk }
greeting-text = Tell me in a sentence what is wrong, such as “my vpn won't connect since this morning”. I look for a fix that is known to work; if I have none, a person takes over.
greeting-human = Write “I need a human” at any point and I open a ticket.

stale-press = That was for an earlier answer. Please use the buttons of the latest one.
stale-solved = This is already marked as solved. Write here if it comes back.
stale-ticket = { $number ->
    [0] A person has this already.
   *[other] A person has this already: ticket #{ $number }.
}
our-mistake = Something went wrong on our side, and your message was not understood. Please say it in other words, or write “human” for a person. Reference for your help desk: { $reference }
not-yours = Only the person who asked can answer this. To ask something yourself, write to me directly.
chat-taken = In the chat where you wrote this I am busy with a question of { $asker }, and I can keep to only one there: your words went to nobody. Write them to me directly, in our own chat, and I take them up at once. If they are about the same question, let { $asker } tell me.

ticket-opened-title = Ticket #{ $number } is open
ticket-opened = { $team } has it, with everything you told me.
expect-promised = Expect an answer by { $by }.
expect-within = It is usually answered within { $within }.
expect-usually = It is usually answered by { $by }.
ticket-opened-tried = They can see what you tried already: { $tried }.
ticket-opened-passed-over = They can see which articles you did not choose: { $shown }.
ticket-opened-linked = It is linked with your ticket #{ $number }, so they can see what was said and done there.
ticket-opened-more = Write here if you want to add something; it reaches them.
ticket-claimed = { $agent } is looking at ticket #{ $number } now.
ticket-released = { $team } has ticket #{ $number } again and will pick it up.
ticket-reply-title = { $agent } on ticket #{ $number }
ticket-escalated = Ticket #{ $number } has waited too long, so I have called for somebody of { $team }.
ticket-escalated-by = { $agent } has called for more help with ticket #{ $number }.
ticket-escalated-seen = { $agent } has seen the escalation of ticket #{ $number }.
ticket-resolved-title = Ticket #{ $number } is resolved
ticket-resolved = { $agent } has resolved it. Does it work now?
ticket-closed = Ticket #{ $number } is closed. Glad that it works.
ticket-reopened = Ticket #{ $number } is open again; { $who } has it, with all that you wrote.
ticket-after-resolved = I passed your words on to those who had ticket #{ $number }. Is it solved?
ticket-merged-question = You have ticket #{ $number } open already; I added this to it.
ticket-further-title = Added to ticket #{ $number }
ticket-further = { $most ->
    [one] One person can have one ticket open at a time, so I added this to yours. { $team } sees it there.
   *[other] One person can have { $most } tickets open at a time, so I added this to your newest one. { $team } sees it there.
}
ticket-further-open = Open: { $numbers }.
ticket-further-way = If one of them no longer matters, say so in its thread. { $example } shows them all.

possible-repeat = You may have seen this already: the connection broke while it was being sent.

article-note = { $owner } looks after this article; last updated { $date }.
welcome-resolved = You are welcome. If it comes back, write here.
welcome-denied = You are welcome. If you need anything else, write here.
button-separate = It is something else
