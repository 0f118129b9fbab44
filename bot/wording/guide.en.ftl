# Guides: a fix step by step.

button-guide = Step by step
button-back = Back
button-guide-person = I need a person

guide-answer = Press what you see, or write it.
guide-how = I could not match that to an answer here; I have noted it. Press one of the buttons, or write its number.
guide-first = This is the first step.
guide-changed = This step has been rewritten meanwhile. We go on here:
guide-moved = The guide has been changed meanwhile, and your step is no longer in it. We go on here:
guide-gone = The guide for “{ $title }” has been taken away meanwhile. What you tried so far is kept.
guide-now = That belongs to an earlier step. You are at “{ $step }” now; the buttons are on my latest message about it.
guide-about = step by step, with questions
guide-way = Steps taken: { $title }
