# Клиент для терминала. Ошибки называет каталог площадки (web-problem-…).

console-welcome = Firstline, вы – { $name }. Напишите вопрос или :help.
console-here = Вы здесь: { $place }.
console-here-thread = Вы здесь: { $place }, обсуждение { $number }.
console-earlier = { $count ->
    [one] Не показано { $count } более раннее сообщение.
    [few] Не показано { $count } более ранних сообщения.
   *[other] Не показано { $count } более ранних сообщений.
}
console-bot = Firstline
console-only-you = видно только вам
console-edited = изменено
console-used = команда { $command }
console-in-thread = в обсуждении сообщения { $number }
console-elsewhere = Новое: { $place }, { $author }: { $words }
console-places = Куда можно перейти командой :go
console-place = { $name } (сообщений: { $count })
console-help =
    Написанное говорится здесь; в канале упомяните @Firstline, чтобы спросить.
    /ticket помощь    что умеет команда
    1               нажать кнопку [1] последнего сообщения с кнопками
    :press 7.1      нажать [1] сообщения 7
    :go triage      перейти в другое место; :go dm – в личную переписку
    :thread 7       писать в обсуждении сообщения 7; :new выходит из него и начинает новую беседу
    :edit 7 ТЕКСТ   изменить своё сообщение 7; :delete 7 удаляет его
    :rooms          куда можно перейти
    :as sam         стать другим человеком
    :help, :quit
console-now-as = Теперь вы – { $name }.
console-nobody = Здесь нет никого с именем «{ $name }». Есть: { $people }.
console-no-place = Места «{ $name }» вам не видно. Есть: { $places }.
console-no-thread = Сообщения { $number } здесь нет.
console-no-button = Кнопки { $number } нет. Кнопки помечены [1], [2]…
console-unknown = Команды :{ $name } нет. Может быть, :{ $nearest }? Смотрите :help.
console-new = Следующие слова начнут новую беседу.
console-form = { $title } (пустая строка: { $cancel })
console-form-choices = одно из: { $choices }
console-form-optional = можно оставить пустым
console-cancelled = Ничего не отправлено.
console-lost = Соединение потеряно. Пробуем снова…
console-back = Соединение восстановлено.
console-cannot-connect = По адресу { $url } площадки нет. Запустите её командой «firstline run» или не указывайте адрес.
console-refused = Площадка по адресу { $url } не впустила нас.
console-bye = До свидания.
