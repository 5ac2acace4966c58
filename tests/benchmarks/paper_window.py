"""Paying at the real window beside a printer: the first byte at the printer, and frames while one hangs.

python -m tests.benchmarks.paper_window first_byte [--count 500]     python -m tests.benchmarks.paper_window frames
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from aura_terminal.app.command_line import main as run_command
from aura_terminal.app.device_file import put_device
from aura_terminal.app.device_settings import DeviceModel, DeviceSettings
from aura_terminal.app.settings import FILE_NAME
from tests.benchmarks.measures import at
from tests.benchmarks.paper_printer import NotingPrinter
from tests.benchmarks.processes import OFFSCREEN, ROOT

GOAL_MS = 100.0
FRAME_GOAL_MS = 32.0
NEVER_LOCKS = 900
_IDLE = re.compile(r"idle_lock_seconds = [0-9]+")


def shop(folder: Path, port: int) -> None:
    """A demo shop whose front printer is the one that notes; the others are simulated."""
    run_command(["init", "--data", str(folder), "--terminal", "R1", "--store", "Bench", "--shop", "demo"])
    front = DeviceSettings(
        "front", model=DeviceModel.ESCPOS, address=f"tcp://127.0.0.1:{port}", routes=("receipt", "drawer"),
        options=(("drawer_sensor", "none"),),
    )  # fmt: skip
    put_device(folder, front)
    file = folder / FILE_NAME
    file.write_text(_IDLE.sub(f"idle_lock_seconds = {NEVER_LOCKS}", file.read_text("utf-8")), "utf-8")


def ask(folder: Path, what: str, count: int, port: int) -> dict[str, list[float]]:
    """What the process with the window says."""
    answer = folder.parent / f"{what}.json"
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.paper_process",
        str(folder),
        str(answer),
        what,
        str(count),
        str(port),
    ]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **OFFSCREEN}, check=True, timeout=3600)
    found: dict[str, list[float]] = json.loads(answer.read_text())
    return found


def first_byte(count: int, scratch: Path) -> dict[str, object]:
    """Milliseconds from Pay to the first byte of the drawer's kick and of the receipt, and of the floor's job."""
    printer = NotingPrinter()
    shop(scratch / "data", printer.port)
    said = ask(scratch / "data", "first_byte", count, printer.port)
    printer.close()
    warm = int(said["warm"])  # type: ignore[call-overload]  # one number among the lists
    rows = {}
    for name, begun in (("kick", said["pressed"]), ("receipt", said["pressed"]), ("floor", said["floor"])):
        took = [_after(began, printer.times[name]) for began in begun[warm:]]
        rows[name] = {share: round(at(took, float(share)), 1) for share in ("0.5", "0.9", "0.99")} | {
            "max": round(max(took), 1)
        }
    return {"milliseconds": rows, "samples": count, "goal_p99_ms": GOAL_MS, "met": rows["kick"]["0.99"] <= GOAL_MS}


def _after(began: float, times: Sequence[int]) -> float:
    return next((time - began) / 1e6 for time in times if time >= began)


def frames(seconds: int, scratch: Path) -> dict[str, object]:
    """Frames over 32 ms with a printer that answers (the floor) and with one that hangs, in turns."""
    found: dict[str, dict[str, float]] = {}
    for name in ("floor", "hangs"):
        printer = NotingPrinter()
        if name == "hangs":
            printer.hang()
        data = scratch / name / "data"
        data.parent.mkdir()
        shop(data, printer.port)
        said = ask(data, "frames", seconds, printer.port)
        late, own = said["frames"], said["own"]
        found[name] = {
            "frames": len(late),
            "over_32": sum(1 for each in late if each > FRAME_GOAL_MS),
            "over_32_own": sum(1 for each in own if each > FRAME_GOAL_MS),
            "p99_own": round(at(own, 0.99), 1),
            "max_own": round(max(own), 1),
            "p50": round(at(late, 0.5), 1),
            "p99": round(at(late, 0.99), 1),
            "p999": round(at(late, 0.999), 1),
            "max": round(max(late), 1),
            "jobs_at_the_printer": len(printer.times["receipt"]),
        }
        printer.close()
    return {"frames": found, "seconds": seconds}


def main(arguments: Sequence[str]) -> int:
    """Measure and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("first_byte", "frames"))
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        measure = first_byte if options.what == "first_byte" else frames
        print(json.dumps(measure(options.count if options.what == "first_byte" else options.seconds, Path(folder))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
