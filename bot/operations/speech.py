"""How a command speaks: one sentence of the catalogues on a line."""

import argparse

from bot.wording.catalogue import Value, Wording

Arguments = argparse.Namespace

_ACTING = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), *range(0xD800, 0xE000)), "\ufffd")
"""What a terminal would obey, and halves of letters; articles, exports and people's questions may hold them."""


def say(words: Wording, sentence: str, /, **values: Value) -> None:
    """Print the sentence at once, `tame`."""
    print(tame(words.text(sentence, **values)), flush=True)


def tame(text: str) -> str:
    """The text with nothing in it that a terminal would obey."""
    return text.translate(_ACTING)
