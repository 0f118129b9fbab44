# What `firstline backup` and `firstline restore` print.

cli-backup = write every table to one file, beside a running Firstline
cli-backup-out = file to write; without it a name with the time, here
cli-restore = fill an empty database of either kind from a backup
cli-restore-file = the backup
cli-restore-check = only check the file; no database is needed
cli-restore-replace = delete what is in the database
cli-restore-accept-flaws = restore also a history that is not as it was written
backup-saving = Saved { $done } of { $total } rows
backup-checking = Checked { $done } of { $total } rows of the file
backup-loading = Restored { $done } of { $total } rows
backup-indexing = Built { $done } of { $total } indexes
backup-comparing = Compared { $done } of { $total } rows with the file
backup-verifying = Verified { $done } of { $total } lines of history
backup-saved = Written: { $path } ({ $rows } rows, { $kilobytes } KB). It holds what people wrote: keep it as you keep the database.
backup-table = { $digest }  { $table }: { $rows } rows
backup-right = Every digest is right: { $rows } rows, saved { $at } by Firstline { $release }, schema { $revision }, desk { $desks }.
backup-restored = Restored, read again and compared: the database holds what the backup holds, and its history was verified unless you accepted flaws. Posts that may have left since are looked for before they are sent.
