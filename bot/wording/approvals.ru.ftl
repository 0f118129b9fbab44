# Что нужно согласовать, прежде чем этим заниматься.

card-approval = Согласование
button-approve = Согласовать
button-refuse = Отказать
button-withdraw = Отозвать
form-refuse-title = Отказ по № { $number }
form-refuse-label = Почему нет
form-refuse-hint = Это прочитает тот, кто просил.
form-refuse-submit = Отказать

approval-title = Примите решение: { $what } (№ { $number })
approval-reminder-title = Напоминание, примите решение: { $what } (№ { $number })
approval-ask = { $who } просит об этом, а решаете вы: { $what }
approval-until = Решить до
approval-held = согласования: { $who }
approval-nobody = некого спросить
approval-first = Сначала нужно согласование: { $who }. О решении я сообщу.
approval-stands-waiting = ждёт решения: { $who }{ $reason }
approval-stands-approved = согласовано: { $who }{ $reason }
approval-stands-refused = отказ: { $who }. Причина: { $reason }
approval-stands-withdrawn = запрос отозван{ $reason }
approval-stands-expired = вовремя никто не решил
approval-stands-follows = не согласовано: согласована была только прежняя заявка

approval-approved = Заявка № { $number } согласована: { $who }. Теперь ею занимается команда «{ $team }».
approval-approved-thread = Согласовано: { $who }. Можно приступать.
approval-refused = В заявке № { $number } отказано: { $who }, «{ $reason }». Если хотите что-то добавить, напишите сюда.
approval-refused-thread = Отказ: { $who }. Причина: { $reason }
approval-withdrawn = Заявка № { $number } отозвана. Решать по ней больше никому не нужно.
approval-withdrawn-thread = Запрос отозван автором.
approval-moved = Решения по заявке № { $number } вовремя не было ({ $late }), теперь решает: { $who }.
approval-moved-thread = Решения вовремя не было ({ $late }); теперь решает: { $who }.
approval-late = По заявке № { $number } ({ $who }: { $what }) решения всё ещё нет; это последнее напоминание. Если до { $until } никто не решит, заявка закроется без решения. Решить: /ticket согласовать { $number } или /ticket отказать { $number } ПРИЧИНА
approval-last-call = По заявке № { $number } решения всё ещё нет. Последнее напоминание отправлено: { $approvers }. Если до { $until } никто не решит, заявка закроется без решения, и её можно будет отправить заново.
approval-last-call-thread = Решения всё ещё нет. Последнее напоминание отправлено: { $approvers }. Если до { $until } никто не решит, заявка закроется без решения.
approval-expired = По заявке № { $number } вовремя никто не решил, поэтому она закрыта без решения. Чтобы попросить ещё раз, отправьте форму заново: /ticket каталог. Если нужно что-то другое: /ticket новая ЧТО СЛУЧИЛОСЬ
approval-expired-thread = Вовремя никто не решил: заявка закрыта без решения. Автору сообщили, что можно попросить ещё раз.
approval-denied = Заявка № { $number } остаётся закрытой: { $decided }. Чтобы попросить ещё раз, отправьте форму заново: /ticket каталог. Если нужно что-то другое: /ticket новая ЧТО СЛУЧИЛОСЬ
approval-denied-read = Команда «{ $team }» прочитает ваши слова, но заявка № { $number } остаётся закрытой: { $decided }. Чтобы попросить ещё раз, отправьте форму заново: /ticket каталог. Если нужно что-то другое: /ticket новая ЧТО СЛУЧИЛОСЬ
approval-follows-title = Продолжение: { $what }
approval-follows = Заявка № { $number } – для помощи с тем, что вы получили по заявке № { $other }. Если нужно то же самое ещё раз или что-то сверх того, отправьте форму заново: /ticket каталог
approval-follows-thread = Это продолжение заявки № { $other }. Согласована была только она, по новой заявке ничего не согласовано. Автору сообщили: если нужно то же самое ещё раз или что-то сверх того, форму нужно отправить заново.

done-approve = Заявка № { $number } согласована; автор и команда об этом знают.
done-refuse = По заявке № { $number } отказано; автору сообщили причину.
done-withdraw = Заявка № { $number } отозвана.

refused-awaits-approval = Заявка № { $number } ждёт согласования: { $approvers }. Пока можно написать автору: /ticket ответить { $number } ТЕКСТ
refused-nothing-to-approve = По заявке № { $number } согласовывать нечего.
refused-decided = По заявке № { $number } решать поздно: { $decided }. Посмотреть: /ticket показать { $number }
refused-not-approved = Заявку № { $number } снова не открыть: { $decided }. Её автор может отправить форму заново: /ticket каталог
refused-no-reason = Отказ нужно объяснить: /ticket отказать { $number } ПРИЧИНА
refused-own-request = О своём запросе решать нельзя. По заявке № { $number } решает: { $approvers }.
refused-not-approver = По заявке № { $number } решаете не вы, а { $approvers }.
refused-not-own = Отозвать заявку № { $number } может только её автор.

action-approval = запрошено согласование
action-approved = согласовано
action-refused = отказано
action-withdrawn = отозвано
action-lapsed = закрыто: вовремя никто не решил
sla-why-approval = ждёт согласования

command-approve-usage = согласовать НОМЕР
command-approve-example = /ticket согласовать 12
command-approve-about = согласовать то, о чём вас спросили
command-refuse-usage = отказать НОМЕР ПРИЧИНА
command-refuse-example = /ticket отказать 12 прежнему всего год
command-refuse-about = отказать и объяснить почему
command-withdraw-usage = отозвать НОМЕР
command-withdraw-example = /ticket отозвать 12
command-withdraw-about = забрать свой запрос, пока он не согласован
