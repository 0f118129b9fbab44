# Кто дежурит, кого зовут и почему не зовут: для агентов и руководителей в чате, для операторов в терминале.

skipped = Шаг { $number } ({ $tell }) пропущен: { $why }.
skipped-unassigned = у заявки нет исполнителя
skipped-away = { $who } отсутствует
skipped-gone = { $who } больше не состоит ни в одной команде
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
simulated-title = Эскалация по правилу «{ $policy }», команда «{ $team }», начало { $at }
simulated-step = { $at }  Шаг { $number } ({ $tell }): { $people } в { $platform } { $channel }, затем ждёт { $wait }
simulated-nobody = все
simulated-end = { $at }  Шагов больше нет. Если заявку так и не взяли, всё начнётся снова через { $within } рабочего времени.
simulated-inactive = Заявка № { $number }: { $status }. Пока её не откроют снова, никого не позовут.
simulated-untold = Кто кого подменяет, неизвестно: { $reason }
simulated-at-wrong = --at: «{ $at }» — не время; пример: 2026-12-24T18:30
simulated-no-team = --team: команды «{ $team }» нет; есть: { $known }
