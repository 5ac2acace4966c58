"""The table of a run, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.benchmarks.measures import Report, Row, Spread, judge, over_rounds, ratio_at, ratio_of_sums, share_of

HEAD = ("what", "ours p50 / p99", "floor p50 / p99", "ratio p50 / p99 (rounds)", "goal: found, verdict")
SHARES = (0.5, 0.99)


def text(report: Report) -> str:
    """The table as lines of text, the machine on top."""
    cells = [HEAD, *(line for row in report.rows for line in _lines(row))]
    widths = [max(len(line[place]) for line in cells) for place in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    notes = [f"{row.what}: {row.note}" for row in report.rows if row.note]
    return "\n".join([*report.machine, "", *lines, *([""] if notes else []), *notes])


def plain(report: Report) -> dict[str, Any]:
    """The same for a machine to read, with every sample."""
    return {"machine": list(report.machine), "rows": [_plain_row(row) for row in report.rows]}


def _lines(row: Row) -> Iterable[tuple[str, ...]]:
    goals = [f"{each.goal.words}: {_spread(each.found)}, {each.verdict.upper()}" for each in judge(row)] or ["-"]
    ours, floor, ratio = _pair(row, "ours"), "-", "-"
    if row.has_floor:
        floor = _pair(row, "floor")
        ratio = " / ".join(_spread(over_rounds(row.rounds, ratio_at(share))) for share in _shares(row))
    yield row.what, ours, floor, ratio, goals[0]
    for goal in goals[1:]:
        yield "", "", "", "", goal


def _shares(row: Row) -> tuple[float, ...]:
    """One number of a round that has one sample is all there is to say."""
    return SHARES if max(len(each.ours) for each in row.rounds) > 1 else SHARES[:1]


def _pair(row: Row, side: str) -> str:
    said = [_figure(over_rounds(row.rounds, share_of(side, share)).middle) for share in _shares(row)]
    return f"{' / '.join(said)} {row.unit}"


def _spread(found: Spread) -> str:
    if found.least == found.most:
        return _figure(found.middle)
    return f"{_figure(found.middle)} ({_figure(found.least)}-{_figure(found.most)})"


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _plain_row(row: Row) -> dict[str, Any]:
    said: dict[str, Any] = {
        "what": row.what,
        "unit": row.unit,
        "note": row.note,
        "goals": [
            {
                "goal": each.goal.words,
                "most": each.goal.most,
                "found": each.found.middle,
                "least": each.found.least,
                "greatest": each.found.most,
                "verdict": each.verdict.value,
            }
            for each in judge(row)
        ],
        "rounds": [{"ours": list(each.ours), "floor": list(each.floor)} for each in row.rounds],
    }
    if row.has_floor:
        said["ratio_of_sums"] = over_rounds(row.rounds, ratio_of_sums).middle
    return said
