# What `firstline audit verify` prints.

cli-audit = the history: who did what when
cli-audit-verify = find lines of the history that were changed, removed or added; exit status 2 if there are any
cli-audit-sealed = a seal as it was noted earlier, from the log or from this command: it must still be there
cli-audit-file = a history that was exported as lines of JSON, to be verified here without a database
cli-audit-export = write the history, with all that is needed to verify it elsewhere
cli-audit-ticket = only of this ticket, without the seals
cli-audit-format = jsonl (lines of JSON, which can be verified) or csv (for a spreadsheet)
cli-audit-out = the file to write; without it, standard output
audit-exporting = Wrote { $done } of { $total } lines
audit-no-ticket = There is no ticket #{ $number }
audit-not-written = { $path } could not be written: { $why }
audit-not-read = { $path } could not be read: { $why }
audit-not-a-history = { $path }, line { $line }: this is not a history as “firstline audit export” writes it
audit-without-seals = This is the history of one ticket, without seals: whether all of it was exchanged is not told.
audit-sealed-form = --sealed takes a seal as NUMBER:SIGNATURE, such as 12:.9f86d0…
audit-verifying = Verified { $done } of { $total } lines
audit-of-ticket = Ticket #{ $number }
audit-of-desk = The desk’s own history
audit-changed = { $where }, line { $place }: it is not as it was written (row { $row }).
audit-missing = { $where }, line { $place }: removed.
audit-added = { $where }, line { $place }: it was added, it does not belong to this history (row { $row }).
audit-moved = { $where }, line { $place }: it stands elsewhere than it was written (row { $row }).
audit-head = { $where }: what the ticket says of the end of its history (line { $place }) was changed.
audit-ticket = { $where }: removed, with or without its history.
audit-sealed = { $where }, line { $place }: it is another one than was sealed; all lines up to it may have been written anew.
audit-unsigned = { $where }, line { $place }: it is not signed with the key, although there was one (row { $row }). Either it is false, or a process ran without the key.
audit-unknown-key = { $where }, line { $place }: it is signed with a key that is not in the settings (FIRSTLINE_AUDIT__KEY, FIRSTLINE_AUDIT__EARLIER_KEYS), so it cannot be verified (row { $row }).
audit-differs = { $where }: its { $fact } is “{ $says }”, its history tells “{ $tells }”. It was changed without a line of history.
audit-fact-status = status
audit-fact-assignee = assignee
audit-fact-priority = priority
audit-fact-category = category
audit-fact-team = team
audit-fact-merged_into = merger
audit-fact-requester = requester
audit-seal-changed = Seal { $place }: changed, or made by somebody else.
audit-seal-missing = Seal { $place }: removed.
audit-unsealed = Not sealed since { $at } (row { $row }), though lines were written more than an hour later: no worker ran that seals, or the newest seals were removed. This proves neither; a seal that was noted elsewhere tells (--sealed). A worker that runs seals within minutes.
audit-cut = The file ends before the history does: it is only a part of what was exported, and of the rest nothing can be said. Take the whole file, or export it anew.
audit-noted-otherwise = Seal { $seal }: it is not the one that was noted. Seals, and what they sealed, were exchanged since.
audit-more = … and { $count } more.
audit-erased =
    { $count ->
        [one] One line had its words erased; that it was there, and when, is whole.
       *[other] { $count } lines had their words erased; that they were there, and when, is whole.
    }
audit-right = The history is as it was written: { $lines } lines of { $tickets } tickets.
audit-wrong =
    { $count ->
        [one] One thing is wrong
       *[other] { $count } things are wrong
    } in { $lines } lines of { $tickets } tickets. Keep a copy of the database as it is now, and compare it with a backup.
audit-last-seal = Last seal: { $seal }:{ $signature }, { $at }. Noted elsewhere, it proves later that nothing before it was exchanged (--sealed).
audit-no-seal = Nothing is sealed yet: a running Firstline does so every minute. Until then a ticket that was removed with its history is not noticed.
audit-no-key = Without a key (FIRSTLINE_AUDIT__KEY) this finds mistakes and clumsy hands, not somebody who knows Firstline and computes every signature anew.
