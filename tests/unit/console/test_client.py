"""I9: the console beside a running playground."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from adapters.console.client import run
from adapters.console.screen import Row
from adapters.web.config import Room
from bot.errors import Misconfigured
from bot.messages import Message
from bot.ports import ChatLine
from tests.fakes.memory_chat import MemoryChatLog
from tests.fakes.playground import CONFIG, Deferred, open_playground, utc_now
from tests.fakes.scripted_desk import ScriptedDesk


@dataclass
class Script:
    """Types the given lines; `printed` is all that came out."""

    lines: list[str]
    printed: list[str] = field(default_factory=list)
    wait_for: str = ""
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def read_line(self, _prompt: str) -> str | None:
        """The next line, once what the last one had to bring has come."""
        if not self.lines:
            return ":quit"
        line, _, wanted = self.lines.pop(0).partition(" => ")
        async with asyncio.timeout(10):
            while self.wait_for and not any(self.wait_for in text for text in self.printed):
                self.news.clear()
                await self.news.wait()
        self.wait_for = wanted
        return line

    def write(self, row: Row) -> None:
        self.printed.append(row.text)
        self.news.set()


async def talk(*lines: str, person: str = "maria", language: str = "en") -> str:
    """What a person sees who types this; `text => words` waits for the words before the next line."""
    handler, script = Deferred(), Script([*lines, ":rooms"])
    async with open_playground(handler, MemoryChatLog()) as playground:
        handler.to = ScriptedDesk(playground.platform)
        await run(playground.config.home, person, language, script.read_line, script.write)
    return "\n".join(script.printed)


async def test_a_question_gets_its_answer_and_a_number_presses_a_button() -> None:
    printed = await talk("my vpn is down => [1] Solved", "1 => Good to hear")
    assert "VPN does not connect" in printed
    assert "· changed" in printed


async def test_I7_a_form_is_asked_field_by_field() -> None:
    printed = await talk(
        ":go help",
        "@Firstline I need a human => Ticket #1",
        ":as sam",
        ":go triage => [2] Reply",
        "2",
        "Try again => > Try again",
        person="lena",
    )
    assert "Reply to the requester of ticket 1" in printed


async def test_an_empty_required_field_sends_nothing() -> None:
    printed = await talk("I need a human => New in #triage", ":go triage", "2", "", person="sam")
    assert "Nothing was sent." in printed


async def test_mistakes_are_answered_with_the_way_forward() -> None:
    printed = await talk(":roms", ":go triage", ":as mallory", ":thread 99", "5", "/tikcet list")
    assert "Did you mean :rooms?" in printed
    assert "You see no place called “triage”. There are: dm, help." in printed
    assert "Nobody here is called “mallory”. There are: maria, ivan, sam, nadia, lena." in printed
    assert "There is no message 99 here." in printed
    assert "There is no button 5" in printed
    assert "There is no command /tikcet. Type /ticket help" in printed


async def test_O4_in_russian() -> None:
    assert "Вы здесь: dm." in await talk(person="ivan", language="ru")


@pytest.mark.parametrize(
    ("language", "told"), [("en", "2 earlier messages are not shown."), ("ru", "Не показано 2 более ранних сообщения.")]
)
async def test_on_start_it_says_how_much_more_there_is(language: str, told: str) -> None:
    said = [f"@Sam number {number}" for number in range(12)]
    printed = await talk(":go help", *said, ":as sam", ":go help", person="lena", language=language)
    assert told in printed


async def test_what_is_said_elsewhere_is_told_in_a_word() -> None:
    printed = await talk(":go help", "@Firstline I need a human => New in #triage, Firstline", person="sam")
    assert "#triage (1)" not in printed
    assert "#triage (1 messages)" in printed


async def test_O1_a_place_that_is_new_can_be_gone_to_at_once() -> None:
    handler, chat = Deferred(), MemoryChatLog()
    async with open_playground(handler, chat) as playground:
        handler.to = ScriptedDesk(playground.platform)
        await chat.add(ChatLine("", "hr-triage", "", "lena", utc_now(), 0, text="welcome to the new room"))
        script = Script(["I need a human => Ticket #1", "thanks => New in #hr-triage", ":go hr-triage"])

        async def read_line(prompt: str) -> str | None:
            if len(script.lines) == 2:
                hr = Room("hr-triage", "hr-triage", "triage")
                there = replace(playground.config, rooms=(*playground.config.rooms, hr))
                playground.described = lambda: there
            return await script.read_line(prompt)

        await run(playground.config.home, "sam", "en", read_line, script.write)
    assert "You are in #hr-triage." in "\n".join(script.printed)


async def test_without_a_playground_it_says_what_to_do() -> None:
    with pytest.raises(Misconfigured, match="firstline run"):
        await run("http://127.0.0.1:1", "maria", "en", Script([]).read_line, Script([]).write)


async def test_somebody_unknown_is_told_who_there_is() -> None:
    async with open_playground(Deferred(), MemoryChatLog()) as playground:
        with pytest.raises(Misconfigured, match="maria, ivan"):
            await run(playground.config.home, "mallory", "en", Script([]).read_line, Script([]).write)


async def test_a_server_that_comes_back_is_found_again_and_nothing_is_said_twice() -> None:
    chat, script = MemoryChatLog(), Script(["one", "hold", "two", ":quit"])
    heard: list[str] = []

    @dataclass
    class Listener:
        async def handle(self, message: Message) -> None:
            heard.append(message.text)

    async def read_line(prompt: str) -> str | None:
        line = await script.read_line(prompt)
        if line == "hold":
            await first.__aexit__(None, None, None)
            await second.__aenter__()
            return ""
        return line

    first = open_playground(Listener(), chat)
    playground = await first.__aenter__()
    second = open_playground(Listener(), chat, replace(CONFIG, port=playground.config.port))
    await run(playground.config.home, "maria", "en", read_line, script.write)
    await second.__aexit__(None, None, None)
    assert heard == ["one", "two"]
    assert any("Trying again" in text for text in script.printed)
    assert any("Connected again" in text for text in script.printed)
