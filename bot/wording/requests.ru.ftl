# Что можно запросить по форме.

catalogue-title = Что можно запросить
catalogue-none = Форм запросов здесь нет. Просто напишите, что вам нужно.
button-fill-in = Заполнить форму
button-fill-in-again = Заполнить ещё раз
request-offer = Для этого есть форма: { $title }
request-gone = Этой формы больше нет. Какие есть: /ticket каталог
form-request-submit = Отправить
form-request-example = Например: { $example }
form-mistakes = Пока ничего не отправлено. Всё, что вы написали, осталось в форме:

field-required = Заполните, пожалуйста, поле «{ $label }».
field-choice = Выберите одно из: { $choices }
field-choices = Выберите из: { $choices }
field-number = Напишите число, например 3 или 2,5.
field-number-least = Не меньше { $least }.
field-number-most = Не больше { $most }.
field-date = Напишите дату, например 31.12.2026.
field-date-least = Самая ранняя дата: { $least }.
field-date-most = Самая поздняя дата: { $most }.
field-email = Напишите адрес почты, например maria@example.com.
field-long = Это длиннее { $most } знаков.
field-short = Напишите хотя бы { $least } знаков.
field-pattern = Должно выглядеть так: { $example }
field-no-receiver = Нет ни команды, ни человека по имени «{ $said }». Команды: { $known }.
field-no-receiver-near = Нет ни команды, ни человека по имени «{ $said }». Может быть, «{ $nearest }»?

command-catalogue-usage = каталог
command-catalogue-example = /ticket каталог
command-catalogue-about = что можно запросить по форме
refused-no-field = В макросе «{ $said }» названо поле формы, которого у заявки № { $number } нет. Напишите ответ: /ticket ответить { $number } ТЕКСТ

button-fill-here = Спроси здесь
filling-question = { $place } из { $of }: { $label }
filling-ways = «назад» вернёт на шаг, «отмена» закончит.
filling-ways-skip = «пропустить» оставит пустым, «назад» вернёт на шаг, «отмена» закончит.
filling-ready = Всё верно? «отправить» отправит, «назад» вернёт на шаг, «отмена» закончит.
filling-left = Ничего не отправлено.
filling-in-chat = Спрошу по порядку в личных сообщениях; отвечайте там.
field-send = Напишите «отправить», «назад» или «отмена».
field-unskippable = Без этого не обойтись.
