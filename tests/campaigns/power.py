"""Cut the power at every kind of moment of a store's life, and judge every disk that may be left of it.

    python -m tests.campaigns.power --states 5000 --seed 1 [--control normal|lying]
    python -m tests.campaigns.power --log-cuts 6000 --seed 1

A life of a store is written down by strace, call by call. `--states` plays it back on a disk that loses, tears and
disorders what was not synced, with and without a sync that failed on the way; `--log-cuts` ends the write-ahead log at
every byte and turns single bits of it. What was told as kept has to be there, linked as it was, and nothing half. The
controls store with synchronous=NORMAL and on a disk that ignores every sync; what does not find that is broken.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from aura_terminal.domain.errors import Unavailable
from aura_terminal.store.cipher import open_file
from aura_terminal.store.driver import sqlite
from aura_terminal.store.folders import store_file
from tests.support.chance import FixedClock, SeededIds
from tests.support.disk_life import LIVES, DiskLife
from tests.support.disk_trace import OPTIONS, Act, Disk, Event, Left, files_in, read_trace
from tests.support.store_shop import founded, opened
from tests.support.traced_life import Lived, traced, why_not

FULL_LOOK_EVERY = 50
CONTROLS = ("normal", "lying")
LOG = "store.sqlite-wal"


@dataclass(frozen=True, slots=True)
class Story:
    """One life as it was written down, and what lay on the disk before it."""

    name: str
    found: dict[str, bytes]
    events: list[Event]


@dataclass(slots=True)
class Told:
    """What the life had told as kept by some moment."""

    seq: int = 0
    hash: str = ""
    copies: dict[str, int] | None = None

    def hear(self, message: bytes) -> None:
        """Take what was said."""
        words = message.rstrip(b"\x1e").decode().split("\x1f")
        if words[0] == "kept":
            self.seq, self.hash = int(words[1]), words[2]
        elif words[0] == "copied":
            self.copies = {**(self.copies or {}), words[1]: int(words[2])}


class Power:
    """Plays lives back and judges what is left."""

    def __init__(self, folder: Path, seed: int, control: str) -> None:
        self._folder, self._seed, self._control = folder, seed, control
        self.chance = Random(seed)
        self.states = self.full_looks = 0
        self.finds: Counter[str] = Counter()
        self.first: str = ""
        shop = folder / "founded"
        founded(shop).store.close()
        self._template = shop

    def written_down(self, name: str, failing_sync: int = 0) -> Story:
        """Live once under strace; with `failing_sync`, the so-manieth fsync fails."""
        home, record = self._folder / "life", self._folder / "trace"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self._template, home)
        found = files_in(home)
        synchronous = "NORMAL" if self._control == "normal" else ""
        fault = ("-e", f"inject=fsync,fdatasync:error=EIO:when={failing_sync}") if failing_sync else ()
        lived = traced(
            lambda line: DiskLife(home, line, synchronous).live(LIVES[name]), ("-o", str(record), *OPTIONS, *fault)
        )
        if not isinstance(lived, Lived) or lived.of_kind("bug"):
            raise RuntimeError(f"the life {name} could not be written down: {lived}")
        with record.open(encoding="ascii") as lines:
            return Story(
                f"{name}, sync {failing_sync} failing" if failing_sync else name, found, read_trace(lines, home, found)
            )

    def cut(self, story: Story, states: int) -> None:
        """So many disks of one story."""
        disk, told, done = Disk(story.found, obeys=self._control != "lying"), Told(), 0
        moments = sorted(self.chance.randrange(1, len(story.events) + 1) for _ in range(states))
        for moment in moments:
            for event in story.events[done:moment]:
                disk.see(event)
                if event.act is Act.SAID:
                    told.hear(event.data)
            done = moment
            left = self.chance.choice(list(Left))
            self._judge(f"{story.name}, after call {moment}, {left}", disk.after_a_cut(self.chance, left), told)

    def cut_the_log(self, story: Story, cuts: int) -> None:
        """The log's file ended anywhere (each byte in turn if that is as many), or with one bit turned."""
        disk, told, ends = Disk(story.found), Told(), [(0, Told())]
        for event in story.events:
            disk.see(event)
            if event.act is Act.SAID:
                told.hear(event.data)
                ends.append((len(disk.after_a_cut(self.chance, Left.NOTHING).get(LOG, b"")), Told(told.seq, told.hash)))
        whole = disk.after_a_cut(self.chance, Left.ALL)
        log = whole[LOG]
        places = (
            range(len(log) + 1)
            if cuts >= 2 * len(log)
            else (self.chance.randrange(len(log) + 1) for _ in range(cuts // 2))
        )
        for place in places:
            due = max((end for end in ends if end[0] <= place), key=lambda end: end[0])[1]
            self._judge(f"{story.name}, log ended at byte {place}", {**whole, LOG: log[:place]}, due)
        for _ in range(cuts - cuts // 2):
            place, bit = self.chance.randrange(len(log)), self.chance.randrange(8)
            due = max((end for end in ends if end[0] <= place), key=lambda end: end[0])[1]
            turned = log[:place] + bytes([log[place] ^ 1 << bit]) + log[place + 1 :]
            self._judge(f"{story.name}, bit {bit} of byte {place} of the log turned", {**whole, LOG: turned}, due)

    def _judge(self, where: str, files: dict[str, bytes], told: Told) -> None:
        self.states += 1
        place = self._folder / "left"
        shutil.rmtree(place, ignore_errors=True)
        for name, content in files.items():
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            target.write_bytes(content)
        found = list(self._complaints(place, told))
        if not found and self.states % FULL_LOOK_EVERY == 0:
            self.full_looks += 1
            found = list(_looked_through(place))
        for complaint in found:
            self.finds[complaint.partition(":")[0]] += 1
            self.first = self.first or f"state {self.states} ({where}): {complaint}"

    def _complaints(self, place: Path, told: Told) -> Iterator[str]:
        for name, seq in (told.copies or {}).items():
            copy = place / name
            yield from (f"copy: {each}" for each in _plain_look(copy, seq, "")) if copy.exists() else ("copy: gone",)
        yield from _plain_look(store_file(place), told.seq, told.hash)


def _plain_look(file: Path, seq: int, hash_: str) -> Iterator[str]:
    """What is wrong with a file, by SQLite's check and by plain questions to the journal."""
    raw = open_file(file)
    try:
        (said,) = raw.execute("PRAGMA quick_check(1)").fetchone()
        if said != "ok":
            yield f"damaged: {said}"
            return
        ends = raw.execute("SELECT origin, max(seq), count(*) FROM journal GROUP BY origin").fetchall()
        last = max((end for _, end, _ in ends), default=0)
        if any(end != count for _, end, count in ends):
            yield f"gap: {ends}"
        if last < seq:
            yield f"lost: {seq} was told as kept, the journal ends at {last}"
        elif (
            hash_
            and not raw.execute("SELECT 1 FROM journal WHERE seq=? AND hash=?", (seq, bytes.fromhex(hash_))).fetchone()
        ):
            yield f"altered: {seq} is not what was told as kept"
    except sqlite.DatabaseError as error:
        yield f"damaged: {error}"
    finally:
        raw.close()


def _looked_through(place: Path) -> Iterator[str]:
    """What the program itself finds wrong, and whether it sells on."""
    clock = FixedClock()
    try:
        stored = opened(place, clock, SeededIds(clock, 99))
        yield from (f"verify: {finding}" for finding in stored.store.verify())
        stored.store.close()
    except Unavailable as trouble:
        yield f"start: {trouble.hint}"


def campaign(folder: Path, arguments: argparse.Namespace) -> dict[str, object]:
    """Play until the states or the seconds are over."""
    until = time.monotonic() + arguments.seconds
    power = Power(folder, arguments.seed, arguments.control)
    if arguments.log_cuts:
        power.cut_the_log(power.written_down("sales"), arguments.log_cuts)
    turn = 0
    while not arguments.log_cuts and power.states < arguments.states and time.monotonic() < until:
        names = list(LIVES)
        failing = power.chance.randint(2, 30) if turn % 3 == 2 and not arguments.control else 0
        story = power.written_down(names[turn % len(names)], failing)
        power.cut(story, min(arguments.slice, arguments.states - power.states))
        turn += 1
    return {
        "campaign": "power", "seed": arguments.seed, "control": arguments.control, "lives": turn or 1,
        "states": power.states, "full_looks": power.full_looks, "finds": dict(power.finds), "first": power.first,
    }  # fmt: skip


def main() -> int:
    """Parse, run, say; 1 for a find (or, with a control, for none), 3 where nothing can be traced."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--states", type=int, default=5000)
    parser.add_argument("--slice", type=int, default=400, help="disks of one life")
    parser.add_argument("--log-cuts", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", choices=CONTROLS, default="")
    arguments = parser.parse_args()
    if reason := why_not():
        print(f"NOT RUN: {reason}", file=sys.stderr)
        return 3
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="aura-power-", dir=memory if memory.is_dir() else None) as place:
        result = campaign(Path(place), arguments)
    print(json.dumps(result))
    return int(bool(result["finds"]) != bool(arguments.control))


if __name__ == "__main__":
    sys.exit(main())
