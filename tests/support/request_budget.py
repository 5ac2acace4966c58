"""Whether a terminal asked more of an office than its document allows."""

from __future__ import annotations

from collections.abc import Sequence

from tests.support.central_terminal import Terminal


def over_budget(terminals: Sequence[Terminal], an_hour: int, a_minute: int | None) -> list[str]:
    """Every run of a program that makes more requests than documented, in any minute or hour there is, in words."""
    spans, wrong = [(3600.0, an_hour), *(() if a_minute is None else ((60.0, a_minute),))], []
    for terminal in terminals:
        for span, most in spans:
            for start in range(1, terminal.starts + 1):
                worst = most_within(span, [one.at for one in terminal.sent if one.start == start])
                wrong += [f"{worst} requests within {span:.0f} s"] if worst > most else []
    return wrong


def most_within(span: float, times: Sequence[float]) -> int:
    """The most of these rising times that any span of so many seconds holds."""
    worst, begin = 0, 0
    for end, at in enumerate(times):
        while times[begin] <= at - span:
            begin += 1
        worst = max(worst, end - begin + 1)
    return worst
