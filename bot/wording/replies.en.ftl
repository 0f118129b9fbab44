# Replies on their way to the requester, and messages that change after they were sent.

reply-leaves = Your words on ticket #{ $number } leave in { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}. Until then you can call them back: press Undo, or type /ticket undo { $number }
reply-readers = Read by
button-undo = Undo
reply-called-back = Called back: nothing was sent. This is what you had written:
thread-called-back = { $agent } called a reply back before it left.
action-undone = called a reply back
refused-has-left = Too late: no words of yours on ticket #{ $number } wait to leave any more. What was sent stays; write what is right: /ticket reply { $number } WORDS

command-undo-usage = undo NUMBER
command-undo-example = /ticket undo 12
command-undo-about = call your last reply back before it leaves
