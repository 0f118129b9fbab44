"""O6: a search that takes long holds up nobody else."""

import asyncio
import threading
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field

from bot.library import Aside, Library, Lookup, aside, at_once
from kb.search import Hit

ASKED: ContextVar[str] = ContextVar("asked", default="")


@dataclass
class Slow:
    """A search that waits until it may go on, and notes what it was asked, by whom and where."""

    may: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, str, bool]] = field(default_factory=list)

    def search(self, question: str, language: str) -> Sequence[Hit]:
        self.may.wait(30)
        here = threading.current_thread() is threading.main_thread()
        self.asked.append((question, ASKED.get(), here))
        return ()


def library(slow: Slow, beside: Aside = at_once) -> Library:
    return Library(slow.search, lambda _, fallback: fallback, lambda *_: "", lambda *_: None, aside=beside)


async def test_O6_the_event_loop_goes_on_while_a_long_search_is_at_work() -> None:
    slow = Slow()
    with aside(lambda _: False) as beside:
        lookup = Lookup(library(slow, beside))
        ASKED.set("a trace")
        looking = [asyncio.create_task(lookup.search(question, "en")) for question in ("one", "two")]
        await asyncio.sleep(0)
        slow.may.set()  # by the loop, which a search in its own thread would not have let come here
        await asyncio.gather(*looking)
    assert slow.asked == [("one", "a trace", False), ("two", "a trace", False)]
    assert lookup.at_hand.search("two", "en") == ()


async def test_O6_a_short_search_is_made_at_once() -> None:
    slow = Slow()
    slow.may.set()
    with aside(lambda _: True) as beside:
        await beside(slow.search, "one", "en")
    await Lookup(library(slow)).search("two", "en")
    assert [here for _, _, here in slow.asked] == [True, True]
