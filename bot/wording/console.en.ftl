# The terminal client. Problems are worded by the playground's own catalogue (web-problem-…).

console-welcome = Firstline, as { $name }. Write a question, or :help.
console-here = You are in { $place }.
console-here-thread = You are in { $place }, the thread of { $number }.
console-earlier = { $count ->
    [one] One earlier message is not shown.
   *[other] { $count } earlier messages are not shown.
}
console-bot = Firstline
console-only-you = only you see this
console-edited = changed
console-used = used { $command }
console-in-thread = in thread of { $number }
console-elsewhere = New in { $place }, { $author }: { $words }
console-places = Where you can go with :go
console-place = { $name } ({ $count } messages)
console-help =
    What you write is said here; in a channel, mention @Firstline to ask.
    /ticket help    what the desk's command can do
    1               press the button marked [1] of the newest message that has one
    :press 7.1      press [1] of message 7
    :go triage      go to another place; :go dm for your direct messages
    :thread 7       write in the thread of message 7; :new leaves it and begins a new conversation
    :edit 7 WORDS   let your message 7 read so; :delete 7 takes it away
    :rooms          where you can go
    :as sam         be somebody else
    :help, :quit
console-now-as = You are { $name } now.
console-nobody = Nobody here is called “{ $name }”. There are: { $people }.
console-no-place = You see no place called “{ $name }”. There are: { $places }.
console-no-thread = There is no message { $number } here.
console-no-button = There is no button { $number } to press. Buttons are marked [1], [2]…
console-unknown = There is no :{ $name }. Did you mean :{ $nearest }? See :help.
console-new = Your next words begin a new conversation.
console-form = { $title } (empty line: { $cancel })
console-form-choices = one of: { $choices }
console-form-optional = may be left empty
console-cancelled = Nothing was sent.
console-lost = The connection is lost. Trying again…
console-back = Connected again.
console-cannot-connect = There is no playground at { $url }. Start it with “firstline run”, or leave the address out.
console-refused = The playground at { $url } did not let us in.
console-bye = Goodbye.
