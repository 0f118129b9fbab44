# Главная: что человек видит, когда приходит в Firstline.

home-title = { $desk }
home-ask = Напишите сюда, что не работает или что вам нужно: отвечу сразу или позову человека.
home-tickets = Ваши открытые заявки
home-none = Открытых заявок нет.
home-decide = Ждут вашего решения
home-assigned = Назначены вам
home-ticket-of = { $title }, для { $who }
home-ticket-decide = { $title }, для { $who } – решить до { $by }
home-ticket-assigned = { $title }, для { $who } – { $status }
home-ticket = { $title } – { $status }
home-ticket-more = { $title } – { $status }: { $more }
home-ticket-late = { $title } – { $status }, ответ обещан к { $by } и запаздывает
home-ticket-promised = { $title } – { $status }, ответ обещан к { $by }
button-ask-people = Создать заявку
button-decide = Принять решение ({ $count })
decide-none = Вашего решения ничто не ждёт.
button-catalogue = Что можно запросить
language-name = Русский

command-home-usage = главная
command-home-example = /ticket главная
command-home-about = что ждёт вас, ваши открытые заявки, способы спросить и выбор языка
