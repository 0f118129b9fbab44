# Ответы на пути к автору заявки и сообщения, которые меняют после отправки.

reply-leaves = Ваше сообщение по заявке № { $number } уйдёт через { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
   *[other] { $seconds } секунд
}. До этого его можно отозвать: нажмите «Отменить» или напишите /ticket отменить { $number }
reply-readers = Прочтут
button-undo = Отменить
reply-called-back = Отозвано: ничего не отправлено. Вот что вы написали:
thread-called-back = { $agent } отозвал(а) ответ до отправки.
action-undone = ответ отозван до отправки
refused-has-left = Поздно: по заявке № { $number } больше нет ваших сообщений, которые ждут отправки. Отправленное остаётся; напишите, как правильно: /ticket ответить { $number } ТЕКСТ

command-undo-usage = отменить НОМЕР
command-undo-example = /ticket отменить 12
command-undo-about = отозвать последний ответ, пока он не ушёл
