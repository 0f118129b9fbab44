"""What a ticket carries from one team to the next: what was tried, what was found, what should come next.

Written in one go with labels in either language: "network tried: a new cable; found: the port is dead; next: a switch".
"""

import re
from dataclasses import dataclass

_LABELS = {
    "tried": ("tried", "пробовали", "пробовал", "пробовала", "попробовали"),
    "found": ("found", "выяснили", "нашли", "нашёл", "нашел", "нашла", "найдено"),
    "next": ("next", "дальше", "далее", "затем"),
}
_BY_LABEL = {label: part for part, labels in _LABELS.items() for label in labels}
_LABEL = re.compile(rf"(?<!\w)({'|'.join(sorted(_BY_LABEL, key=len, reverse=True))})\s*:", re.IGNORECASE)
_EDGES = " \t\r\n;,."


@dataclass(frozen=True, slots=True)
class Handover:
    """What is handed over. `words` are those without a label."""

    tried: str = ""
    found: str = ""
    next: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.tried or self.found or self.next or self.words)


def read_handover(text: str) -> tuple[str, Handover]:
    """What stands before the first label, and what is handed over. Without labels there is only the former."""
    before, *labelled = _LABEL.split(text)
    said: dict[str, list[str]] = {}
    for label, words in zip(labelled[::2], labelled[1::2], strict=True):
        said.setdefault(_BY_LABEL[label.casefold()], []).append(words.strip(_EDGES))
    return before.strip(), Handover(**{part: "\n".join(filter(None, words)) for part, words in said.items()})


def written(to: str, tried: str, found: str, next: str) -> str:
    """The fields of a form as words that `read_handover` understands."""
    parts = (("tried", tried), ("found", found), ("next", next))
    return "\n".join((to, *(f"{label}: {words}" for label, words in parts if words.strip())))
