# То, что печатают `firstline backup` и `firstline restore`.

cli-backup = записать все таблицы в один файл, не останавливая Firstline
cli-backup-out = куда записать; без этого имя составляется из времени, файл ложится сюда же
cli-restore = заполнить пустую базу данных любого вида из резервной копии
cli-restore-file = резервная копия
cli-restore-check = только проверить файл; база данных не нужна
cli-restore-replace = удалить то, что есть в базе данных
cli-restore-accept-flaws = восстановить и такую историю, которая изменена после записи
backup-saving = Сохранено строк: { $done } из { $total }
backup-checking = Проверено строк файла: { $done } из { $total }
backup-loading = Восстановлено строк: { $done } из { $total }
backup-indexing = Построено индексов: { $done } из { $total }
backup-comparing = Сверено с файлом строк: { $done } из { $total }
backup-verifying = Проверено записей истории: { $done } из { $total }
backup-saved = Записано: { $path } (строк: { $rows }, { $kilobytes } КБ). Там то, что писали люди: храните файл так же, как базу данных.
backup-table = { $digest }  { $table }, строк: { $rows }
backup-right = Все суммы верны. Строк: { $rows }; сохранено { $at }, Firstline { $release }, схема { $revision }, стол { $desks }.
backup-restored = Восстановлено, прочитано снова и сверено: в базе данных то же, что в копии, история проверена, если вы не согласились на нарушения. Сообщения, которые с тех пор могли уйти, сначала ищутся на платформе и только потом отправляются.
