"""Bring a store of a hundred thousand sales back in each way there is, timed; and fifty small ones, each verified.

    python -m tests.campaigns.restore --sales 100000 --rounds 50 --seed 1 [--scratch DIR] [--without-peer] [--control]

The large one is made once and kept in `--scratch`. By the real commands, each a process of its own: a copy (`backup`),
going back to it (`restore`), back from a file with pages gone by its copy (`mend --copy`), every fold made anew
(`rebuild`), and from another terminal (`pair` to an empty one, `mend --address`); beside them a plain copy of the file
with SQLite's integrity check. Then the drill: a service, a copy in the middle (of the folder, elsewhere, or a sealed
export), more sales, and the way back (over the store, into a folder where it is gone, over a damaged file). Everything
the copy held has to be there with its hash, the oracle of plain SQL and `verify` have nothing to say, and it sells. The
control takes one fact out of what came back; a drill that does not find that is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from aura_terminal.app.opening import opened
from aura_terminal.store.driver import sqlite
from aura_terminal.store.folders import BACKUPS, store_file
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import SETTLED_AT_ONCE
from tests.benchmarks.long_journal import long_journal
from tests.campaigns.rebuild import SPOILS, end_showing, pages, say, showing, sold
from tests.support.oracle import Ack, judge, read_acks

FACTS_A_SALE = 21
GOAL_SECONDS = 120
FLOOR = ("floor: a plain copy", "floor: SQLite's integrity check")
WAYS = (
    "restore", "mend by the copy", "rebuild", "from another terminal, by pair", "from another terminal, by mend"
)  # fmt: skip
WITHIN = 3600
SUMS = "SELECT count(*), sum(total_minor), sum(paid_minor) FROM orders WHERE status = 'closed'"
Sums = tuple[int, int, int]


@dataclass
class Large:
    """One large store, what it holds, and how long each way took."""

    sums: Sums
    facts: int
    seconds: dict[str, float] = field(default_factory=dict)
    processor: dict[str, float] = field(default_factory=dict)
    finds: list[str] = field(default_factory=list)

    def timed(self, what: str, do: Callable[[], Any]) -> Any:
        """Do it; count its seconds, and those of a processor in them, which others on the machine leave as they are."""
        began, used = time.monotonic(), _processor()
        answer = do()
        self.seconds[what] = round(time.monotonic() - began, 1)
        self.processor[what] = round(_processor() - used, 1)
        print(f"{what}: {self.seconds[what]} s, {self.processor[what]} of them of a processor", flush=True)
        return answer

    def command(self, what: str, folder: Path, *words: str, code: int = 0) -> None:
        """A command of the program, in a process of its own."""
        said = self.timed(what, lambda: say(folder, *words, within=WITHIN))
        if said.returncode != code:
            self.finds.append(f"{what} ended with {said.returncode}: {said.stdout[-300:]}{said.stderr[-300:]}")

    def ratios(self) -> dict[str, float]:
        """Each way beside the plain copy with its check."""
        floor = sum(self.seconds.get(what, 0.0) for what in FLOOR)
        return {what: round(self.seconds[what] / floor, 1) for what in WAYS if what in self.seconds}

    def must_hold(self, what: str, folder: Path) -> None:
        """Compare with the store it was made of."""
        found, facts = _sums(folder), _many_facts(folder)
        if found != self.sums or facts < self.facts:
            self.finds.append(f"{what}: {found} of {facts} facts, and it was {self.sums} of {self.facts}")


def large(scratch: Path, sales: int, seed: int, *, with_peer: bool) -> Large:
    """Each way back for a store of so many sales."""
    original = long_journal(scratch / f"sales-{sales}", round(sales * FACTS_A_SALE))
    told = Large(_sums(original), _many_facts(original))
    work = scratch / "work"
    shutil.rmtree(work, ignore_errors=True)
    told.timed(FLOOR[0], lambda: _plain_copy(original, work))
    told.timed(FLOOR[1], lambda: _integrity(store_file(work)))
    told.command("backup", work, "backup", "--json")
    copy = str(next((work / BACKUPS).glob("store-*.sqlite")))
    told.command("restore", work, "restore", copy, "--json")
    told.must_hold("restore", work)
    _without_old_files(work)
    pages(store_file(work), Random(seed))
    told.command("mend: what is wrong", work, "mend", "--json", code=1)
    told.command("mend by the copy", work, "mend", "--copy", "newest", "--json")
    told.must_hold("mend by the copy", work)
    _without_old_files(work)
    shutil.rmtree(work / BACKUPS)
    if with_peer:
        _from_a_peer(told, work, scratch / "empty")
    told.command("rebuild", work, "rebuild", "--json")
    told.must_hold("rebuild", work)
    told.command("verify", work, "verify", "--json")
    shutil.rmtree(work)
    return told


def _from_a_peer(told: Large, peer: Path, empty: Path) -> None:
    """An empty machine gets everything from a terminal that has it; then its file is emptied and it gets it again."""
    shutil.rmtree(empty, ignore_errors=True)
    for what, words in (
        (WAYS[3], ("pair", "--label", "R2", "--port", "0")),
        (WAYS[4], ("mend",)),
    ):
        code, address, inviter = showing(peer)
        try:
            told.command(what, empty, *words, "--address", address, "--code", code, "--json")
        finally:
            end_showing(inviter)
        told.must_hold(what, empty)
        os.truncate(store_file(empty), 0)
        for part in ("-wal", "-shm"):
            store_file(empty).with_name(f"{store_file(empty).name}{part}").unlink(missing_ok=True)
    shutil.rmtree(empty)


def _processor() -> float:
    found = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in found)


def _plain_copy(original: Path, work: Path) -> None:
    work.mkdir()
    for file in original.iterdir():
        if file.is_file() and not file.name.endswith((".lock", "-wal", "-shm")):
            shutil.copyfile(file, work / file.name)
    with store_file(work).open("rb") as written:
        os.fsync(written.fileno())


def _integrity(file: Path) -> None:
    with closing(sqlite.connect(f"file:{file}?mode=ro", uri=True)) as raw:
        if raw.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise RuntimeError(f"{file} is not whole")


def _without_old_files(work: Path) -> None:
    shutil.rmtree(work / "quarantine", ignore_errors=True)


def _sums(folder: Path) -> Sums:
    with closing(sqlite.connect(f"file:{store_file(folder)}?mode=ro", uri=True)) as raw:
        found: Sums = raw.execute(SUMS).fetchone()
        return found


def _many_facts(folder: Path) -> int:
    with closing(sqlite.connect(f"file:{store_file(folder)}?mode=ro", uri=True)) as raw:
        return int(raw.execute("SELECT count(*) FROM journal").fetchone()[0])


# The drill

HOW = ("backup", "backup --to", "export")
BACK = ("over it", "where it is gone", "over a damaged file")
Facts = dict[tuple[str, int], bytes]


def drill(place: Path, seed: int, *, control: bool) -> tuple[str, list[str]]:
    """One service, one copy, one way back; how it went and what is wrong with it."""
    chance = Random(seed)
    folder, acks, elsewhere = place / "store", place / "acks.jsonl", place / "elsewhere"
    elsewhere.mkdir(parents=True)
    how, back = chance.choice(HOW), chance.choice(BACK)
    _done(folder, "init", "--store", "Drill", "--shop", "demo")
    copy = elsewhere / "copy.sqlite"
    if how == "export":
        _done(folder, "backup", "--to", str(copy))
    serve = ("simulate", "--orders", str(chance.randrange(2, 16)), "--acks", str(acks), "--seed")
    _done(folder, *serve, str(seed))
    if how == "backup":
        copy = Path(json.loads(_done(folder, "backup", "--json"))["file"])
    elif how == "backup --to":
        _done(folder, "backup", "--to", str(copy))
    else:
        _done(folder, "export", str(elsewhere / "sealed"))
    known, told = _facts(folder), read_acks(acks)
    _done(folder, *serve, str(seed + 1_000_000))
    way = _go_back(folder, copy, back, elsewhere, chance)
    if how == "export":
        _done(folder, "import", str(elsewhere / "sealed"))
    if control:
        _take_one_out(folder, known, chance)
    return f"{how}, {way}", _complaints(folder, known, told, is_selling=not control)


def _go_back(folder: Path, copy: Path, back: str, elsewhere: Path, chance: Random) -> str:
    """Restore the copy; what came of it."""
    if back == "over it":
        _done(folder, "restore", str(copy), "--export", str(elsewhere / "before"))
    elif back == "where it is gone":
        for part in ("", "-wal", "-shm"):
            store_file(folder).with_name(f"{store_file(folder).name}{part}").unlink(missing_ok=True)
        _done(folder, "restore", str(copy))
    else:
        chance.choice(SPOILS)(store_file(folder), chance)
        said = say(folder, "mend", "--json")
        if said.returncode != 1:
            return f"{back}, which harmed nothing"
        _done(folder, "mend", "--copy", str(copy), "--json")
    return back


def _complaints(folder: Path, known: Facts, told: list[Ack], *, is_selling: bool) -> list[str]:
    facts = _facts(folder)
    lost = [place for place, hash_ in known.items() if facts.get(place) != hash_]
    found = [f"{len(lost)} facts of the copy are not there, the first {lost[0]}"] if lost else []
    with opened(
        folder, Role.TOOL
    ) as store:  # what came in many at once is folded when somebody asks, or in idle moments
        while store.store.settle(SETTLED_AT_ONCE):
            pass
    found += judge(store_file(folder), told, paper=False)
    verified = say(folder, "verify", "--json")
    if verified.returncode != 0:
        found.append(f"verify: {verified.stdout[-300:]}{verified.stderr[-300:]}")
    return [*found, *sold(folder)] if is_selling else found


def _facts(folder: Path) -> Facts:
    with closing(sqlite.connect(f"file:{store_file(folder)}?mode=ro", uri=True)) as raw:
        return {(row[0], row[1]): bytes(row[2]) for row in raw.execute("SELECT origin, seq, hash FROM journal")}


def _take_one_out(folder: Path, known: Facts, chance: Random) -> None:
    origin, seq = chance.choice(sorted(known))
    with closing(sqlite.connect(str(store_file(folder)), isolation_level=None)) as raw:
        raw.execute("DROP TRIGGER journal_is_never_deleted")
        raw.execute("DELETE FROM journal WHERE origin = ? AND seq = ?", (origin, seq))


def _done(folder: Path, *words: str) -> str:
    said = say(folder, *words)
    if said.returncode != 0:
        raise RuntimeError(f"{' '.join(words)} ended with {said.returncode}: {said.stdout}{said.stderr}")
    return said.stdout


def main() -> int:
    """Parse, run, say; 1 for a find or a way that is too slow (or, with the control, for no find)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sales", type=int, default=100_000, help="0 for the drill alone")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3600.0, help="of the drill")
    parser.add_argument("--scratch", type=Path, help="keep the large store here (else a temporary folder)")
    parser.add_argument("--without-peer", action="store_true")
    parser.add_argument("--control", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aura-restore-", dir=asked.scratch) as folder:
        told = large(
            asked.scratch or Path(folder), asked.sales, asked.seed, with_peer=not asked.without_peer
        ) if asked.sales else Large((0, 0, 0), 0)  # fmt: skip
        came_to, finds = _drills(Path(folder), asked)
    slow = [what for what in told.seconds if what in WAYS and told.seconds[what] > GOAL_SECONDS]
    finds += [*told.finds, *(f"{what} took {told.seconds[what]} s, and {GOAL_SECONDS} are the goal" for what in slow)]
    print(json.dumps({
        "campaign": "restore", "seed": asked.seed, "control": asked.control, "sales": told.sums[0],
        "facts": told.facts, "seconds": told.seconds, "processor_s": told.processor,
        "of_the_floor": told.ratios(),
        "drills": sum(came_to.values()), **dict(sorted(came_to.items())), "finds": len(finds), "first": finds[:20],
    }))  # fmt: skip
    return int(bool(finds) != asked.control)


def _drills(place: Path, asked: argparse.Namespace) -> tuple[Counter[str], list[str]]:
    came_to, finds, until = Counter[str](), list[str](), time.monotonic() + asked.seconds
    for number in range(asked.rounds):
        if time.monotonic() > until:
            break
        here = place / f"drill-{number}"
        how, found = drill(here, asked.seed * 1_003 + number, control=asked.control)
        came_to[how] += 1
        finds += [f"drill {number}, {how}: {one}" for one in found]
        shutil.rmtree(here)
    return came_to, finds


if __name__ == "__main__":
    sys.exit(main())
