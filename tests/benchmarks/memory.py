"""Row: what screen and node hold in memory together, beside a bare window."""

from __future__ import annotations

from pathlib import Path
from time import sleep

from tests.benchmarks.measures import Round, Row, each_goal
from tests.benchmarks.processes import Told, children_of, pss_megabytes
from tests.benchmarks.starts import copied_shop

SETTLING_SECONDS = 8
MOST_MEGABYTES = 250


def memory_rows(folder: Path, scratch: Path, rounds: int) -> tuple[Row, ...]:
    """Proportional set sizes a while after everything is up, with 10,000 items."""
    shop = str(copied_shop(folder, scratch / "memory"))
    taken = [(_terminal(shop), _bare()) for _ in range(rounds)]
    screens, nodes = [screen for (screen, _), _ in taken], [node for (_, node), _ in taken]
    return (
        Row(
            "memory: screen + node, 10,000 items",
            "MB",
            tuple(Round((screen + node,), (bare,)) for (screen, node), bare in taken),
            (each_goal(f"< {MOST_MEGABYTES} MB together", MOST_MEGABYTES),),
            note=f"screen {screens[0]:.0f} MB, node {nodes[0]:.0f} MB (Pss: shared pages counted by their share)",
        ),
    )


def _terminal(shop: str) -> tuple[float, float]:
    with Told("start_process", shop, "stay") as told:
        told.reached("ready")
        sleep(SETTLING_SECONDS)
        nodes = children_of(told.pid)
        if not nodes:
            raise RuntimeError("the screen has no node beside it")
        return pss_megabytes(told.pid), sum(map(pss_megabytes, nodes))


def _bare() -> float:
    with Told("bare_process", "stay") as told:
        told.reached("frame")
        sleep(1)
        return pss_megabytes(told.pid)
