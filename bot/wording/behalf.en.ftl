# A ticket made of somebody's message, at the wish of whoever read it.

ticket-opened-for = { $who } has opened ticket #{ $number } for you.
behalf-done = Ticket #{ $number } is open for { $who }, who has been told.
behalf-done-apart = Ticket #{ $number } is open for { $who }. I write to them about it in their own chat with me.
behalf-known = There is a ticket for this already: #{ $number }.
refused-behalf-team = This channel is the team's own: what is written here makes no ticket. To open one: /ticket new WHAT IS WRONG
refused-behalf-empty = The message has no words that a ticket could be made of.
action-opened_for = opened it for the requester
