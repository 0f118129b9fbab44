# What can be asked for by a form.

catalogue-title = What you can ask for
catalogue-none = There are no request forms here. Just write what you need.
button-fill-in = Fill in the form
button-fill-in-again = Fill it in again
request-offer = There is a form for this: { $title }
request-gone = This form is no longer offered. See which there are: /ticket catalogue
form-request-submit = Send
form-request-example = For example: { $example }
form-mistakes = Nothing was sent yet. What you wrote is kept in the form:

field-required = Please fill in “{ $label }”.
field-choice = Choose one of: { $choices }
field-choices = Choose among: { $choices }
field-number = Write a number, such as 3 or 2.5.
field-number-least = It must be at least { $least }.
field-number-most = It must be at most { $most }.
field-date = Write a date, such as 2026-12-31.
field-date-least = The earliest date is { $least }.
field-date-most = The latest date is { $most }.
field-email = Write an email address, such as maria@example.com.
field-long = That is longer than { $most } characters.
field-short = Write at least { $least } characters.
field-pattern = It must look like this: { $example }
field-no-receiver = There is no team and nobody called “{ $said }”. Teams: { $known }.
field-no-receiver-near = There is no team and nobody called “{ $said }”. Did you mean “{ $nearest }”?

command-catalogue-usage = catalogue
command-catalogue-example = /ticket catalogue
command-catalogue-about = see what can be asked for by a form
refused-no-field = The macro “{ $said }” names a field of a form, and ticket #{ $number } does not have it. Write a reply instead: /ticket reply { $number } WORDS

button-fill-here = Ask me here
filling-question = { $place } of { $of }: { $label }
filling-ways = “back” goes one back, “cancel” ends it.
filling-ways-skip = “skip” leaves it empty, “back” goes one back, “cancel” ends it.
filling-ready = Is that right? “send” sends it, “back” goes one back, “cancel” ends it.
filling-left = Nothing was sent.
filling-in-chat = I ask you one by one in our direct messages; your answers belong there.
field-send = Write “send”, “back” or “cancel”.
field-unskippable = This one is needed.
