# What `firstline kb explain` says.

cli-kb-explain = why a question gets the answer that it gets
cli-kb-explain-question = the question, in quotes
explain-read = Read as: { $words }
explain-corrected = Corrected: { $words }
explain-unknown = In no article: { $words }
explain-article =
    { $title } ({ $slug })
    { "  " }confidence { $confidence } %: { $zone }
explain-zone-answer = is given as the answer
explain-zone-choose = is put up for choice
explain-zone-unknown = is not given
explain-score = { "  " }score { $score } of 100: { $parts }
explain-part-words = words of a title or alias
explain-part-article = words of the whole article
explain-part-meaning = meaning of a title or alias
explain-part-centre = meaning of all of them
explain-part-head = what sets it apart
explain-part-feedback = what people said of it, or that it may be out of date
explain-matched = { "  " }has: { $words }
explain-missing = { "  " }lacks: { $words }
explain-bounds = An answer needs { $answer } % and a lead of { $needed } over the next article (here { $lead }), a choice { $choose } %.
explain-asked = So that, as desk.toml asks, at most { $false } in { $unknown } questions that no article answers get an answer, and at most { $wrong } in { $answers } answers are those of another article.
explain-untold = What people said of articles is left out: { $reason }
explain-none = It gets an answer. If that is the wrong one: add an alias in these words to the right article, or write it.
explain-alias = To get an answer: add an alias in these words to the best article.
explain-rival = To get an answer: give the best two articles aliases that tell them apart, or make them one.
explain-article-missing = To get an answer: write an article about it.
