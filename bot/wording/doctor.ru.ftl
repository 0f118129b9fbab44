# Что находит `firstline doctor` и как это исправить: `doctor-<код>` и `doctor-<код>-mend`.

cli-doctor = поискать неполадки и сказать, как их исправить (код выхода: 0 хорошо, 1 предупреждения, 2 неполадки)
cli-doctor-json = один объект JSON для мониторинга
doctor-label-ok = хорошо
doctor-label-warning = внимание
doctor-label-problem = неполадка
doctor-ok = Всё в порядке.
doctor-warning = Работает; посмотрите на предупреждения.
doctor-problem = Не всё работает; начните с неполадок.

doctor-no-answer = { $subject }: нет ответа за { $seconds } с
doctor-no-answer-mend = Проверьте, работает ли он и доступен ли с этой машины (межсетевой экран, прокси, имя).
doctor-failed = { $subject }: { $reason }
doctor-failed-mend = Исправьте названное и запустите ещё раз.
doctor-broken = { $subject }: не удалась сама проверка ({ $error })
doctor-broken-mend = Сообщите об этом, назвав выпуск Firstline; остальные находки верны.

doctor-desk-right = desk.toml описывает { $name }
doctor-desk-wrong = { $path }: { $first }{ $more ->
    [0] { "" }
   *[other] , и ещё: { $more }
}
doctor-desk-wrong-mend = firstline check называет каждую ошибку и её строку.
doctor-articles-right = В статьях нет ошибок
doctor-articles-wrong = { $first }{ $more ->
    [0] { "" }
   *[other] , и ещё: { $more }
}
doctor-articles-due = Пора пересмотреть статьи ({ $count }): { $first }
doctor-articles-due-mend = firstline kb list --due называет их владельцев. После проверки владелец ставит в файле новую дату review-by; до тех пор в ответах сказано, что статья могла устареть.
doctor-articles-wrong-mend = firstline check называет каждую ошибку; до исправления эти статьи не показываются.
doctor-articles-missing = Нет папки статей { $path }
doctor-articles-missing-mend = Исправьте FIRSTLINE_ARTICLES или создайте папку; до этого ответов из неё никто не получит.
doctor-search-words = Статьи ищутся только по словам, как задано в FIRSTLINE_SEARCH
doctor-search-base = Статьи ищутся по словам и по смыслу
doctor-search-semantic = Статьи ищутся по словам и по смыслу, с моделью семантического уровня
doctor-search-fallen-back = Семантический уровень недоступен, статьи ищутся с базовым. { $reason }
doctor-search-fallen-back-mend = Затем запустите Firstline снова; или задайте FIRSTLINE_SEARCH=base.
doctor-settings-right = Настройки безопасны
doctor-settings-wrong = { $reason }
doctor-settings-wrong-mend = Исправьте это в окружении или в .env и запустите ещё раз: больше ничего не проверялось.
doctor-settings-misspelled = { $variable } – не настройка и ни на что не влияет
doctor-settings-misspelled-mend = Может быть, { $nearest }?
doctor-settings-unknown = { $variable } – не настройка и ни на что не влияет
doctor-settings-unknown-mend = Найдите нужное имя в README или уберите эту переменную.
doctor-settings-insecure = { $variable } включён: запросы не доказывают, откуда они
doctor-settings-insecure-mend = Уберите его там, где обслуживают настоящих людей.
doctor-settings-playground = Площадка включена рядом с настоящей платформой: кто работает на этом компьютере, может действовать там от имени любого
doctor-settings-playground-mend = Задайте FIRSTLINE_PLAYGROUND__ENABLED=false.
doctor-files-private = Секреты и данные закрыты от других пользователей этого компьютера
doctor-file-readable = Любой пользователь этого компьютера может прочитать { $path } (права { $mode })
doctor-file-readable-mend = chmod o-rwx { $path }
doctor-file-writable = Любой пользователь этого компьютера может изменить { $path } (права { $mode })
doctor-file-writable-mend = chmod o-rwx { $path }, и проверьте, то ли там, что вы писали.

doctor-clock-right = Часы идут вместе с часами { $subject }
doctor-clock-wrong = Часы расходятся с часами { $subject } на { $seconds } с
doctor-clock-wrong-mend = Пусть этот компьютер ставит часы по NTP; при пяти минутах платформы отказывают нам, а мы им.

doctor-database-reached = База данных отвечает: { $name }
doctor-database-away = База данных не отвечает: { $place }
doctor-database-away-mend = Проверьте, работает ли она, доступна ли с этой машины и её ли называет FIRSTLINE_DATABASE_URL.
doctor-database-failed = { $place }: { $reason }
doctor-database-failed-mend = Исправьте названное и запустите ещё раз.
doctor-database-empty = База данных ещё пуста
doctor-database-empty-mend = Выполните firstline migrate.
doctor-database-foreign = В базе данных чужие таблицы, не Firstline
doctor-database-foreign-mend = Пусть FIRSTLINE_DATABASE_URL называет базу данных самого Firstline.
doctor-database-migrated = База данных текущей версии
doctor-database-behind = База данных старой версии
doctor-database-behind-mend = Выполните firstline backup, затем firstline migrate.
doctor-database-newer = База данных от более нового Firstline
doctor-database-newer-mend = Возьмите тот выпуск или восстановите копию, сделанную до него.
doctor-database-read-only = В базу данных нельзя писать
doctor-database-read-only-mend = SQLite: отдайте файл и его папку пользователю службы; PostgreSQL: подключитесь к основному серверу и проверьте default_transaction_read_only.
doctor-database-damaged = База данных повреждена: { $reason }
doctor-database-damaged-mend = Остановите Firstline, сохраните копию файла и восстановите последнюю хорошую резервную копию: firstline restore.
doctor-database-too-large-to-check = Файл слишком велик, чтобы просмотреть его мимоходом; это делает sqlite3 командой PRAGMA quick_check
doctor-disk-filling = На диске свободно { $megabytes } МБ
doctor-disk-filling-mend = Освободите место или перенесите базу данных на больший диск.
doctor-journal-large = Журнал упреждающей записи вырос до { $megabytes } МБ
doctor-journal-large-mend = Кто-то долго читает, например резервная копия: дайте закончить или перезапустите Firstline.
doctor-postgres-old = PostgreSQL { $version } старше того, с чем Firstline испытан
doctor-postgres-old-mend = Перейдите на PostgreSQL { $least } или новее.
doctor-connections-few = Занято соединений сервера: { $used } из { $of }
doctor-connections-few-mend = Увеличьте max_connections или запустите меньше процессов.
doctor-nobody-listens = К базе данных не подключён ни один процесс Firstline
doctor-nobody-listens-mend = Запустите firstline web и firstline worker или firstline run.
doctor-nobody-delivers = Запросы принимаются, но ни один worker не доставляет ответы этой службы
doctor-nobody-delivers-mend = Запустите firstline worker.

doctor-work-done = Ничто не ждёт дольше, чем должно
doctor-posts-stuck = Сообщений ждут { $platform }: { $posts }, самое старое { $waited }
doctor-posts-stuck-mend = Проверьте, что работает worker с этой платформой; его журнал называет, что не удаётся.
doctor-posts-abandoned = Сообщений было в пути в { $platform }, когда их процесс закончился: { $posts }, { $waited } назад
doctor-posts-abandoned-mend = Запустите firstline worker или firstline run: он поищет их и продолжит.
doctor-posts-dead = { $platform } навсегда отказала сообщениям: { $posts }
doctor-posts-dead-mend = Почему, говорит firstline dead list; когда причина исчезнет, firstline dead resend КЛЮЧ.
doctor-posts-uncertain = Неизвестно, дошли ли сообщения в { $platform }: { $posts }
doctor-posts-uncertain-mend = Посмотрите в канале; firstline dead list называет их, firstline dead resend КЛЮЧ отправляет ещё раз.
doctor-timers-overdue = Таймер просрочен на { $waited }
doctor-timers-overdue-mend = Запустите firstline worker или firstline run: без него никто не узнает об эскалации.
doctor-tickets-left = { $handle } больше не состоит ни в одной команде, а нерешённых заявок за ним(ней): { $count }
doctor-tickets-left-mend = Их видно по /ticket список; отдайте каждую кому-нибудь: /ticket назначить НОМЕР КОМУ — или верните в очередь: /ticket освободить НОМЕР.
doctor-route-lost = { $platform } отказала сообщениям ({ $posts }) в { $channel }: { $reason }
doctor-route-lost-mend = Пригласите туда приложение или назовите в desk.toml другой канал; затем firstline dead resend КЛЮЧ.

doctor-slack-token-good = Slack знает токен бота, пространство { $workspace }
doctor-slack-token = Slack не принимает токен бота: { $reason }
doctor-slack-token-mend = Скопируйте его заново из OAuth & Permissions в FIRSTLINE_SLACK__BOT_TOKEN и перезапустите.
doctor-slack-workspace = Токен бота из пространства { $found }, а desk.toml называет { $named }
doctor-slack-workspace-mend = Исправьте workspace в [platforms.slack] или возьмите токен другого пространства; до этого в команде никого нет.
doctor-slack-group-good = В Slack есть группа пользователей { $group }
doctor-slack-group = Slack не показывает группу пользователей { $group }: { $reason }
doctor-slack-group-mend = Вставьте firstline manifest slack в манифест приложения и установите приложение заново; группы пользователей есть только на платных тарифах.
doctor-slack-group-missing = В Slack нет группы пользователей { $group }
doctor-slack-group-missing-mend = Создайте её в Slack или назовите в desk.toml другую (id или имя) в user_group этого графика.
doctor-slack-group-disabled = Группа пользователей { $group } отключена в Slack
doctor-slack-group-disabled-mend = Включите её в Slack или уберите user_group этого графика из desk.toml.
doctor-slack-scopes-good = Slack дал все разрешения
doctor-slack-scopes = Slack не дал разрешений { $scopes }
doctor-slack-scopes-mend = Вставьте firstline manifest slack в манифест приложения и установите приложение заново.
doctor-slack-socket-good = Slack знает токен приложения
doctor-slack-socket = Slack не принимает токен приложения: { $reason }
doctor-slack-socket-mend = Создайте его с разрешением connections:write, задайте FIRSTLINE_SLACK__APP_TOKEN и включите Socket Mode.
doctor-slack-channel-good = Есть в канале Slack { $channel } ({ $purpose })
doctor-slack-channel-missing = Канала Slack { $channel } ({ $purpose }), видимого приложению, нет
doctor-slack-channel-missing-mend = Исправьте id в desk.toml или пригласите приложение, если канал закрытый.
doctor-slack-channel-closed = Приложения нет в канале Slack { $channel } ({ $purpose })
doctor-slack-channel-closed-mend = Напишите там /invite @Firstline.
doctor-slack-channel = Slack не показывает канал { $channel } ({ $purpose }): { $reason }
doctor-slack-channel-mend = Сначала исправьте токен и разрешения, затем запустите ещё раз.

doctor-teams-token-good = Microsoft выдаёт нам токен
doctor-teams-token = { $reason }
doctor-teams-token-mend = Сравните FIRSTLINE_TEAMS__APP_ID, __TENANT_ID и __APP_PASSWORD с регистрацией; у секретов есть срок.
doctor-teams-tenant = desk.toml называет организацию { $named }, чьих людей не впускают
doctor-teams-tenant-mend = Укажите её в workspace в [platforms.teams] или добавьте в FIRSTLINE_TEAMS__ALLOWED_TENANTS.
doctor-teams-anonymous = Любой на этом компьютере может говорить за Teams: нет id приложения
doctor-teams-anonymous-mend = Задайте FIRSTLINE_TEAMS__APP_ID и его секрет там, где обслуживают настоящих людей.
doctor-teams-keys-good = Ключи Bot Connector можно получить
doctor-teams-keys = Ключи Bot Connector получить нельзя: { $reason }
doctor-teams-keys-mend = Откройте этой машине адрес из FIRSTLINE_TEAMS__OPENID_METADATA_URL и то, куда он ведёт; без него ничто из Teams не впускают.
doctor-teams-issuer = Токены выдаёт { $found }, а ожидается { $expected }
doctor-teams-issuer-mend = FIRSTLINE_TEAMS__TOKEN_ISSUER и __OPENID_METADATA_URL должны быть из одного облака.
doctor-teams-channel-good = Есть в канале Teams { $channel } ({ $purpose })
doctor-teams-channel-unknown = О канале Teams { $channel } ({ $purpose }) не спросить: ни у кого из его команды не указан id в Teams
doctor-teams-channel-missing = Приложения нет в канале Teams { $channel } ({ $purpose }), или такого канала нет: { $reason }
doctor-teams-channel-missing-mend = Добавьте приложение в команду этого канала или исправьте id в desk.toml.
doctor-teams-channel = Teams не показывает канал { $channel } ({ $purpose }): { $reason }
doctor-teams-channel-mend = Сначала исправьте токен, затем запустите ещё раз.
doctor-teams-member-missing = Участника, названного в desk.toml, нет в канале Teams { $channel } ({ $purpose })
doctor-teams-member-missing-mend = Добавьте человека в эту команду или исправьте его Entra object id в desk.toml.
