"""One table: what a start costs until something is painted, what is held in memory, and what lies on the disk.

    python -m tests.benchmarks.beside_others [--runs 7] [--display N] [--json FILE]

Our program from source and from the self-contained build (left out where there is none), beside a bare PySide6 window
and a headless Chromium with an empty page, in turns, after one start of each that does not count. Windows are real ones
under Xvfb, and their first frame is seen in the X server's own picture; Chromium's is its answer to the first request
for a picture of the page. Memory is of all processes but the node, a second after the first frame; the node's a few
seconds later, when it works. Sizes leave Python out where the system brings it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks.machine import described
from tests.benchmarks.one_start import Chromium, Start, Window
from tests.benchmarks.sizes import size_of_build, size_of_chromium, size_of_qt, size_of_source
from tests.campaigns.build import newest_build
from tests.support.x_display import XDisplay, missing


@dataclass
class Candidate:
    """One row: how it is started, what it weighs, and what was found."""

    name: str
    start: Callable[[], Start]
    megabytes: float
    found: list[Start] = field(default_factory=list)

    def cells(self) -> tuple[str, ...]:
        """The row in words."""
        frames = [each.frame_ms for each in self.found]
        nodes = [each.node_pss for each in self.found if each.node_pss]
        rss, pss = (median(values) for values in zip(*((each.rss, each.pss) for each in self.found), strict=True))
        return (
            self.name, f"{median(frames):.0f} ({min(frames):.0f}-{max(frames):.0f})", f"{rss:.0f} / {pss:.0f}",
            f"{median(nodes):.0f}" if nodes else "-", f"{self.megabytes:.0f}",
        )  # fmt: skip


HEADS = ("", "start to first frame, ms", "RSS / PSS after 1 s, MB", "node, PSS, MB", "on the disk, MB")


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=7)
    asked.add_argument("--display", type=int, default=0)
    asked.add_argument("--json", type=Path, default=None)
    given = asked.parse_args(arguments)
    if missing():
        print(f"This needs {' and '.join(missing())}.")
        return 2
    with tempfile.TemporaryDirectory() as place, XDisplay(Path(place), given.display) as display:
        rows = candidates(Path(place), display)
        for number in range(given.runs + 1):
            for row in rows:
                found = row.start()
                if number:
                    row.found.append(found)
        lines = (*described(Path(place)), f"{given.runs} starts of each, in turns: median (least-most)", "")
    print("\n".join(lines))
    for cells in (HEADS, tuple("-" * len(head) for head in HEADS), *(row.cells() for row in rows)):
        print("| " + " | ".join(cells) + " |")
    if given.json is not None:
        told = {row.name: [asdict(each) for each in row.found] for row in rows}
        given.json.write_text(json.dumps({"machine": lines, "found": told}, indent=1), "utf-8")
    return 0


def candidates(place: Path, display: XDisplay) -> list[Candidate]:
    """What there is on this machine to compare; what is left out is said."""
    source = Window(display, (sys.executable, "-m", "aura_terminal"), place / "source")
    bare = Window(display, (sys.executable, "-m", "tests.benchmarks.bare_process", "stay"), None)
    rows = [Candidate("Aura Terminal, from source", source.start, size_of_source())]
    build = newest_build()
    if build is None:
        print("left out: the self-contained build (python3 start.py package build)")
    else:
        ours = Window(display, (str(build / "aura-terminal"),), place / "build")
        rows.append(Candidate("Aura Terminal, self-contained", ours.start, size_of_build(build)))
    rows.append(Candidate("a bare PySide6 window", bare.start, size_of_qt()))
    if Chromium.missing():
        print("left out: Chromium (Debian: apt-get install chromium)")
    else:
        rows.append(Candidate("headless Chromium, empty page", Chromium(place).start, size_of_chromium()))
    return rows


if __name__ == "__main__":
    os.environ.pop("QT_QPA_PLATFORM", None)
    sys.exit(main(sys.argv[1:]))
