# Где слышат вопросы, кому достаётся заявка, кого нет на месте.

channel-off = В этом канале я не отвечаю. Напишите мне в личные сообщения: я поищу решение или позову человека.
refused-no-category = Категории «{ $said }» нет. Есть: { $known }. Возможно, вы имели в виду: /ticket category { $number } { $nearest }

holder-away = (нет на месте)
holder-away-until = (нет на месте до { $at })
away-own-until = Вас нет на месте до { $at }: заявки получают другие, поимённо вас никто не позовёт. Если вернётесь раньше: /ticket вернулся
away-own-open = Вас нет на месте, пока вы не напишете /ticket вернулся: заявки получают другие, поимённо вас никто не позовёт.
away-other-until = { $who }: нет на месте до { $at }. Заявки получают другие, поимённо никто не позовёт.
away-other-open = { $who }: нет на месте до команды /ticket вернулся. Заявки получают другие, поимённо никто не позовёт.
away-held = { $count ->
    [one] Остаётся назначенной { $count } заявка: { $numbers }. Руководители об этом знают.
    [few] Остаются назначенными { $count } заявки: { $numbers }. Руководители об этом знают.
   *[other] Остаются назначенными { $count } заявок: { $numbers }. Руководители об этом знают.
}
away-leads-until = { $who }: нет на месте до { $at }, за ним(ней) { $count ->
    [one] { $count } заявка
    [few] { $count } заявки
   *[other] { $count } заявок
}:
away-leads-open = { $who }: нет на месте, за ним(ней) { $count ->
    [one] { $count } заявка
    [few] { $count } заявки
   *[other] { $count } заявок
}:
away-leads-way = Отдать заявку другому: /ticket назначить НОМЕР КОМУ
back-own = С возвращением. Заявки снова назначаются и вам.
back-held = { $count ->
    [one] За вами { $count } заявка: { $numbers }.
    [few] За вами { $count } заявки: { $numbers }.
   *[other] За вами { $count } заявок: { $numbers }.
}
refused-away-when = Не понимаю «{ $said }» как момент в будущем, не дальше года. Примеры: /ticket отсутствую до понедельника · /ticket отсутствую до 24.12 9:00 · /ticket отсутствую на 2 часа
refused-away-others = Так сказать о другом может только руководитель его команды. О себе: /ticket отсутствую до понедельника
refused-not-away = Вы и так на месте.

command-away-usage = away ДО КОГДА
command-away-example = /ticket отсутствую до понедельника
command-away-about = отметить, что вас нет: заявки вам не назначаются
command-back-usage = back
command-back-example = /ticket вернулся
command-back-about = отметить, что вы снова на месте
