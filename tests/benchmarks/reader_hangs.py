"""The screen's frames while a card terminal hangs.

python -m tests.benchmarks.reader_hangs [--seconds 60] [--json FILE]

The real window with its node, and beside them a terminal that takes a charge over ZVT and then says nothing. A timer
asks for a frame every 16 ms and the payment screen paints one; what lies between two of them is a frame's time. The
same is measured with nothing asked of the terminal, and each time in a bare process at the very same moments, which
paints one empty widget: what a busy machine does to everybody shows there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from aura_terminal.app.terminal import Terminal

FRAME_MILLISECONDS, LONGEST = 16, 32.0
READER = "Counter"
NOISE = 0.02
"""So large a share of frames differs between two runs of the same on a busy machine."""


@dataclass(frozen=True, slots=True)
class Frames:
    """Milliseconds between frames: how many, the median, the 99th of a hundred, the longest, and those over 32 ms."""

    what: str
    count: int
    p50: float
    p99: float
    longest: float
    over: int


def summed_up(what: str, gaps: Sequence[float]) -> Frames:
    """The figures of a series."""
    ordered = sorted(gaps)
    return Frames(
        what, len(ordered), round(ordered[len(ordered) // 2], 1), round(ordered[len(ordered) * 99 // 100], 1),
        round(ordered[-1], 1), sum(gap > LONGEST for gap in ordered),
    )  # fmt: skip


def beside_bare(terminal: Terminal, what: str, seconds: float) -> tuple[Frames, Frames]:
    """Frames of the payment screen, and of a bare process at the same time."""
    from aura_terminal.ui.screens.payment.screen import PaymentScreen

    screen = terminal.window.findChild(PaymentScreen)
    assert screen is not None
    bare = [sys.executable, "-m", "tests.benchmarks.reader_hangs", "--bare", "--seconds", str(seconds)]
    with subprocess.Popen(bare, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()  # it paints
        ours = frames_of(screen, what, seconds)
        floor = Frames(**json.loads(process.stdout.readline()))
    return ours, floor


def bare_frames(seconds: float) -> int:
    """The process that has nothing to do but paint."""
    from PySide6.QtWidgets import QApplication, QWidget

    application = QApplication([])
    widget = QWidget()
    widget.resize(1366, 712)
    widget.show()
    print("painting", flush=True)
    print(json.dumps(asdict(frames_of(widget, "bare", seconds))), flush=True)
    del application
    return 0


def frames_of(screen: QWidget, what: str, seconds: float) -> Frames:
    """Paint for so long and say how even it was."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    gaps: list[float] = []
    loop, timer = QEventLoop(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    before = began = perf_counter()

    def paint() -> None:
        nonlocal before
        screen.update()
        now = perf_counter()
        gaps.append((now - before) * 1000)
        before = now
        if now - began >= seconds:
            loop.quit()

    timer.timeout.connect(paint)
    timer.start(FRAME_MILLISECONDS)
    loop.exec()
    timer.stop()
    return summed_up(what, gaps[1:])


def measure(terminal: Terminal, seconds: float) -> dict[str, Any]:
    """Idle, hanging, idle: in one process, on one order."""
    from aura_terminal.domain.ids import ItemId
    from aura_terminal.ui.shell.screens import View
    from aura_terminal.use_cases.asking import Asked, NewOrder
    from aura_terminal.view_models.card_payment import CardStage
    from tests.benchmarks.painting import rest
    from tests.benchmarks.window_work import settle
    from tests.support.memory_shop import EVERYTHING

    orders: list[str] = []
    asked = Asked(ItemId("tiramisu"))
    terminal.runner.run(
        lambda shop: shop.ordering.add_item(EVERYTHING, NewOrder(), asked).order_id, lambda made: orders.append(made)
    )
    settle(terminal)
    terminal.window.go(View.PAYMENT)
    from aura_terminal.ui.screens.payment.screen import PaymentScreen

    screen = terminal.window.findChild(PaymentScreen)
    assert screen is not None
    screen.open(orders[0])
    settle(terminal)
    card = terminal.payment.card
    until = perf_counter() + 30
    while not card.can_charge and perf_counter() < until:
        rest(1)
    before = beside_bare(terminal, "nothing asked", seconds / 2)
    card.charge()
    until = perf_counter() + 30
    while card.stage is not CardStage.AT_TERMINAL and perf_counter() < until:
        rest(1)
    stage = card.stage
    hanging = beside_bare(terminal, "the terminal hangs", seconds)
    still = card.stage
    card.cancel()
    settle(terminal)
    return {
        "stage_at_begin": stage.name, "stage_at_end": still.name,
        "frames": [asdict(frames) for frames in (*before, *hanging)],
    }  # fmt: skip


def found(folder: Path, port: int) -> None:
    """The demo shop with a card terminal at that port."""
    from aura_terminal.app.commands.set_up import set_up
    from aura_terminal.app.device_settings import DeviceKind, DeviceModel, DeviceSettings
    from aura_terminal.app.new_shop import demo_shop
    from aura_terminal.app.settings import Settings
    from aura_terminal.app.settings_file import write_first_settings

    folder.mkdir(parents=True, exist_ok=True)
    set_up(folder, "R1", demo_shop())
    (folder / "settings.toml").unlink(missing_ok=True)
    reader = DeviceSettings(READER, DeviceKind.CARD_READER, DeviceModel.ZVT, f"tcp://127.0.0.1:{port}")
    write_first_settings(folder, Settings(devices=(reader,)))


def in_window(folder: Path, answer: Path, seconds: float) -> int:
    """The process with the window."""
    from tests.benchmarks.window_work import work_on_window

    return work_on_window(folder, lambda terminal: measure(terminal, seconds), answer)


def main(arguments: Sequence[str]) -> int:
    """The command line; exit code 1 where the hanging cost frames that the machine did not cost everybody."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--json", type=Path)
    asked.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    asked.add_argument("--window", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args(arguments)
    if given.bare:
        return bare_frames(given.seconds)
    if given.window:
        folder, answer = given.window
        return in_window(folder, answer, given.seconds)
    with tempfile.TemporaryDirectory() as place:
        hang = [sys.executable, "-m", "tests.benchmarks.hanging_terminal", str(given.seconds * 3 + 60)]
        with subprocess.Popen(hang, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as terminal:
            assert terminal.stdout is not None
            folder, answer = Path(place) / "data", Path(place) / "answer.json"
            found(folder, int(terminal.stdout.readline()))
            window = [sys.executable, "-m", "tests.benchmarks.reader_hangs", "--window", str(folder), str(answer)]
            subprocess.run([*window, "--seconds", str(given.seconds)], check=True)
            terminal.kill()
        outcome = json.loads(answer.read_text())
    print(json.dumps(outcome))
    if given.json is not None:
        given.json.write_text(json.dumps(outcome))
    idle, idle_floor, hanging, hanging_floor = (frames["over"] / frames["count"] for frames in outcome["frames"])
    is_worse = hanging - hanging_floor > max(0.0, idle - idle_floor) + NOISE
    return int(outcome["stage_at_end"] != "AT_TERMINAL" or is_worse)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
