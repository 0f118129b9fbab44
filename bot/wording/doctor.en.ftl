# What `firstline doctor` finds, and how it is mended: `doctor-<code>` and `doctor-<code>-mend`.

cli-doctor = look for what is wrong, and say how to mend it (exit status 0 well, 1 warnings, 2 problems)
cli-doctor-json = one JSON object for monitoring
doctor-label-ok = ok
doctor-label-warning = warning
doctor-label-problem = problem
doctor-ok = All is well.
doctor-warning = It works; see to the warnings.
doctor-problem = Something does not work; see to the problems first.

doctor-no-answer = { $subject }: no answer within { $seconds } s
doctor-no-answer-mend = See whether it is up and whether this machine can reach it (firewall, proxy, name).
doctor-failed = { $subject }: { $reason }
doctor-failed-mend = Mend what is said, then run this again.
doctor-broken = { $subject }: the check itself failed ({ $error })
doctor-broken-mend = Please report this with the release of Firstline; the other findings hold.

doctor-desk-right = desk.toml describes { $name }
doctor-desk-wrong = { $path }: { $first }{ $more ->
    [0] { "" }
   *[other] , and { $more } more
}
doctor-desk-wrong-mend = firstline check names every mistake with its line.
doctor-articles-right = The articles have no mistakes
doctor-articles-wrong = { $first }{ $more ->
    [0] { "" }
   *[other] , and { $more } more
}
doctor-articles-due = { $count ->
    [one] The review of one article is due
   *[other] Reviews of { $count } articles are due
}: { $first }
doctor-articles-due-mend = firstline kb list --due names their owners. Whoever has looked at one sets its next review-by; until then answers say that it may be out of date.
doctor-articles-wrong-mend = firstline check names every mistake; these articles are not shown until then.
doctor-articles-missing = There is no folder of articles { $path }
doctor-articles-missing-mend = Correct FIRSTLINE_ARTICLES, or make the folder; until then nobody gets an answer from it.
doctor-search-words = Articles are found by their words alone, as FIRSTLINE_SEARCH says
doctor-search-base = Articles are found by words and meaning
doctor-search-semantic = Articles are found by words and meaning, with the model of the semantic tier
doctor-search-fallen-back = The semantic tier cannot be used, so articles are found with the base tier. { $reason }
doctor-search-fallen-back-mend = Then start Firstline again; or set FIRSTLINE_SEARCH=base.
doctor-settings-right = The settings are safe
doctor-settings-wrong = { $reason }
doctor-settings-wrong-mend = Correct it in the environment or in .env, then run this again: nothing else was looked at.
doctor-settings-misspelled = { $variable } is no setting, and has no effect
doctor-settings-misspelled-mend = Did you mean { $nearest }?
doctor-settings-unknown = { $variable } is no setting, and has no effect
doctor-settings-unknown-mend = Look it up in the README, or take it out.
doctor-settings-insecure = { $variable } is on: requests need no proof of where they come from
doctor-settings-insecure-mend = Take it out wherever real people are served.
doctor-settings-playground = The playground is on beside a real platform: whoever uses this computer can act there as anybody
doctor-settings-playground-mend = Set FIRSTLINE_PLAYGROUND__ENABLED=false.
doctor-files-private = Secrets and data are closed to other users of this computer
doctor-file-readable = Every user of this computer can read { $path } (mode { $mode })
doctor-file-readable-mend = chmod o-rwx { $path }
doctor-file-writable = Every user of this computer can change { $path } (mode { $mode })
doctor-file-writable-mend = chmod o-rwx { $path }, and see whether it still says what you wrote.

doctor-clock-right = The clock goes with that of { $subject }
doctor-clock-wrong = The clock is { $seconds } s away from that of { $subject }
doctor-clock-wrong-mend = Let this computer set its clock by NTP; at five minutes platforms refuse us and we refuse them.

doctor-database-reached = The database answers: { $name }
doctor-database-away = The database does not answer: { $place }
doctor-database-away-mend = See whether it is up, whether this machine can reach it, and whether FIRSTLINE_DATABASE_URL names it.
doctor-database-failed = { $place }: { $reason }
doctor-database-failed-mend = Mend what is said, then run this again.
doctor-database-empty = Nothing is in the database yet
doctor-database-empty-mend = Run firstline migrate.
doctor-database-foreign = The database holds tables that are not Firstline's
doctor-database-foreign-mend = Let FIRSTLINE_DATABASE_URL name a database of Firstline's own.
doctor-database-migrated = The database is up to date
doctor-database-behind = The database is not up to date
doctor-database-behind-mend = Run firstline backup, then firstline migrate.
doctor-database-newer = The database was made by a newer Firstline
doctor-database-newer-mend = Use that release, or restore a backup from before it.
doctor-database-read-only = The database cannot be written
doctor-database-read-only-mend = SQLite: give the service's user the file and its folder; PostgreSQL: connect to the primary server, and see default_transaction_read_only.
doctor-database-damaged = The database is damaged: { $reason }
doctor-database-damaged-mend = Stop Firstline, keep a copy of the file, and restore the last good backup with firstline restore.
doctor-database-too-large-to-check = The file is too large to be looked through in passing; sqlite3 with PRAGMA quick_check does it
doctor-disk-filling = { $megabytes } MB of the disk are free
doctor-disk-filling-mend = Make room, or move the database to a larger disk.
doctor-journal-large = The write-ahead log has grown to { $megabytes } MB
doctor-journal-large-mend = Something has been reading for long, such as a backup: let it end, or restart Firstline.
doctor-postgres-old = PostgreSQL { $version } is older than what Firstline is tried with
doctor-postgres-old-mend = Move to PostgreSQL { $least } or later.
doctor-connections-few = { $used } of the server's { $of } connections are in use
doctor-connections-few-mend = Raise max_connections, or run fewer processes.
doctor-nobody-listens = No process of Firstline is connected to the database
doctor-nobody-listens-mend = Start firstline web and firstline worker, or firstline run.
doctor-nobody-delivers = Requests are taken, but no worker delivers the answers of this desk
doctor-nobody-delivers-mend = Start firstline worker.

doctor-work-done = Nothing waits longer than it should
doctor-posts-stuck = { $posts } posts wait for { $platform }, the oldest for { $waited }
doctor-posts-stuck-mend = See that a worker runs with this platform configured; its log names what fails.
doctor-posts-abandoned = { $posts } posts were on their way to { $platform } when their process ended, { $waited } ago
doctor-posts-abandoned-mend = Start firstline worker or firstline run: it looks for them and goes on.
doctor-posts-dead = { $posts } posts were refused by { $platform } for good
doctor-posts-dead-mend = firstline dead list says why; once the cause is gone, firstline dead resend KEY.
doctor-posts-uncertain = Of { $posts } posts to { $platform } it is not known whether they arrived
doctor-posts-uncertain-mend = Look in the channel; firstline dead list names them, and firstline dead resend KEY sends one again.
doctor-timers-overdue = A timer has been due for { $waited }
doctor-timers-overdue-mend = Start firstline worker or firstline run: without it nobody escalates.
doctor-tickets-left = { $handle } is in no team any more and has { $count ->
    [one] a ticket
   *[other] { $count } tickets
} that { $count ->
    [one] is
   *[other] are
} not resolved
doctor-tickets-left-mend = /ticket list shows them; give each to somebody with /ticket assign NUMBER WHO, or back to its queue with /ticket release NUMBER.
doctor-route-lost = { $platform } refused { $posts } posts in { $channel }: { $reason }
doctor-route-lost-mend = Invite the app there, or name another channel in desk.toml; then firstline dead resend KEY.

doctor-slack-token-good = Slack knows the bot token, of workspace { $workspace }
doctor-slack-token = Slack refuses the bot token: { $reason }
doctor-slack-token-mend = Copy it anew from OAuth & Permissions into FIRSTLINE_SLACK__BOT_TOKEN, and restart.
doctor-slack-workspace = The bot token is of workspace { $found }, but desk.toml names { $named }
doctor-slack-workspace-mend = Set workspace under [platforms.slack], or use the other workspace's token; until then nobody is a member of the team.
doctor-slack-group-good = Slack has the user group { $group }
doctor-slack-group = Slack does not show us the user group { $group }: { $reason }
doctor-slack-group-mend = Put firstline manifest slack into the app's manifest, and install the app again; user groups need a paid plan.
doctor-slack-group-missing = Slack has no user group { $group }
doctor-slack-group-missing-mend = Make it in Slack, or name another one (its id or handle) as user_group of the rotation in desk.toml.
doctor-slack-group-disabled = The user group { $group } is disabled in Slack
doctor-slack-group-disabled-mend = Enable it in Slack, or take user_group of the rotation out of desk.toml.
doctor-slack-scopes-good = Slack has granted every scope
doctor-slack-scopes = Slack has not granted { $scopes }
doctor-slack-scopes-mend = Put firstline manifest slack into the app's manifest, and install the app again.
doctor-slack-socket-good = Slack knows the app-level token
doctor-slack-socket = Slack refuses the app-level token: { $reason }
doctor-slack-socket-mend = Make one with the scope connections:write, set FIRSTLINE_SLACK__APP_TOKEN, and switch Socket Mode on.
doctor-slack-channel-good = In Slack channel { $channel } ({ $purpose })
doctor-slack-channel-missing = There is no Slack channel { $channel } ({ $purpose }) that the app could see
doctor-slack-channel-missing-mend = Correct the id in desk.toml, or invite the app if the channel is private.
doctor-slack-channel-closed = The app is not in Slack channel { $channel } ({ $purpose })
doctor-slack-channel-closed-mend = Write /invite @Firstline there.
doctor-slack-channel = Slack does not show channel { $channel } ({ $purpose }): { $reason }
doctor-slack-channel-mend = Mend the token and its scopes first, then run this again.

doctor-teams-token-good = Microsoft gives us a token
doctor-teams-token = { $reason }
doctor-teams-token-mend = Compare FIRSTLINE_TEAMS__APP_ID, __TENANT_ID and __APP_PASSWORD with the registration; client secrets run out.
doctor-teams-tenant = desk.toml names the tenant { $named }, whose people are not let in
doctor-teams-tenant-mend = Set workspace under [platforms.teams] to the tenant, or add it to FIRSTLINE_TEAMS__ALLOWED_TENANTS.
doctor-teams-anonymous = Anybody on this computer can speak for Teams: there is no app id
doctor-teams-anonymous-mend = Set FIRSTLINE_TEAMS__APP_ID and its secret where real people are served.
doctor-teams-keys-good = The keys of the Bot Connector can be fetched
doctor-teams-keys = The keys of the Bot Connector cannot be fetched: { $reason }
doctor-teams-keys-mend = Let this machine reach the address in FIRSTLINE_TEAMS__OPENID_METADATA_URL and what it leads to; without it nothing from Teams is let in.
doctor-teams-issuer = Tokens are issued by { $found }, but { $expected } is expected
doctor-teams-issuer-mend = Let FIRSTLINE_TEAMS__TOKEN_ISSUER and __OPENID_METADATA_URL be of the same cloud.
doctor-teams-channel-good = In Teams channel { $channel } ({ $purpose })
doctor-teams-channel-unknown = Teams channel { $channel } ({ $purpose }) cannot be asked about: no member of it is known by a Teams id
doctor-teams-channel-missing = The app is not in Teams channel { $channel } ({ $purpose }), or there is none: { $reason }
doctor-teams-channel-missing-mend = Add the app to the team of that channel, or correct the id in desk.toml.
doctor-teams-channel = Teams does not show channel { $channel } ({ $purpose }): { $reason }
doctor-teams-channel-mend = Mend the token first, then run this again.
doctor-teams-member-missing = A member that desk.toml names is not in Teams channel { $channel } ({ $purpose })
doctor-teams-member-missing-mend = Add the person to that team, or correct the Entra object id in desk.toml.
