# What `firstline` prints in a terminal.

cli-about = First-line support that lives in Slack and Microsoft Teams.
cli-run = everything in one process, with the playground
cli-web = the doors of Slack and Teams only (with PostgreSQL)
cli-worker = deliveries and timers only (with PostgreSQL)
cli-migrate = bring the database up to date
cli-check = look for mistakes in settings, desk.toml and articles
cli-console = talk to Firstline in this terminal
cli-console-as = handle of the person to be
cli-console-url = address of a running playground
cli-manifest = print or write what Slack and Teams need to know the app
cli-manifest-platform = slack or teams
cli-manifest-url = public address of the doors, such as https://help.example.com; Slack without it uses Socket Mode
cli-manifest-out = file to write; Teams makes a zip
cli-dead = posts that were given up: list them, or send one again
cli-dead-what = list, or resend
cli-dead-key = which post
cli-started = Playground: { $address }
cli-started-local = Anyone on this computer can act as anybody there; it listens on { $host } only.
cli-started-doors = Doors of Slack and Teams: { $address }
cli-started-operators = For operators (/metrics, /healthz, /readyz): { $address }
cli-started-platforms = Platforms: { $platforms }
cli-stop = Press Ctrl+C to stop.
cli-stopping = Finishing what was begun…
cli-preparing = Preparing the database…
cli-migrated = The database is up to date.
cli-variable-unknown = { $variable } is no setting, and has no effect.{ $nearest ->
    [none] { "" }
   *[other] { " " }Did you mean { $nearest }?
}
cli-check-good = No mistakes: { $teams ->
    [one] { $teams } team
   *[other] { $teams } teams
}, { $members ->
    [one] { $members } member
   *[other] { $members } members
}, { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
}, { $guides ->
    [one] { $guides } guide
   *[other] { $guides } guides
}.
cli-check-bad = { $count ->
    [one] One mistake
   *[other] { $count } mistakes
}, nothing was changed. Mend { $count ->
    [one] it
   *[other] them
} and run this again.
cli-failed = Firstline cannot go on:
cli-dead-none = No posts were given up.
cli-dead-line = { $key }  { $state }  { $at }  after { $attempts } attempts: { $reason }
cli-dead-hint = Send one again, with those that belong with it: firstline dead resend KEY
cli-dead-resent = { $others ->
    [0] { $key } is on its way again.
    [one] { $key } is on its way again, and one more post that belongs with it.
   *[other] { $key } is on its way again, and { $others } more posts that belong with it.
}
cli-dead-unknown = No post that was given up has the key { $key }.
cli-manifest-written = Written: { $path }
cli-manifest-app-id = Teams needs the app id of its registration: set FIRSTLINE_TEAMS__APP_ID.
cli-needs-postgres = { $command } needs PostgreSQL: with SQLite there is only one process. Use “firstline run”, or set FIRSTLINE_DATABASE_URL=postgresql://…
cli-not-migrated = The database is not up to date. Run “firstline migrate” first.
cli-manifest-needs-url = Teams needs the public address of the doors: --url https://help.example.com

cli-clock = see and move the clock of a development installation
cli-clock-when = a moment later than now, such as "in 2 hours", "Monday 09:00", "2026-12-24 18:00"
cli-clock-now = It is { $now } ({ $zone }).
cli-clock-off = The clock is the computer's and cannot be moved. To play days in minutes, start Firstline and this command with FIRSTLINE_DEVELOPMENT_CLOCK=true.
cli-clock-unread = “{ $said }” names no moment later than now within a year, such as "in 2 hours", "Monday 09:00" or "2026-12-24 18:00". The clock goes forward only.
cli-clock-platforms = FIRSTLINE_DEVELOPMENT_CLOCK is for the playground alone: Slack and Teams have clocks of their own. Switch them off, or it.
cli-clock-spoilt = { $file }: “{ $said }” is no number of seconds. Delete the file, and the database with it: what was done later than now is there.
