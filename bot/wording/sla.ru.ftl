# Как обстоят дела со сроками заявки: для агентов и руководителей в чате, для операторов в терминале.

sla-title = Сроки заявки № { $number }
sla-none = По заявке № { $number } ничего не обещано.
sla-goal-claim = Взять в работу
sla-goal-first_response = Первый ответ
sla-goal-next_response = Следующий ответ
sla-goal-resolution = Решение
sla-promise = За { $within }, правило «{ $policy }»{ $calendar ->
    [always] { "" }
   *[other] , в часы «{ $calendar }»
}.
sla-due = Срок: { $at }; осталось { $left }.
sla-overdue = Не выдержан: срок был { $at }.
sla-paused = На паузе, осталось { $left }.
sla-kept = Выдержан, в запасе { $left }.
sla-late = Не выдержан: срок был { $at }, сделано { $done }.
sla-total = Засчитано { $counted }, на паузе { $paused }.
sla-earlier = До этого: засчитано { $counted }, на паузе { $paused }.
sla-counted = { $from } – { $to }: засчитано, { $length }
sla-pause = { $from } – { $to }: пауза, { $length } ({ $why })
sla-why-hours = нерабочее время
sla-why-holiday = праздник: { $name }
sla-why-day = в этот день закрыто
sla-why-pending = ждём автора
sla-why-held = отложена
sla-why-resolved = была решена
sla-why-not_promised = ничего не обещано
sla-hours = { $hours } ч
sla-minutes = { $minutes } мин
sla-seconds = { $seconds } с
