# What Teams itself shows around our cards.
teams-noted = Got it.
teams-nothing-here = There is nothing to fill in here. Write to me in a chat, or mention me in a channel.
teams-not-understood = I do not know this button. Write to me instead: "help" shows what I can do.
teams-try-again = That was not saved. Please try again in a moment.
teams-field-required = Please fill in: { $label }
teams-cut = … (shortened)
teams-left-out = The rest is too long to be shown here.
