"""Fill the disk under a store while it serves, from the first byte that is missing to recovery.

    python -m tests.campaigns.full_disk --rounds 20 --seed 1 [--control]

Each round mounts a small disk of its own (root alone may; elsewhere it says NOT TESTED HERE), puts a store with a piece
held back on it and serves, while something else eats the disk at a pace that chance picks, down to the last byte. Each
refusal has to be the one of a full disk, nothing else may come out, and as soon as there is room the same process has
to sell again without a restart. What was told as kept is judged by plain SQL at the end. The control tells as kept what
was refused: a campaign that does not find that is broken.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from random import Random

from aura_terminal.app.simulation import INVENTED_STAFF, Service, Told
from aura_terminal.domain.ids import OrderId
from aura_terminal.store.errors import StoreUnavailable, Trouble
from aura_terminal.store.folders import store_file
from aura_terminal.store.inspection import inspect
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import open_store
from aura_terminal.use_cases.shop import open_shop
from tests.support.chance import SeededIds
from tests.support.memory_shop import MemoryVault
from tests.support.oracle import judge
from tests.support.store_shop import StoredShop, founded

KIBIBYTE = 1024
HELD_BACK = 256 * KIBIBYTE
ROOM = (600, 4_000)
"""KiB a disk has beside the store when the service begins."""
TRIES_WHEN_FULL, ORDERS_AFTERWARDS, MOST_STEPS = 6, 3, 400
AFTERWARDS = "64m"
NOT_TESTED = "NOT TESTED HERE"


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[Path]:
    """A disk in memory of so many bytes. OSError with the system's words where it cannot be mounted."""
    place.mkdir()
    done = subprocess.run(
        ("mount", "-t", "tmpfs", "-o", f"size={size // KIBIBYTE}k", "tmpfs", str(place)), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise OSError(done.stderr.strip() or "mount refused")
    try:
        yield place
    finally:
        subprocess.run(("umount", "-l", str(place)), check=True)


class Round:
    """One disk, from room enough to none and back."""

    def __init__(self, base: StoredShop, place: Path, chance: Random, *, lying: bool) -> None:
        self._base, self._place, self._chance, self._lying = base, place, chance, lying
        self._acks: list[Told] = []
        self._filler = place / "somebody-elses-file"
        self.came_to: Counter[str] = Counter()
        self.finds: list[str] = []

    def run(self) -> None:
        """Serve until the disk is full, go on trying, make room, serve again; then judge."""
        folder = self._place / "data"
        shutil.copytree(self._base.folder, folder)
        ids = SeededIds(self._base.clock, self._chance.getrandbits(32))
        store = open_store(folder, self._base.clock, ids, role=Role.SCREEN, ballast_bytes=HELD_BACK)
        shop = open_shop(
            store.begin, store.reads, MemoryVault(), self._base.clock, ids, store.identity, store.spool, store.paper
        )
        stored = StoredShop(folder, self._base.clock, ids, store, shop)
        try:
            refused = 0
            for _ in range(MOST_STEPS):
                self._eat()
                refused += self._serve(stored, 1)
                if refused >= TRIES_WHEN_FULL:
                    break
            self.came_to["filled"] += refused >= TRIES_WHEN_FULL
            self._make_room()
            if self._serve(stored, ORDERS_AFTERWARDS):
                self.finds.append("there is room again and it does not sell")
        finally:
            store.close()
        self.finds += judge(store_file(folder), map(asdict, self._acks))
        self.finds += map(str, inspect(folder).findings)
        self.came_to["told"] += len(self._acks)

    def _serve(self, stored: StoredShop, orders: int) -> bool:
        """Serve some parties; whether that was refused."""
        chance = Random(self._chance.getrandbits(32))
        service = Service(
            stored.shop, INVENTED_STAFF, chance, self._acks.append, lambda s: stored.clock.advance(seconds=s)
        )
        try:
            service.run(orders)
        except StoreUnavailable as refusal:
            self.came_to[f"refused as {refusal.trouble.value}"] += 1
            if refusal.trouble is not Trouble.FULL or str(stored.folder) not in refusal.hint:
                self.finds.append(f"a full disk was told as {refusal.trouble.value}: {refusal.hint}")
            if self._lying:
                self._acks.append(Told("sent", OrderId(stored.ids.new()), "none", 0, 0))
            return True
        except Exception as raised:
            self.finds.append(f"raised {type(raised).__name__}: {raised}")
            return True
        return False

    def _make_room(self) -> None:
        """Somebody clears up, and the disk is as large as disks are."""
        self._filler.unlink(missing_ok=True)
        subprocess.run(("mount", "-o", f"remount,size={AFTERWARDS}", str(self._place)), check=True)

    def _eat(self) -> None:
        """Let somebody else take a part of what is left, now and then all of it."""
        free = shutil.disk_usage(self._place).free
        part = self._chance.choice((0.0, 0.0, 0.1, 0.3, 0.7, 1.0))
        try:
            with self._filler.open("ab", buffering=0) as file:
                file.write(bytes(int(free * part)))
        except OSError:
            self.came_to["last byte taken"] += 1  # a part of it was written: the disk is as full as it gets


def main() -> int:
    """Parse, run, say; 1 for a find (or, with the control, for none)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", action="store_true")
    asked = parser.parse_args()
    chance, came_to, finds, not_tested = Random(asked.seed), Counter[str](), list[str](), ""
    with tempfile.TemporaryDirectory(prefix="aura-full-") as place:
        base = founded(Path(place) / "shop")
        base.store.close()
        needed = sum(file.stat().st_size for file in base.folder.iterdir()) + HELD_BACK
        for number in range(asked.rounds):
            try:
                with small_disk(Path(place) / f"disk-{number}", needed + KIBIBYTE * chance.randint(*ROOM)) as disk:
                    one = Round(base, disk, Random(f"{asked.seed} {number}"), lying=asked.control)
                    one.run()
            except OSError as refused:
                not_tested = f"{NOT_TESTED}: a small disk cannot be mounted ({refused}; user {os.geteuid()})"
                break
            came_to += one.came_to
            finds += [f"round {number}: {each}" for each in one.finds]
    print(json.dumps({
        "campaign": "full_disk", "seed": asked.seed, "control": asked.control, "rounds": asked.rounds, **came_to,
        "not_tested": not_tested, "finds": len(finds), "first": finds[:20],
    }))  # fmt: skip
    return 0 if not_tested else int(bool(finds) != asked.control)


if __name__ == "__main__":
    sys.exit(main())
