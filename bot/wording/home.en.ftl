# Home: what somebody finds when they come to Firstline.

home-title = { $desk }
home-ask = Write here what is wrong or what you need; I answer at once, or bring a person.
home-tickets = Your open tickets
home-none = You have none.
home-decide = Waits for your decision
home-assigned = Assigned to you
home-ticket-of = { $title }, for { $who }
home-ticket-decide = { $title }, for { $who } – decide by { $by }
home-ticket-assigned = { $title }, for { $who } – { $status }
home-ticket = { $title } – { $status }
home-ticket-more = { $title } – { $status }: { $more }
home-ticket-late = { $title } – { $status }, the answer promised by { $by } is late
home-ticket-promised = { $title } – { $status }, answer promised by { $by }
button-ask-people = Open a ticket
button-decide = Decide ({ $count })
decide-none = Nothing waits for your decision.
button-catalogue = What you can ask for
language-name = English

command-home-usage = home
command-home-example = /ticket home
command-home-about = see what waits for you, your open tickets, ways to ask, and choose your language
