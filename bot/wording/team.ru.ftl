# То, что читают агенты и руководители.

card-title = № { $number } · { $summary }
card-number = № { $number }
card-requester = Кто просит
card-status = Статус
card-priority = Приоритет
card-assignee = Исполнитель
card-nobody = пока никто
card-team = Команда
card-promised = Ответ обещан до
card-late = { $by } – срок прошёл
card-where = Где спросили
card-where-link = открыть ветку
card-where-direct = личное сообщение
card-tried = Уже пробовали
card-tried-nothing = статей не предлагалось
card-passed-over = Показали, не выбрано
card-before = Что говорили раньше
card-closed-for = Почему закрыта
card-resolution = Что помогло
button-claim = Взять
button-release = Вернуть
button-reply = Ответить
button-note = Заметка
button-resolve = Решить
button-escalate = Эскалация
button-acknowledge = Вижу

status-new = новая
status-open = в работе
status-pending = ждёт ответа
status-on_hold = отложена
status-resolved = решена
status-closed = закрыта
priority-urgent = срочный
priority-high = высокий
priority-normal = обычный
priority-low = низкий

form-cancel = Отмена
form-reply-title = Ответ по № { $number }
form-reply-label = Ваш ответ
form-reply-hint = Это прочитает тот, кто просил.
form-reply-submit = Отправить
form-note-title = Заметка к № { $number }
form-note-label = Ваша заметка
form-note-hint = Это прочитает только команда.
form-note-submit = Сохранить
form-resolve-title = Решение по № { $number }
form-resolve-label = Что помогло
form-resolve-hint = Это прочитает тот, кто просил.
form-resolve-submit = Решить
form-escalate-title = Эскалация № { $number }
form-escalate-label = Причина
form-escalate-hint = Это прочитают руководители.
form-escalate-submit = Сообщить
form-new-title = Новая заявка
form-new-label = Что нужно?
form-new-hint = Одно-два предложения.
form-new-submit = Создать

thread-words = Пишет { $who }:
thread-words-after = Заявка № { $number } решена, но сама не закроется, пока на это не ответят: /ticket открыть { $number } · или /ticket закрыть { $number } ПРИЧИНА
thread-further = { $who } просит помочь ещё с одним вопросом; открытых заявок уже слишком много для новой:
thread-reply = Ответ отправил(а) { $agent }:
thread-note = Заметка, { $agent }:
thread-released = Заявку вернул(а) { $agent }.
thread-resolved = Заявку решил(а) { $agent }.
thread-reopened = Открыта снова: автор пишет, что не решено.
thread-reopened-by = Снова открыл(а) { $agent }.
thread-reopened-left = Раньше заявка была за { $who }, но в команде его (её) больше нет: сейчас она ничья.
thread-closed = Автор подтверждает, что всё работает.
thread-escalated = Эскалация: { $reason }
thread-acknowledged = Эскалацию увидел(а) { $agent }.

ping-title = Заявка № { $number } ждёт человека
ping-unclaimed = Заявку никто не взял, прошло { $waited }.
ping-unanswered = Ответа ждут уже { $waited }.
ping-unresolved = Заявка не решена, а обещанный срок прошёл.
ping-manual = { $agent } просит помощи: { $reason }
ping-over-title = Эскалация заявки № { $number }
ping-again = Предыдущее сообщение никто не подтвердил.
ping-waiting = Ожидание
waited-days = { $days } дн.
ping-acknowledged = Подтверждено: { $agent }, { $at }.
warning-title = Срок заявки № { $number } подходит
warning-over-title = Подходил срок заявки № { $number }
warning-due = { $goal }: прошло 75 % времени; срок { $at }, осталось { $left }.
gathered-title = { $count ->
    [one] { $count } заявка ждёт человека
    [few] { $count } заявки ждут человека
   *[other] { $count } заявок ждут человека
}
gathered-over-title = Заявки, которые ждали человека
gathered-others = А также: { $numbers }
ping-over-claimed = Взял(а) { $agent }.
ping-over-answered = Ответил(а) { $agent }.
ping-over-resolved = Решил(а) { $agent }.
reason-unclaimed = её вовремя никто не взял
reason-unanswered = вовремя никто не ответил
reason-unresolved = её вовремя не решили
reason-none = причина не указана

done-claim = Заявка № { $number } теперь ваша.
done-release = Заявка № { $number } снова в очереди команды { $team }.
done-reply = Отправлено автору заявки № { $number }.
done-note = Заметка к заявке № { $number } сохранена, её видит только команда.
done-resolve = Заявка № { $number } решена; автора спросили, работает ли теперь.
done-reopen = Заявка № { $number } снова открыта.
done-escalate = По заявке № { $number } зову на помощь, шаг за шагом, пока кто-нибудь не подтвердит.
done-ack = Отмечено: вы видели эскалацию заявки № { $number }.

refused-team = Это с заявкой № { $number } может сделать только команда «{ $team }», а вы в неё не входите. Попросите кого-нибудь из неё передать вам заявку или позвать вас на разбор: /ticket разбор { $number } { $handle }
refused-own = Заявка № { $number } – ваша, но это с ней может сделать только команда «{ $team }». Всё, что вы напишете в переписке по заявке, она увидит.
refused-agents = Это команды для сотрудников поддержки, а вы не входите ни в одну из её команд. Если нужна помощь, просто напишите мне, что случилось.
refused-claimed = Заявкой № { $number } уже занимается { $agent }.
refused-claimed-own = Заявка № { $number } уже ваша.
refused-inactive = Заявка № { $number }: { $status }, изменить её нельзя. Чтобы вернуться к ней: /ticket открыть { $number }
refused-active = Заявка № { $number }: { $status }, открывать снова нечего.
refused-unassigned = Заявку № { $number } никто не брал.
refused-missing = Заявки № { $number } нет. Посмотреть, какие есть: { $example }
refused-nobody-to-call = Никого не позвали: по правилам эскалации для заявки № { $number } сейчас нельзя позвать никого, кроме вас. Передайте её коллеге: /ticket назначить { $number } КОМУ · или другой команде: /ticket передать { $number } КОМАНДА найдено: ЧТО ВЫ ВЫЯСНИЛИ
refused-own-escalation = Помощь по заявке № { $number } вызвали вы сами: подтверждает кто-то другой, а пока ответа нет, вызов идёт дальше по шагам. Передать её коллеге: /ticket назначить { $number } КОМУ · или, если вопрос решён: /ticket решить { $number } КАК
refused-no-escalation = У заявки № { $number } нет эскалации, которая ждёт подтверждения.
refused-none-waits = Ни одна из этих заявок уже не ждёт подтверждения.
refused-form-empty = Ничего не отправлено: текст пустой. Нажмите кнопку ещё раз и напишите что-нибудь.

mistake-unknown = Команды «{ $said }» нет. Может быть, { $usage }? Например: { $example }
mistake-strange = Команды «{ $said }» нет. Посмотреть, какие есть: { $example }
mistake-number = Какая заявка? { $usage }, например: { $example }
mistake-text = Не хватает текста: { $usage }, например: { $example }

help-title = Команды /ticket
help-text = Пишите их после /ticket или упомяните меня и напишите без него. Английские названия тоже понятны.
help-text-team = Пишите их после /ticket или упомяните меня и напишите без него. В ветке заявки номер можно не указывать. Английские названия тоже понятны.
list-title = { $count ->
    [0] Открытых заявок нет
    [one] { $count } открытая заявка
    [few] { $count } открытые заявки
   *[other] { $count } открытых заявок
}
mine-title = { $count ->
    [0] Незакрытых заявок у вас нет
    [one] У вас { $count } заявка
    [few] У вас { $count } заявки
   *[other] У вас { $count } заявок
}
list-item = { $summary } · { $status } · { $assignee } · { $waiting }
history-title = История
history-item = { $at } · { $who }: { $what }
history-firstline = Firstline
action-opened = открытие
action-claimed = взято в работу
action-released = возвращено
action-replied = ответ
action-noted = заметка
action-relayed = сообщение
action-resolved = решено
action-reopened = открыто снова
action-closed = закрыто
action-escalated = эскалация
action-acknowledged = эскалация подтверждена
action-warned_claim = предупреждение: скоро срок взять в работу
action-warned_first_response = предупреждение: скоро срок первого ответа
action-warned_next_response = предупреждение: скоро срок следующего ответа
action-warned_resolution = предупреждение: скоро срок решения
action-recalled = снова зовёт на помощь
action-pinged = вызов по эскалации отправлен

command-new-usage = новая ЧТО СЛУЧИЛОСЬ
command-new-example = /ticket новая пропуск не открывает дверь
command-new-about = создать заявку
command-claim-usage = взять НОМЕР
command-claim-example = /ticket взять 12
command-claim-about = взять заявку
command-release-usage = вернуть НОМЕР
command-release-example = /ticket вернуть 12
command-release-about = вернуть в очередь
command-reply-usage = ответить НОМЕР ТЕКСТ
command-reply-example = /ticket ответить 12 Перезагрузите ноутбук ещё раз
command-reply-about = ответить автору
command-note-usage = заметка НОМЕР ТЕКСТ
command-note-example = /ticket заметка 12 То же ещё на двух ноутбуках
command-note-about = записать только для команды
command-escalate-usage = эскалация НОМЕР ПРИЧИНА
command-escalate-example = /ticket эскалация 12 нет сети на всём этаже
command-escalate-about = сообщить руководителям
command-ack-usage = вижу НОМЕР
command-ack-example = /ticket вижу 12
command-ack-about = отметить, что эскалацию видели
command-resolve-usage = решить НОМЕР ЧТО ПОМОГЛО
command-resolve-example = /ticket решить 12 Установили новый сертификат
command-resolve-about = отметить решённой
command-reopen-usage = открыть НОМЕР
command-reopen-example = /ticket открыть 12
command-reopen-about = открыть снова
command-show-usage = показать НОМЕР
command-show-example = /ticket показать 12
command-show-about = посмотреть заявку и историю
command-sla-usage = срок НОМЕР
command-sla-example = /ticket срок 12
command-sla-about = посмотреть сроки: что засчитано и почему
command-list-usage = список
command-list-example = /ticket список
command-list-about = посмотреть открытые заявки
command-mine-usage = мои
command-mine-example = /ticket мои
command-mine-about = посмотреть свои заявки
command-help-usage = помощь
command-help-example = /ticket помощь
command-help-about = эта справка
