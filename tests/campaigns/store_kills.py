"""Kill the store's writer thousands of times: a warm process forks a terminal for each life and kills it at any moment.

    python -m tests.campaigns.store_kills --times 15000 --seed 1 [--jobs 2] [--control]

Each life opens the real store, sells, pays, voids, splits, sends, bumps, closes the day, copies, leaves and comes back
through the real use cases, and says through a pipe what has returned. SIGKILL comes at a random moment, while it opens
(every third store is one of an early version, so that its update is cut too) or while it works. Then plain SQL judges:
every fact that was told is there with its hash, nothing is half there, no copy with a finished name is damaged, the
file is whole; the next life opens it on from there, and every so often the whole chain is verified. After some tens of
kills a new store begins, so that opening stays quick. The control says each act before it is done; a campaign that does
not find that is broken. Nothing is lost by a kill that the system holds in memory: --folder may be a memory disk.
"""

from __future__ import annotations

import argparse
import gc
import json
import lzma
import os
import resource
import select
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from random import Random
from signal import SIGKILL
from typing import Any

from aura_terminal.store.driver import sqlite
from aura_terminal.store.folders import BACKUPS, store_file
from aura_terminal.store.migrations.steps import CURRENT
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING
from tests.support.oracle import judge
from tests.support.store_life import Said, StoreLife
from tests.support.store_service import serve
from tests.support.store_shop import founded, opened

ROOT = Path(__file__).resolve().parents[2]
OLD = ROOT / "tests/integration/store/old_stores/number_02.sqlite.xz"
LIVES_OF_A_STORE, LIVES_OF_AN_OLD_ONE, OLD_EVERY, VERIFY_EVERY, ACTS = 30, 8, 3, 15, 200
WHILE_OPENING = 0.25
OPENING_SECONDS, UPDATING_SECONDS, WORKING_SECONDS, MOST_SECONDS = 0.08, 1.0, 0.03, 0.3
PATIENCE = 60.0


@dataclass
class Result:
    """What many kills came to."""

    kills: int = 0
    told: int = 0
    acts: Counter[str] = field(default_factory=Counter)
    while_: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    finds: list[str] = field(default_factory=list)

    def add(self, other: Result) -> None:
        """Take another one in."""
        self.kills += other.kills
        self.told += other.told
        self.finds += other.finds
        for mine, theirs in ((self.acts, other.acts), (self.while_, other.while_), (self.seconds, other.seconds)):
            mine.update(theirs)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Count the seconds of the block."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[what] += time.perf_counter() - began  # type: ignore[assignment]  # a Counter of seconds


class KilledStore:
    """One store through some tens of lives, with everything that was ever told of it."""

    def __init__(self, folder: Path, template: Path, seed: int, result: Result, *, is_old: bool, early: bool) -> None:
        self._folder, self._result, self._chance, self._early = folder, result, Random(seed), early
        self._facts: dict[tuple[str, int], str] = {}
        self._orders: list[Said] = []
        self._copies: dict[str, int] = {}
        self._seen: set[str] = set()
        self._is_old = is_old
        if is_old:
            folder.mkdir()
            store_file(folder).write_bytes(lzma.decompress(OLD.read_bytes()))
            self._facts = _facts(store_file(folder))
        else:
            shutil.copytree(template, folder)

    def life(self, number: int) -> list[str]:
        """Begin a life, kill it, and judge what it leaves."""
        with self._result.timed("kill"):
            said, moment = self._killed(number)
        self._result.kills += 1
        self._result.while_[moment] += 1
        found = []
        for line in said:
            if "bug" in line:
                found.append(f"{line['bug']} raised {line['trace']}")
            else:
                self._take(line)
        with self._result.timed("judge"):
            found += self._complaints()
        if number % VERIFY_EVERY == 0 and not found:
            with self._result.timed("verify"):
                found += self._verified(number)
        return [f"killed {moment}: {one}" for one in found]

    def _killed(self, number: int) -> tuple[list[Said], str]:
        """What a life said before it was killed, and what it was doing."""
        reads, writes = os.pipe()
        seed = self._chance.getrandbits(64)
        pid = os.fork()
        if pid == 0:
            os.close(reads)
            StoreLife(self._folder, writes, Random(seed), number, early=self._early).live(ACTS)
            os._exit(0)
        os.close(writes)
        try:
            moment = self._wait(reads)
        finally:
            os.kill(pid, SIGKILL)
            os.waitpid(pid, 0)
        with os.fdopen(reads, "rb") as pipe:
            return [json.loads(line) for line in pipe.read().splitlines()], moment

    def _wait(self, reads: int) -> str:
        if self._is_old or self._chance.random() < WHILE_OPENING:
            time.sleep(self._chance.uniform(0.0, UPDATING_SECONDS if self._is_old else OPENING_SECONDS))
            return "while it updates" if self._is_old else "while it opens"
        if not select.select([reads], [], [], PATIENCE)[0]:
            return f"after {PATIENCE} s without a word"
        time.sleep(min(self._chance.expovariate(1 / WORKING_SECONDS), MOST_SECONDS))
        return "while it works"

    def _take(self, line: Said) -> None:
        self._result.told += 1
        self._result.acts[line["act"]] += 1
        self._is_old = False  # what speaks has updated its store
        self._facts[line["origin"], line["seq"]] = line.get("hash", "")
        if "copy" in line:
            self._copies[line["copy"]] = line["seq"]
        if "event" in line:
            self._orders.append({**line, "last": line["seq"]})

    def _complaints(self) -> list[str]:
        file = store_file(self._folder)
        facts, found = _facts(file), _unsound(file)
        for place, hash_ in self._facts.items():
            if place not in facts:
                found.append(f"fact {place[1]} was told and is not there")
            elif hash_ and facts[place] != hash_:
                found.append(f"fact {place[1]} is not the one that was told")
        if _schema(file) == CURRENT and not self._is_old:
            found += judge(file, self._orders)
        for copy in sorted((self._folder / BACKUPS).glob("*.sqlite")):
            if copy.name not in self._seen:
                self._seen.add(copy.name)
                found += [f"{copy.name}: {one}" for one in _unsound(copy)]
                if len(_facts(copy)) < self._copies.get(copy.name, 0):
                    found.append(f"{copy.name} holds fewer facts than were told when it was made")
        return found

    def _verified(self, number: int) -> list[str]:
        clock = FixedClock()
        try:
            stored = opened(self._folder, clock, SeededIds(clock, number))
        except Exception as wrong:  # whatever it is, a store that was only killed opens
            return [f"it does not open: {wrong!r}"]
        try:
            return [f"verify: {one}" for one in stored.store.verify()]
        finally:
            stored.store.close()


def _facts(file: Path) -> dict[tuple[str, int], str]:
    with closing(sqlite.connect(f"file:{file}?mode=ro", uri=True)) as raw:
        rows = raw.execute("SELECT origin, seq, hash FROM journal")
        return {(str(origin), int(seq)): bytes(hash_).hex() for origin, seq, hash_ in rows}


def _unsound(file: Path) -> list[str]:
    with closing(sqlite.connect(f"file:{file}?mode=ro", uri=True)) as raw:
        said = [str(row[0]) for row in raw.execute("PRAGMA quick_check")]
    return [] if said == ["ok"] else said


def _schema(file: Path) -> int:
    with closing(sqlite.connect(f"file:{file}?mode=ro", uri=True)) as raw:
        return int(raw.execute("PRAGMA user_version").fetchone()[0])


def campaign(place: Path, times: int, seed: int, seconds: float, *, early: bool = False) -> Result:
    """So many kills in one process, or until the time is over; stops at the first store with a find."""
    result, until = Result(), time.monotonic() + seconds
    template = place / "template"
    stored = founded(template)
    serve(stored, EVERYTHING, 2)
    stored.store.close()
    gc.freeze()  # what is there by now is never looked through again, and stays shared with every child
    number = 0
    while result.kills < times and not result.finds:
        with result.timed("begin"):
            folder = place / f"store-{number}"
            own, is_old = seed * 1_000_003 + number, number % OLD_EVERY == OLD_EVERY - 1
            store = KilledStore(folder, template, own, result, is_old=is_old, early=early)
        for life in range(1, (LIVES_OF_AN_OLD_ONE if is_old else LIVES_OF_A_STORE) + 1):
            if result.kills >= times or time.monotonic() > until or result.finds:
                break
            result.finds += [f"store {number}, life {life}: {one}" for one in store.life(life)]
        if time.monotonic() > until:
            break
        shutil.rmtree(folder)
        number += 1
    for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(whose)
        result.seconds["processor"] += used.ru_utime + used.ru_stime  # type: ignore[assignment]  # as in `timed`
    return result


def _job(place: str, times: int, seed: int, seconds: float, early: bool) -> Result:
    with tempfile.TemporaryDirectory(prefix="aura-store-kills-", dir=place or None) as folder:
        return campaign(Path(folder), times, seed, seconds, early=early)


def told(result: Result, began: float) -> dict[str, Any]:
    """The figures."""
    took = time.monotonic() - began
    return {
        "kills": result.kills, "a_minute": round(result.kills * 60 / took), "seconds": round(took),
        "told": result.told, "acts": dict(sorted(result.acts.items())), "killed": dict(result.while_),
        "ms_a_kill": {what: round(1000 * spent / max(result.kills, 1), 1) for what, spent in result.seconds.items()},
        "finds": len(result.finds), "first": result.finds[:10],
    }  # fmt: skip


def main() -> int:
    """Parse, run, say; 1 for a find (or, with the control, for none)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=15_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--folder", default="", help="where the stores lie (else where temporary files do)")
    parser.add_argument("--control", action="store_true")
    asked = parser.parse_args()
    began, result = time.monotonic(), Result()
    share = -(-asked.times // asked.jobs)
    with ProcessPoolExecutor(asked.jobs, get_context("spawn")) as pool:
        jobs = [
            pool.submit(_job, asked.folder, share, asked.seed + 1000 * job, asked.seconds, asked.control)
            for job in range(asked.jobs)
        ]
        for job in jobs:
            result.add(job.result())
    print(json.dumps({
        "campaign": "store_kills", "seed": asked.seed, "jobs": asked.jobs, "control": asked.control,
        **told(result, began),
    }))  # fmt: skip
    return int(bool(result.finds) != asked.control)


if __name__ == "__main__":
    sys.exit(main())
