"""O6: what people do is stored before it is handled, and handled until the engine has it."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from adapters.web import playground as module
from adapters.web.actions import ActionRefused, Delete, Edit, MakeTicket, React
from adapters.web.playground import Playground
from bot.errors import DatabaseBusy
from bot.messages import Message
from tests.fakes.live_socket import live_socket
from tests.fakes.memory_chat import MemoryChatLog
from tests.fakes.playground import CONFIG, open_playground, utc_now
from tests.unit.web.lines import say


@dataclass
class Recorder:
    """A handler that writes down what it is given; it fails while `failing`."""

    failing: bool = False
    messages: list[Message] = field(default_factory=list)

    async def handle(self, message: Message) -> None:
        self.messages.append(message)
        if self.failing:
            raise DatabaseBusy


async def test_a_message_is_stored_handled_and_marked() -> None:
    handler, chat = Recorder(), MemoryChatLog()
    id = await Playground(lambda: CONFIG, handler, chat, utc_now).take(say("hello"))
    assert [message.delivery for message in handler.messages] == [id]
    assert not await chat.unhandled()


async def test_the_same_action_again_is_the_same_line_and_handled_once() -> None:
    handler, chat = Recorder(), MemoryChatLog()
    playground = Playground(lambda: CONFIG, handler, chat, utc_now)
    assert await playground.take(say("hello")) == await playground.take(say("hello"))
    assert len(handler.messages) == 1


async def test_another_persons_action_of_the_same_name_is_another() -> None:
    handler = Recorder()
    playground = Playground(lambda: CONFIG, handler, MemoryChatLog(), utc_now)
    await playground.take(say("hello"))
    await playground.take(say("hello", "dm-ivan", "ivan"))
    assert [message.sender.id for message in handler.messages] == ["maria", "ivan"]


async def test_what_the_engine_could_not_take_is_kept_and_said_so() -> None:
    handler, chat = Recorder(failing=True), MemoryChatLog()
    with pytest.raises(ActionRefused, match="later"):
        await Playground(lambda: CONFIG, handler, chat, utc_now).take(say("hello"))
    assert [line.text for line in await chat.unhandled()] == ["hello"]


async def test_the_next_process_hands_over_what_was_left_under_the_same_identity() -> None:
    chat, dead = MemoryChatLog(), Recorder(failing=True)
    with pytest.raises(ActionRefused):
        await Playground(lambda: CONFIG, dead, chat, utc_now).take(say("hello"))
    handler = Recorder()
    next_process = Playground(lambda: CONFIG, handler, chat, utc_now)
    await next_process.start()
    await next_process.stop()
    assert handler.messages == dead.messages
    assert not await chat.unhandled()


class TellingChat(MemoryChatLog):
    """Tells when a line has been handled."""

    def __init__(self) -> None:
        super().__init__()
        self.told = asyncio.Event()

    async def handled(self, id: str, *, forget: bool = False) -> None:
        await super().handled(id, forget=forget)
        self.told.set()


async def test_it_is_tried_again_without_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    handler, chat = Recorder(failing=True), TellingChat()
    async with open_playground(handler, chat) as playground, live_socket(playground.config.home) as live:
        answer = await live.say("maria", "dm-maria", "hello")
        assert (answer["type"], answer["why"]) == ("failed", "later")
        handler.failing = False
        async with asyncio.timeout(10):
            await chat.told.wait()
    assert not await chat.unhandled()
    assert len({message.delivery for message in handler.messages}) == 1


async def test_T4_an_edit_changes_the_line_and_is_handled_once_also_after_a_failure() -> None:
    handler, chat = Recorder(), MemoryChatLog()
    playground = Playground(lambda: CONFIG, handler, chat, utc_now)
    id = await playground.take(say("helo"))
    handler.failing = True
    edit = Edit.model_validate({"do": "edit", "id": "e", "as": "maria", "line": id, "text": "hello"})
    with pytest.raises(ActionRefused):
        await playground.take(edit)
    handler.failing = False
    assert await playground.redeliver()
    shown = await chat.line(id)
    assert shown is not None
    assert (shown.text, shown.edited) == ("hello", True)
    assert {message.about for message in handler.messages[1:]} == {id}
    await playground.take(edit)
    assert len(handler.messages) == 3


async def test_T4_X14_no_line_keeps_words_that_were_deleted() -> None:
    handler, chat = Recorder(), MemoryChatLog()
    playground = Playground(lambda: replace(CONFIG, reaction="ticket"), handler, chat, utc_now)
    id = await playground.take(say("my pasword is swordfish", "help"))
    about = {"line": id, "as": "maria"}
    await playground.take(Edit.model_validate({"do": "edit", "id": "e", "text": "my password is swordfish", **about}))
    await playground.take(MakeTicket.model_validate({"do": "ticket", "id": "t", **about, "as": "sam"}))
    await playground.take(React.model_validate({"do": "react", "id": "r", **about, "as": "sam"}))
    assert [message.text for message in handler.messages[2:]] == ["my password is swordfish"] * 2
    await playground.take(Delete.model_validate({"do": "delete", "id": "d", **about}))
    assert "swordfish" not in str(await chat.since(0))
