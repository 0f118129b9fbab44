# Что бывает с заявкой: вопрос, ожидание, передача, объединение, закрытие; команды для этого.

card-held = Ждёт
card-category = Категория
card-tags = Теги
card-no-tags = нет
card-links = Связана с
card-merged-into = Объединена с
card-absorbed = Вошли в неё
card-moved = Передана: { $team } ({ $agent }); карточка теперь там.
button-more = Ещё
button-ask = Спросить
button-hold = Отложить
button-unhold = Продолжить
button-transfer = Передать
button-priority = Приоритет
button-close = Закрыть
more-title = Ещё по заявке № { $number }

form-ask-title = Вопрос по № { $number }
form-ask-label = Ваш вопрос
form-ask-hint = Это прочитает тот, кто просил; заявка подождёт ответа.
form-ask-submit = Спросить
form-hold-title = Отложить № { $number }
form-hold-label = Чего она ждёт
form-hold-hint = Это прочитает только команда.
form-hold-submit = Отложить
form-transfer-title = Передать № { $number }
form-transfer-to-label = Какой команде или кому
form-transfer-to-hint = Название команды или имя коллеги.
form-transfer-tried-label = Что пробовали
form-transfer-tried-hint = Это прочитают только агенты.
form-transfer-found-label = Что выяснили
form-transfer-found-hint = Это прочитают только агенты.
form-transfer-next-label = Что дальше
form-transfer-next-hint = Заполните хотя бы одно из трёх.
form-transfer-submit = Передать
form-priority-title = Приоритет № { $number }
form-priority-label = Насколько срочно
form-priority-submit = Установить
form-close-title = Закрыть № { $number }
form-close-label = Почему
form-close-hint = Это прочитает тот, кто просил.
form-close-submit = Закрыть

handover-tried = Пробовали
handover-found = Выяснили
handover-next = Дальше

thread-asked = Вопрос автору задал(а) { $agent }:
thread-held = Отложил(а) { $agent }: { $reason }
thread-unheld = Продолжает { $agent }.
thread-assigned = { $agent } назначил(а) исполнителя: { $to }.
thread-priority = Приоритет установил(а) { $agent }: { $value }
thread-category = Категорию установил(а) { $agent }: { $value }
thread-transferred = Передано: { $to }. Передал(а) { $agent }.
thread-moved = Передано команде «{ $team }», передал(а) { $agent }.
thread-merged = Объединил(а) с заявкой № { $other } { $agent }; новые слова автора попадут туда.
absorbed-rest =
    { $count ->
        [one] Ещё { $count } сообщение – под карточкой заявки № { $number }.
        [few] Ещё { $count } сообщения – под карточкой заявки № { $number }.
       *[other] Ещё { $count } сообщений – под карточкой заявки № { $number }.
    }
absorbed-earlier = Сказанное раньше – под карточкой заявки № { $number }.
moved-rest =
    { $count ->
        [one] Ещё { $count } сообщение – под прежней карточкой заявки № { $number }.
        [few] Ещё { $count } сообщения – под прежней карточкой заявки № { $number }.
       *[other] Ещё { $count } сообщений – под прежней карточкой заявки № { $number }.
    }
moved-earlier = Сказанное раньше – под прежней карточкой заявки № { $number }.
thread-said-so-far = Что говорили, пока заявка была у команды «{ $team }»; автор этого не видит.
thread-absorbed = Заявка № { $number } ({ $who }) объединена с этой; ответы получат оба автора.
thread-followed = Автор снова написал(а) в ветке этой завершённой заявки: продолжение в заявке № { $other }.
thread-split = { $agent } открыл(а) для другого вопроса заявку № { $other }.
thread-closed-by = Закрыл(а) { $agent }: { $reason }
thread-closed-silent = Закрыта: она решена, и ни одно сообщение автора не ждёт ответа.

ping-over-held = Отложил(а) { $agent }.
ping-over-transferred = Передал(а) { $agent }.
ping-over-merged = Объединил(а) с другой заявкой { $agent }.
ping-over-closed = Закрыл(а) { $agent }.
reason-bounced = заявку передают из команды в команду (раз: { $times }); решите, пожалуйста, чья она

ticket-asked-title = { $agent } спрашивает по заявке № { $number }
ticket-asked = Напишите ответ здесь; как только он придёт, работа продолжится.
ticket-held = Заявка № { $number } отложена: { $team } ждёт того, что для неё нужно. Я сообщу, когда работа продолжится.
ticket-unheld = Заявкой № { $number } снова занимается { $agent }.
ticket-transferred = Заявкой № { $number } теперь занимается { $team }; всё, что о ней известно, передано.
ticket-merged = Заявка № { $number } о том же, что и заявка № { $other }, поэтому теперь это одна заявка. Новости вы получите здесь, и всё, что вы здесь напишете, увидят те, кто ею занимается.
ticket-merged-own = Заявка № { $number } теперь часть вашей заявки № { $other }, новости придут туда. Всё, что вы напишете здесь, по-прежнему увидят те, кто ею занимается.
ticket-absorbed = О том же, что и ваша заявка № { $number }, сообщил кто-то ещё; обеими занимаются вместе. Делать ничего не нужно.
ticket-closed-by = { $agent } закрыл(а) заявку № { $number }: «{ $reason }». Если помощь всё ещё нужна, напишите об этом здесь.
ticket-closed-silent = Заявка № { $number } закрыта: она решена, и ни одно сообщение в ней не ждёт ответа. Если не помогло, напишите об этом здесь.

done-assign = Заявка № { $number } теперь у исполнителя: { $agent }.
done-transfer = Заявка № { $number } передана команде { $team }.
done-ask = Вопрос отправлен; заявка № { $number } ждёт ответа автора.
done-macro = Отправлено автору заявки № { $number }.
done-priority = Приоритет заявки № { $number } теперь { $priority }.
done-category = Категория заявки № { $number } теперь «{ $category }».
done-tag = Теги заявки № { $number } теперь: { $tags }
done-untag = Теги заявки № { $number } теперь: { $tags }
done-hold = Заявка № { $number } отложена. Чтобы продолжить: /ticket продолжить { $number }
done-unhold = Заявка № { $number } снова в работе.
done-close = Заявка № { $number } закрыта; автору сообщили почему.
done-merge = Заявка № { $number } теперь часть заявки № { $other }.
done-split = Для того же автора открыта ещё одна заявка, связанная с заявкой № { $number }.
done-link = Заявки № { $number } и № { $other } теперь связаны.
done-unlink = Заявки № { $number } и № { $other } больше не связаны.

refused-closed = Заявка № { $number } уже закрыта. Открыть снова: /ticket открыть { $number }
refused-already = У заявки № { $number } так уже и есть, ничего не изменилось.
refused-too-late = Заявка № { $number } закрыта слишком давно, снова её не открыть. Откройте новую, связанную с ней: /ticket отделить { $number } ЧТО СЛУЧИЛОСЬ
refused-merged = Заявка № { $number } объединена с заявкой № { $survivor }. Продолжайте там: /ticket показать { $survivor }
refused-no-tag = У заявки № { $number } есть не все эти теги. Есть: { $tags }
refused-tags = У заявки № { $number } тегов уже столько, сколько можно. Снимите часть: /ticket снять-тег { $number } ТЕГ
refused-tag-words = Тег — это слово не длиннее { $most } знаков, например: /ticket тег { $number } vpn
refused-not-waiting = Заявка № { $number }: { $status }, она ничего не ждёт.
refused-itself = Заявку № { $number } нельзя соединить с ней самой. Назовите другую.
refused-other-inactive = Заявка № { $other } решена или закрыта, объединить с ней нельзя. Сначала откройте её снова: /ticket открыть { $other }
refused-other-merged = Заявка № { $other } сама объединена с заявкой № { $survivor }. Объедините с той: /ticket объединить { $number } { $survivor }
refused-linked = Заявки № { $number } и № { $other } уже связаны.
refused-unlinked = Заявки № { $number } и № { $other } не связаны.
refused-member-elsewhere = { $who } не в команде «{ $team }», а здесь: { $teams }. Передать заявку: /ticket передать { $number } { $handle } выяснили: ЧТО ВЫ ВЫЯСНИЛИ
refused-no-member = В команде «{ $team }» нет никого по имени «{ $said }». Есть: { $known }. Например: /ticket назначить { $number } мне
refused-no-member-near = В команде «{ $team }» нет никого по имени «{ $said }». Может быть: /ticket назначить { $number } { $nearest }
refused-no-receiver = Нет ни команды, ни человека по имени «{ $said }». Команды: { $known }. Или назовите человека: /ticket передать { $number } КОМУ пробовали: … выяснили: … дальше: …
refused-no-receiver-near = Нет ни команды, ни человека по имени «{ $said }». Может быть: /ticket передать { $number } { $nearest } пробовали: … выяснили: … дальше: …
refused-no-handover = Напишите, что пробовали, что выяснили или что дальше, чтобы никто не спрашивал дважды: /ticket передать { $number } КОМАНДА пробовали: … выяснили: … дальше: …
refused-no-macro = Шаблона «{ $said }» нет. Посмотреть, какие есть: /ticket макрос
refused-no-macro-near = Шаблона «{ $said }» нет. Может быть: /ticket макрос { $number } { $nearest }
refused-no-article = Шаблон «{ $said }» называет статью, а по заявке № { $number } её не давали. Напишите ответ сами: /ticket ответить { $number } ТЕКСТ
stale-card = Эта карточка устарела: заявка № { $number } теперь { $status }. Посмотреть: /ticket показать { $number }

mistake-other = Какая другая заявка? { $usage }, например: { $example }
mistake-value = «{ $said }» — не одно из этих: { $choices }. Например: { $example }
mistake-long = Слишком длинно: можно не больше { $most } знаков. Ничего не сделано; { $usage }.

search-title = { $count ->
    [0] Заявок с такими словами нет. Искали среди новейших заявок ваших команд и ваших собственных; попробуйте меньше слов.
    [one] Найдена { $count } заявка
    [few] Найдено { $count } заявки
   *[other] Найдено { $count } заявок
}
macros-title = Шаблоны
macros-text = Отправить: /ticket макрос НОМЕР ИМЯ.
macros-none = Шаблонов пока нет. Их пишут в desk.toml: [[macro]], имя и текст.

action-pending = вопрос автору
action-held = отложено
action-unheld = работа продолжена
action-assigned = исполнитель
action-priority = приоритет
action-category = категория
action-tagged = теги
action-untagged = теги сняты
action-transferred = передано
action-merged = объединено с другой заявкой
action-absorbed = присоединена другая заявка
action-split = для другого вопроса открыта заявка
action-linked = связано
action-unlinked = связь убрана

command-assign-usage = назначить НОМЕР КОМУ
command-assign-example = /ticket назначить 12 nadia
command-assign-about = назначить исполнителя
command-transfer-usage = передать НОМЕР КОМАНДА пробовали: … выяснили: … дальше: …
command-transfer-example = /ticket передать 12 network пробовали: новый кабель; выяснили: порт не работает; дальше: другой коммутатор
command-transfer-about = передать другой команде или человеку
command-ask-usage = спросить НОМЕР ВОПРОС
command-ask-example = /ticket спросить 12 В каком вы офисе?
command-ask-about = спросить автора и ждать ответа
command-macro-usage = макрос НОМЕР ИМЯ
command-macro-example = /ticket макрос 12 restart
command-macro-about = отправить готовый ответ; без имени — какие есть
command-priority-usage = приоритет НОМЕР срочный, высокий, обычный или низкий
command-priority-example = /ticket приоритет 12 высокий
command-priority-about = сказать, насколько срочно
command-category-usage = категория НОМЕР КАТЕГОРИЯ
command-category-example = /ticket категория 12 network
command-category-about = сказать, о чём она
command-tag-usage = тег НОМЕР ТЕГИ
command-tag-example = /ticket тег 12 лиссабон
command-tag-about = отметить своими словами
command-untag-usage = снять-тег НОМЕР ТЕГИ
command-untag-example = /ticket снять-тег 12 лиссабон
command-untag-about = снять теги
command-hold-usage = отложить НОМЕР ЧЕГО ЖДЁТ
command-hold-example = /ticket отложить 12 ждём новый ноутбук
command-hold-about = отложить до чего-то
command-unhold-usage = продолжить НОМЕР
command-unhold-example = /ticket продолжить 12
command-unhold-about = вернуться к ней
command-close-usage = закрыть НОМЕР ПОЧЕМУ
command-close-example = /ticket закрыть 12 то же, что на прошлой неделе
command-close-about = закрыть, не спрашивая автора
command-merge-usage = объединить НОМЕР С КАКОЙ
command-merge-example = /ticket объединить 14 с 12
command-merge-about = сделать частью другой заявки о том же
command-split-usage = отделить НОМЕР ЧТО ЕЩЁ СЛУЧИЛОСЬ
command-split-example = /ticket отделить 12 принтер тоже не печатает
command-split-about = открыть ещё одну заявку для другого вопроса
command-link-usage = связать НОМЕР ДРУГАЯ
command-link-example = /ticket связать 12 14
command-link-about = связать две заявки
command-unlink-usage = отвязать НОМЕР ДРУГАЯ
command-unlink-example = /ticket отвязать 12 14
command-unlink-about = убрать связь
command-search-usage = найти СЛОВА
command-search-example = /ticket найти проектор
command-search-about = найти заявки по словам

rating-question = Как прошла работа с заявкой № { $number }? Достаточно одного нажатия.
rating-5 = Очень хорошо
rating-4 = Хорошо
rating-3 = Так себе
rating-2 = Плохо
rating-1 = Очень плохо
rating-thanks = Спасибо: { $rating }. Если хотите, расскажите подробнее; это прочитают руководители.
rating-remarked = Спасибо, руководители это получили.
rating-told = { $who } о том, как прошла работа с заявкой № { $number }: { $rating }
button-remark = Подробнее
form-remark-title = О заявке № { $number }
form-remark-label = Что было хорошо, а что нет
form-remark-hint = Это прочитают руководители службы поддержки.
form-remark-submit = Отправить
action-rated = оценка
action-remarked = подробнее об оценке
