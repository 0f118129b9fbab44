"""Cells of a table that a spreadsheet must not take for formulas.

People write what is exported, and others open it: a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage
return would be worked out (OWASP, "CSV Injection"). An apostrophe before it makes it a text in every spreadsheet.
"""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(cell: str) -> str:
    """The cell as a text: what `unguarded` makes the same again."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before it was `guarded`, or as a spreadsheet shows it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
