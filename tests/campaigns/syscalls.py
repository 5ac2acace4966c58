"""Let every system call of a store's life fail in turn, or kill the process at it, and judge what was told and kept.

    python -m tests.campaigns.syscalls --every 7 --seed 1 [--life service] [--only fsync:EIO] [--control deaf]

A life is counted once under strace; then it is lived again for each call and fault: the call alone fails, or it and all
after it. Whatever was told as kept has to be there when the fault is over, nothing may be half there, every refusal has
to be a sentence that fits its cause, and whatever else is raised is a find. The control lets the life tell an order as
kept that never was: a campaign that does not find that is broken.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from socket import socketpair

from aura_terminal.domain.errors import Unavailable
from tests.support.chance import FixedClock, SeededIds
from tests.support.disk_life import LIVES, DiskLife
from tests.support.store_shop import founded, opened
from tests.support.traced_life import Lived, traced, why_not

FAULTS = {
    "pwrite64": ("EIO", "ENOSPC", "KILL"),
    "fsync": ("EIO", "ENOSPC", "KILL"),
    "fdatasync": ("EIO", "KILL"),
    "pread64": ("EIO", "KILL"),
    "openat": ("EMFILE", "EACCES", "EIO", "ENOSPC", "KILL"),
    "ftruncate": ("EIO", "KILL"),
    "write": ("EIO", "ENOSPC", "KILL"),
    "read": ("EIO",),
    "unlink": ("EIO", "EACCES", "KILL"),
    "rename": ("EIO", "KILL"),
    "fallocate": ("ENOSPC", "EIO"),
    "newfstatat": ("EIO", "EACCES"),
    "stat": ("EIO", "EACCES"),
    "fstat": ("EIO",),
}
FITTING = {
    "EIO": {"io", "damaged", "read_only", "busy", "refused"},
    "ENOSPC": {"full", "io", "read_only", "refused"},
    "EMFILE": {"read_only", "io", "refused"},
    "EACCES": {"read_only", "io", "refused"},
    "KILL": set(),
}
"""The troubles a person may be told for a fault: what SQLite makes of it, as measured (reliability page, 0 and 4.2)."""


@dataclass(frozen=True, slots=True)
class Point:
    """One fault at one place of a life."""

    life: str
    call: str
    fault: str
    at: int
    lasts: bool

    def __str__(self) -> str:
        return f"{self.life}: {self.call}:{self.fault}:{self.at}{'+' if self.lasts else ''}"

    def options(self) -> tuple[str, ...]:
        """What strace is told."""
        what = "signal=KILL" if self.fault == "KILL" else f"error={self.fault}"
        return (
            "-e",
            f"trace={self.call}",
            "-e",
            f"inject={self.call}:{what}:when={self.at}{'+' if self.lasts else ''}",
        )


class Syscalls:
    """Lives lived again and again, each with one fault."""

    def __init__(self, folder: Path, control: str) -> None:
        self._folder, self._control = folder, control
        self.runs = self.refusals = self.killed = 0
        self.troubles: Counter[str] = Counter()
        self.finds: list[str] = []
        self._template = folder / "founded"
        founded(self._template).store.close()
        self._live_once()

    def points(self, life: str) -> Iterator[Point]:
        """Every place and fault of a life."""
        record = self._folder / "trace"
        self._lived(life, ("-o", str(record), "-e", f"trace={','.join(FAULTS)}", "-e", "signal=none"))
        counted = Counter(line.partition("(")[0] for line in record.read_text("utf-8", "replace").splitlines())
        for call, faults in FAULTS.items():
            for at in range(1, counted[call] + 1):
                for fault in faults:
                    yield Point(life, call, fault, at, lasts=False)
                    if fault != "KILL" and call in ("pwrite64", "fsync", "openat"):
                        yield Point(life, call, fault, at, lasts=True)

    def run(self, point: Point) -> None:
        """Live with one fault and judge."""
        lived = self._lived(point.life, ("-o", "/dev/null", *point.options()))
        self.runs += 1
        self.killed += lived.status < 0
        found = [*self._told(point, lived), *self._kept(lived)]
        self.finds += [f"{point}: {complaint}" for complaint in found]

    def _live_once(self) -> None:
        """Have every module loaded and nothing of Python's own to read when calls are counted."""
        ours, theirs = socketpair()
        with ours, theirs:
            home = self._folder / "first"
            shutil.copytree(self._template, home)
            DiskLife(home, theirs).live(LIVES["service"])

    def _lived(self, life: str, options: tuple[str, ...]) -> Lived:
        home = self._folder / "life"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self._template, home)
        lived = traced(lambda line: DiskLife(home, line).live(LIVES[life]), options)
        if isinstance(lived, str):
            raise RuntimeError(lived)
        return lived

    def _told(self, point: Point, lived: Lived) -> Iterator[str]:
        for act, trace in lived.of_kind("bug"):
            yield f"{act} raised {trace.strip().splitlines()[-1]}"
        if point.fault != "KILL" and not lived.of_kind("ended"):
            yield f"the life ended with {lived.status}, which nothing asked for"
        for act, trouble, sentence in lived.of_kind("refused"):
            self.refusals += 1
            self.troubles[f"{point.call}:{point.fault} {trouble}"] += 1
            if trouble not in FITTING[point.fault]:
                yield f"{act} was refused as {trouble!r}: {sentence}"
            if not sentence.rstrip().endswith("."):
                yield f"{act} was refused without a sentence: {sentence!r}"

    def _kept(self, lived: Lived) -> Iterator[str]:
        clock = FixedClock()
        seq, hash_ = lived.kept
        try:
            stored = opened(self._folder / "life", clock, SeededIds(clock, 99))
        except Unavailable as trouble:
            yield f"the store does not open again: {trouble.hint}"
            return
        store = stored.store
        held = store.hash_at(store.identity.origin, seq + (self._control == "deaf")) if seq else b""
        if held is None or (seq and held.hex() != hash_):
            yield f"fact {seq} was told as kept and is not there as it was"
        yield from (f"verify: {finding}" for finding in store.verify())
        store.close()


def chosen(points: Sequence[Point], every: int, only: str, chance: Random) -> list[Point]:
    """Every so-manieth of the points, beginning somewhere among the first."""
    wanted = [point for point in points if not only or f"{point.call}:{point.fault}".startswith(only)]
    return wanted[chance.randrange(every) :: every]


def main() -> int:
    """Parse, run, say; 1 for a find (or, with the control, for none), 3 where nothing can be traced."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--life", choices=list(LIVES), action="append")
    parser.add_argument("--every", type=int, default=7)
    parser.add_argument("--only", default="", help="a call, or a call and a fault: fsync:EIO")
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", choices=("deaf",), default="")
    arguments = parser.parse_args()
    if reason := why_not():
        print(f"NOT RUN: {reason}", file=sys.stderr)
        return 3
    until, chance, of = time.monotonic() + arguments.seconds, Random(arguments.seed), 0
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="aura-calls-", dir=memory if memory.is_dir() else None) as place:
        calls = Syscalls(Path(place), arguments.control)
        for life in arguments.life or list(LIVES):
            points = list(calls.points(life))
            of += len(points)
            for point in chosen(points, arguments.every, arguments.only, chance):
                if time.monotonic() < until:
                    calls.run(point)
    print(json.dumps({
        "campaign": "syscalls", "seed": arguments.seed, "control": arguments.control, "points": of, "runs": calls.runs,
        "killed": calls.killed, "refusals": calls.refusals, "troubles": dict(sorted(calls.troubles.items())),
        "finds": len(calls.finds), "first": calls.finds[:20],
    }))  # fmt: skip
    return int(bool(calls.finds) != bool(arguments.control))


if __name__ == "__main__":
    sys.exit(main())
