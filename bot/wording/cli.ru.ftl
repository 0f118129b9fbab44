# То, что `firstline` печатает в терминале.

cli-about = Первая линия поддержки в Slack и Microsoft Teams.
cli-run = всё в одном процессе, вместе с площадкой
cli-web = только приём из Slack и Teams (нужен PostgreSQL)
cli-worker = только доставка и таймеры (нужен PostgreSQL)
cli-migrate = привести базу данных к текущей версии
cli-check = поискать ошибки в настройках, desk.toml и статьях
cli-console = поговорить с Firstline в этом терминале
cli-console-as = от чьего имени говорить
cli-console-url = адрес запущенной площадки
cli-manifest = напечатать или записать описание приложения для Slack и Teams
cli-manifest-platform = slack или teams
cli-manifest-url = внешний адрес приёма, например https://help.example.com; без него Slack работает через Socket Mode
cli-manifest-out = куда записать; для Teams получится zip
cli-dead = сообщения, от доставки которых пришлось отказаться: список или повтор
cli-dead-what = list или resend
cli-dead-key = какое сообщение
cli-started = Площадка: { $address }
cli-started-local = На этом компьютере любой может действовать там от имени любого; адрес только { $host }.
cli-started-doors = Приём из Slack и Teams: { $address }
cli-started-operators = Для администраторов (/metrics, /healthz, /readyz): { $address }
cli-started-platforms = Платформы: { $platforms }
cli-stop = Остановить: Ctrl+C.
cli-stopping = Завершаем начатое…
cli-preparing = Готовим базу данных…
cli-migrated = База данных приведена к текущей версии.
cli-variable-unknown = { $variable } – не настройка и ни на что не влияет.{ $nearest ->
    [none] { "" }
   *[other] { " " }Может быть, { $nearest }?
}
cli-check-good = Ошибок нет. Команд: { $teams }, участников: { $members }, статей: { $articles }, инструкций: { $guides }.
cli-check-bad = Ошибок: { $count }, ничего не изменено. Исправьте и запустите ещё раз.
cli-failed = Firstline не может продолжать:
cli-dead-none = Недоставленных сообщений нет.
cli-dead-line = { $key }  { $state }  { $at }  попыток: { $attempts }: { $reason }
cli-dead-hint = Отправить ещё раз вместе со связанными: firstline dead resend КЛЮЧ
cli-dead-resent = { $others ->
    [0] { $key } снова в пути.
    [one] { $key } снова в пути, и с ним ещё { $others } связанное сообщение.
    [few] { $key } снова в пути, и с ним ещё { $others } связанных сообщения.
   *[other] { $key } снова в пути, и с ним ещё { $others } связанных сообщений.
}
cli-dead-unknown = Недоставленного сообщения с ключом { $key } нет.
cli-manifest-written = Записано: { $path }
cli-manifest-app-id = Для Teams нужен идентификатор приложения: задайте FIRSTLINE_TEAMS__APP_ID.
cli-needs-postgres = Для { $command } нужен PostgreSQL: с SQLite процесс только один. Запустите «firstline run» или задайте FIRSTLINE_DATABASE_URL=postgresql://…
cli-not-migrated = База данных старой версии. Сначала выполните «firstline migrate».
cli-manifest-needs-url = Для Teams нужен внешний адрес приёма: --url https://help.example.com

cli-clock = узнать и перевести часы установки для разработки
cli-clock-when = момент позже нынешнего, например «через 2 часа», «понедельник 09:00», «2026-12-24 18:00»
cli-clock-now = Сейчас { $now } ({ $zone }).
cli-clock-off = Часы компьютерные, перевести их нельзя. Чтобы прожить дни за минуты, запустите Firstline и эту команду с FIRSTLINE_DEVELOPMENT_CLOCK=true.
cli-clock-unread = «{ $said }» не называет момента позже нынешнего в пределах года, например «через 2 часа», «понедельник 09:00» или «2026-12-24 18:00». Часы идут только вперёд.
cli-clock-platforms = FIRSTLINE_DEVELOPMENT_CLOCK только для площадки: у Slack и Teams свои часы. Выключите их или эту настройку.
cli-clock-spoilt = { $file }: «{ $said }» — не число секунд. Удалите файл, а с ним и базу: в ней есть то, что сделано позже нынешнего времени.
