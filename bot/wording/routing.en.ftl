# Where questions are heard, who gets a ticket, who is away.

channel-off = I do not answer in this channel. Write to me directly, and I look for a fix or bring a person.
refused-no-category = There is no category “{ $said }”. There are: { $known }. Did you mean: /ticket category { $number } { $nearest }
