"""The same service in an encrypted store and in a plain one: `python -m tests.benchmarks.encrypted`.

Both are written through SQLCipher's driver in one process, taking turns; the plain one is the floor.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.store_shop import StoredShop

KEY = bytes(range(32))


def timed(act: Callable[[], Any]) -> tuple[float, float]:
    """Wall and processor milliseconds of a call."""
    wall, cpu = perf_counter(), process_time()
    act()
    return (perf_counter() - wall) * 1000, (process_time() - cpu) * 1000


def main() -> int:
    """Measure in rounds, print a table and a line of JSON."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.encrypted", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--orders", type=int, default=10)
    asked = parser.parse_args()
    import_module("sqlcipher3.dbapi2")  # before the store chooses its driver
    from aura_terminal.store import cipher
    from aura_terminal.store.folders import store_file
    from aura_terminal.store.inspection import inspect
    from tests.support.memory_shop import EVERYTHING
    from tests.support.store_service import serve
    from tests.support.store_shop import founded

    place = Path(tempfile.mkdtemp(prefix="aura-encrypted-"))
    found: dict[str, dict[str, list[tuple[float, float]]]] = {}
    shops: dict[str, StoredShop] = {}
    try:
        for name, key in (("encrypted", KEY), ("plain", None)):
            cipher.use_key(key)
            shops[name] = founded(place / name)
            serve(shops[name], EVERYTHING, asked.orders)
        assert [cipher.is_plain(store_file(place / name)) for name in ("encrypted", "plain")] == [False, True]
        for _ in range(asked.rounds):
            for name, key in (("encrypted", KEY), ("plain", None)):
                cipher.use_key(key)
                rows = found.setdefault(name, {})
                rows.setdefault("service", []).append(timed(partial(serve, shops[name], EVERYTHING, asked.orders)))
                rows.setdefault("verify", []).append(timed(partial(inspect, place / name)))
                rows.setdefault("close and open", []).append(timed(shops[name].reopen))
        for shop in shops.values():
            shop.store.close()
    finally:
        shutil.rmtree(place, ignore_errors=True)
    print(f"{'':16}{'encrypted':>22}{'plain':>22}{'ratio wall / cpu':>20}")
    told = {}
    for row in ("service", "verify", "close and open"):
        pairs = [(one, two) for one, two in zip(found["encrypted"][row], found["plain"][row], strict=True)]
        walls, cpus = (statistics.median(one[at] / two[at] for one, two in pairs) for at in (0, 1))
        ours, floor = (statistics.median(one[0] for one in found[name][row]) for name in ("encrypted", "plain"))
        told[row] = {"wall": round(walls, 2), "cpu": round(cpus, 2)}
        print(f"{row:16}{ours:>19.1f} ms{floor:>19.1f} ms{walls:>13.2f} / {cpus:.2f}")
    print(json.dumps({"benchmark": "encrypted", "rounds": asked.rounds, "orders": asked.orders, **told}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
