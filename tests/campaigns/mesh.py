"""Kill, cut and bring back the terminals of one store during a service, and judge what every one of them holds.

    python -m tests.campaigns.mesh --rounds 100 --orders 600 --seed 1 [--netns] [--break lost|doubled]

Two registers and two kitchens, each a real node and a real hand on a data folder of its own, joined by a router of
sockets, or with --netns in namespaces whose switch loses and delays frames. The seed decides what breaks when; how the
processes interleave it cannot decide. --break damages one terminal's file at the end: the judge has to say so.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random

from pysqlite3 import dbapi2 as sqlite

from tests.benchmarks.measures import at
from tests.support.mesh_acks import acks_in
from tests.support.mesh_founding import found_mesh
from tests.support.mesh_networks import Network, RoutedNetwork, WiredNetwork
from tests.support.mesh_oracle import count_of, promised, vector_of
from tests.support.mesh_rounds import Failed, Figures, Plan, Service
from tests.support.mesh_terminal import Terminal
from tests.support.mesh_wires import NoWires, Weather

LABELS = ("R1", "R2", "K1", "K2")
VERIFY_EVERY = 20
LOOK_AGAIN = 0.5  # seconds
SKIPPED = 77
DAMAGE = {
    "lost": "DELETE FROM journal WHERE type = 'payment_taken' AND arrival = "
    "(SELECT max(arrival) FROM journal WHERE type = 'payment_taken')",
    "doubled": "INSERT INTO journal SELECT (SELECT max(arrival) + 1 FROM journal), origin, seq + 1000000, fact_id || "
    "'x', stamp, aggregate, aggregate_id, type, version, payload, actor, business_date, prev_hash, hash FROM journal "
    "WHERE type = 'ticket_bumped' LIMIT 1",
}


def campaign(folder: Path, network: Network, asked: argparse.Namespace) -> int:
    """Run the rounds; the number of complaints is the answer."""
    acks = folder / "acks"
    acks.mkdir(parents=True)
    terminals = [Terminal(label, folder / label, acks, network.command) for label in LABELS]
    service = Service(terminals, network, Random(asked.seed))
    began, complaints = time.monotonic(), 0
    try:
        found_mesh(terminals, network)
        for number in range(1, asked.rounds + 1):
            complaints = _round(service, number, _share(asked.orders, asked.rounds, number), asked.seed)
            if not complaints and (number % VERIFY_EVERY == 0 or number == asked.rounds):
                complaints = _complain(_whole(terminals), f"round {number}")
                print(f"{number} rounds, {_words(service.figures)}, clean so far", flush=True)
            if complaints:
                break
    finally:
        service.stop()
    if asked.damage and not complaints:
        _damage(terminals[-1].store, asked.damage)
        complaints = _complain(service.judge(), f"after {asked.damage}")
    print(f"{_words(service.figures)}, {time.monotonic() - began:.0f} s")
    print(json.dumps(_plain(service.figures, terminals, complaints), sort_keys=True))
    return complaints


def _share(orders: int, rounds: int, number: int) -> int:
    """Orders of a round, so that all rounds together come to what was asked."""
    return orders * number // rounds - orders * (number - 1) // rounds


def _round(service: Service, number: int, orders: int, seed: int) -> int:
    plan: Plan | None = None
    try:
        plan = service.round(orders)
        found = service.judge()
    except Failed as failed:
        found = [str(failed), *service.judge()]
    where = f"round {number} (seed {seed}{f'; {plan.words()}' if plan else ''})"
    return _complain(found, where)


def _whole(terminals: Sequence[Terminal]) -> list[str]:
    """What each terminal's own verification says, and whether all have the same folds."""
    complaints: list[str] = []
    for terminal in terminals:
        done = terminal.run("verify", "--json")
        if done.returncode not in (0, 1):
            complaints.append(f"{terminal.label}: verify ended with {done.returncode}: {done.stderr[-300:]}")
            continue
        complaints += [f"{terminal.label}: {finding}" for finding in json.loads(done.stdout)["findings"]]
    digests = _digests(terminals)
    if len(set(digests.values())) > 1:
        complaints.append(f"the folds differ: {digests}")
    return complaints


def _digests(terminals: Sequence[Terminal]) -> dict[str, str]:
    """The folds of all at one moment: nodes go on, and one that wrote meanwhile has all of them read again."""
    while True:
        before = [vector_of(terminal.store) for terminal in terminals]
        digests = {terminal.label: fold_digest(terminal.folder) for terminal in terminals}
        if before == [vector_of(terminal.store) for terminal in terminals] == [before[0]] * len(before):
            return digests
        time.sleep(LOOK_AGAIN)


def fold_digest(folder: Path) -> str:
    """The digest of every fold of a store."""
    from aura_terminal.app.opening import opened
    from aura_terminal.store.locks import Role

    with opened(folder, Role.TOOL) as store:
        return store.store.fold_digest()


def _complain(found: Sequence[str], where: str) -> int:
    for complaint in found:
        print(f"{where}: {complaint}", flush=True)
    return len(found)


def _damage(store: Path, how: str) -> None:
    with closing(sqlite.connect(str(store), isolation_level=None)) as raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_schema WHERE type='trigger' AND tbl_name='journal'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(DAMAGE[how])


def _words(figures: Figures) -> str:
    heals = figures.heals or [0.0]
    return (
        f"{figures.rounds} rounds, killed {dict(figures.kills)}, cut {dict(figures.cuts)}, "
        f"healed in p50 {statistics.median(heals):.2f} s, p99 {at(heals, 0.99):.2f} s"
    )


def _plain(figures: Figures, terminals: Sequence[Terminal], complaints: int) -> dict[str, object]:
    told = promised(acks_in(terminals[0].acks))
    heals = figures.heals or [0.0]
    return {
        "rounds": figures.rounds,
        "kills": dict(figures.kills),
        "cuts": dict(figures.cuts),
        "acts": told.acts,
        "orders": told.events["opened"],
        "paid": told.events["paid"],
        "payments": len(told.payments),
        "bumped": told.events["bumped"],
        "redirected": count_of(terminals[0].store, "ticket_escalated"),
        "refused": figures.refused,
        "heal_p50": round(statistics.median(heals), 3),
        "heal_p99": round(at(heals, 0.99), 3),
        "complaints": complaints,
    }


def main() -> int:
    """Parse, run, say. 77 where namespaces were asked for and are not allowed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--orders", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--netns", action="store_true", help="namespaces with loss and delay instead of the loopback")
    parser.add_argument("--break", dest="damage", choices=DAMAGE, help="damage one file at the end; must be reported")
    parser.add_argument("--data", type=Path, help="keep the terminals here (else a temporary folder)")
    asked = parser.parse_args()
    os.umask(0o077)
    chance = Random(f"weather {asked.seed}")
    network: Network = WiredNetwork(LABELS, chance, Weather()) if asked.netns else RoutedNetwork(LABELS)
    try:
        network.start()
    except NoWires as missing:
        print(f"SKIPPED: {missing}. Nothing was tried.", file=sys.stderr)
        return SKIPPED
    try:
        if asked.data:
            return 1 if campaign(asked.data, network, asked) else 0
        with tempfile.TemporaryDirectory(prefix="aura-mesh-") as name:
            return 1 if campaign(Path(name), network, asked) else 0
    finally:
        network.close()


if __name__ == "__main__":
    sys.exit(main())
