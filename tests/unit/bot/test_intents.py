"""K3, K4: what people mean in words."""

import pytest

from bot.conversation.intents import Intent, asks_for_human, bare_intent, intent_of


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("that worked", Intent.SOLVED),
        ("That worked, thanks!", Intent.SOLVED),
        ("спасибо, помогло", Intent.SOLVED),
        ("Всё заработало!", Intent.SOLVED),
        ("didn't help", Intent.STILL),
        ("Didn’t help :(", Intent.STILL),
        ("it is still broken", Intent.STILL),
        ("that did not work", Intent.STILL),
        ("не помогло", Intent.STILL),
        ("всё ещё не работает", Intent.STILL),
        ("I need a human", Intent.HUMAN),
        ("позовите человека", Intent.HUMAN),
        ("оператор", Intent.HUMAN),
        ("can I talk to a person please", Intent.HUMAN),
        ("спасибо, работает", Intent.SOLVED),
        ("работает, спасибо", Intent.SOLVED),
        ("Да, спасибо, работает!", Intent.SOLVED),
        ("спасибо большое, работает", Intent.SOLVED),
        ("супер, всё работает", Intent.SOLVED),
        ("Супер, работает", Intent.SOLVED),
        ("works, thanks", Intent.SOLVED),
        ("great, works, thank you very much", Intent.SOLVED),
        ("спасибо, но не работает", Intent.STILL),
        ("спасибо, не работает", Intent.STILL),
        ("ок, не решено", Intent.STILL),
        ("снова сломался", Intent.STILL),
        ("опять не печатает", Intent.STILL),
        ("it broke again this morning", Intent.STILL),
        ("опять неделя отпуска", Intent.OTHER),
        ("thanks", Intent.THANKS),
        ("спасибо большое", Intent.THANKS),
        ("thnaks for your help", Intent.THANKS),
        ("yes", Intent.YES),
        ("нет", Intent.NO),
        ("привет", Intent.GREETING),
        ("it says error 809 after the third step", Intent.OTHER),
        ("", Intent.OTHER),
        ("🙃", Intent.OTHER),
    ],
)
def test_K3_meaning_of_words_in_a_conversation(text: str, meaning: Intent) -> None:
    assert intent_of(text) is meaning


@pytest.mark.parametrize(
    "text",
    [
        "that worked nt",
        "it didnt worked",
        "did not help",
        "не сработало",
        "спасибо, неработает",
        "ok, works not",
        "да не работает",
        "супер, не помогло",
    ],
)
def test_K3_a_no_is_never_read_as_a_yes(text: str) -> None:
    assert intent_of(text) is not Intent.SOLVED


@pytest.mark.parametrize(
    "text",
    [
        "my printer is still not working",
        "the user agent string is wrong in the browser",
        "how do I contact human resources about the handbook",
        "не работает принтер на третьем этаже",
        "переключи на русский язык",
        "соедини ноутбук с принтером",
        "who is the person that owns the printer",
    ],
)
def test_K4_a_question_is_not_a_call_for_a_human(text: str) -> None:
    assert not asks_for_human(text)
    assert bare_intent(text) is Intent.OTHER


@pytest.mark.parametrize(
    "text",
    [
        "just give me a human",
        "connect me with an agent, please",
        "can I speak with a person?",
        "ugh. get me someone who knows this",
        "put me through to support",
        "дайте человека уже",
        "хочу поговорить с оператором",
        "свяжите меня с кем-нибудь",
        "переключите меня на человека, пожалуйста",
    ],
)
def test_K4_whoever_calls_for_a_human_is_heard(text: str) -> None:
    assert asks_for_human(text)


def test_K4_a_human_is_heard_in_a_long_message() -> None:
    story = "I have tried everything in the article and twice restarted the laptop " * 5
    assert asks_for_human(story + "please let me talk to a human")
