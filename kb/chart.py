"""Draws what the search got right and wrong."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kb.measure import Figures, Outcome, reliability

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class ChartsMissing(Exception):
    """The charts need matplotlib: `pip install "firstline[lab]"`."""

    def __str__(self) -> str:
        return str(self.__doc__)


def draw(sets: Mapping[str, tuple[Figures, Sequence[Outcome]]], path: Path) -> None:
    """Write a PNG: how far confidence can be trusted, and the zones of each set. Raises ChartsMissing."""
    try:
        from matplotlib.figure import Figure  # noqa: PLC0415  (only the lab has it)
    except ImportError as error:
        raise ChartsMissing from error
    figure = Figure(figsize=(12, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    _draw_reliability(left, sets)
    _draw_zones(right, {name: each for name, (each, _) in sets.items()})
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=120)


def _draw_reliability(axes: "Axes", sets: Mapping[str, tuple[Figures, Sequence[Outcome]]]) -> None:
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--")
    for name, (_, outcomes) in sets.items():
        bands = reliability(outcomes)
        axes.plot([band.confidence for band in bands], [band.right for band in bands], marker="o", label=name)
    axes.set(xlabel="confidence", ylabel="share answered right", title="Reliability")
    axes.legend(fontsize="small")


def _draw_zones(axes: "Axes", sets: Mapping[str, Figures]) -> None:
    rows = {name: _zones(figures) for name, figures in sets.items()}
    before = [0.0] * len(rows)
    for number, (label, colour) in enumerate(_ZONES):
        widths = [row[number] for row in rows.values()]
        axes.barh(list(rows), widths, left=before, label=label, color=colour)
        before = [start + width for start, width in zip(before, widths, strict=True)]
    axes.set(title="Answerable questions", xlabel="share", xlim=(0, 1))
    axes.invert_yaxis()
    axes.legend(fontsize="small", loc="lower left")


_ZONES = (
    ("answered right", "tab:green"),
    ("right one to choose", "yellowgreen"),
    ("no answer", "0.8"),
    ("wrong choice", "orange"),
    ("answered wrong", "tab:red"),
)


def _zones(figures: Figures) -> tuple[float, ...]:
    answered, choice = figures.answered or 0.0, figures.choice or 0.0
    right, chosen = answered * (figures.precision or 0.0), choice * (figures.choice_right or 0.0)
    return right, chosen, 1 - answered - choice, choice - chosen, answered - right
