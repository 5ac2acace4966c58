"""Turn bits of a store's file and see whether anybody would ever be told something else than what was sold.

    python -m tests.campaigns.damage --flips 500 --seed 1 [--control | --encrypted]

After each turned bit the file is looked through as `verify` does it. Either the damage is named, or what the file says
is what it said: every fact and every row of what is folded from them. The control looks at nothing but SQLite's own
check: a campaign that finds no silent change there is broken. An encrypted store has an HMAC on every page.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from importlib import import_module
from pathlib import Path
from random import Random

if "--encrypted" in sys.argv:
    import_module("sqlcipher3.dbapi2")  # before the store chooses its driver

from aura_terminal.domain.errors import Unavailable
from aura_terminal.store import cipher
from aura_terminal.store.cipher import open_file
from aura_terminal.store.driver import sqlite
from aura_terminal.store.folders import store_file
from aura_terminal.store.inspection import inspect
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import serve
from tests.support.store_shop import founded

UNFOLDED = ("sqlite_", "spool_jobs", "meta", "peers", "menu_search")
"""Tables that are no folds, and those SQLite keeps for itself."""


def says(file: Path) -> str:
    """A digest of every row of the journal and of its folds, by plain questions; empty where they cannot be read."""
    raw = open_file(file, "mode=ro")
    try:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type='table' ORDER BY 1")]
        if not all(isinstance(name, str) for name in names):
            return ""  # the name of a table became another kind of value
        digest = hashlib.sha256()
        for name in names:
            if not name.startswith(UNFOLDED):
                rows = sorted(map(repr, raw.execute(f'SELECT * FROM "{name}"')))
                digest.update("\n".join((name, *rows)).encode())
        return digest.hexdigest()
    except (sqlite.Error, UnicodeDecodeError):
        return ""
    finally:
        raw.close()


def is_named_by_verify(folder: Path) -> bool:
    """Whether the program says that something is wrong with the file."""
    try:
        return bool(inspect(folder).findings)
    except Unavailable:
        return True


def is_named_by_sqlite(folder: Path) -> bool:
    """Whether SQLite's own check does."""
    raw = open_file(store_file(folder))
    try:
        return bool(raw.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok")
    except (sqlite.Error, UnicodeDecodeError):
        return True
    finally:
        raw.close()


def main() -> int:
    """Parse, run, say; 1 for a find (or, with the control, for none)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flips", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--seed", type=int, default=1)
    kind_of_run = parser.add_mutually_exclusive_group()
    kind_of_run.add_argument("--control", action="store_true")
    kind_of_run.add_argument("--encrypted", action="store_true")
    asked = parser.parse_args()
    cipher.use_key(bytes(range(cipher.KEY_BYTES)) if asked.encrypted else None)
    is_named = is_named_by_sqlite if asked.control else is_named_by_verify
    chance, until, came_to, finds = Random(asked.seed), time.monotonic() + asked.seconds, Counter[str](), list[str]()
    with tempfile.TemporaryDirectory(prefix="aura-damage-") as place:
        shop = founded(Path(place) / "shop")
        serve(shop, EVERYTHING, 12)
        shop.store.close()
        file, work = store_file(shop.folder), Path(place) / "work"
        whole, said = file.read_bytes(), says(file)
        while came_to.total() < asked.flips and time.monotonic() < until:
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir(mode=0o700)
            at, bit = chance.randrange(len(whole)), chance.randrange(8)
            store_file(work).write_bytes(whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :])
            says_now = says(store_file(work))
            kind = "named" if is_named(work) else "same" if says_now == said else "silent"
            came_to[kind] += 1
            if kind == "silent":
                finds.append(f"bit {bit} of byte {at}")
    print(json.dumps({
        "campaign": "damage", "seed": asked.seed, "control": asked.control, "encrypted": asked.encrypted,
        "bytes": len(whole), **came_to, "finds": len(finds), "first": finds[:20],
    }))  # fmt: skip
    return int(bool(finds) != asked.control)


if __name__ == "__main__":
    sys.exit(main())
