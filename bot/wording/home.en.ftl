# Home: what somebody finds when they come to Firstline.

home-title = { $desk }
home-ask = Write here what is wrong or what you need; I answer at once, or bring a person.
home-tickets = Your open tickets
home-none = You have none.
home-ticket = { $title } – { $status }
home-ticket-more = { $title } – { $status }: { $more }
home-ticket-promised = { $title } – { $status }, answer promised by { $by }
button-ask-people = Open a ticket
button-catalogue = What you can ask for
language-name = English

command-home-usage = home
command-home-example = /ticket home
command-home-about = see your open tickets, ways to ask, and choose your language
