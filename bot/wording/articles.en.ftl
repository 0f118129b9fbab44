# What `firstline kb import`, `kb export` and `kb check` print.

cli-kb-import = take in articles of another system
cli-kb-export = write all articles, for another system or to be imported again
cli-kb-check = what to mend in the articles: mistakes, dead links, gaps, doubles, reviews due

kb-import-source = a file, a folder or a zip
kb-import-from = what it is: csv, html (a folder of pages), zendesk (JSON of its API), confluence (a space, exported as HTML or XML); json and markdown are our own exports
kb-import-to = folder for the articles, one for each source; name it in FIRSTLINE_ARTICLES
kb-import-language = language of what does not tell its own; without this it is detected
kb-import-owner = owner of what does not tell its own
kb-import-category = category of what does not tell its own
kb-import-review-by = day by which all must be reviewed, such as 2027-06-30; without this a year after each was last changed
kb-import-column = of a CSV file: which of its columns is which of ours, such as title=Subject; may be repeated
kb-import-dry-run = only tell what would be done
kb-import-taking = Articles: { $done } of { $total }
kb-import-unreadable = { $path } cannot be imported: { $why }. Give the file, folder or zip as the other system exported it.
kb-import-into-itself = { $path } is part of the source. Choose another folder for --to.
kb-import-columns = --column needs OURS=THEIRS, such as title=Subject. Ours are: { $columns }.
kb-import-nothing = No article could be taken from { $path }. Is it what --from { $kind } says?
kb-import-done = { $path }: { $new } new, { $changed } changed, { $same } as before, { $kept } kept as edited here; { $files } images and attachments. Next: firstline kb check
kb-import-would = Nothing was written. { $path } would have { $new } new, { $changed } changed, { $same } as before, { $kept } kept as edited here; { $files } images and attachments.
kb-import-left = { $count ->
    [one] One thing was
   *[other] { $count } things were
} not taken, or not as before: named above.
kb-not-written = { $path } cannot be written: { $why }. Choose another folder, or mend its rights.
kb-export-to = file for json and csv, folder for markdown and html; images and attachments go into “files” beside it
kb-export-format = json, csv, markdown or html
kb-export-done = { $path }: { $count ->
    [one] one article
   *[other] { $count } articles
}.
kb-export-mistakes = { $count ->
    [one] One file was
   *[other] { $count } files were
} left out because of mistakes: firstline kb check

# One line for each thing that was not taken. What it was comes first.
kb-left-unreadable = { $item }: cannot be read ({ $detail }). Export it again, or mend it there.
kb-left-too-large = { $item }: too large ({ $detail }). Split it in the source.
kb-left-unsafe = { $item }: left alone, because its name leads out of the export, it is a link, or it grows beyond measure when unpacked.
kb-left-no-title = { $item }: has no title. Give it one in the source.
kb-left-no-text = { $item }: has no text.
kb-left-language = { $item }: is in “{ $detail }”; articles are in English or Russian. If the source is mistaken, change it there.
kb-left-refused = { $item }: would be no article: { $detail }
kb-left-shortened = { $item }: a title, alias or tag was shortened or left out, because it is too long or there are too many: “{ $detail }”
kb-left-date = { $item }: “{ $detail }” is no date, and the article was taken without it; write 2026-11-27.
kb-left-remote-image = { $item }: the image { $detail } is not in the export; a link stands in its place.
kb-left-image = { $item }: an image within the text is none that can be shown, or too large ({ $detail }).
kb-left-no-such-file = { $item }: a file is not in the export: { $detail }
kb-left-no-such-page = { $item }: the link to { $detail } leads to nothing in the export; its text was kept.
kb-left-embedded = { $item }: { $detail } was shown inside the page; where it has an address, a link stands in its place.
kb-left-nested = { $item }: nested so deep that only its words were kept.
kb-left-macro = { $item }: the macro “{ $detail }” has no counterpart; what text it held was kept.
kb-left-not-current = { $item }: not taken, because it is “{ $detail }” in Confluence.
kb-left-edited = { $item }: has changed in the source, but { $detail } was edited here and was kept. To take the new one, move that file away and import again.
kb-left-gone = { $item }: is no longer in the source; { $detail } was kept. If it is of no more use, set “status: retired” in it or delete it.

# One line for each finding of `firstline kb check`, after file and line.
kb-check-mistake = { $message }
kb-check-translation = not translated: write “{ $slug }” in “{ $language }” too
kb-check-alias = no alias: add ways in which people ask for it; nobody asks in the words of the title alone
kb-check-review = review was due on { $day }: { $owner } should read it and set a new date
kb-check-stale = is stale: { $owner } should bring it up to date and publish it again, or retire it
kb-check-same = “{ $alias }” is also a way to ask for “{ $other }”: keep it in one of them
kb-check-near = says nearly the same as { $other } ({ $percent } %): keep one and retire the other
kb-check-link = the link leads to nothing: { $target }. Mend it or take it out.
kb-check-image = the image { $target } lies elsewhere and is not shown: put the file beside the article
kb-check-long = { $words } words: people read some { $most } at most; split it, or cut it down
kb-check-step = a step of { $words } words: split it into steps of one action each
kb-check-no-steps = no numbered steps: an answer shows its first sentence alone; number what is to be done
kb-check-no-summary = begins with no sentence that says what it helps with: write one
kb-check-unreached = no answer leads to the step “{ $step }”: let one, or take it out
kb-check-unknown = there is no article “{ $slug }” that it could go with: mend the name, or take it out
kb-check-label = { $length } characters on a button, “{ $label }”: say it in { $most }, phones cut off the rest
kb-check-passage = the step “{ $step }” has { $length } characters: nobody reads more than some { $most } in a chat; split it
kb-check-no-end = { $end ->
    [solved] nothing ever leads to “solved”: let the answer that means that it works now do so
   *[other] nothing ever leads to “person”: where nothing helps, let an answer bring one
}
kb-check-done = { $mistakes ->
    [0] No mistakes
    [one] One mistake
   *[other] { $mistakes } mistakes
}, { $others ->
    [one] one other thing
   *[other] { $others } other things
} to mend.
kb-check-none = Nothing to mend.
