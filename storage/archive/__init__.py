"""Backups: every table of a database in one file, which can be restored onto either kind of database.

The file is a zip: `<table>.jsonl` with a JSON array for each row, in the order of the table's key, and `manifest.json`,
which says what each holds. The same data gives the same lines on both databases, so their SHA-256 digests compare.
"""
