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
sla-no-ticket = Заявки № { $number } нет.
sla-zone = Время указано по поясу { $zone }.
sla-days-wrong = --days: не меньше одного дня.
sla-replayed = { $days ->
    [one] За { $days } день
    [few] За { $days } дня
   *[other] За { $days } дней
} { $tickets ->
    [0] заявок не открывали
    [one] открыли { $tickets } заявку
    [few] открыли { $tickets } заявки
   *[other] открыли { $tickets } заявок
}. Ничего не изменено.
sla-outcome-kept = выдержан
sla-outcome-broken = не выдержан
sla-outcome-running = идёт
sla-outcome-none = не обещан
sla-change = { $goal }: { $was } → { $other } ({ $count }): { $tickets }{ $more ->
    [0] { "" }
   *[other] { " " }и ещё { $more }
}
sla-no-change = Исход каждого срока был бы тем же.
cli-sla = сроки: пояснить по заявке, примерить другие
cli-sla-explain = как обстоят дела со сроками заявки: что засчитано, что нет и почему
cli-sla-number = номер заявки
cli-sla-simulate = что стало бы со сроками с другим файлом desk.toml; ничего не записывается
cli-sla-policy = другой desk.toml
cli-sla-days = заявки, открытые за столько дней (90)
