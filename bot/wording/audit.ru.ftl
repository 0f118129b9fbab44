# Что выводит `firstline audit verify`.

cli-audit = история: кто, что и когда сделал
cli-audit-verify = найти изменённые, удалённые и добавленные записи истории; если они есть, код завершения 2
cli-audit-sealed = печать, записанная раньше (из журнала или из вывода этой команды): она должна быть на месте
cli-audit-file = выгруженная история (строки JSON): проверить её здесь, без базы данных
cli-audit-export = выгрузить историю со всем, что нужно, чтобы проверить её в другом месте
cli-audit-ticket = только по этой заявке, без печатей
cli-audit-format = jsonl (строки JSON, их можно проверить) или csv (для таблиц)
cli-audit-out = файл; без него – стандартный вывод
audit-exporting = Выгружено записей: { $done } из { $total }
audit-no-ticket = Заявки № { $number } нет
audit-not-written = Не удалось записать { $path }: { $why }
audit-not-read = Не удалось прочитать { $path }: { $why }
audit-not-a-history = { $path }, строка { $line }: это не история в том виде, в каком её пишет «firstline audit export»
audit-without-seals = Это история одной заявки, без печатей: не подменили ли её целиком, сказать нельзя.
audit-sealed-form = --sealed принимает печать в виде НОМЕР:ПОДПИСЬ, например 12:.9f86d0…
audit-verifying = Проверено записей: { $done } из { $total }
audit-of-ticket = Заявка #{ $number }
audit-of-desk = История самого стола
audit-changed = { $where }, запись { $place }: изменена после того, как была сделана (строка { $row }).
audit-missing = { $where }, запись { $place }: удалена.
audit-added = { $where }, запись { $place }: добавлена, к этой истории она не относится (строка { $row }).
audit-moved = { $where }, запись { $place }: стоит не там, где была сделана (строка { $row }).
audit-head = { $where }: изменено то, что сказано в самой заявке о конце её истории (запись { $place }).
audit-ticket = { $where }: удалена, вместе с историей или без неё.
audit-sealed = { $where }, запись { $place }: опечатана была другая; все записи до неё могли быть переписаны.
audit-unsigned = { $where }, запись { $place }: не подписана ключом, хотя он уже был (строка { $row }). Либо она поддельная, либо какой-то процесс работал без ключа.
audit-unknown-key = { $where }, запись { $place }: подписана ключом, которого нет в настройках (FIRSTLINE_AUDIT__KEY, FIRSTLINE_AUDIT__EARLIER_KEYS), проверить её нельзя (строка { $row }).
audit-differs = { $where }: { $fact } – «{ $says }», а по истории – «{ $tells }». Изменено без записи в истории.
audit-fact-status = статус
audit-fact-assignee = исполнитель
audit-fact-priority = приоритет
audit-fact-category = категория
audit-fact-team = команда
audit-fact-merged_into = объединение
audit-fact-requester = автор
audit-seal-changed = Печать { $place }: изменена или поставлена кем-то другим.
audit-seal-missing = Печать { $place }: удалена.
audit-unsealed = У записей, подписанных ключом, нет печати (начиная со строки { $row }), хотя больше часа спустя Firstline делал другие: печати удалены, или не работает ни один процесс, который их ставит.
audit-noted-otherwise = Печать { $seal }: не та, что была записана. С тех пор печати и то, что под ними, подменили.
audit-more = … и ещё { $count }.
audit-erased =
    { $count ->
        [one] У { $count } записи стёрт текст; то, что она была и когда, цело.
       *[other] У { $count } записей стёрт текст; то, что они были и когда, цело.
    }
audit-right = История такая, какой была записана. Записей: { $lines }, заявок: { $tickets }.
audit-wrong =
    { $count ->
        [one] Найдено { $count } нарушение
        [few] Найдено { $count } нарушения
       *[other] Найдено { $count } нарушений
    }; записей: { $lines }, заявок: { $tickets }. Сохраните копию базы данных как она есть и сравните её с резервной копией.
audit-last-seal = Последняя печать: { $seal }:{ $signature }, { $at }. Если записать её в другом месте, позже она докажет, что ничего до неё не подменили (--sealed).
audit-no-seal = Пока ничего не опечатано: работающий Firstline делает это каждую минуту. До этого удаление заявки вместе с её историей незаметно.
audit-no-key = Без ключа (FIRSTLINE_AUDIT__KEY) находятся ошибки и неумелые правки, но не тот, кто знает Firstline и пересчитал все подписи.
