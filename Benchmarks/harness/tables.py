"""Aligned tables and the judgement of a bar."""

from __future__ import annotations

from collections.abc import Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Text on the left, figures on the right, columns as wide as their widest cell."""
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]

    def line(row: Sequence[str]) -> str:
        cells = [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:]))]
        return "  " + "  ".join(cells).rstrip()

    return "\n".join([line(header), *(line(row) for row in rows)])


def bar(what: str, value: float, limit: float, at_most: bool = True, unit: str = "") -> str:
    """One line: the figure, the bar, and whether it is met."""
    met = value <= limit if at_most else value >= limit
    relation = "at most" if at_most else "at least"
    figure = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3f}"
    return (f"  {what}: {figure}{unit}, bar {relation} {limit:g}{unit}: "
            f"{'met' if met else 'not met'}")
