# What `firstline tidy` prints.

cli-tidy = delete deliveries, words, timers, posts and questions that are old and no longer needed; tickets stay
tidy-days = what is older than so many days goes (at least 7)
tidy-done = Deleted: { $deliveries } deliveries, { $words } messages of people, { $timers } timers, { $posts } posts, the words of { $questions } questions, { $feedback } words on articles.
