# Страница площадки. Всё отсюда отправляется в браузер, переменные подставляются там.

web-title = Площадка Firstline
web-playground = Площадка
web-notice = Любой за этим компьютером может действовать от чужого имени. Доступно только на этом компьютере ({ $host }).
web-notice-short = Любой может быть кем угодно · только { $host }
web-language = Язык
web-language-en = English
web-language-ru = Русский
web-theme = Оформление
web-theme-system = Как в системе
web-theme-light = Светлое
web-theme-dark = Тёмное
web-view = Вид
web-view-one = Один человек
web-view-side = Рядом
web-skip = К полю сообщения
web-noscript = Площадке нужен JavaScript.

web-act-as = Действовать как
web-acting-as = Вы – { $name }
web-person-of-pane = Действовать в этой колонке как
web-role-employee = Сотрудник
web-role-agent = Специалист
web-role-lead = Руководитель
web-column-employee = Сотрудник
web-column-team = Команда
web-column-leads = Руководители
web-columns = Колонки

web-places = Беседы
web-place-dm = Firstline
web-about-dm = Личная переписка с Firstline. Больше её никто не читает.
web-about-help = Спрашивать может каждый. Упомяните @{ $bot }, чтобы спросить.
web-about-triage = Заявки и то, что о них говорит команда.
web-about-leads = Сюда приходят эскалации.
web-unread-one = { $count } непрочитанное
web-unread-few = { $count } непрочитанных
web-unread-many = { $count } непрочитанных
web-unread-other = { $count } непрочитанных

web-messages-in = Сообщения: { $place }
web-thread = Обсуждение
web-thread-in = Обсуждение: { $place }
web-thread-close = Закрыть обсуждение
web-replies-one = { $count } ответ
web-replies-few = { $count } ответа
web-replies-many = { $count } ответов
web-replies-other = { $count } ответа
web-last-reply = последний { $time }
web-reply-in-thread = Ответить в обсуждении
web-reply = Ответить
web-about-earlier = К вопросу: { $words }
web-today = Сегодня
web-yesterday = Вчера
web-edited = изменено
web-edited-hint = Изменено после отправки
web-only-you = Видно только вам
web-used-command = Вы ввели
web-app = Бот
web-new-below = Ниже есть ещё
web-status-open = Открыта
web-status-new = Новая
web-status-claimed = В работе
web-status-pending = Ждёт автора
web-status-on_hold = Отложена
web-status-escalated = Эскалация
web-status-acknowledged = Принято
web-status-resolved = Решена
web-status-closed = Закрыта

web-write-to = Написать: { $place }
web-write-in-thread = Ответить в обсуждении
web-keys = Enter отправляет, Shift + Enter начинает новую строку, / показывает команды
web-send = Отправить
web-continuing = Продолжает: { $words }
web-new-question = Новый вопрос
web-new-question-on = Это будет новый вопрос
web-continue-instead = Продолжить прошлый
web-completions = Команды
web-completions-found = Подсказок: { $count }, выбирайте стрелками
web-mention-bot = спросить здесь
web-sending = Отправляется…
web-looking = { $bot } ищет…
web-waiting-connection = Ждёт соединения


web-empty-dm = Спросите о том, что вам мешает
web-empty-dm-about = Пишите как коллеге. Firstline поищет проверенное решение, а если оно не поможет, позовёт человека.
web-empty-help = Спросите там, где ответ пригодится и другим
web-empty-help-about = Упомяните @{ $bot }, и ответ придёт в обсуждение.
web-empty-triage = Заявок пока нет
web-empty-triage-about = Когда Firstline зовёт человека, заявка появляется здесь одной карточкой, со всем, что уже пробовали.
web-empty-leads = Всё спокойно
web-empty-leads-about = Если заявку вовремя не взяли или на неё не ответили, вас позовут здесь, и вы сможете это принять.
web-try = Попробуйте
web-try-1 = с утра не подключается впн
web-try-2 = я забыл пароль
web-try-3 = принтер пишет, что не в сети
web-try-4 = позовите человека
web-try-help = @{ $bot } принтер ничего не печатает

web-form-required = Обязательно
web-form-fill = Заполните поле «{ $label }».
web-close = Закрыть
web-dismiss = Скрыть

web-connection-lost = Нет соединения. Пробуем снова… Написанное отправится, когда оно вернётся.
web-connection-back = Соединение восстановлено.
web-loading = Загрузка…

web-problem-unknown-action = Страница и сервер не поняли друг друга. Перезагрузите страницу.
web-problem-unknown-person = На этой площадке нет человека с таким именем.
web-problem-unknown-line = Этого сообщения больше нет, или вам его не видно.
web-problem-unknown-command = Команды /{ $command } нет. Введите /{ $known } help, чтобы увидеть, какие есть.
web-problem-no-access = От этого имени та беседа не видна.
web-problem-empty = Отправлять нечего.
web-problem-too-long = Здесь больше { $most } символов. Разделите, пожалуйста, на два сообщения.
web-problem-field-required = Заполните поле «{ $label }».
web-problem-form = Не всё в форме заполнено как надо.
web-problem-busy = Слишком много сразу. Подождите немного и отправьте снова.
web-problem-later = Сохранено, но посмотреть сейчас не получилось. Firstline сам попробует ещё раз через несколько секунд.

web-article-kicker = База знаний
