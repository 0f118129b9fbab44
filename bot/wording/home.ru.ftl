# Главная: что человек видит, когда приходит в Firstline.

home-title = { $desk }
home-ask = Напишите сюда, что не работает или что вам нужно: отвечу сразу или позову человека.
home-tickets = Ваши открытые заявки
home-none = Открытых заявок нет.
home-ticket = { $title } – { $status }
home-ticket-more = { $title } – { $status }: { $more }
home-ticket-promised = { $title } – { $status }, ответ обещан к { $by }
button-ask-people = Создать заявку
button-catalogue = Что можно запросить
language-name = Русский

command-home-usage = главная
command-home-example = /ticket главная
command-home-about = ваши открытые заявки, способы спросить и выбор языка
