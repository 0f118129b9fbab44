# The playground page. Everything here is sent to the browser; variables are filled in there.

web-title = Firstline playground
web-playground = Playground
web-notice = Anyone on this computer can act as anybody. Reachable on this computer only ({ $host }).
web-notice-short = Anyone here can act as anybody · { $host } only
web-language = Language
web-language-en = English
web-language-ru = Русский
web-theme = Appearance
web-theme-system = As the system
web-theme-light = Light
web-theme-dark = Dark
web-view = View
web-view-one = One person
web-view-side = Side by side
web-skip = Skip to the message box
web-noscript = The playground needs JavaScript.

web-act-as = Act as
web-acting-as = You are { $name }
web-person-of-pane = Act as, in this column
web-role-employee = Employee
web-role-agent = Agent
web-role-lead = Team lead
web-column-employee = Employee
web-column-team = Team
web-column-leads = Leads
web-columns = Columns

web-places = Conversations
web-place-dm = Firstline
web-about-dm = Direct messages with Firstline. Nobody else reads them.
web-about-help = Everyone may ask here. Mention @{ $bot } to ask.
web-about-triage = Tickets, and what the team says about them.
web-about-leads = Escalations arrive here.
web-unread-one = { $count } unread
web-unread-few = { $count } unread
web-unread-many = { $count } unread
web-unread-other = { $count } unread

web-messages-in = Messages in { $place }
web-thread = Thread
web-thread-in = Thread in { $place }
web-thread-close = Close the thread
web-replies-one = { $count } reply
web-replies-few = { $count } replies
web-replies-many = { $count } replies
web-replies-other = { $count } replies
web-last-reply = last { $time }
web-reply-in-thread = Reply in thread
web-reply = Reply
web-about-earlier = On: { $words }
web-today = Today
web-yesterday = Yesterday
web-edited = edited
web-edited-hint = Changed after it was written
web-only-you = Only you see this
web-used-command = You used
web-app = App
web-new-below = More below
web-status-open = Open
web-status-new = New
web-status-claimed = Claimed
web-status-pending = Waiting for the requester
web-status-on_hold = On hold
web-status-escalated = Escalated
web-status-acknowledged = Acknowledged
web-status-resolved = Resolved
web-status-closed = Closed

web-write-to = Write to { $place }
web-write-in-thread = Reply in this thread
web-keys = Enter sends, Shift + Enter begins a new line, / lists commands
web-send = Send
web-continuing = Continues: { $words }
web-new-question = New question
web-new-question-on = This begins a new question
web-continue-instead = Continue the last one
web-completions = Commands
web-completions-found = Suggestions: { $count }. Use the arrow keys
web-mention-bot = ask here
web-sending = Sending…
web-looking = { $bot } is looking…
web-waiting-connection = Waits for the connection


web-empty-dm = Ask anything that is in your way
web-empty-dm-about = Write as you would to a colleague. Firstline looks for a fix that is known to work, and fetches a person when that does not help.
web-empty-help = Ask where others can learn from the answer
web-empty-help-about = Mention @{ $bot } and it answers in the thread.
web-empty-triage = No tickets yet
web-empty-triage-about = When Firstline fetches a person, the ticket appears here as one card, with everything already tried.
web-empty-leads = All quiet
web-empty-leads-about = When nobody claims or answers a ticket in time, you are asked here, and can acknowledge it.
web-try = Try
web-try-1 = my vpn wont conect since this morning
web-try-2 = I forgot my password
web-try-3 = the printer says it is offline
web-try-4 = I need a human
web-try-help = @{ $bot } my printer prints nothing

web-form-required = Required
web-form-fill = Please fill in “{ $label }”.
web-close = Close
web-dismiss = Dismiss

web-connection-lost = Connection lost. Trying again… What you write is sent when it is back.
web-connection-back = Connected again.
web-loading = Loading…

web-problem-unknown-action = The page and the server do not understand each other. Reload the page.
web-problem-unknown-person = There is nobody of that name in this playground.
web-problem-unknown-line = That message is no longer there, or you may not see it.
web-problem-unknown-command = There is no command /{ $command }. Type /{ $known } help to see what there is.
web-problem-no-access = You cannot see that conversation as this person.
web-problem-empty = There was nothing to send.
web-problem-too-long = That is longer than { $most } characters. Please say it in two messages.
web-problem-field-required = Please fill in “{ $label }”.
web-problem-form = Something in the form will not do.
web-problem-busy = Too much at once. Wait a moment, then send it again.
web-problem-later = It is saved, but could not be looked at just now. Firstline tries again by itself in a few seconds.

web-article-kicker = Knowledge base
