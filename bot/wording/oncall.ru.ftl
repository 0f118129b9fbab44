# Кто дежурит, кого зовут и почему не зовут: для агентов и руководителей в чате, для операторов в терминале.

skipped = Шаг { $number } ({ $tell }) пропущен: { $why }.
tell-assignee = исполнитель
tell-oncall = дежурный
tell-member = сотрудник
tell-group = группа
tell-team = команда
tell-next-tier = следующая линия
tell-leads = руководители
skipped-unassigned = у заявки нет исполнителя
skipped-away = { $who } отсутствует
skipped-gone = { $who } больше не состоит ни в одной команде
skipped-raised = эскалацию начал(а) { $who }
skipped-no-rotation = у «{ $who }» нет графика дежурств
skipped-nobody-on-call = по графику «{ $who }» никто не дежурит
skipped-no-tier = у «{ $who }» нет следующей линии
skipped-no-channel = у «{ $who }» нет подходящего канала
ping-failed = Предыдущее сообщение не доставлено.
unreached-paused = платформа пока не принимает туда сообщения
thread-unreached = Вызов на помощь не доставлен ({ $reason }); зовём на следующем шаге.
thread-expired = Эскалацию увидел(а) { $agent }, но ничего не произошло: начинаем сначала.
action-reached = вызов доставлен
action-unreached = вызов не доставлен
action-expired = эскалация началась снова: после подтверждения ничего не произошло

cli-escalation = эскалации: проверить, кого они позовут
cli-escalation-simulate = кому и когда сообщат и почему какой-то шаг пропустят; ничего не записывается
cli-escalation-number = номер заявки; без него — заявка, описанная параметрами
cli-escalation-team = команда, у которой была бы заявка
cli-escalation-category = её категория; она же определяет команду
cli-escalation-priority = её приоритет
cli-escalation-assignee = кто был бы исполнителем
cli-escalation-at = когда началась бы эскалация, например 2026-12-24T18:30; без этого — сейчас
cli-escalation-by-hand = как будто помощи попросили вручную: ожидание идёт в любые часы
cli-escalation-raised-by = кто попросил бы помощи вручную; этого человека не зовут
simulated-title = Эскалация по правилу «{ $policy }», команда «{ $team }», начало { $at }
simulated-step = { $at }  Шаг { $number } ({ $tell }): { $people } в { $platform } { $channel }, затем ждёт { $wait }
simulated-nobody = все
simulated-end = { $at }  Шагов больше нет. Если заявку так и не взяли, всё начнётся снова через { $within } рабочего времени.
simulated-inactive = Заявка № { $number }: { $status }. Пока её не откроют снова, никого не позовут.
simulated-untold = Кто кого подменяет, неизвестно: { $reason }
simulated-at-wrong = --at: «{ $at }» — не время; пример: 2026-12-24T18:30
simulated-no-team = --team: команды «{ $team }» нет; есть: { $known }
simulated-no-member = --raised-by: в командах нет участника «{ $handle }»

handover-comes = { $agent }, вы теперь дежурите: «{ $rotation }».
handover-comes-until = { $agent }, вы теперь дежурите: «{ $rotation }», до { $at }.
handover-nobody = Сейчас никто не дежурит: «{ $rotation }». Взять дежурство: /ticket дежурство взять до 18:00
handover-goes = { $agent }, ваше дежурство «{ $rotation }» закончилось.
handover-group-kept = Группа пользователей { $group } остаётся прежней: пустой она быть не может.
group-refused = Группа пользователей { $group } не следует графику «{ $rotation }»: { $reason }.
group-refused-way = Что делать, администратору подскажет диагностика Firstline.
oncall-title = Дежурство
oncall-nobody = никто
oncall-line = { $rotation }: { $now }
oncall-line-next = { $rotation }: { $now }; с { $at }: { $next }
oncall-way = Взять дежурство: /ticket дежурство взять до 18:00 · отдать: /ticket дежурство отдать nadia до понедельника · отменить: /ticket дежурство отменить
oncall-covered = { $agent } дежурит: «{ $rotation }», с { $from } до { $until }. Отменить: /ticket дежурство отменить
oncall-dropped = { $count ->
    [one] Замена отменена
   *[other] Отменено замен: { $count }
}; снова действует график.
refused-no-rotations = Графиков дежурств здесь нет.
refused-oncall = Непонятно: «{ $said }». Примеры: /ticket дежурство · /ticket дежурство взять до 18:00 · /ticket дежурство отдать nadia до понедельника
refused-oncall-when = Непонятно, с какого и до какого времени: «{ $said }». Примеры: /ticket дежурство взять до 18:00 · /ticket дежурство взять с пятницы 18:00 до понедельника 9:00
refused-oncall-others = Отдать дежурство «{ $rotation }» может только руководитель команды или тот, кто дежурит, а взять — только её люди.
refused-oncall-none = У вас нет замен, которые можно отменить.
command-oncall-usage = дежурство [взять ДО КАКОГО ВРЕМЕНИ]
command-oncall-example = /ticket дежурство взять до 18:00
command-oncall-about = узнать, кто дежурит, или взять дежурство на время
action-covered = взял(а) дежурство
action-uncovered = вернул(а) дежурство
check-gap = График дежурств «{ $rotation }»: никого с { $from } до { $until }
check-gaps-more = График дежурств «{ $rotation }»: ещё пробелов за четыре недели: { $count }
check-never = график «{ $rotation }»: за четыре недели никто не дежурит; задайте более раннее since, другие часы или больше людей
