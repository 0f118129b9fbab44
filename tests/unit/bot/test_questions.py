"""I3: in a channel for questions only, questions and calls for help are heard, other talk is not."""

import pytest

from bot.conversation.questions import asks

QUESTIONS = """
How do I reset my password
hi all, anyone know the wifi code
vpn wont connect since this morning
I can't open the shared mailbox
printer on floor 3 is broken
what is the guest network called
Good morning! Could somebody order a headset for me
I need a human
my laptop is so slow, any ideas?
Как поменять пароль
коллеги, подскажите, где взять гарнитуру
Не работает принтер на третьем этаже
не могу войти в почту
Добрый день! Можно ли подключить второй монитор
ошибка 809 при подключении к VPN
есть ли у кого зарядка для макбука
Почта не приходит с утра
нужен доступ к папке отдела
"""
TALK = """
good morning everyone
thanks, that worked!
Congratulations to Maria on five years with us!
Cake in the kitchen at three
The new office opens on Monday
What a day!
https://wiki.example.com/search?q=vpn
see http://x.test/?a=1 for the slides from today
+1
lunch at noon, meeting room four
Всем привет
спасибо, помогло
Поздравляем Ивана с днём рождения!
Торт на кухне в три
Новый офис открывается в понедельник
ок
Слайды с сегодняшней встречи лежат в папке отдела
"""


@pytest.mark.parametrize("text", QUESTIONS.strip().splitlines())
def test_I3_questions_and_calls_for_help_are_heard(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize("text", TALK.strip().splitlines())
def test_I3_other_talk_is_left_alone(text: str) -> None:
    assert not asks(text)
