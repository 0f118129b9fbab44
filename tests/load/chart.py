"""Draws the pictures of an outcome, readable also in grey."""

import re
from itertools import cycle
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tests.load.outcome import Curve, Outcome, Picture

LINES = (("-", "o"), ("--", "s"), (":", "^"), ("-.", "D"), ("-", "x"))
HATCHES = ("", "///", "...", "xxx", "\\\\\\")
GREYS = ("0.15", "0.45", "0.65", "0.8", "0.3")
MOST_LETTERS = 80
"""Of all names below the bars up to which they stand beside each other."""
MOST_BESIDE = 4
"""Names of curves beside each other below the picture, where they cover nothing."""
MOST_MARKS = 60
"""Points of a curve up to which each is marked."""


def draw(outcome: Outcome, folder: Path) -> list[Path]:
    """Write each picture as PNG and SVG into the folder, and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, picture in enumerate(outcome.pictures, start=1):
        suffix = f"-{number}" if len(outcome.pictures) > 1 else ""
        written += _write(picture, folder / f"{_file_name(outcome.scenario)}{suffix}")
    return written


def _write(picture: Picture, stem: Path) -> list[Path]:
    paths = [stem.with_name(stem.name + ending) for ending in (".png", ".svg")]
    with mpl.rc_context({"svg.hashsalt": "firstline"}):  # the same data give the same file
        figure = _figure(picture)
        for path in paths:
            figure.savefig(path, dpi=120, metadata={"Date": None} if path.suffix == ".svg" else None)
    return paths


def _figure(picture: Picture) -> Figure:
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.add_subplot()
    bars = any(isinstance(x, str) for curve in picture.curves for x, _ in curve.points)
    (_bars if bars else _lines)(axes, picture.curves)
    axes.set(title=picture.title, xlabel=picture.across, ylabel=picture.up)
    if picture.logarithmic:
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
    axes.grid(visible=True, axis="y", color="0.9")
    axes.set_axisbelow(True)
    if len(picture.curves) > 1:
        figure.legend(loc="outside lower center", ncols=min(len(picture.curves), MOST_BESIDE))
    return figure


def _lines(axes: Axes, curves: tuple[Curve, ...]) -> None:
    for curve, (dash, mark), grey in zip(curves, cycle(LINES), cycle(GREYS), strict=False):
        xs, ys = [float(x) for x, _ in curve.points], [y for _, y in curve.points]
        marker = mark if len(xs) <= MOST_MARKS else ""
        axes.plot(xs, ys, dash, marker=marker, color=grey, label=curve.label, markersize=4)


def _bars(axes: Axes, curves: tuple[Curve, ...]) -> None:
    names = list(dict.fromkeys(str(x) for curve in curves for x, _ in curve.points))
    width = 0.8 / len(curves)
    for place, (curve, hatch, grey) in enumerate(zip(curves, cycle(HATCHES), cycle(GREYS), strict=False)):
        shift = (place - (len(curves) - 1) / 2) * width
        xs = [names.index(str(x)) + shift for x, _ in curve.points]
        drawn = axes.bar(
            xs, [y for _, y in curve.points], width, label=curve.label, color=grey, hatch=hatch, edgecolor="white"
        )
        axes.bar_label(drawn, fmt=_number, fontsize=8)
    crowded = sum(max(map(len, name.split("\n"))) for name in names) > MOST_LETTERS
    axes.set_xticks(range(len(names)), [name.replace(", ", ",\n") for name in names] if crowded else names)
    axes.tick_params("x", labelrotation=30 if crowded else 0)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _file_name(scenario: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", scenario.lower()).strip("-")
