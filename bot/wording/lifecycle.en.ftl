# What `firstline kb list`, `publish`, `stale`, `retire` and `proposals` print in a terminal.

cli-kb = articles: import, export, check, list, change their status, take up what people ask
cli-kb-list = every article with its status, owner, review and how often it worked
cli-kb-list-owner = only those of this owner
cli-kb-list-due = only those whose review is due
cli-kb-publish = show the article to people
cli-kb-stale = keep showing the article, after others that fit as well, and say that it may be out of date
cli-kb-retire = no longer show the article
cli-kb-slug = name of its file without .md
cli-kb-language = in this language only
cli-kb-proposals = questions that people confirmed an article for, proposed as its aliases
cli-kb-proposals-accept = write this one into its article
cli-kb-proposals-reject = never propose this one again

kb-status-draft = draft
kb-status-review = in review
kb-status-published = published
kb-status-stale = stale
kb-status-retired = retired
kb-list-line = { $status } { $name } { $owner } review by { $review }  worked { $worked }, failed { $failed }
kb-list-due = { $date } (due)
kb-list-end = { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
}, { $due ->
    [0] no review is due.
    [one] one review is due: firstline kb list --due
   *[other] { $due } reviews are due: firstline kb list --due
}
kb-list-untold = How often articles worked is not known: { $reason }
kb-status-set = { $name } is { $status } now.
kb-status-overdue = { $name }: its review was due on { $date }, so answers still say that it may be out of date. Set review-by in its file to the next date.
kb-unknown = No article has the name “{ $slug }” here. “firstline kb list” shows them all.
kb-unknown-near = No article has the name “{ $slug }” here. Did you mean “{ $near }”? “firstline kb list” shows them all.
kb-not-edited = { $path } was not changed: { $reason }. Write the line “{ $line }” into its front matter yourself, or put the file right and try again.
kb-changed-meanwhile = somebody changed the file meanwhile
kb-starter = The articles in { $folder } come with Firstline, and its next release would undo the change. Copy them to a folder of your own, and name it: FIRSTLINE_ARTICLES='["articles"]'
kb-proposal = { $key }  “{ $alias }” → { $name }, confirmed by { $people ->
    [one] one person
   *[other] { $people } people
}, for { $owner }
kb-proposals-hint = Take one up: firstline kb proposals --accept KEY. Never see it again: --reject KEY.
kb-proposals-none = There is nothing to propose: no question that people confirmed is far from the aliases there are.
kb-proposal-unknown = No proposal has the key { $key } now. A changed article begins anew: list the proposals again.
kb-proposal-accepted = “{ $alias }” is an alias now, in { $path }
kb-proposal-rejected = “{ $alias }” will not be proposed for { $name } again.
