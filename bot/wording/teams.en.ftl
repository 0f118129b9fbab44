# What Teams itself shows around our cards.
teams-noted = Got it.
teams-wished = A ticket is being opened for who wrote this; I tell you its number in our chat.
teams-nothing-here = There is nothing to fill in here. Write to me in a chat, or mention me in a channel.
teams-not-understood = I do not know this button. Write to me instead: "help" shows what I can do.
teams-try-again = That was not saved. Please try again in a moment.
teams-field-required = Please fill in: { $label }
teams-cut = … (shortened)
teams-left-out = The rest is too long to be shown here.

# The app package: what people read before they add the app, and the menu of commands.
teams-app-full-name = first-line support
teams-app-short = Ask for help with IT where you already chat.
teams-app-full = Describe a problem in your own words. Firstline answers with a fix that is known to work, or brings your question to a person of the right team and tells you who has it. It reads only what is written to it or what mentions it, and keeps questions, answers and tickets on your organisation's own server.
teams-command-help = ticket help
teams-command-help-description = What I can do
teams-command-mine = ticket mine
teams-command-mine-description = My tickets
teams-command-new = ticket new
teams-command-new-description = Open a ticket: say what is wrong
teams-action-create = Create ticket
teams-action-create-description = Open a ticket for who wrote this message
