"""Damage the store of a terminal at random, bring it back each way there is, and judge what it holds then.

    python -m tests.campaigns.rebuild --rounds 40 --seed 1 [--peers 2] [--control]

A service of two orders' worth is copied in the middle and goes on; then its file is damaged (head, pages, cut, emptied,
swapped sectors) and `aura-terminal mend` goes back to the newest copy, or, in so many rounds (`--peers`), fetches all
from another real terminal that was paired before and cut off since. The oracle of plain SQL is given every act up to
the last fact that came back, and has to find each whole; what is missing has to have been told, and the damaged file
has to lie aside byte for byte. The control keeps quiet about what is missing: a campaign that does not find that is
broken.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from aura_terminal.app.opening import opened
from aura_terminal.app.simulation import INVENTED_STAFF
from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.store.driver import sqlite
from aura_terminal.store.folders import store_file
from aura_terminal.store.locks import Role
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.oracle import Ack, judge, read_acks

ROOT = Path(__file__).resolve().parents[2]
WITHIN = 120
PAGE = 4096
Spoil = Callable[[Path, Random], None]


def head(file: Path, chance: Random) -> None:
    """The first page, or the beginning of it."""
    _write(file, 0, chance.randbytes(chance.choice((16, 100, PAGE))))


def pages(file: Path, chance: Random) -> None:
    """Some pages anywhere but the first."""
    many = file.stat().st_size // PAGE
    for _ in range(chance.choice((1, 3, 12, many // 4))):
        _write(file, PAGE * chance.randrange(1, many), chance.randbytes(PAGE))


def cut(file: Path, chance: Random) -> None:
    """An end that is gone."""
    os.truncate(file, chance.randrange(PAGE, file.stat().st_size - PAGE))


def emptied(file: Path, chance: Random) -> None:
    """Nothing left."""
    os.truncate(file, 0)


def swapped(file: Path, chance: Random) -> None:
    """Two pages changed places, as on a disk that writes where it should not."""
    raw, many = file.read_bytes(), file.stat().st_size // PAGE
    for _ in range(chance.choice((1, 8, 40))):
        one, other = chance.sample(range(1, many), 2)
        _write(file, one * PAGE, raw[other * PAGE : (other + 1) * PAGE])
        _write(file, other * PAGE, raw[one * PAGE : (one + 1) * PAGE])


SPOILS: tuple[Spoil, ...] = (head, head, pages, pages, pages, cut, swapped, emptied)


@dataclass(frozen=True)
class Original:
    """A terminal's folder, what it told as done, and how far its facts reach."""

    folder: Path
    acks: list[Ack]
    reach: int


def main() -> int:
    """Parse, run, say; 1 for a find (or, with the control, for none)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--peers", type=int, default=2, help="so many rounds more, back from another terminal")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1800.0)
    parser.add_argument("--control", action="store_true")
    asked = parser.parse_args()
    chance, came_to, finds = Random(asked.seed), Counter[str](), list[str]()
    until = time.monotonic() + asked.seconds
    with tempfile.TemporaryDirectory(prefix="aura-rebuild-") as place:
        rounds = Path(place)
        original = _served(rounds / "original", asked.seed)
        peer = _paired(rounds, original) if asked.peers else None
        original = replace(original, reach=_reach(original.folder))  # letting the other one in was noted as well
        for number in range(asked.rounds + asked.peers):
            if time.monotonic() > until:
                break
            spoil, work = chance.choice(SPOILS), rounds / "work"
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(original.folder, work)
            spoil(store_file(work), chance)
            from_peer = peer if number >= asked.rounds else None
            kind, found = _round(original, work, from_peer, quiet=asked.control)
            came_to[f"{spoil.__name__}: {kind}"] += 1
            finds += [f"round {number}, {spoil.__name__}: {each}" for each in found]
    print(json.dumps({
        "campaign": "rebuild", "seed": asked.seed, "control": asked.control, **dict(sorted(came_to.items())),
        "finds": len(finds), "first": finds[:20],
    }))  # fmt: skip
    return int(bool(finds) != asked.control)


def _round(original: Original, work: Path, peer: Path | None, *, quiet: bool) -> tuple[str, list[str]]:
    """Mend one damaged terminal; how it went, and what is wrong with that."""
    spoiled = store_file(work).read_bytes()
    said = say(work, "mend", "--json")
    if said.returncode == 2 and "nothing to mend" in said.stderr:
        return "not noticed" if _says_otherwise(original, work) else "no damage", _unnoticed(original, work)
    if said.returncode != 1:
        return "refused", [f"mend said {said.returncode}: {said.stderr[-400:]}"]
    mended = _fetch(work, peer) if peer is not None else say(work, "mend", "--copy", "newest", "--json")
    if mended.returncode != 0:
        return "not mended", [f"it ended with {mended.returncode}: {mended.stderr[-400:]}"]
    told: dict[str, Any] = json.loads(mended.stdout)
    if quiet:
        told |= {"missing": 0, "is_readable": True}
    found = _complaints(original, work, told)
    if store_file(Path(told["aside"])).read_bytes() != spoiled:
        found.append("the damaged file is not as it was")
    whole = "whole" if _reach(work) >= original.reach else "told what is missing"
    return f"from a peer, {whole}" if peer is not None else whole, found


def _complaints(original: Original, work: Path, told: dict[str, Any]) -> list[str]:
    reach = _reach(work)
    found = []
    if reach < original.reach and told["is_readable"] and told["missing"] == 0:
        found.append(f"{original.reach - reach} facts are gone and nobody was told")
    if reach + told["missing"] > original.reach:
        found.append(f"{reach} facts are here and {told['missing']} are said to be missing, of {original.reach}")
    found += judge(store_file(work), [ack for ack in original.acks if ack["last"] <= reach], paper=False)
    verified = say(work, "verify", "--json")
    if verified.returncode != 0:
        found.append(f"verify: {verified.stdout[-400:]}{verified.stderr[-400:]}")
    return [*found, *sold(work)]


def sold(work: Path) -> list[str]:
    """What keeps it from selling something new; orders that were open wait for their token, as after any restore."""
    try:
        with opened(work, Role.SCREEN) as terminal:
            menu, shop, by = terminal.shop.reads.menu, terminal.shop, INVENTED_STAFF[0]
            tile = next(tile for each in menu.categories() for tile in menu.tiles(each.id) if not tile.asks)
            order_id = shop.ordering.add_item(by, NewOrder(), Asked(tile.item_id)).order_id
            due = shop.reads.orders.sheet(order_id).cash_due
            shop.paying.take_cash(by, order_id, due, shop.paying.new_attempt())
    except (RuleBroken, Unavailable) as refused:
        return [f"it does not sell: {refused}"]
    return []


def _unnoticed(original: Original, work: Path) -> list[str]:
    """What is wrong with a file that nobody calls damaged: it has to say what it said."""
    return ["damage that nobody noticed"] if _says_otherwise(original, work) else []


def _says_otherwise(original: Original, work: Path) -> bool:
    return _facts(original.folder) != _facts(work)


def _facts(folder: Path) -> list[Any]:
    raw = sqlite.connect(f"file:{store_file(folder)}?mode=ro", uri=True)
    try:
        return list(raw.execute("SELECT origin, seq, hash, payload FROM journal ORDER BY origin, seq"))
    except (sqlite.Error, UnicodeDecodeError):
        return []
    finally:
        raw.close()


def _reach(folder: Path) -> int:
    """How many facts of the terminal that was damaged are there."""
    raw = sqlite.connect(f"file:{store_file(folder)}?mode=ro", uri=True)
    try:
        return int(raw.execute("SELECT max(last_seq) FROM origins").fetchone()[0])
    finally:
        raw.close()


def _served(folder: Path, seed: int) -> Original:
    """Orders, a copy, orders again; each act is noted with the last fact of its order."""
    acks = folder.with_suffix(".jsonl")
    _done(folder, "init", "--store", "Rebuild", "--shop", "demo")
    _done(folder, "simulate", "--orders", "20", "--seed", str(seed), "--acks", str(acks))
    _done(folder, "backup")
    _done(folder, "simulate", "--orders", "20", "--seed", str(seed + 1), "--acks", str(acks))
    last = _last_facts(folder)
    told: list[Ack] = [dict(ack) | {"last": last.get(ack["order_id"], 0)} for ack in read_acks(acks)]
    return Original(folder, told, _reach(folder))


def _last_facts(folder: Path) -> dict[str, int]:
    """The number of the last fact of each order: an order is judged where all of it came back."""
    raw = sqlite.connect(f"file:{store_file(folder)}?mode=ro", uri=True)
    try:
        asked = "SELECT aggregate_id, max(seq) FROM journal WHERE aggregate = 'order' GROUP BY 1"
        return {str(order): int(seq) for order, seq in raw.execute(asked)}
    finally:
        raw.close()


def _paired(place: Path, original: Original) -> Path:
    """Another terminal of the same store, which has everything and is off."""
    peer = place / "peer"
    code, address, inviter = showing(original.folder)
    try:
        words = ("pair", "--address", address, "--code", code, "--label", "R2", "--port", "0", "--json")
        _done(peer, *words)
    finally:
        end_showing(inviter)
    return peer


def _fetch(work: Path, peer: Path) -> subprocess.CompletedProcess[str]:
    copy = work.with_name("peer-of-this-round")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(peer, copy)
    code, address, inviter = showing(copy)
    try:
        return say(work, "mend", "--address", address, "--code", code, "--json")
    finally:
        end_showing(inviter)


def showing(folder: Path) -> tuple[str, str, subprocess.Popen[str]]:
    command = [*_words(folder, "pair", "--show-code", "--wait", "--json")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment(), cwd=ROOT)
    assert process.stdout is not None
    said = json.loads(process.stdout.readline())
    return said["code"], said["addresses"][0], process


def end_showing(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait(WITHIN)
    if process.stdout is not None:
        process.stdout.close()


def say(folder: Path, *words: str, within: float = WITHIN) -> subprocess.CompletedProcess[str]:
    """A command of the program to its end."""
    return subprocess.run(
        _words(folder, *words),
        capture_output=True,
        text=True,
        check=False,
        timeout=within,
        env=_environment(),
        cwd=ROOT,
    )


def _done(folder: Path, *words: str) -> None:
    said = say(folder, *words)
    if said.returncode != 0:
        raise RuntimeError(f"{words[0]} ended with {said.returncode}: {said.stderr}")


def _words(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "aura_terminal", *words, "--data", str(folder)]


def _environment() -> dict[str, str]:
    return os.environ | {"AURA_PEERS_BIND": "127.0.0.1", "AURA_PEERS_PORT": "0", "AURA_PEERS_DISCOVERY": "false"}


def _write(file: Path, at: int, data: bytes) -> None:
    with file.open("r+b") as open_file:
        open_file.seek(at)
        open_file.write(data)


if __name__ == "__main__":
    sys.exit(main())
