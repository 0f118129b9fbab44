"""The ledger: tables, units of work, outbox, timers and migrations on SQLite and PostgreSQL."""
