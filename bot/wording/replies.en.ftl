# Replies on their way to the requester, and messages that change after they were sent.

reply-leaves = Your words on ticket #{ $number } leave in { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}. Until then you can call them back: press Undo, or type /ticket undo { $number }
reply-readers = Read by
button-undo = Undo
reply-called-back = Called back: nothing was sent. This is what you had written:
thread-called-back = { $agent } called a reply back before it left.
thread-not-asked = { $agent }'s question was not sent: the ticket had ended before it left.
question-not-asked = Ticket #{ $number } ended before your question left, so it was not sent. This is what you had written:
action-undone = called a reply back
refused-has-left = Too late: no words of yours on ticket #{ $number } wait to leave any more. What was sent stays; write what is right: /ticket reply { $number } WORDS

command-undo-usage = undo NUMBER
command-undo-example = /ticket undo 12
command-undo-about = call your last reply back before it leaves

message-edited = edited
message-deleted = deleted by its author
edit-unclear = I could not read your edited message as the same command for the same ticket, so what was sent stays as it was. Let it begin as before, for example: reply { $number } WORDS
edit-called-back = What you wrote on ticket #{ $number } had not left yet, and your edited message no longer is that command, so it was called back: nothing was sent. For anything else, write a new message.
edit-undone = That message on ticket #{ $number } was called back before it left, so to edit it sends nothing. Write it anew: reply { $number } WORDS
edit-not-yours = Only its author can edit what was sent, and only while they are in the team, so it stays as it was.
edit-stays = What your message did to ticket #{ $number } stays done, and its words stay on the cards and in the history: to edit or delete it changes nothing. To put it right, write: /ticket note { $number } WORDS
edit-resolved = Ticket #{ $number } stays resolved, with your words: its requester has them, and the history keeps them. To edit or delete your message changes nothing. To say something else, open it again: /ticket reopen { $number } – and resolve it anew: /ticket resolve { $number } WHAT FIXED IT
action-edited = edited what they had written
action-deleted = deleted what they had written
form-readers = { $readers } will read this; what is written in the triage thread otherwise stays with the team.

file-attached = Attached: { $name }
file-bytes = { $amount } B
file-kilobytes = { $amount } kB
file-megabytes = { $amount } MB
file-gigabytes = { $amount } GB
file-elsewhere = (It lies where its author wrote. If it does not open for you, ask them to share it.)
file-not-carried = (It could not be carried here; ask for it if you need it.)
file-not-sent = { $names } cannot be carried to the requester from here, so only the name is shown there. Share it with them another way.
thread-files = { $who } attached to the question:
