"""How a command speaks: one sentence of the catalogues on a line."""

import argparse

from bot.wording.catalogue import Value, Wording

Arguments = argparse.Namespace


def say(words: Wording, sentence: str, /, **values: Value) -> None:
    """Print the sentence at once."""
    print(words.text(sentence, **values), flush=True)
